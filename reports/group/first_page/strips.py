"""The strip of a theme: one dot a person, piled over a line for each level; a page has one scale for all.

Nothing is told by colour alone: the dots of the two halves of a scale differ in how dark they are, a dashed
line stands between the halves, and each pile has its number. Where levels are withheld, no dot is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, trunc
from typing import Final

from content.phrases import Phrases
from content.prompt_kinds import Best, Level
from conversations.kinds.kind_table import with_a_stop
from reports.agreement import has_camps
from reports.group.agreement_wording import ratings_heading, ratings_sentence
from reports.group.group_report import Findings, GroupReport, GroupTheme, Ratings
from reports.group.kind_findings import Band, Spread
from reports.layout.characters import as_shown
from reports.layout.drawing import draw, width_of

MOST_DOTS: Final = 80
"""How many people a theme may have so that each is a dot; with more in any theme, piles are columns."""

WIDTH: Final = 480
"""How wide a strip is, in units of its own. On paper it is as wide as its column."""

_PITCHES: Final = (11, 9, 7, 5.5)
"""How far the middles of two dots are apart: the first with which all strips of a page have room."""

_TALLEST: Final = 240
"""How high the highest piles of all strips of a page may be together."""

_HIGHEST_COLUMN: Final = 36
_NO_DOTS: Final = 26
_BELOW: Final = 20
_ABOVE: Final = 4
_NAME: Final = 11.5
_SMALLEST_NAME: Final = 10


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing with what it shows in words."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class StripDot:
    """The middle of a dot, from the left and from the top."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class StripPile:
    """A level of a strip: from where to where its line goes, how many chose it, its dots, or its column.

    ``side`` is whether it is in the good half of the scale (1), in the other (-1) or between them (0).
    """

    left: float
    right: float
    count: int | None
    dots: tuple[StripDot, ...]
    column: float
    side: int

    @property
    def middle(self) -> float:
        """Where its number is."""
        return (self.left + self.right) / 2


def dots_are_people(report: GroupReport) -> bool:
    """Whether the pictures of a report have dots, one for each person."""
    shown = [sum(each.spread.counts) for each in report.themes if each.spread]
    return bool(shown) and max(shown) <= MOST_DOTS


def has_ring(theme: GroupTheme) -> bool:
    """Whether the median of a theme is marked: between two camps it would be a level that few chose."""
    return theme.spread is not None and not has_camps(theme.spread.counts)


def spread_alt(report: GroupReport, ratings: Ratings, phrases: Phrases) -> str:
    """What the chart of a theme's ratings shows, in words: first what was found."""
    return " ".join(
        (
            with_a_stop(phrases, ratings_heading(ratings, report.facts, phrases)),
            ratings_sentence(ratings, report.facts, phrases),
        )
    )


def strip_of(
    report: GroupReport, theme: GroupTheme, beside: Sequence[GroupTheme], phrases: Phrases
) -> Drawn | None:
    """The strip of a theme that stands on one page with others; None where nothing of its ratings is told."""
    match theme.findings:
        case Findings(ratings=Ratings(spread=Spread() | Band()) as ratings):
            pass
        case _:
            return None
    levels = theme.levels or report.levels
    pitch = _pitch(report, beside)
    column = WIDTH / len(levels)
    floor = _ABOVE + (_height(report, theme, pitch) if isinstance(ratings.spread, Spread) else _NO_DOTS)
    band = None
    if isinstance(ratings.spread, Band):
        ends = {ratings.spread.low.number, ratings.spread.high.number}
        places = [place for place, each in enumerate(levels) if each.number in ends]
        band = (min(places) * column + 2, (max(places) - min(places) + 1) * column - 4)
    alt = spread_alt(report, ratings, phrases)
    svg = draw(
        "strip.svg.j2",
        phrases,
        width=WIDTH,
        height=floor + _BELOW,
        floor=floor,
        radius=pitch / 2 - 0.7,
        piles=[_pile(report, theme, place, pitch, floor) for place in range(len(levels))],
        halves=WIDTH / 2 if len(levels) % 2 == 0 else None,
        band=band,
        alt=as_shown(alt),
    )
    return Drawn(svg, alt)


def levels_svg(levels: Sequence[Level], phrases: Phrases) -> str:
    """The levels of a scale over the strips: each number, with its word where all words have room."""
    column = WIDTH / len(levels)
    names = [as_shown(each.name) for each in levels]
    size = min([_NAME, *(_NAME * (column - 3) / max(width_of(name, _NAME), 0.1) for name in names)])
    if size < _SMALLEST_NAME:
        names, size = [""] * len(names), _NAME
    return draw(
        "strip_levels.svg.j2",
        phrases,
        width=WIDTH,
        size=round(size, 2),
        heads=[(column * (place + 0.5), level.number, names[place]) for place, level in enumerate(levels)],
        ends=() if any(names) else (as_shown(levels[0].name), as_shown(levels[-1].name)),
    )


def _wide(theme: GroupTheme, report: GroupReport, pitch: float) -> int:
    """How many dots stand next to each other in a pile."""
    return max(1, trunc((WIDTH / len(theme.levels or report.levels) - 8) / pitch))


def _height(report: GroupReport, theme: GroupTheme, pitch: float) -> float:
    """How high the highest pile of a theme is."""
    if theme.spread is None:
        return _NO_DOTS
    if not dots_are_people(report):
        return _HIGHEST_COLUMN * max(theme.spread.counts) / _most(report)
    return ceil(max(theme.spread.counts) / _wide(theme, report, pitch)) * pitch


def _most(report: GroupReport) -> int:
    return max(max(each.spread.counts) for each in report.themes if each.spread)


def _pitch(report: GroupReport, beside: Sequence[GroupTheme]) -> float:
    for pitch in _PITCHES:
        if sum(_height(report, each, pitch) for each in beside) <= _TALLEST:
            return pitch
    return _PITCHES[-1]


def _pile(report: GroupReport, theme: GroupTheme, place: int, pitch: float, floor: float) -> StripPile:
    levels = len(theme.levels or report.levels)
    column = WIDTH / levels
    left, right = column * place + 3, column * (place + 1) - 3
    side = _side(place, levels, theme.best)
    if theme.spread is None:
        return StripPile(left, right, None, (), 0, side)
    count = theme.spread.counts[place]
    if not dots_are_people(report):
        high = max(2, _HIGHEST_COLUMN * count / _most(report)) if count else 0
        return StripPile(left, right, count, (), round(high, 1), side)
    wide, middle = _wide(theme, report, pitch), (left + right) / 2
    dots = []
    for number in range(count):
        row, across = divmod(number, wide)
        in_row = min(wide, count - row * wide)
        x = middle + (across - (in_row - 1) / 2) * pitch
        dots.append(StripDot(round(x, 2), round(floor - (row + 0.5) * pitch, 2)))
    return StripPile(left, right, count, tuple(dots), 0, side)


def _side(place: int, levels: int, best: Best) -> int:
    half = levels // 2
    if best is Best.NEITHER or half <= place < levels - half:
        return 0
    return 1 if (place < half) == (best is Best.FIRST) else -1
