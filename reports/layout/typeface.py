"""The fonts that pictures and PDFs are set in, all bundled, and which characters they can show.

Nothing here looks at the fonts of the machine: a report is the same document wherever it is made.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parents[1] / "fonts"
FONT_FILES = tuple(
    str(FONT_FOLDER / name) for name in ("Inter-Regular.otf", "Inter-SemiBold.otf", "DejaVuSans.ttf")
)

_UNICODE = {(0, 3), (0, 4), (3, 1), (3, 10)}
"""The (platform, encoding) pairs of a font's tables that map Unicode to its glyphs."""

_SPACES = frozenset({ord("\t"), ord("\n")})
_PRIVATE = frozenset(range(0xE000, 0xF900))
"""What a font draws here means something only to its makers, and archived documents may not have it."""


@lru_cache(maxsize=1)
def shown_characters() -> frozenset[int]:
    """The code points that every weight of our type can show, itself or by falling back to another font."""
    regular, semibold, fallback = (frozenset(_mapped(Path(name).read_bytes())) for name in FONT_FILES)
    return ((regular & semibold) | fallback | _SPACES) - _PRIVATE


def _mapped(font: bytes) -> Iterator[int]:
    start = _table(font, b"cmap")
    (tables,) = struct.unpack_from(">H", font, start + 2)
    for index in range(tables):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * index)
        if (platform, encoding) in _UNICODE:
            yield from _subtable(font, start + offset)


def _table(font: bytes, tag: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    for index in range(tables):
        name, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag!r}")


def _subtable(font: bytes, start: int) -> Iterator[int]:
    (format_,) = struct.unpack_from(">H", font, start)
    if format_ == 4:
        yield from _segments(font, start)
    elif format_ == 12:
        yield from _groups(font, start)


def _segments(font: bytes, start: int) -> Iterator[int]:
    """The characters of a format 4 table: segments of 16-bit codes, glyph 0 meaning "none"."""
    (double,) = struct.unpack_from(">H", font, start + 6)
    count = double // 2
    ends_at = start + 14
    starts_at = ends_at + double + 2
    ranges_at = starts_at + 2 * double
    ends = struct.unpack_from(f">{count}H", font, ends_at)
    starts = struct.unpack_from(f">{count}H", font, starts_at)
    deltas = struct.unpack_from(f">{count}H", font, starts_at + double)
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset == 0:
                glyph = code + delta
            else:
                at = ranges_at + 2 * index + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, at)
            if glyph & 0xFFFF:
                yield code


def _groups(font: bytes, start: int) -> Iterator[int]:
    """The characters of a format 12 table: groups of codes with their first glyph."""
    (count,) = struct.unpack_from(">L", font, start + 12)
    for index in range(count):
        first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * index)
        yield from range(first if glyph else first + 1, last + 1)
