"""What is done to a person's words once, at the door, so that every later room can keep and print them.

The published cleaning: line ends become newlines; control characters, lone surrogates and noncharacters
go; text is composed (NFC); no letter carries more than four combining marks; the bullets of old symbol fonts
become bullets; what nobody can see goes around the whole, and is nothing by itself; what is beyond the limit
is dropped, and how much it was is said. Nothing else changes.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from content.visible import without_blank_edges

LONGEST_REPLY = 20_000
"""How many characters one reply may hold."""

MOST_MARKS = 4

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNKEEPABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_SYMBOLS = str.maketrans(
    dict.fromkeys("\uf06c\uf06e\uf071\uf075\uf076\uf09f\uf0a7\uf0a8\uf0b7\uf0d8", "\N{BULLET}")
    | {"\uf02d": "\N{EN DASH}", "\uf0e0": "\N{RIGHTWARDS ARROW}", "\uf0fc": "\N{CHECK MARK}"}
)
"""What lists from Word and some PDF files have for bullets: places in fonts that are not there elsewhere."""

_OTHER_BULLETS = re.compile("^([ \t]*)[\uf020-\uf0ff](?=[ \t])", re.MULTILINE)
"""Any other sign of such a font where a bullet stands: before the words of a line, with a blank behind it."""

_MARKS = frozenset({"Mn", "Me"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Words that can be kept, and how many characters beyond the limit were dropped."""

    text: str
    dropped: int


def clean_text(text: str, limit: int = LONGEST_REPLY) -> Cleaned:
    """A person's words as they are kept, at most ``limit`` characters of them. Never raises."""
    text = _UNKEEPABLE.sub("", LINE_ENDS.sub("\n", text))
    # Of ASCII, blank space alone is not seen: the controls are gone.
    stripped: Callable[[str], str] = str.strip
    if not text.isascii():
        text = _OTHER_BULLETS.sub("\\1\N{BULLET}", text.translate(_SYMBOLS))
        text = _thin_marks(unicodedata.normalize("NFC", text))
        stripped = without_blank_edges
    text = stripped(text)
    if len(text) <= limit:
        return Cleaned(text, 0)
    kept = stripped(text[:limit])
    return Cleaned(kept, len(text) - len(kept))


def _thin_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in _MARKS else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
