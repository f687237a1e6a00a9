"""The values of a document with a word instead of each text, and how far what is set in its PDF goes."""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Any

import pypdf
from pypdf.generic import ContentStream

from content.model import Level

KEPT = frozenset({"language", "guide_version", "code", "url", "alt", "kind", "kinds"})
"""What is no text that somebody wrote: codes, and addresses, which have a form of their own."""

A4 = 595.28
"""How wide a page is, in points."""

_PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_UNITS = 1000


def in_every_text(value: Any, word: str, name: str = "") -> Any:
    """The same value with a word in each text of it, however deep that is."""
    match value:
        case Enum():
            return value
        case Level():
            # A level's name is short in every pack, as it stands in pictures.
            return replace(value, meaning=in_every_text(value.meaning, word))
        case str():
            return value if name in KEPT or name.endswith("id") or not value else f"So {word} it is"
        case tuple():
            return tuple(in_every_text(each, word, name) for each in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            held = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
            return replace(value, **{key: in_every_text(each, word, key) for key, each in held.items()})
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text on a page: on which line, and from where to where it goes, in points."""

    page: int
    line: float
    start: float
    end: float


def pieces_of(pdf: bytes) -> list[Piece]:
    """Every piece of text of a PDF, except those in its pictures."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found: list[Piece] = []
    for number, page in enumerate(reader.pages, start=1):
        fonts = page["/Resources"]["/Font"]
        widths = {name: _widths(fonts[name].get_object()) for name in fonts}
        found += [
            Piece(number, *each) for each in _pieces(ContentStream(page.get_contents(), reader), widths)
        ]
    return found


def outside(pieces: Iterable[Piece], margin: float) -> list[Piece]:
    """Those that are not between the margins of an A4 page, or are below it."""
    return [each for each in pieces if each.start < margin or each.end > A4 - margin or each.line < 0]


def crossing(pieces: Iterable[Piece]) -> list[tuple[Piece, Piece]]:
    """Those that run into the next one on their line, such as that of another column."""
    in_order = sorted(pieces, key=lambda each: (each.page, round(each.line, 1), each.start))
    return [
        (one, other)
        for one, other in pairwise(in_order)
        if (one.page, round(one.line, 1)) == (other.page, round(other.line, 1)) and one.end > other.start + 1
    ]


def _widths(font: Any) -> dict[int, float]:
    """The width of each glyph of a font, by its number."""
    descendant = font["/DescendantFonts"][0].get_object()
    of_others = float(descendant.get("/DW", 1000))
    found: dict[int, float] = defaultdict(lambda: of_others)
    listed = list(descendant["/W"])
    while listed:
        first, second, *rest = listed
        if isinstance(second, list):
            found |= {int(first) + place: float(width) for place, width in enumerate(second)}
            listed = rest
        else:
            found |= dict.fromkeys(range(int(first), int(second) + 1), float(rest[0]))
            listed = rest[1:]
    return found


def _pieces(
    stream: ContentStream, widths: dict[str, dict[int, float]]
) -> Iterator[tuple[float, float, float]]:
    """The line of each piece of text, where it begins and where it ends.

    Our typesetter moves the page for each of them, and scales only pictures.
    """
    places, place, font, size = [], _PLAIN, "", 0.0
    for operands, operator in stream.operations:
        match operator:
            case b"q":
                places.append(place)
            case b"Q":
                place = places.pop()
            case b"cm":
                a, b, c, d, e, f = (float(each) for each in operands)
                x, y = place[4], place[5]
                place = (a, b, c, d, x + place[0] * e + place[2] * f, y + place[1] * e + place[3] * f)
            case b"Tf":
                font, size = str(operands[0]), float(operands[1])
            case b"TJ" | b"Tj" if abs(place[0]) == 1:  # what is scaled stands in a picture
                parts = operands[0] if operator == b"TJ" else [operands[0]]
                length = sum(_advance(each, widths[font]) for each in parts) * size / _UNITS
                yield place[5], place[4], place[4] + length


def _advance(part: Any, widths: dict[int, float]) -> float:
    if isinstance(part, str | bytes):
        # A string is bytes, two for each glyph, however it was read.
        glyphs = part.original_bytes if hasattr(part, "original_bytes") else bytes(part)
        return sum(widths[int.from_bytes(glyphs[n : n + 2])] for n in range(0, len(glyphs), 2))
    return -float(part)
