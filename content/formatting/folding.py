"""How much of a guide's text is shown at first on a small screen. Nothing is lost: the rest is one tap away.

What is short is never folded. What is folded off is worth the tap: more than a line or two.
"""

from collections.abc import Sequence
from typing import Final

from content.formatting.splitting import sentences_within, split_text

_SHORT: Final = 240
"""Characters of a text that is shown whole: six lines of a phone."""
_BEGINNING: Final = 160
"""So many at most are shown of one that is longer."""
_SHORT_LIST: Final = 360
"""Characters of a list that is shown whole."""
_FIRST_ITEMS: Final = 3
"""So many items at most are shown of one that is longer."""


def fold_text(text: str) -> tuple[str, str]:
    """The beginning of a text and the rest, which is empty where all of it is shown."""
    if len(text) <= _SHORT:
        return text, ""
    return split_text(text, _BEGINNING, cut=sentences_within)


def fold_items(texts: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first items of a list and the rest, none where all of them are shown."""
    if len(texts) <= _FIRST_ITEMS + 1 or sum(map(len, texts)) <= _SHORT_LIST:
        return tuple(texts), ()
    shown = 1
    while shown < _FIRST_ITEMS and sum(map(len, texts[: shown + 1])) <= _SHORT:
        shown += 1
    return tuple(texts[:shown]), tuple(texts[shown:])
