"""How long Telegram finds a text, and where one may be cut: never inside what a reader sees as one sign.

Telegram counts UTF-16 units after the markup is taken out. Nothing here knows markup.
"""

import re
from functools import lru_cache
from itertools import islice
from typing import Any

from content.formatting.splitting import SENTENCE_END

_SPACE = re.compile(r"\s+")


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The text, or as much of its beginning as fits with an ellipsis into ``limit`` UTF-16 units."""
    if units(text) <= limit:
        return text
    return text[: _sign_end(text, _reach(text, limit - 1))].rstrip() + "…"


def split_once(text: str, limit: int) -> tuple[str, str]:
    """A first piece of at most ``limit`` UTF-16 units and what is left, cut at the best place there is.

    Best is the end of a line, then of a sentence, then of a word, then of one visible sign. Blank space
    at the cut goes; nothing else does.
    """
    if units(text) <= limit:
        return text, ""
    end = _reach(text, limit)
    place = _last_place(text, end)
    return text[:place].rstrip(), text[place:].lstrip()


def _reach(text: str, limit: int) -> int:
    """How many characters of the text fit."""
    if text.isascii():
        return min(limit, len(text))
    count = 0
    for place, character in enumerate(islice(text, limit + 1)):
        count += 2 if character > "\uffff" else 1
        if count > limit:
            return place
    return len(text)


def _last_place(text: str, end: int) -> int:
    # A place in the first half would leave a message half empty for the sake of a tidy end.
    least = end // 2
    line_end = text.rfind("\n", least, end + 1)
    if line_end > 0:
        return line_end
    whole = set(_sign_ends(text, end + 1))
    for ending in (SENTENCE_END, _SPACE):
        places = [found.end() for found in ending.finditer(text, 0, end + 1) if found.end() in whole]
        if places and places[-1] >= least:
            return places[-1]
    return _sign_end(text, end)


def _sign_end(text: str, end: int) -> int:
    """The last end of a visible sign at or before ``end``; ``end`` when one sign fills it all."""
    return max(_sign_ends(text, end), default=end)


def _sign_ends(text: str, end: int) -> list[int]:
    """Where visible signs end, up to a place. Only the character behind it shows whether one ends there."""
    return [place for found in _sign().finditer(text, 0, end + 1) if (place := found.end()) <= end]


@lru_cache(maxsize=1)
def _sign() -> Any:
    # Only a text that is too long asks: the first poll does not wait for this library to load.
    import regex

    return regex.compile(r"\X")
