"""The words of a message, in whichever field Telegram has put them. Pure, and never raises.

Formatted text comes as blocks that hold other blocks. They are read by the fields that hold words, not by
their kinds, so that a kind which Telegram adds later is read as well.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from content.visible import is_blank
from conversations.incoming import MessageKind

DEEPEST: Final = 48
"""How deep blocks are followed. Telegram takes 16 levels, of two or three containers each."""

_CELLS = " | "
_ITEM_INDENT = "  "
_MEDIA = {
    "photo": MessageKind.PHOTO,
    "video": MessageKind.VIDEO,
    "animation": MessageKind.VIDEO,
    "audio": MessageKind.VOICE,
    "voice_note": MessageKind.VOICE,
    "document": MessageKind.DOCUMENT,
    "map": MessageKind.LOCATION,
}
"""Kinds of blocks that hold what is not words."""


def words_of(message: Mapping[str, Any]) -> str | None:
    """The words that a person wrote in a message, not yet cleaned; None where it has no place for words."""
    text = message.get("text")
    if isinstance(text, str):
        return text
    if "rich_message" in message:
        return "\n\n".join(_blocks(_field(message["rich_message"], "blocks"), DEEPEST))
    caption = message.get("caption")
    if isinstance(caption, str):
        return caption
    if "checklist" in message:
        return "\n".join(_checklist(message["checklist"]))
    return None


def media_in(message: Mapping[str, Any]) -> MessageKind | None:
    """The first thing in formatted text that is not words, None where it has none."""
    return _media(_field(message.get("rich_message"), "blocks"), DEEPEST)


def _media(value: object, depth: int) -> MessageKind | None:
    if not depth:
        return None
    if isinstance(value, Mapping):
        kind = value.get("type")
        if isinstance(kind, str) and kind in _MEDIA:
            return _MEDIA[kind]
    for part in _within(value):
        found = _media(part, depth - 1)
        if found is not None:
            return found
    return None


def _within(value: object) -> Iterator[object]:
    if isinstance(value, list):
        yield from value
    elif isinstance(value, Mapping):
        yield from (part for part in value.values() if isinstance(part, list | dict))


def _checklist(value: object) -> Iterator[str]:
    title = _field(value, "title")
    if isinstance(title, str) and not is_blank(title):
        yield title
    for task in _listed(_field(value, "tasks")):
        text = _field(task, "text")
        if isinstance(text, str) and not is_blank(text):
            yield f"• {text}"


def _blocks(value: object, depth: int) -> Iterator[str]:
    """The words of each block that has some."""
    for block in _listed(value):
        said = "\n".join(_lines(block, depth)) if depth else ""
        if not is_blank(said):
            yield said


def _lines(block: object, depth: int) -> Iterator[str]:
    """What one block says, in the order in which it is shown."""
    if not isinstance(block, Mapping):
        return
    for name in ("summary", "text", "expression"):
        yield from _said(block.get(name), depth)
    yield from _blocks(block.get("blocks"), depth - 1)
    for item in _listed(block.get("items")):
        yield from _item(item, depth - 1)
    for row in _listed(block.get("cells")):
        cells = [_inline(_field(cell, "text"), depth - 1).strip() for cell in _listed(row)]
        if not all(map(is_blank, cells)):
            yield _CELLS.join(cells)
    caption = block.get("caption")
    if isinstance(caption, Mapping) and "type" not in caption:  # it has a text and who is credited
        yield from _said(caption.get("text"), depth)
        yield from _said(caption.get("credit"), depth)
    else:
        yield from _said(caption, depth)
    yield from _said(block.get("credit"), depth)


def _said(value: object, depth: int) -> Iterator[str]:
    said = _inline(value, depth)
    if not is_blank(said):
        yield said


def _item(item: object, depth: int) -> Iterator[str]:
    label = _field(item, "label")
    words = "\n".join(_blocks(_field(item, "blocks"), depth))
    if words:
        # What follows the first line belongs to the same item.
        first, *others = words.split("\n")
        yield f"{label} {first}" if isinstance(label, str) and not is_blank(label) else first
        yield from (_ITEM_INDENT + each for each in others)


def _inline(value: object, depth: int) -> str:
    """Formatted text as it reads without its formatting."""
    if not depth:
        return ""
    match value:
        case str():
            return value
        case list():
            return "".join([_inline(part, depth - 1) for part in value])
        case {"alternative_text": str(sign)}:
            return sign
        case {"expression": str(formula)}:
            return formula
        case {"text": inner}:
            return _inline(inner, depth - 1)
    return ""


def _field(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, Mapping) else None


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
