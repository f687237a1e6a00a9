"""The fonts that pictures and PDFs are set in, all bundled, and which characters they can show.

Nothing here looks at the fonts of the machine: a report is the same document wherever it is made.
"""

from functools import lru_cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parents[1] / "fonts"

_OF_SCRIPTS = {
    # The fonts of scripts that ours lack, by their own names. Each letter is looked for from the top down.
    "Noto Sans Arabic": "NotoSansArabic.ttf",
    "Noto Sans Bengali": "NotoSansBengali.ttf",
    "Noto Sans Devanagari": "NotoSansDevanagari.ttf",
    "Noto Sans Ethiopic": "NotoSansEthiopic.ttf",
    "Noto Sans Gujarati": "NotoSansGujarati.ttf",
    "Noto Sans Gurmukhi": "NotoSansGurmukhi.ttf",
    "Noto Sans Malayalam": "NotoSansMalayalam.ttf",
    "Noto Sans Sinhala": "NotoSansSinhala.ttf",
    "Noto Sans Tamil": "NotoSansTamil.ttf",
    "Noto Sans Telugu": "NotoSansTelugu.ttf",
    "Noto Sans Thai": "NotoSansThai.ttf",
    "Noto Sans CJK SC": "NotoSansSC.otf",
    "Noto Sans CJK KR": "NotoSansKR.otf",
}

FONT_FAMILIES = ("Inter", *_OF_SCRIPTS, "DejaVu Sans")
"""In the order in which they are asked for a letter. DejaVu has some Arabic, and not all, so it is last."""

FONT_FILES = tuple(
    str(FONT_FOLDER / name)
    for name in ("Inter-Regular.otf", "Inter-SemiBold.otf", *_OF_SCRIPTS.values(), "DejaVuSans.ttf")
)

_SPACES = frozenset({ord("\t"), ord("\n")})
_ISOLATES = frozenset({0x2068, 0x2069})
"""Marks that set a text apart from the direction around it: nobody sees them, so no font need have them."""
_PRIVATE = frozenset(range(0xE000, 0xF900))
"""What a font draws here means something only to its makers, and archived documents may not have it."""


@lru_cache(maxsize=1)
def shown_characters() -> frozenset[int]:
    """The code points that every weight of our type can show, itself or by falling back to another font."""
    regular, semibold, *others = (_mapped(name) for name in FONT_FILES)
    return frozenset((regular & semibold).union(*others) | _SPACES | _ISOLATES) - _PRIVATE


@lru_cache(maxsize=4096)
def width_of_letter(letter: str) -> float:
    """How wide a letter is as a part of its size, in the font that it is drawn in; 1 where no font has it."""
    for font in FONT_FILES[1:]:
        width = _widths(font).get(ord(letter))
        if width is not None:
            return width
    return 0 if ord(letter) in _ISOLATES else 1


@lru_cache(maxsize=4096)
def family_of(letter: str) -> str:
    """The font that a letter of a picture is drawn in; the first of ours where none has it."""
    families = zip((FONT_FAMILIES[0], FONT_FAMILIES[0], *FONT_FAMILIES[1:]), FONT_FILES, strict=True)
    return next((family for family, font in families if ord(letter) in _widths(font)), FONT_FAMILIES[0])


def _mapped(font: str) -> frozenset[int]:
    return frozenset(_widths(font))


@lru_cache
def _widths(font: str) -> dict[int, float]:
    # Only whoever makes a report asks: nobody else waits for this library to load.
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        whole, widths = opened["head"].unitsPerEm, opened["hmtx"]
        return {code: widths[glyph][0] / whole for code, glyph in opened.getBestCmap().items()}
