"""The names of months and weekdays in a language, English as well, and finding them in what is typed.

Capitals, accents of Latin letters, full stops and the kind of dash do not matter. No day is worked out here.
"""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from content.phrases import SOURCE_LANGUAGE, locale_of
from content.translations.directions import without_isolates

if TYPE_CHECKING:
    from collections.abc import Mapping

_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}\N{SMALL HYPHEN-MINUS}]")
_AROUND_DASH = re.compile(" ?- ?")
_MARKS = re.compile("[\u0300-\u036f\u200e\u200f\u061c]")
_COMMAS = re.compile("[,;\u060c\u061b\u3001\uff0c]")

Names = tuple[tuple[str, int], ...]
"""Names with what they stand for, the longest first: "12月" is not "2月"."""


def bare(text: str) -> str:
    """A text without what does not matter to the day that it names."""
    text = _DASHES.sub("-", without_isolates(unicodedata.normalize("NFKC", text)))
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    words = " ".join(_COMMAS.sub(" ", unicodedata.normalize("NFKC", text)).split())
    return _AROUND_DASH.sub("-", words).strip(" .!")


@lru_cache
def months(language: str) -> Names:
    """The names of the months, counted from 1, whole and short, as in a date and by themselves."""
    return _named("months", language, 1)


@lru_cache
def weekdays(language: str) -> Names:
    """The names of the days of the week, counted from 1 for Monday, whole and short."""
    return _named("days", language, 0)


def _named(kind: str, language: str, first: int) -> Names:
    found: dict[str, int] = {}
    for each in (language, SOURCE_LANGUAGE):
        widths: Mapping[str, Mapping[str, Mapping[int, str]]] = getattr(locale_of(each), kind)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in widths[context][width].items():
                    found.setdefault(bare(name), number - first + 1)
    # People write more short names than are in tables.
    found |= {"sept": 9} if kind == "months" else {"tues": 2, "weds": 3, "thur": 4, "thurs": 4}
    return tuple(sorted(found.items(), key=lambda named: -len(named[0])))


def taken_out(names: Names, words: str) -> tuple[int, str, str] | None:
    """The first name in some words, and what stands before and behind it; None where there is none."""
    for name, number in names:
        found = re.search(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", words)
        if found:
            return number, words[: found.start()].strip(" ."), words[found.end() :].strip(" .")
    return None
