"""The fonts that pictures and PDFs are set in, all bundled, and which characters they can show.

Nothing here looks at the fonts of the machine: a report is the same document wherever it is made.
"""

from functools import lru_cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parents[1] / "fonts"
FONT_FILES = tuple(
    str(FONT_FOLDER / name) for name in ("Inter-Regular.otf", "Inter-SemiBold.otf", "DejaVuSans.ttf")
)

_SPACES = frozenset({ord("\t"), ord("\n")})
_PRIVATE = frozenset(range(0xE000, 0xF900))
"""What a font draws here means something only to its makers, and archived documents may not have it."""


@lru_cache(maxsize=1)
def shown_characters() -> frozenset[int]:
    """The code points that every weight of our type can show, itself or by falling back to another font."""
    regular, semibold, fallback = (_mapped(name) for name in FONT_FILES)
    return ((regular & semibold) | fallback | _SPACES) - _PRIVATE


def _mapped(font: str) -> frozenset[int]:
    # Only whoever makes a report asks: nobody else waits for this library to load.
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
