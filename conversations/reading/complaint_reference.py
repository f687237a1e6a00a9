"""What names a complaint: its number, or the reference that only its writer has, also where it is mistyped.

A reference is a secret. Whatever looks like one is looked up, and never taken as the words of a complaint:
those go to whoever reads complaints.
"""

import re
from typing import Final

_BESIDE: Final = " \t\n#.,;:()[]<>\"'\u201c\u201d\u2018\u2019"
_LONGEST: Final = 40
_NUMBER: Final = re.compile(r"\d{1,9}")
_JOINED: Final = re.compile(r"(\d{3,9})\s*[-\u2010-\u2015_/.:+]+\s*([a-z0-9]{1,14})", re.IGNORECASE)
"""A number, anything that somebody may take for the hyphen, and letters, of which some may be wrong."""
_APART: Final = re.compile(
    r"(\d{3,9})[\s\u2010-\u2015_/.:+-]*"
    r"([b-df-hj-np-tv-z]+(?:[\s\u2010-\u2015_/.:+-]+[b-df-hj-np-tv-z]+){0,7}[\s\u2010-\u2015_/.:+-]*)",
    re.IGNORECASE,
)
"""The same with spaces anywhere, or with nothing between: then no vowel may be in it, as in no reference."""
_LETTERS: Final = re.compile(r"[b-df-hj-np-tv-z]{6,12}", re.IGNORECASE)
_AMONG_WORDS: Final = re.compile(
    r"(?<![a-z0-9])(\d{3,9})[ ]?[-\u2010-\u2015_][ ]?([b-df-hj-np-tv-z]{6,12})(?![a-z0-9])", re.IGNORECASE
)
"""A reference as it is shown, wherever it stands in a text: no word has so many letters without a vowel."""
_SHORT: Final = 100
"""So long may a text be that says little more than which complaint it is about."""
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")


def complaint_named(text: str) -> str:
    """The number or the reference that somebody typed, as it would be right; empty where it is neither.

    A reference counts among a few words too, such as "7199-bcdfghjk take it back".
    """
    typed = text.strip(_BESIDE)
    if among := _AMONG_WORDS.search(typed) if len(typed) <= _SHORT else None:
        return f"{among[1]}-{among[2].casefold()}"
    if len(typed) > _LONGEST:
        return ""
    if _NUMBER.fullmatch(typed):
        return typed
    found = _JOINED.fullmatch(typed) or _APART.fullmatch(typed)
    if found:
        return f"{found[1]}-{_NOT_LETTERS.sub('', found[2].casefold())}"
    return f"0-{typed.casefold()}" if _LETTERS.fullmatch(typed) else ""


def without_references(text: str) -> str:
    """A longer text without the letters of references, which nobody but their writers may see."""
    return _AMONG_WORDS.sub("\\1-\N{HORIZONTAL ELLIPSIS}", text)


def is_reference(named: str) -> bool:
    """Whether what :func:`complaint_named` read is a reference, which nobody else may see."""
    return "-" in named
