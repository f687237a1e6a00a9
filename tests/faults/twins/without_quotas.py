"""Takes of one person whatever they send."""

from bot.messages.quotas import Quotas

Quotas.take_message = lambda *_, **__: None  # type: ignore[method-assign]
