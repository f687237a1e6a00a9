"""What all our pictures share: their size, how words are fitted into them, and how they become PNG.

Sizes are in SVG units. A picture is 720 wide and is read at half of that on a phone, so no text in it is
smaller than 24. Colour never tells anything alone: every kind has its shape or its label.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from reports.layout.characters import as_shown
from reports.layout.typeface import FONT_FILES

PICTURE_PIXELS = 1080
"""How wide a PNG is: three pixels for each point of a phone's screen."""

WIDTH = 720
MARGIN = 40
INNER = WIDTH - 2 * MARGIN
SMALLEST_TEXT = 24

_LETTER = 0.55
"""How wide a letter of our type is on average, as a part of its size, on the safe side."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: ``y`` is its baseline."""

    y: float
    words: str
    size: float


def width_of(words: str, size: float) -> float:
    """How much room words take at this size, on the safe side."""
    return len(words) * size * _LETTER


def fitting(words: str, size: float, room: float) -> float:
    """The size at which words fit into so much room, at most ``size``."""
    return min(size, room / (max(len(words), 1) * _LETTER))


def lines_of(words: str, *, size: float, top: float, pitch: float, room: float = INNER) -> Iterator[Text]:
    """Words broken into lines that fit into so much room, the first at ``top``."""
    longest = int(room / (size * _LETTER))
    for number, line in enumerate(textwrap.wrap(as_shown(words), longest, break_on_hyphens=False)):
        yield Text(top + number * pitch, line, size)


def picture_png(svg: str) -> bytes:
    """A picture of ours as PNG bytes on white. Raises ``ValueError`` when it is not a picture."""
    # The renderer is only loaded with the first picture, so that starting stays quick.
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=PICTURE_PIXELS,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=list(FONT_FILES),
        font_family="Inter",
        sans_serif_family="Inter",
    )
    return bytes(drawn)
