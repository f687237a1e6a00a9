"""Whether a text has anything that can be seen: what nobody can see is no reply, no name and no title.

By Unicode's properties, not by ``str.strip``, which knows blank space alone. The zero-width space, the soft
hyphen and the Hangul filler are no blank space, and nobody sees them.
"""

import re
import unicodedata

_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_SEEN_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Signs of Arabic, Syriac and Kaithi that enclose what follows: formats by category, and drawn."""

_IGNORABLE = (
    (0x034F, 0x034F),  # joins letters for sorting
    (0x115F, 0x1160),  # Hangul fillers, as U+3164 and U+FFA0
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2065, 0x2065),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),  # choose how the letter before is drawn
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)
"""Unicode's Default_Ignorable_Code_Point, as far as the categories above do not have it."""

_BLANK_PATTERN = "\u2800"
"""Braille without a dot, which is a letter by category."""

_LOOSE = frozenset("\u00ad\u180e\u200b\u2060\ufeff\u115f\u1160\u3164\uffa0\u2800")
"""What is blank next to words too. The others belong to a letter or a sign: they end a flag, or turn text."""

_SEEN_ASCII = re.compile("[!-~]")
"""What nearly every text has some of, so that its characters need not be looked at one by one."""

_UNSEEN_ASCII = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
"""What nobody sees among the ASCII characters, except its blank space."""


def is_seen(character: str) -> bool:
    """Whether this character is drawn. One that is newer than our tables is taken to be."""
    if unicodedata.category(character) in _UNSEEN_CATEGORIES:
        return character in _SEEN_FORMATS
    number = ord(character)
    return character != _BLANK_PATTERN and not any(first <= number <= last for first, last in _IGNORABLE)


def is_blank(text: str) -> bool:
    """Whether nobody can see anything of this text."""
    return not (_SEEN_ASCII.search(text) or any(map(is_seen, text)))


def without_unseen(text: str) -> str:
    """A text without what nobody can see anywhere in it; its blank space stays."""
    if text.isascii():
        return _UNSEEN_ASCII.sub("", text)
    return "".join(character for character in text if is_seen(character) or character.isspace())


def without_blank_edges(text: str) -> str:
    """A text without what nobody can see before and after its words; nothing if that is all of it."""
    if text.isascii():
        return text.strip()
    if is_blank(text):
        return ""
    start, end = 0, len(text)
    while _is_loose(text[start]):
        start += 1
    while _is_loose(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_loose(character: str) -> bool:
    return character.isspace() or character in _LOOSE
