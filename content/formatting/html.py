"""A pack's text as HTML, for the pages of the chat and the pages of reports alike.

Words and addresses are escaped here. No markup is made but that of paragraphs, lists, bold words and links.
"""

from typing import Final

from markupsafe import Markup, escape

from content.formatting.text_blocks import (
    BULLET,
    FormattedText,
    ItemList,
    ListedItem,
    TextBlock,
    TextParagraph,
    TextSpan,
    blocks_of,
)

_LINK: Final = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
_BOLD: Final = Markup("<strong>{}</strong>")
_PARAGRAPH: Final = Markup("<p>{}</p>")
_ITEM: Final = Markup("<li>{}</li>")
_NUMBERED_ITEM: Final = Markup('<li value="{}">{}</li>')
_LIST: Final = Markup('<ul role="list">{}</ul>')
_NUMBERED_LIST: Final = Markup("<ol>{}</ol>")
_NOTHING: Final = Markup()


def words_in_html(text: str) -> Markup:
    """A text that stands within a line, such as a heading or an item: its words, bold and links."""
    return Markup("\n\n").join(map(_words, blocks_of(text)))


def blocks_in_html(text: str) -> Markup:
    """A text on its own: paragraphs and lists."""
    return _NOTHING.join(map(_block, blocks_of(text)))


def needs_blocks(text: str) -> bool:
    """Whether one paragraph cannot hold a text: it has a list, or formatting and several paragraphs."""
    return isinstance(text, FormattedText) and (
        len(text.blocks) > 1 or any(isinstance(block, ItemList) for block in text.blocks)
    )


def _words(block: TextBlock) -> Markup:
    return _NOTHING.join(map(_span, block.spans)) if isinstance(block, TextParagraph) else _block(block)


def _block(block: TextBlock) -> Markup:
    if isinstance(block, TextParagraph):
        return _PARAGRAPH.format(_words(block))
    items = _NOTHING.join(map(_item, block.items))
    return (_NUMBERED_LIST if block.is_numbered else _LIST).format(items)


def _item(item: ListedItem) -> Markup:
    """One item. Only where it has more than words do these stand in a paragraph."""
    held = _words(item.blocks[0]) if len(item.blocks) == 1 else _NOTHING.join(map(_block, item.blocks))
    return _ITEM.format(held) if item.label == BULLET else _NUMBERED_ITEM.format(item.label[:-1], held)


def _span(span: TextSpan) -> Markup:
    words = escape(span.text)
    if span.address:
        words = _LINK.format(span.address, words)
    return _BOLD.format(words) if span.is_bold else words
