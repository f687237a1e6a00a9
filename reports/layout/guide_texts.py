"""A guide's own texts as our PDFs place them: what is bold, a list or a link, as JSON values."""

from typing import Any

from content.formatting.text_blocks import (
    FormattedText,
    ItemList,
    ListedItem,
    TextBlock,
    TextSpan,
    blocks_of,
)
from reports.layout.characters import as_shown
from reports.layout.typesetting import TemplateValues


def guide_blocks(text: str) -> list[TemplateValues]:
    """A text in its paragraphs and lists, in characters that can be shown."""
    return [_block(each) for each in blocks_of(text)]


def guide_heading(text: str) -> TemplateValues:
    """A text that is a heading: its words as ``ask``, and whether some of them are bold and others not."""
    has_own = isinstance(text, FormattedText) and text.has_bold
    return {"ask": guide_blocks(text), "own_bold": has_own}


def _block(block: TextBlock) -> TemplateValues:
    if not isinstance(block, ItemList):
        return {"spans": [_span(each) for each in block.spans]}
    numbering = f"1{block.sign}" if block.is_numbered else ""
    return {"numbering": numbering, "items": [_item(each) for each in block.items]}


def _item(item: ListedItem) -> TemplateValues:
    digits = item.label[:-1]
    return {"number": int(digits) if digits else 0, "blocks": [_block(each) for each in item.blocks]}


def _span(span: TextSpan) -> dict[str, Any]:
    """Words, where they lead, and what is printed behind them."""
    return {
        "text": as_shown(span.text),
        "bold": span.is_bold,
        "address": _in_ascii(span.address),
        "printed": as_shown(span.printed.removeprefix(span.text)),
    }


def _in_ascii(address: str) -> str:
    """An address as programs hand it on."""
    return "".join(
        each if each.isascii() else "".join(f"%{byte:02X}" for byte in each.encode()) for each in address
    )
