"""The pictures of a group report: for each theme one dot a person, piled on the level that they chose.

The median is marked by a ring, except between two camps. Where there are too many people for dots, a column
stands for each pile. Nothing is told by colour alone, and all piles of a report have one scale.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import trunc

from content.phrases import Phrases
from content.prompt_kinds import Level
from conversations.groups.theme_parts import MOST_IN_ONE_LIST
from conversations.kinds.kind_table import with_a_stop
from reports.group import group_wording
from reports.group.agreement_wording import how_to_read, ratings_heading, ratings_sentence
from reports.group.first_page.page_titles import round_title
from reports.group.first_page.strips import dots_are_people, has_ring, spread_alt
from reports.group.group_report import Findings, GroupReport, GroupTheme, Ratings
from reports.group.kind_findings import Band, Spread
from reports.group.threshold import Withheld
from reports.layout import wording
from reports.layout.characters import as_shown
from reports.layout.drawing import INNER, MARGIN, SMALLEST_TEXT, WIDTH, Text, draw, lines_of

_PITCH = 18
"""How far the middles of two dots of a pile are apart."""

_WIDEST_PILE = 5
_TALLEST, _LOWEST = 120, 12
"""How high the highest column is, and how high every column is at least that stands for somebody."""

_ABOVE = 56
"""How much room is above the highest pile, for its number."""

_BELOW = 92
"""How much room the levels take below the piles."""

_BAND_FLOOR = 60
_RING = 34
"""How far the ring around the median reaches to each side of a level."""


@dataclass(frozen=True, slots=True)
class Dot:
    """The middle of a dot: how far from the left, and how far above the floor."""

    x: float
    up: float


@dataclass(frozen=True, slots=True)
class Pile:
    """A level of the chart: its middle, how many chose it if that is told, how high they stand, and their
    dots. A pile without dots is a column.
    """

    x: float
    height: float
    number: int
    count: int | None
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the chart from left to right."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A theme's ratings with everything in its place; ``median`` is where its ring is, if there is one.

    ``halves`` is where the halves of the scale meet, if levels are told and no level is in the middle.
    """

    height: float
    floor: float
    piles: tuple[Pile, ...]
    halves: float | None
    band: Span | None
    median: Span | None
    best: str
    worst: str


@dataclass(frozen=True, slots=True)
class Block:
    """A theme in the picture: its line above, its words and its chart, if there is one."""

    top: float
    bottom: float
    name: tuple[Text, ...]
    heading: tuple[Text, ...]
    note: tuple[Text, ...]
    chart: Chart | None
    chart_top: float


def group_picture_svg(report: GroupReport, phrases: Phrases) -> str:
    """The picture for the chat: what was found, who took part, then the ratings of each theme."""
    title = tuple(lines_of(round_title(report, phrases), size=38, top=70, pitch=48))
    named = group_wording.group_title(report, phrases)
    participation = [*lines_of(named, size=26, top=title[-1].y + 52, pitch=36)]
    took_part = group_wording.participation(report, phrases)
    participation += lines_of(took_part, size=26, top=participation[-1].y + 36, pitch=36)
    legend = how_to_read(
        phrases,
        has_dots=any(each.spread for each in _drawn(report)) and dots_are_people(report),
        has_ring=any(has_ring(each) for each in _drawn(report)),
    )
    participation += lines_of(legend, size=26, top=participation[-1].y + 36, pitch=36)
    left = tuple(_left_out(report, phrases))
    notes_top = participation[-1].y + 42
    notes = tuple(lines_of(left[0], size=SMALLEST_TEXT, top=notes_top, pitch=34)) if left else ()
    blocks: list[Block] = []
    bottom = (notes or participation)[-1].y + 6
    for theme in _drawn(report):
        blocks.append(_block(report, theme, phrases, bottom + 34))
        bottom = blocks[-1].bottom
    return draw(
        "group_picture.svg.j2",
        phrases,
        width=WIDTH,
        height=bottom + 30,
        alt=as_shown(group_picture_alt(report, phrases)),
        title=title,
        participation=participation,
        notes=notes,
        themes=blocks,
    )


def group_picture_alt(report: GroupReport, phrases: Phrases) -> str:
    """Everything that the picture shows, in words."""
    told = [
        round_title(report, phrases),
        with_a_stop(phrases, group_wording.group_title(report, phrases)),
        group_wording.participation(report, phrases),
        *_left_out(report, phrases),
    ]
    for theme in _drawn(report):
        told.append(with_a_stop(phrases, wording.theme_name(theme.called, theme.title, phrases)))
        told.append(_told(report, theme, phrases))
    return " ".join(told)


