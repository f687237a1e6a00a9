"""The pictures of a group report: for each theme how many people chose each level, with the median
marked by a ring.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from content.phrases import Phrases
from content.prompt_kinds import Level
from conversations.groups.theme_parts import MOST_IN_ONE_LIST
from reports.group import group_wording
from reports.group.group_report import Findings, GroupReport, GroupTheme, Ratings
from reports.group.kind_findings import Band, Spread
from reports.group.threshold import Withheld
from reports.layout import wording
from reports.layout.characters import as_shown
from reports.layout.drawing import INNER, MARGIN, SMALLEST_TEXT, WIDTH, Text, draw, lines_of

_TALLEST, _LOWEST = 120, 12
"""How high the highest column is, and how high every column is at least that stands for somebody."""

_FLOOR = 176
"""Where the columns stand, below the tallest and its number."""

_BELOW = 92
"""How much room the levels take below the columns."""

_BAND_FLOOR = 60
_RING = 34
"""How far the ring around the median reaches to each side of a level."""


@dataclass(frozen=True, slots=True)
class Column:
    """A level of the chart: the middle of its column, its height, and how many chose it if that is told."""

    x: float
    height: float
    number: int
    count: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the chart from left to right."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A theme's ratings with everything in its place; ``median`` is where its ring is, if it is told."""

    height: float
    floor: float
    columns: tuple[Column, ...]
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
    """The picture for the chat: who took part, then the ratings of each theme."""
    title = tuple(lines_of(group_wording.group_title(report, phrases), size=38, top=70, pitch=48))
    took_part = group_wording.participation(report, phrases)
    participation = tuple(lines_of(took_part, size=26, top=title[-1].y + 52, pitch=36))
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
        group_wording.group_title(report, phrases) + ".",
        group_wording.participation(report, phrases),
        *_left_out(report, phrases),
    ]
    for theme in _drawn(report):
        told.append(wording.theme_name(theme.called, theme.title, phrases) + ".")
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


def spread_svg(report: GroupReport, theme: GroupTheme, ratings: Ratings, phrases: Phrases) -> str:
    """The ratings of a theme, alone, for a page."""
    chart = _chart(theme.levels or report.levels, ratings.spread)
    return draw(
        "spread.svg.j2", phrases, width=WIDTH, chart=chart, alt=as_shown(spread_alt(report, ratings, phrases))
    )


def spread_alt(report: GroupReport, ratings: Ratings, phrases: Phrases) -> str:
    """What the chart of a theme's ratings shows, in words."""
    return " ".join(
        (
            group_wording.ratings_heading(ratings, phrases) + ".",
            group_wording.ratings_sentence(ratings, report.facts.least_group, phrases),
        )
    )


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
    return group_wording.ratings_sentence(theme.findings.ratings, report.facts.least_group, phrases)


def _block(report: GroupReport, theme: GroupTheme, phrases: Phrases, top: float) -> Block:
    name = tuple(
        lines_of(wording.theme_name(theme.called, theme.title, phrases), size=30, top=top + 48, pitch=38)
    )
    below = name[-1].y + 40
    match theme.findings:
        case Findings(ratings=Ratings() as ratings):
            words = group_wording.ratings_heading(ratings, phrases)
            heading = tuple(lines_of(words, size=26, top=below, pitch=34))
            chart = _chart(theme.levels or report.levels, ratings.spread)
            chart_top = heading[-1].y + 10
            return Block(top, chart_top + chart.height, name, heading, (), chart, chart_top)
        case _:
            why = _why_not(report, theme, phrases)
            note = tuple(lines_of(why, size=SMALLEST_TEXT, top=below, pitch=34))
            return Block(top, note[-1].y, name, (), note, None, 0)


def _chart(levels: tuple[Level, ...], spread: Spread | Band | None) -> Chart:
    step = INNER / len(levels)
    middles = {level.number: MARGIN + step * (place + 0.5) for place, level in enumerate(levels)}
    counts: dict[int, int] = {}
    band = median = None
    floor = _BAND_FLOOR
    match spread:
        case Spread():
            counts = {each.level.number: each.count for each in spread.levels}
            ends = sorted((middles[spread.median.high.number], middles[spread.median.low.number]))
            median = Span(ends[0] - _RING, ends[1] - ends[0] + 2 * _RING)
            floor = _FLOOR
        case Band(low=low, high=high):
            ends = sorted((middles[high.number], middles[low.number]))
            band = Span(ends[0] - step / 2, ends[1] - ends[0] + step)
    highest = max(counts.values(), default=1)
    return Chart(
        height=floor + _BELOW,
        floor=floor,
        columns=tuple(
            Column(
                x=middles[level.number],
                height=_height(counts.get(level.number, 0), highest),
                number=level.number,
                count=counts.get(level.number),
            )
            for level in levels
        ),
        band=band,
        median=median,
        best=as_shown(levels[0].name),
        worst=as_shown(levels[-1].name),
    )


def _height(count: int, highest: int) -> float:
    return max(_LOWEST, round(_TALLEST * count / highest, 1)) if count else 0
