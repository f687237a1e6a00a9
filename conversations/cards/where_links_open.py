"""Links on a card: how they are shown, and what is said of one that does not open everywhere.

Where a link opens is judged by its address alone.
"""

import ipaddress
import re
from collections.abc import Sequence
from enum import Enum, unique

from content.phrases import Phrases
from conversations.outgoing import Card, Line, Style

_HOST = re.compile(r"https?://(?:[^/?#@]*@)?(?:\[([^\]]*)\]|([^/:?#]*))")
_THIS_COMPUTER = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})
_OF_A_NETWORK = (
    *(".local", ".localdomain", ".lan", ".internal", ".intranet", ".private", ".corp", ".home"),
    ".home.arpa",
)
"""How names end that are known inside one network alone."""


@unique
class Opens(Enum):
    """From where an address can be opened."""

    EVERYWHERE = "everywhere"
    IN_ITS_NETWORK = "in its network"
    ON_ITS_COMPUTER = "on its computer"


def opens(address: str) -> Opens:
    """From where an address on the web can be opened, as far as the address tells."""
    found = _HOST.match(address.lower())
    host = (found[1] or found[2]).rstrip(".") if found else ""
    try:
        return _opens_at(ipaddress.ip_address(host))
    except ValueError:
        pass
    if host in _THIS_COMPUTER or host.endswith(".localhost"):
        return Opens.ON_ITS_COMPUTER
    is_known_outside = "." in host and not host.endswith(_OF_A_NETWORK)
    return Opens.EVERYWHERE if is_known_outside else Opens.IN_ITS_NETWORK


def _opens_at(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Opens:
    if isinstance(number, ipaddress.IPv6Address) and number.ipv4_mapped is not None:
        number = number.ipv4_mapped
    if number.is_loopback or number.is_unspecified:
        return Opens.ON_ITS_COMPUTER
    return Opens.EVERYWHERE if number.is_global else Opens.IN_ITS_NETWORK


def where_it_opens(phrases: Phrases, address: str, links: int = 1) -> str:
    """What whoever gets a link, or several, must know of where it opens; empty for everywhere."""
    match opens(address):
        case Opens.ON_ITS_COMPUTER:
            return phrases.count(
                "It opens only on the computer that Closer Look runs on.",
                "They open only on the computer that Closer Look runs on.",
                links,
            )
        case Opens.IN_ITS_NETWORK:
            return phrases.count(
                "It opens only inside the network that Closer Look runs in.",
                "They open only inside the network that Closer Look runs in.",
                links,
            )
        case Opens.EVERYWHERE:
            return ""


def what_to_set(phrases: Phrases, address: str, links: int = 1) -> str:
    """What whoever hands links on must know of where they open, empty where they open everywhere."""
    if opens(address) is Opens.EVERYWHERE:
        return ""
    return " ".join(
        (
            where_it_opens(phrases, address, links),
            phrases.say("Whoever looks after Closer Look can set an address that opens everywhere."),
        )
    )


def link_lines(phrases: Phrases, links: Sequence[str]) -> list[Line]:
    """Links as lines of their own, each with what copies it."""
    if len(links) == 1:
        return [Line(links[0], copy=phrases.say("Copy the link"))]
    return [
        Line(link, copy=phrases.say("Copy link {number}", number=number))
        for number, link in enumerate(links, start=1)
    ]


def web_link_card(phrases: Phrases, link: str, hours: int) -> Card:
    """The link with which a person goes on in the browser, where everything is as they left it."""
    where = where_it_opens(phrases, link)
    return Card(
        (
            Line(phrases.say("Here is your own link to go on in the browser:")),
            *link_lines(phrases, [link]),
            *((Line(where),) if where else ()),
            Line(
                phrases.count(
                    "It works once and for {n} hour. Do not pass it on: it opens your conversation.",
                    "It works once and for {n} hours. Do not pass it on: it opens your conversation.",
                    hours,
                ),
                Style.HELP,
            ),
        )
    )
