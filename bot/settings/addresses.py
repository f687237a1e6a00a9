"""Where people find the web chat: its address, and the links made of it."""

import ipaddress

from bot.settings.settings import Settings
from conversations.cards.where_links_open import Opens, opens
from storage.engine import key_values
from storage.engine.database import Transaction


def web_address(tx: Transaction, settings: Settings) -> str:
    """The address that people open: as set, else as the latest run used it."""
    used = key_values.key_value(tx, key_values.WEB_URL)
    if settings.public_url is None and used is not None and used[0]:
        return used[0]
    return settings.web_url(settings.web_port)


def address_elsewhere(settings: Settings) -> str | None:
    """The address that people open who sit elsewhere, None where none is set that opens there."""
    address = settings.public_url
    return address if address is not None and opens(address) is not Opens.ON_ITS_COMPUTER else None


def is_loopback(host: str) -> bool:
    """Whether what listens here is reached from this computer alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def web_link(address: str, code: str) -> str:
    """A code's link in the browser."""
    return f"{address}/join/{code}"


def no_more_link(tx: Transaction, settings: Settings, code: str) -> str:
    """The page on which whoever reads our mails about a round ends them."""
    return f"{web_address(tx, settings)}/no-more/{code}"


def chat_page(tx: Transaction, settings: Settings) -> str:
    """The page on which somebody who is signed in goes on in the browser; it lets nobody else in."""
    return f"{web_address(tx, settings)}/"
