"""What python-telegram-bot says a request may hold and an update must hold, so that the stand-in obeys it."""

import inspect
import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, TelegramObject, Update

_NEWER = frozenset(
    {"rich_message", "community_chat_added", "community_chat_joined", "community_chat_removed"}
)
"""Fields of a message that the Bot API has since 10.1 and this version of the library does not know."""

_NOT_SENT = {
    "self",
    "api_kwargs",
    "read_timeout",
    "write_timeout",
    "connect_timeout",
    "pool_timeout",
    "filename",
}


@cache
def parameters_of(method: str) -> tuple[frozenset[str], frozenset[str]]:
    """All parameters of a Bot API method as the library sends them, and those it must have."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower()
    signature = inspect.signature(getattr(Bot, name)).parameters
    # "timeout" is a parameter of Telegram's only where it is of this method's.
    known = {key: each for key, each in signature.items() if key not in _NOT_SENT}
    required = {key for key, each in known.items() if each.default is inspect.Parameter.empty}
    return frozenset(known), frozenset(required)


def fault_in(method: str, given: Mapping[str, Any]) -> str | None:
    """What is wrong with a request, None when the library would know every part of it."""
    known, required = parameters_of(method)
    if not known.issuperset(given):
        return f"{method} has no parameter {sorted(set(given) - known)}"
    if not required.issubset(given):
        return f"{method} needs {sorted(required - set(given))}"
    for name, model in (("reply_markup", InlineKeyboardMarkup), ("link_preview_options", LinkPreviewOptions)):
        if name in given and not _is_exactly(model, _frozen(_known(given[name]))):
            return f"{method}: {name} is not a {model.__name__}"
    return None


def is_readable_update(raw: dict[str, Any]) -> bool:
    """Whether the library reads an update and knows all its main parts. Raises what the library raises."""
    update = Update.de_json(raw, None)
    if update is None:
        return False
    parts: tuple[TelegramObject | None, ...] = (
        update,
        update.effective_message,
        update.effective_user,
        update.effective_chat,
        update.callback_query,
        update.my_chat_member,
    )
    return all(part is None or _NEWER.issuperset(part.api_kwargs) for part in parts)


def is_readable_message(raw: dict[str, Any]) -> bool:
    message = Message.de_json(raw, None)
    return message is not None and not message.api_kwargs


def _known(value: Any) -> Any:
    """An object without those fields of the newest Bot API that the library does not know yet."""
    known = json.loads(value) if isinstance(value, str) else value
    if "inline_keyboard" in known and known.get("force_reply") is True:
        return {name: each for name, each in known.items() if name != "force_reply"}
    return known


def _frozen(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


@lru_cache(maxsize=4096)
def _is_exactly(model: Any, text: str) -> bool:
    value = json.loads(text)
    read = model.de_json(value, None)
    buttons = [button for row in getattr(read, "inline_keyboard", ()) for button in row]
    return read.to_dict() == value and not any(part.api_kwargs for part in (read, *buttons))
