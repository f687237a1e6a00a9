"""A pack's text with what is bold, a list or a link in it, as one small tree that every surface draws.

A :class:`FormattedText` is its plain words besides. So whatever knows nothing of formatting takes it for
words, and shows no sign of it. Whatever puts it into a sentence of its own gets the words and no more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from content.formatting.addresses import in_addresses
from content.translations.directions import ISOLATE

BULLET: Final = "•"
_INDENT: Final = "   "


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Words that are shown in one way. With an ``address`` they lead there."""

    text: str
    is_bold: bool = False
    address: str = ""

    @property
    def printed(self) -> str:
        """The words as they are where nobody can tap: with the address that they lead to."""
        shown = self.address.removeprefix("mailto:")
        is_said = self.text in {"", self.address, shown}
        return self.text if not self.address or is_said else f"{self.text} ({shown})"


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """Words that stand together; a line end in them is one."""

    spans: tuple[TextSpan, ...]


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One item of a list, with its number as it was written, or a bullet."""

    label: str
    blocks: tuple["TextBlock", ...]


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list. Its items are numbered all, or none is."""

    items: tuple[ListedItem, ...]

    @property
    def sign(self) -> str:
        """What its items are marked with: a bullet, or what stands behind their numbers."""
        return self.items[0].label[-1]

    @property
    def is_numbered(self) -> bool:
        """Whether its items have numbers."""
        return self.sign != BULLET


TextBlock = TextParagraph | ItemList


class FormattedText(str):
    """The words of a text that has formatting, with the ``blocks`` that it is made of.

    It equals a text that is formatted alike, and no other, whose words may be the same.
    """

    __slots__ = ("blocks",)

    blocks: tuple[TextBlock, ...]

    def __new__(cls, blocks: tuple[TextBlock, ...]) -> "FormattedText":
        """The words that these blocks hold."""
        made = super().__new__(cls, in_lines(blocks, lambda span: span.text))
        made.blocks = blocks
        return made

    @property
    def has_bold(self) -> bool:
        """Whether some of its words are bold."""
        return any(span.is_bold for span in every_span(self.blocks))

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (self.blocks,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FormattedText) and self.blocks == other.blocks

    def __ne__(self, other: object) -> bool:
        # Otherwise that of a text would count, which compares the words alone.
        return not self == other

    def __hash__(self) -> int:
        return hash(self.blocks)


def blocks_of(text: str) -> tuple[TextBlock, ...]:
    """What a text of a guide is made of: its blocks, or one paragraph for each that its words have.

    An address among the words leads where it says.
    """
    if isinstance(text, FormattedText):
        return text.blocks
    paragraphs = (each for each in text.split("\n\n") if each.strip())
    return tuple(TextParagraph(tuple(spans_of(each.strip("\n")))) for each in paragraphs)


def spans_of(text: str, *, is_bold: bool = False) -> Iterator[TextSpan]:
    """Plain words, with each address among them as a link."""
    for part, is_address in in_addresses(text):
        yield TextSpan(part, is_bold, part if is_address else "")


def in_lines(blocks: tuple[TextBlock, ...], draw: Callable[[TextSpan], str]) -> str:
    """The blocks as lines, for what shows text and no more: a blank line between paragraphs, a line an item.

    ``draw`` says how a span is shown there.
    """
    text = ""
    for number, block in enumerate(blocks):
        if number:
            text += "\n" if isinstance(block, ItemList) else "\n\n"
        text += _lines_of(block, draw)
    return text


def _lines_of(block: TextBlock, draw: Callable[[TextSpan], str]) -> str:
    if isinstance(block, TextParagraph):
        return "".join(map(draw, block.spans))
    return "\n".join(
        f"{item.label} {_LINE_END_IN_ITEM.join(in_lines(item.blocks, draw).split(_LINE_END))}"
        for item in block.items
    )


_LINE_END: Final = "\n"
_LINE_END_IN_ITEM: Final = _LINE_END + _INDENT


def every_span(blocks: tuple[TextBlock, ...]) -> Iterator[TextSpan]:
    """The spans of blocks, in order, however deep they are."""
    for block in blocks:
        if isinstance(block, TextParagraph):
            yield from block.spans
        else:
            for item in block.items:
                yield from every_span(item.blocks)


def one_after_another(*texts: str) -> str:
    """Texts as one, a paragraph or more each; the formatting that some of them have stays."""
    if not any(isinstance(each, FormattedText) for each in texts):
        return "\n\n".join(each for each in texts if each)
    return FormattedText(tuple(block for each in texts for block in blocks_of(each)))


_STAND_IN: Final = "\ufdd0"
"""Stands for a text while a sentence is said around it. No pack may have it."""


def in_sentence(text: str, say: Callable[[str], str]) -> str:
    """A sentence of ours around a guide's text of one paragraph, whose formatting stays.

    It is said as around the words alone: they may be set apart in it, and take its full stop away.
    """
    if not isinstance(text, FormattedText):
        return say(text)
    before = say(_STAND_IN).partition(_STAND_IN)[0]
    behind = say(str(text)).removeprefix(before)
    if behind.startswith(ISOLATE):
        before, behind = f"{before}{ISOLATE}", behind.removeprefix(ISOLATE)
    after = behind.removeprefix(str(text))
    ours = (TextSpan(before),) if before else (), (TextSpan(after),) if after else ()
    return FormattedText((TextParagraph((*ours[0], *every_span(text.blocks), *ours[1])),))


def printed(text: str) -> str:
    """A text as it is where nobody can tap: behind the words of each link, the address it leads to."""
    if not isinstance(text, FormattedText):
        return text
    return in_lines(text.blocks, lambda span: span.printed)


def to_values(blocks: tuple[TextBlock, ...]) -> list[Any]:
    """Blocks as JSON values, short because cards are kept: a paragraph is a list of its spans."""
    return [
        {"i": [[item.label, to_values(item.blocks)] for item in block.items]}
        if isinstance(block, ItemList)
        else [_span_to_value(span) for span in block.spans]
        for block in blocks
    ]


def from_values(values: list[Any]) -> tuple[TextBlock, ...]:
    """The blocks that :func:`to_values` wrote."""
    return tuple(
        ItemList(tuple(ListedItem(label, from_values(inner)) for label, inner in value["i"]))
        if isinstance(value, dict)
        else TextParagraph(tuple(_span_from_value(each) for each in value))
        for value in values
    )


def _span_to_value(span: TextSpan) -> Any:
    if not span.is_bold and not span.address:
        return span.text
    return [span.text, int(span.is_bold), span.address]


def _span_from_value(value: Any) -> TextSpan:
    if isinstance(value, str):
        return TextSpan(value)
    text, is_bold, address = value
    return TextSpan(text, bool(is_bold), address)
