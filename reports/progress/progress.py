"""How far a round is, for those who run it: the value behind a coordinator's message and picture.

What a coordinator may see depends on who sees what in the round. In a named or a confidential round they know
who has finished, so the figures are plain. In an anonymous round they must not, so figures move in whole
steps, nothing is shown by team, and nobody is named: docs/decisions/0017.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from conversations.groups.round_view import WhoSees
from conversations.groups.theme_parts import MOST_IN_ONE_LIST
from reports.group.participation import (
    Participation,
    TeamParticipation,
    Turnout,
    by_team,
    rounded,
    together,
)
from reports.group.threshold import Reason, Withheld, in_steps, seen_in_steps

LEAST_DAYS, LEAST_FINISHED = 3, 3
"""A forecast needs a round that has been open for so many days, and so many who have finished a theme."""


@dataclass(frozen=True, slots=True)
class ThemeProgress:
    """How many have begun and how many have finished one theme; ``number`` is the one that people know."""

    number: str
    title: str
    begun: int
    finished: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """About how many of those counted will have finished by the closing date, if it goes on as it has.

    ``finished`` is all that is asked of them, ``finished_one`` at least one theme.
    """

    finished: int
    finished_one: int
    by: date


@dataclass(frozen=True, slots=True)
class RoundState:
    """What is known of a round on one day. ``not_begun`` are the labels of those who have not begun.

    ``closes_on`` is the last day of the round, None where it has none. ``typed_in`` is how many sheets were
    typed in that no other figure counts. ``erased`` of those invited had everything about them erased.
    ``organisations`` are the same people by partner organisation, under an empty label those of none.
    """

    title: str
    opened_on: date
    closes_on: date | None
    who_sees: WhoSees
    threshold: int
    turnout: Turnout
    themes: tuple[ThemeProgress, ...]
    not_begun: tuple[str, ...]
    typed_in: int = 0
    erased: int = 0
    organisations: Turnout = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """How far a round is, as its coordinators may see it.

    ``step`` is 1 where figures are exact; otherwise they are rounded down to a multiple of it. ``days_left``
    counts the closing date itself; it is None where there is no such date, and 0 when it is over. ``erased``
    are among those invited, and 0 for those who see figures in steps. ``organisations`` are told to nobody
    but whoever knows all of it by name: figures by team and by organisation give each other away.
    """

    title: str
    step: int
    everybody: Participation
    teams: tuple[TeamParticipation, ...]
    themes: tuple[ThemeProgress, ...]
    not_begun: tuple[str, ...] | Withheld
    closes_on: date | None
    days_left: int | None
    forecast: Forecast | None
    typed_in: int = 0
    erased: int = 0
    organisations: tuple[TeamParticipation, ...] = ()

    @property
    def themes_one_by_one(self) -> tuple[ThemeProgress, ...]:
        """The themes that are told one by one: of many, those that have a figure to tell."""
        if len(self.themes) <= MOST_IN_ONE_LIST:
            return self.themes
        return tuple(each for each in self.themes if each.begun)


def progress_of(state: RoundState, today: date, *, by_name: bool = True) -> RoundProgress:
    """How far a round is today, for somebody who may know by name who takes part, or (``by_name`` false)
    for a reader, who may not: to them every round is as an anonymous one.
    """
    is_anonymous = state.who_sees is WhoSees.ANONYMOUS
    # Beyond that no threshold protects people from a coordinator, who knows all of this by name.
    step, insiders = seen_in_steps(state.threshold, state.who_sees, by_name=by_name)
    everybody = together(state.turnout.values())
    shown = rounded(everybody, step, insiders)
    # A team can be filled with links that were kept, so in an anonymous round none is told apart.
    teams = () if is_anonymous else by_team(state.turnout, threshold=step)
    is_exact = by_name and not is_anonymous and step == 1
    return RoundProgress(
        title=state.title,
        step=step,
        everybody=shown,
        teams=tuple(_rounded_team(each, step, insiders) for each in teams),
        themes=tuple(_rounded_theme(each, everybody.told_of, step, insiders) for each in state.themes),
        not_begun=Withheld(Reason.ANONYMOUS) if is_anonymous else state.not_begun if by_name else (),
        closes_on=state.closes_on,
        days_left=_days_left(state.closes_on, today),
        forecast=_forecast(shown, state.opened_on, state.closes_on, today),
        typed_in=state.typed_in,
        erased=state.erased if step == 1 else 0,
        organisations=by_team(state.organisations, threshold=step) if is_exact else (),
    )


def _rounded_team(team: TeamParticipation, step: int, insiders: int) -> TeamParticipation:
    if isinstance(team.shown, Withheld):
        return team
    return TeamParticipation(team.team, rounded(team.shown, step, insiders))


def _rounded_theme(theme: ThemeProgress, of: int, step: int, insiders: int) -> ThemeProgress:
    return replace(
        theme,
        begun=in_steps(theme.begun, of, step, insiders),
        finished=in_steps(theme.finished, of, step, insiders),
    )


def _days_left(closes_on: date | None, today: date) -> int | None:
    return None if closes_on is None else max(0, (closes_on - today).days + 1)


def _forecast(shown: Participation, opened_on: date, closes_on: date | None, today: date) -> Forecast | None:
    """What the pace since the opening leads to; None where there is too little to go by, or nothing to come.

    It is worked out from the figures that are shown, so it tells no more than they do.
    """
    open_for = (today - opened_on).days
    is_too_early = open_for < LEAST_DAYS or shown.finished_any < LEAST_FINISHED
    if closes_on is None or today > closes_on or is_too_early:
        return None

    def expected(count: int) -> int:
        return min(round(count * (closes_on - opened_on).days / open_for), shown.people)

    return Forecast(expected(shown.finished), expected(shown.finished_any), closes_on)
