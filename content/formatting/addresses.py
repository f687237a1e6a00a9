"""Addresses in a guide's words that may be followed: http, https and mailto, and no other kind."""

import re
from collections.abc import Iterator

_FOLLOWED = re.compile(r"(?<![\w/.:@-])(?:https?://|mailto:)[^\s<>\"\u201c\u201d\u2028-\u202e\u2066-\u2069]+")
_OF_A_PAGE = re.compile(
    r"(?i:https?)://[^\s/?#@:\\\x00-\x1f\x7f][^\s/?#@\\\x00-\x1f\x7f]*(?:[/?#][^\s\x00-\x1f\x7f]*)?"
)
_TO_WRITE_TO = re.compile(
    r"(?i:mailto):[^\s@?\x00-\x1f\x7f]+@[^\s@?\x00-\x1f\x7f]+(?:\?[^\s\x00-\x1f\x7f]*)?"
)
_END_OF_SENTENCE = ".,;:!?'\u2019\u00bb]"


def in_addresses(text: str) -> Iterator[tuple[str, bool]]:
    """A text cut into pieces, each with whether it is an address. What ends a sentence belongs to none."""
    place = 0
    for found in _FOLLOWED.finditer(text):
        address = _without_end(found[0])
        if not is_followed(address):
            continue
        if found.start() > place:
            yield text[place : found.start()], False
        yield address, True
        place = found.start() + len(address)
    if place < len(text):
        yield text[place:], False


def _without_end(address: str) -> str:
    """An address without the full stop or the bracket that only stands behind it."""
    while True:
        shorter = address.rstrip(_END_OF_SENTENCE)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def is_followed(address: str) -> bool:
    """Whether an address may be followed: of a page, with a name and nobody's password, or to write to."""
    return _OF_A_PAGE.fullmatch(address) is not None or _TO_WRITE_TO.fullmatch(address) is not None
