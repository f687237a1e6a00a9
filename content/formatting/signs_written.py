"""A pack's text as its author would write it, so that what is read from it is the same again."""

import re
from collections.abc import Iterable
from itertools import groupby

from content.formatting.text_blocks import FormattedText, ItemList, TextBlock, TextSpan, blocks_of

_SIGN = re.compile(r"[*\[\]]|\\(?=[*\[\]\\.)+-]|$)")
_LIST_SIGN = re.compile(r"^([ \t]*)(?:([-+])|([0-9]{1,9})([.)]))(?=[ \t]|$)", re.MULTILINE)


def as_source(text: str) -> str:
    """The text with its formatting in signs, and a backslash before what only looks like such a sign."""
    blocks = text.blocks if isinstance(text, FormattedText) else blocks_of(text)
    return _blocks_source(blocks)


def _blocks_source(blocks: Iterable[TextBlock]) -> str:
    return "\n\n".join(
        _list_source(block) if isinstance(block, ItemList) else _line_source(block.spans) for block in blocks
    )


def _list_source(listed: ItemList) -> str:
    lines = []
    for item in listed.items:
        sign = item.label if listed.is_numbered else "-"
        inner = _blocks_source(item.blocks).replace("\n", "\n" + " " * (len(sign) + 1))
        lines.append(f"{sign} {inner}".rstrip())
    return "\n".join(lines)


def _line_source(spans: Iterable[TextSpan]) -> str:
    written = ""
    for is_bold, together in groupby(spans, key=lambda span: span.is_bold):
        words = "".join(map(_span_source, together))
        written += f"**{words}**" if is_bold else words
    return _LIST_SIGN.sub(_without_meaning, written)


def _span_source(span: TextSpan) -> str:
    words = _SIGN.sub(r"\\\g<0>", span.text)
    if not span.address or span.address == span.text:
        return words
    return (
        f"[{words}](<{span.address}>)" if re.search(r"[()]", span.address) else f"[{words}]({span.address})"
    )


def _without_meaning(found: re.Match[str]) -> str:
    space, sign, number, behind = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{behind}"
