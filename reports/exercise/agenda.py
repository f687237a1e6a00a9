"""The meeting after closing, minute by minute: its steps add up to the time that there is.

Themes come in the order of how much ratings differ, as far as the published report shows the ratings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from content.phrases import Phrases
from reports.exercise.letter import LetterPiece, head_row, row
from reports.group.group_report import GroupReport

SHORTEST_MEETING: Final = 60
LONGEST_MEETING: Final = 300
USUAL_MEETING: Final = 150
_BREAK_FROM: Final = 120
_LEAST_FOR_THEME: Final = 30
_USUAL_FOR_THEME: Final = 50
_MOST_IN_SMALL_STEPS: Final = 3
"""With more themes than these, each takes fewer lines, so that the agenda stays on one page."""


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """One step of the meeting: how many minutes it takes, what is done, and who leads it."""

    minutes: int
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class ThemeOrder:
    """The themes as a meeting takes them. ``is_by_difference``: those that differ most come first."""

    titles: tuple[str, ...]
    is_by_difference: bool = False


def in_order_of_difference(titles: Sequence[str], report: GroupReport | None) -> ThemeOrder:
    """The themes, those on which ratings differ most first, where a published report shows ratings of any.

    Where it shows no levels of a theme, that theme comes after the others, in the order of the guide: its
    place tells nothing about its ratings.
    """
    asked = frozenset(titles)
    first = [each.title for each in report.for_discussion if each.title in asked] if report else []
    rest = [each for each in titles if each not in first]
    return ThemeOrder((*first, *rest), is_by_difference=bool(first))


def themes_that_fit(minutes: int, themes: int) -> int:
    """How many themes a meeting of this length has time for: at least one, where there is one."""
    return min(themes, max((minutes - _around(minutes)) // _USUAL_FOR_THEME, 1))


def agenda_of(p: Phrases, minutes: int, titles: Sequence[str]) -> tuple[AgendaStep, ...]:
    """The steps of a meeting on these themes. Raises ``ValueError`` where there is no time for them."""
    for_themes = minutes - _around(minutes)
    if not titles or for_themes < _LEAST_FOR_THEME * len(titles):
        raise ValueError("there is no time for so many themes")
    opening, closing = _opening(p, minutes), _closing(p, minutes)
    shares = _shared_out(for_themes, [1] * len(titles))
    in_steps = _theme if len(titles) <= _MOST_IN_SMALL_STEPS else _theme_in_short
    themes = [in_steps(p, title, share) for title, share in zip(titles, shares, strict=True)]
    if minutes >= _BREAK_FROM:
        pause = AgendaStep(10, p.say("Break"), "")
        middle = (len(themes) + 1) // 2
        themes = [*themes[:middle], (pause,), *themes[middle:]]
    return (*opening, *(step for theme in themes for step in theme), *closing)


def _around(minutes: int) -> int:
    """The minutes that are not about a theme."""
    return (20 if minutes < _BREAK_FROM else 35) + (10 if minutes >= _BREAK_FROM else 0)


def _opening(p: Phrases, minutes: int) -> tuple[AgendaStep, ...]:
    each = 5 if minutes < _BREAK_FROM else 10
    return (
        AgendaStep(
            each,
            p.say("Welcome, purpose, who sees what. We speak of practice, not of persons."),
            p.say("facilitator"),
        ),
        AgendaStep(
            each,
            p.say(
                "What came in: how many replied, as the report says, what most agree on, what nobody knows."
            ),
            p.say("coordinator"),
        ),
    )


def _closing(p: Phrases, minutes: int) -> tuple[AgendaStep, ...]:
    return (
        AgendaStep(
            5 if minutes < _BREAK_FROM else 10,
            p.say("What nobody knew: what must be found out, and by whom."),
            p.say("owners of the themes"),
        ),
        AgendaStep(5, p.say("What happens next, with days, and who tells the others."), p.say("sponsor")),
    )


def _theme(p: Phrases, title: str, minutes: int) -> tuple[AgendaStep, ...]:
    reading, talking, strengths, improving, deciding = _shared_out(minutes, (10, 10, 12, 12, 6))
    return (
        AgendaStep(
            reading,
            p.say("{theme}: read the examples in silence, then everybody notes a level.", theme=title),
            p.say("everybody"),
        ),
        AgendaStep(
            talking,
            p.say("Show the levels. Whoever is far from the others is invited to say what they see."),
            p.say("facilitator"),
        ),
        AgendaStep(strengths, p.say("Three strengths, each with its evidence."), p.say("scribe")),
        AgendaStep(improving, p.say("Three areas for improvement, in order."), p.say("scribe")),
        AgendaStep(
            deciding,
            p.say("Agree a level with its reason, or record that it is not agreed."),
            p.say("facilitator"),
        ),
    )


def _theme_in_short(p: Phrases, title: str, minutes: int) -> tuple[AgendaStep, ...]:
    levels, points, deciding = _shared_out(minutes, (20, 24, 6))
    return (
        AgendaStep(
            levels,
            p.say("{theme}: examples, a level from everybody, what those far apart see.", theme=title),
            p.say("facilitator"),
        ),
        AgendaStep(points, p.say("Three strengths with evidence, three areas in order."), p.say("scribe")),
        AgendaStep(deciding, p.say("Agree a level with its reason, or not agreed."), p.say("facilitator")),
    )


def _shared_out(minutes: int, weights: Sequence[int]) -> list[int]:
    """Whole minutes by weight that add up; what rounding leaves goes to those that it cut most."""
    whole = sum(weights)
    parts = [minutes * weight // whole for weight in weights]
    cut = sorted(range(len(weights)), key=lambda place: -(minutes * weights[place] % whole))
    for place in cut[: minutes - sum(parts)]:
        parts[place] += 1
    return parts


def agenda_rows(p: Phrases, steps: Sequence[AgendaStep]) -> tuple[LetterPiece, ...]:
    """The steps as the rows of a table, with the names of its columns."""
    head = head_row(p.say("Minutes"), p.say("Step"), p.say("Who leads"))
    return (head, *(row(_in_a_line(p, step), str(step.minutes), step.what, step.who) for step in steps))


def _in_a_line(p: Phrases, step: AgendaStep) -> str:
    said = p.say("{n} min: {what}", n=step.minutes, what=step.what)
    return p.say("{step} ({who})", step=said, who=step.who) if step.who else said
