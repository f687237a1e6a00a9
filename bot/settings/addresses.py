"""Where people find us: the address of the web chat, the bot's name, and the links made of them."""

from bot.settings.settings import Settings
from storage.engine import key_values
from storage.engine.database import Transaction


def web_address(tx: Transaction, settings: Settings) -> str:
    """The address that people open: as set, else as the latest run used it."""
    used = key_values.mark(tx, key_values.WEB_URL)
    if settings.public_url is None and used is not None and used[0]:
        return used[0]
    return settings.web_url(settings.web_port)


def bot_name(tx: Transaction) -> str | None:
    """The name of the bot that was connected last, None when there was none."""
    known = key_values.mark(tx, key_values.TELEGRAM_BOT)
    return (known[0].partition(" ")[2] or None) if known else None


def web_link(address: str, code: str) -> str:
    """A code's link in the browser."""
    return f"{address}/join/{code}"


def telegram_link(bot: str, code: str) -> str:
    """A code's link in Telegram."""
    return f"https://t.me/{bot}?start={code}"
