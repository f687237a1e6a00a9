"""What all our pictures share: their size, how words are fitted into them, which way they run, and PNG.

Sizes are in SVG units. A picture is 720 wide and is read at half of that on a phone, so no text in it is
smaller than 24. Colour never tells anything alone: every kind has its shape or its label.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from markupsafe import escape

from content.phrases import Phrases
from reports.layout.characters import as_shown
from reports.layout.templating import template
from reports.layout.typeface import FONT_FAMILIES, FONT_FILES, family_of, width_of_letter

PICTURE_PIXELS = 1080
"""How wide a PNG is: three pixels for each point of a phone's screen."""

WIDTH = 720
MARGIN = 40
INNER = WIDTH - 2 * MARGIN
SMALLEST_TEXT = 24

_FAMILY = "<tspan font-family=\"'{}', Inter, sans-serif\">{}</tspan>"
_BESIDE = frozenset(" \N{NO-BREAK SPACE}")
_FALL_APART = frozenset("\N{THAI CHARACTER SARA AM}\N{LAO VOWEL SIGN AM}\N{MALAYALAM LETTER DOT REPH}")
"""Letters that are drawn as two, like a letter with a sign on it."""

_SAFE = 1.03
"""Letters are measured one by one in our own type; a browser that lacks it takes a little more."""

_TEXT = re.compile(r'<text x="(-?[\d.]+)"([^>]*)>([^<]*)</text>')
_UPRIGHT = re.compile(r'class="upright" data-x="(-?[\d.]+)"')
_VIEW = re.compile(r'viewBox="(-?[\d.]+) -?[\d.]+ ([\d.]+) ')
_ANCHOR = re.compile(r' text-anchor="(\w+)"')
_FONT_OF_LETTERS = re.compile(r"</?tspan[^>]*>")
_GAVE_UP = "PanicException"
"""What the renderer raises when it finds a mistake of its own. It is no ``Exception``."""

_TURNED = {"start": "end", "middle": "middle", "end": "start"}


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: ``y`` is its baseline."""

    y: float
    words: str
    size: float


def width_of(words: str, size: float) -> float:
    """How much room words take at this size, on the safe side."""
    return sum(map(width_of_letter, words)) * size * _SAFE


def widest(texts: Iterable[str]) -> str:
    """The text that takes the most room."""
    return max(texts, key=lambda words: width_of(words, 1))


def fitting(words: str, size: float, room: float) -> float:
    """The size at which words fit into so much room, at most ``size``."""
    return min(size, room / max(width_of(words, 1), 0.1))


def lines_of(words: str, *, size: float, top: float, pitch: float, room: float = INNER) -> Iterator[Text]:
    """Words broken into lines that fit into so much room, the first at ``top``."""
    for number, line in enumerate(_wrapped(as_shown(words), room / size)):
        yield Text(top + number * pitch, line, size)


def _wrapped(words: str, room: float) -> Iterator[str]:
    """Words in lines that are at most so many times as wide as their size. A longer word is cut."""
    line = ""
    for word in words.split():
        rest = word
        if line and width_of(f"{line} {rest}", 1) > room:
            yield line
            line = ""
        while not line and width_of(rest, 1) > room and len(rest) > 1:
            fits = max(cut for cut in range(1, len(rest)) if cut == 1 or width_of(rest[:cut], 1) <= room)
            yield rest[:fits]
            rest = rest[fits:]
        line = f"{line} {rest}" if line else rest
    if line:
        yield line


def draw(name: str, phrases: Phrases, **values: object) -> str:
    """A picture of ours with these values in it, in the direction of its language."""
    return _TEXT.sub(_in_its_fonts, facing(template(name).render(values), phrases.direction))


def _in_its_fonts(text: re.Match[str]) -> str:
    """A line whose letters name their fonts: what draws it would look for one font for all of a line."""
    words = unescape(text[3])
    if words.isascii():
        return text[0]
    runs = [(family, "".join(letters)) for family, letters in groupby(words, _family_beside())]
    drawn = (
        str(escape(run)) if family == FONT_FAMILIES[0] else _FAMILY.format(family, escape(run))
        for family, run in runs
    )
    return f'<text x="{text[1]}"{text[2]}>{"".join(drawn)}</text>'


def _family_beside() -> Callable[[str], str]:
    """The font of each letter in turn. A space, or a sign on a letter, has that of the letter before."""
    last = FONT_FAMILIES[0]

    def family(letter: str) -> str:
        nonlocal last
        if letter not in _BESIDE and unicodedata.category(letter) not in {"Mn", "Mc", "Cf"}:
            last = family_of(letter)
        return last

    return family


def facing(svg: str, direction: str) -> str:
    """A picture of ours in the direction of its language: from the right, it is its own mirror image.

    Its letters, and what would mean something else the other way round, stay as they are.
    """
    if direction == "ltr":
        return svg

    def turned(found: re.Match[str]) -> str:
        x, attributes, words = float(found[1]), found[2], found[3]
        anchor = _ANCHOR.search(attributes)
        end = _TURNED[anchor[1] if anchor else "start"]
        kept = _ANCHOR.sub("", attributes)
        # Which way a text begins is its own letters' affair, whatever stands around the picture.
        words = f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"
        return f'<text x="{found[1]}" {_about(x)} text-anchor="{end}"{kept}>{words}</text>'

    inside = _UPRIGHT.sub(lambda found: _about(float(found[1])), _TEXT.sub(turned, svg))

    root, _, drawn = inside.partition(">")
    seen = _VIEW.search(root)
    middle = float(seen[1]) + float(seen[2]) / 2 if seen else WIDTH / 2
    drawn = drawn.rpartition("</svg>")[0]
    return f'{root} direction="ltr"><g {_about(middle)}>{drawn}</g></svg>'


def _about(x: float) -> str:
    """The attribute that mirrors something about an upright line."""
    return f'transform="matrix(-1 0 0 1 {2 * x:g} 0)"'


def in_document(svg: str) -> str | list[int]:
    """A picture of ours as a document takes it: as it is drawn, or as the bytes of its PNG.

    In a drawing the typesetter loses the letter that a sign stands on, such as a vowel sign of Arabic or
    Hindi. A document that can be archived may not have such signs, and would not be made at all.
    """
    has_signs = any(unicodedata.category(each)[0] == "M" or each in _FALL_APART for each in svg)
    return list(picture_png(svg)) if has_signs else svg


def picture_png(svg: str) -> bytes:
    """A picture of ours as PNG bytes on white. Raises ``ValueError`` when it is not a picture."""
    try:
        return _png(svg)
    except BaseException as fault:
        if type(fault).__name__ != _GAVE_UP:
            raise
    # It does so over some lines in which fonts and directions change. It finds a font for each letter itself
    # then, which may be another one.
    return _png(_FONT_OF_LETTERS.sub("", svg))


def _png(svg: str) -> bytes:
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