def _drawn(report: GroupReport) -> tuple[GroupTheme, ...]:
    """The themes that have a place in the picture: of many, those with ratings, and none of too many."""
    if len(report.themes) <= MOST_IN_ONE_LIST:
        return report.themes
    rated = tuple(each for each in report.themes if _is_rated(each))
    return rated if len(rated) <= MOST_IN_ONE_LIST else ()


def _is_rated(theme: GroupTheme) -> bool:
    return isinstance(theme.findings, Findings) and isinstance(theme.findings.ratings, Ratings)


def _left_out(report: GroupReport, phrases: Phrases) -> Iterator[str]:
    """What is said of the themes that have no place in the picture."""
    drawn = _drawn(report)
    left = wording.numbers_in_runs(((each.called, each not in drawn) for each in report.themes), phrases)
    if left and drawn:
        yield phrases.say("Themes without ratings here: {themes}.", themes=left)
    elif left:
        yield phrases.say("The message has the figures of each theme.")


def _told(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> str:
    match theme.findings:
        case Findings(ratings=Ratings() as ratings):
            return spread_alt(report, ratings, phrases)
        case _:
            return _why_not(report, theme, phrases)


def _why_not(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> str:
    """Why a theme has no ratings in the picture."""
    if isinstance(theme.findings, Withheld):
        return group_wording.theme_withheld(report.facts.least_group, phrases)
    if theme.findings.ratings is None:
        return group_wording.people_took_part(theme.findings, phrases)
    return ratings_sentence(theme.findings.ratings, report.facts, phrases)


def _block(report: GroupReport, theme: GroupTheme, phrases: Phrases, top: float) -> Block:
    name = tuple(
        lines_of(wording.theme_name(theme.called, theme.title, phrases), size=30, top=top + 48, pitch=38)
    )
    below = name[-1].y + 40
    match theme.findings:
        case Findings(ratings=Ratings() as ratings):
            words = ratings_heading(ratings, report.facts, phrases)
            heading = tuple(lines_of(words, size=26, top=below, pitch=34))
            chart = _chart(report, theme, ratings.spread)
            chart_top = heading[-1].y + 10
            return Block(top, chart_top + chart.height, name, heading, (), chart, chart_top)
        case _:
            why = _why_not(report, theme, phrases)
            note = tuple(lines_of(why, size=SMALLEST_TEXT, top=below, pitch=34))
            return Block(top, note[-1].y, name, (), note, None, 0)


def _chart(report: GroupReport, theme: GroupTheme, spread: Spread | Band | None) -> Chart:
    levels = theme.levels or report.levels
    step = INNER / len(levels)
    middles = {level.number: MARGIN + step * (place + 0.5) for place, level in enumerate(levels)}
    band = median = None
    counts: dict[int, int | None] = dict.fromkeys(middles)
    match spread:
        case Spread():
            counts |= {each.level.number: each.count for each in spread.levels}
            if has_ring(theme):
                median = _around(middles, spread.median.high, spread.median.low, _RING)
        case Band(low=low, high=high):
            band = _around(middles, high, low, step / 2)
    piles = [_pile(report, middles[number], step, number, count) for number, count in counts.items()]
    floor = max(each.height for each in piles) + _ABOVE if isinstance(spread, Spread) else _BAND_FLOOR
    return Chart(
        height=floor + _BELOW,
        floor=floor,
        piles=tuple(piles),
        halves=MARGIN + INNER / 2 if isinstance(spread, Spread) and len(levels) % 2 == 0 else None,
        band=band,
        median=median,
        best=as_shown(levels[0].name),
        worst=as_shown(levels[-1].name),
    )


def _around(middles: Mapping[int, float], high: Level, low: Level, beside: float) -> Span:
    """From one level to the other, and so far to each side of them."""
    ends = sorted((middles[high.number], middles[low.number]))
    return Span(ends[0] - beside, ends[1] - ends[0] + 2 * beside)


def _pile(report: GroupReport, x: float, step: float, number: int, count: int | None) -> Pile:
    """The people at one level, on the scale of all piles of the report."""
    if not count:
        return Pile(x, 0, number, count, ())
    if not dots_are_people(report):
        most = max(max(each.spread.counts) for each in report.themes if each.spread)
        return Pile(x, max(_LOWEST, round(_TALLEST * count / most, 1)), number, count, ())
    wide = min(_WIDEST_PILE, trunc((step - 8) / _PITCH))
    dots = tuple(_dot(x, each, count, wide) for each in range(count))
    return Pile(x, dots[-1].up + _PITCH // 2, number, count, dots)


def _dot(x: float, place: int, count: int, wide: int) -> Dot:
    """A dot of a pile that is so wide, in rows from the floor up; the last row is in the middle."""
    row, across = divmod(place, wide)
    in_row = min(wide, count - row * wide)
    return Dot(x + (across - (in_row - 1) / 2) * _PITCH, row * _PITCH + _PITCH // 2)
