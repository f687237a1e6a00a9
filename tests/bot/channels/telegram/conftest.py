"""What the tests of the Telegram edge share."""

from tests.telegram.fixtures import api, telegram

__all__ = ["api", "telegram"]
