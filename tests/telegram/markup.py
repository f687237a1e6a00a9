"""Telegram's HTML as its server reads it: plain text and entities, or the words of its refusal."""

import html
import re
from dataclasses import dataclass

_TOKEN = re.compile(r"<(/?)([a-zA-Z0-9-]*)([^<>]*)>|<|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "a": "text_link",
}


class BadMarkup(ValueError):
    """Markup that Telegram would refuse, in its words."""


@dataclass(frozen=True, slots=True)
class Parsed:
    text: str
    entities: tuple[tuple[str, int, int], ...]
    """Type, offset and length, in UTF-16 units."""


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> Parsed:
    text: list[str] = []
    length = 0
    entities: list[tuple[str, int, int]] = []
    opened: list[tuple[str, int]] = []
    end = 0

    def take(piece: str) -> None:
        nonlocal length
        text.append(piece)
        length += utf16(piece)

    for token in _TOKEN.finditer(source):
        take(source[end : token.start()])
        end = token.end()
        if token[0][0] == "&":
            take(html.unescape(token[0]))
            continue
        name = (token[2] or "").lower()
        place = len(source[: token.start()].encode())
        if token[0] == "<" or name not in _TYPES:
            raise BadMarkup(f'Unsupported start tag "{name}" at byte offset {place}')
        if not token[1]:
            opened.append((name, length))
            continue
        if not opened:
            raise BadMarkup(f"Unexpected end tag at byte offset {place}")
        expected, began = opened.pop()
        if name != expected:
            raise BadMarkup(
                f'Unmatched end tag at byte offset {place}, expected "</{expected}>", found "</{name}>"'
            )
        if length > began:
            entities.append((_TYPES[name], began, length - began))
    take(source[end:])
    if opened:
        raise BadMarkup(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return _trimmed("".join(text), entities)


def _trimmed(text: str, entities: list[tuple[str, int, int]]) -> Parsed:
    kept = text.lstrip()
    gone = utf16(text) - utf16(kept)
    kept = kept.rstrip()
    most = utf16(kept)
    moved = [
        (name, max(at - gone, 0), min(at - gone + length, most) - max(at - gone, 0))
        for name, at, length in entities
    ]
    return Parsed(kept, tuple(sorted((e for e in moved if e[2] > 0), key=lambda e: (e[1], -e[2]))))
