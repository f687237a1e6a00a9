"""A text of a guide in two parts, cut where it has a joint: between its paragraphs, its items, its sentences.

Both parts keep their formatting, and together they have every word. How long a part may be, and where words
may be cut, is for whoever shows it to say.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from content.formatting.text_blocks import (
    FormattedText,
    ItemList,
    ListedItem,
    TextBlock,
    TextParagraph,
    TextSpan,
)

SENTENCE_END: Final = re.compile("[.!?\u2026\u061f\u0964][\"'\u201d\u2019)\\]]*\\s+|[\u3002\uff01\uff1f]")
"""Where a sentence ends, with the blank space behind it."""

_LISTED: Final = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}[.)]|[-\u2022\u2013])\s")
"""How a line of a list begins. The number is no sentence, and the line stays whole where others fit."""

CutWords = Callable[[str, int], tuple[str, str]]
"""Words in two parts, of which the first has at most so many: cut at the best place that there is."""

_Blocks = tuple[TextBlock, ...]


def split_text(
    text: str, limit: int, *, cut: CutWords, length: Callable[[str], int] = len
) -> tuple[str, str]:
    """A first part no longer than the limit, and what is left; the text and nothing where all of it fits.

    ``length`` measures a text, by default in characters. Only words that ``cut`` does not cut stay too long.
    """
    if length(text) <= limit:
        return text, ""
    if not isinstance(text, FormattedText):
        return cut(text, limit)
    first, rest = _Parting(limit, cut, length).blocks(text.blocks)
    return (FormattedText(first), FormattedText(rest)) if rest else (text, "")


def sentences_within(text: str, limit: int) -> tuple[str, str]:
    """Words cut at the end of a line or of a sentence, else of a word; whole where there is no such place."""
    line_end = text.rfind("\n", 0, limit + 1)
    ends = [line_end] if line_end > 0 else []
    if ends and _LISTED.match(text, line_end + 1):
        return text[:line_end].rstrip(), text[line_end:].lstrip()
    ends += [found.end() for found in SENTENCE_END.finditer(text, 0, limit + 1)]
    place = max(ends, default=0) or max(text.rfind(" ", 0, limit + 1), 0)
    first, rest = text[:place].rstrip(), text[place:].lstrip()
    return (first, rest) if first else (text, "")


class _Parting:
    """Parts the blocks of one text."""

    def __init__(self, limit: int, cut: CutWords, length: Callable[[str], int]) -> None:
        self._limit = limit
        self._cut = cut
        self._length = length

    def blocks(self, blocks: _Blocks) -> tuple[_Blocks, _Blocks]:
        """As many whole blocks as fit; of one that is too long by itself, or is a list, a part."""
        whole = self._most(len(blocks), lambda number: blocks[:number])
        if whole == len(blocks):
            return blocks, ()
        following = blocks[whole]
        if isinstance(following, ItemList):
            items = self._most(
                len(following.items), lambda number: (*blocks[:whole], *_listed(following.items[:number]))
            )
            if items:
                first = (*blocks[:whole], *_listed(following.items[:items]))
                return first, (*_listed(following.items[items:]), *blocks[whole + 1 :])
        if whole:
            return blocks[:whole], blocks[whole:]
        first, rest = self._inside(following)
        return first, (*rest, *blocks[1:])

    def _most(self, number: int, taken: Callable[[int], _Blocks]) -> int:
        """How many of so many pieces fit, taken from the first on."""
        return next((each for each in range(number, 0, -1) if self._fits(taken(each))), 0)

    def _fits(self, blocks: _Blocks) -> bool:
        return self._length(FormattedText(blocks)) <= self._limit

    def _inside(self, block: TextBlock) -> tuple[_Blocks, _Blocks]:
        """A single block in two parts. Only the first part of an item has its label."""
        if isinstance(block, TextParagraph):
            return self._paragraph(block)
        item, others = block.items[0], block.items[1:]
        room = _Parting(max(self._limit - len(item.label) - 1, 1), self._cut, self._length)
        first, rest = room.blocks(item.blocks)
        return (ItemList((replace(item, blocks=first),)),), (*rest, *_listed(others))

    def _paragraph(self, paragraph: TextParagraph) -> tuple[_Blocks, _Blocks]:
        words = "".join(span.text for span in paragraph.spans)
        room = min(self._limit, len(words))
        while True:
            first, rest = self._cut(words, room)
            if not first:
                first, rest = words[:room], words[room:]
            parts = _spans(paragraph, 0, len(first)), _spans(paragraph, len(words) - len(rest), len(words))
            # What is measured may be other than characters, so that fewer of them are tried until they fit.
            if self._fits(parts[0]) or room <= 1:
                return parts
            room = room * 3 // 4


def _listed(items: tuple[ListedItem, ...]) -> _Blocks:
    return (ItemList(items),) if items else ()


def _spans(paragraph: TextParagraph, start: int, end: int) -> _Blocks:
    """The part of a paragraph between two places of its words."""
    spans = tuple(_between(paragraph.spans, start, end))
    return (TextParagraph(spans),) if spans else ()


def _between(spans: tuple[TextSpan, ...], start: int, end: int) -> Iterator[TextSpan]:
    place = 0
    for span in spans:
        text = span.text[max(start - place, 0) : max(end - place, 0)]
        if text:
            yield replace(span, text=text)
        place += len(span.text)
