"""How far a round is, for those who run it: the value behind a coordinator's message and picture.

What a coordinator may see depends on who sees what in the round. In a named or a confidential round they know
who has finished, so the figures are plain. In an anonymous round they must not, so figures move in whole
steps of the threshold, small teams are hidden, and nobody is named: docs/decisions/0017.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from conversations.state import WhoSees
from reports.group.participation import Participation, TeamParticipation, Turnout, by_team, together
from reports.group.threshold import Reason, Withheld

LEAST_DAYS, LEAST_FINISHED = 3, 3
"""A forecast needs a round that has been open for so many days, and so many people who have finished."""


@dataclass(frozen=True, slots=True)
class ThemeProgress:
    """How many have begun and how many have finished one theme."""

    number: int
    title: str
    begun: int
    finished: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """About how many of those invited will have finished by the closing date, if it goes on as it has."""

    finished: int
    by: date


@dataclass(frozen=True, slots=True)
class RoundState:
    """What is known of a round on one day. ``not_begun`` are the labels of those who have not begun.

    ``closes_on`` is the last day of the round, None where it has none.
    """

    title: str
    opened_on: date
    closes_on: date | None
    who_sees: WhoSees
    threshold: int
    turnout: Turnout
    themes: tuple[ThemeProgress, ...]
    not_begun: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """How far a round is, as its coordinators may see it.

    ``step`` is 1 where figures are exact; otherwise they are rounded down to a multiple of it. ``days_left``
    counts the closing date itself; it is None where there is no such date, and 0 when it is over.
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


def progress_of(state: RoundState, today: date, *, by_name: bool = True) -> RoundProgress:
    """How far a round is today, for somebody who may know by name who takes part, or (``by_name`` false)
    for a reader, who may not: to them every round is as an anonymous one.
    """
    is_anonymous = state.who_sees is WhoSees.ANONYMOUS
    # Beyond that no threshold protects people from a coordinator, who knows all of this by name.
    step = state.threshold if is_anonymous or not by_name else 1
    everybody = together(state.turnout.values())
    shown = _rounded(everybody, step)
    return RoundProgress(
        title=state.title,
        step=step,
        everybody=shown,
        teams=tuple(_rounded_team(each, step) for each in _teams(state.turnout, step)),
        themes=tuple(_rounded_theme(each, everybody.invited, step) for each in state.themes),
        not_begun=Withheld(Reason.ANONYMOUS) if is_anonymous else state.not_begun if by_name else (),
        closes_on=state.closes_on,
        days_left=_days_left(state.closes_on, today),
        forecast=_forecast(shown, state.opened_on, state.closes_on, today),
    )


def _teams(turnout: Turnout, threshold: int) -> Sequence[TeamParticipation]:
    # Rounding hides whether all of a team have begun or finished, so here it is only the size that counts.
    return by_team(turnout, threshold=threshold, who_sees=WhoSees.CONFIDENTIAL)


def _rounded(group: Participation, step: int) -> Participation:
    return Participation(
        invited=group.invited,
        joined=_rounded_down(group.joined, group.invited, step),
        begun=_rounded_down(group.begun, group.invited, step),
        finished=_rounded_down(group.finished, group.invited, step),
        left=_rounded_down(group.left, group.invited, step),
    )


def _rounded_team(team: TeamParticipation, step: int) -> TeamParticipation:
    if isinstance(team.shown, Withheld):
        return team
    return TeamParticipation(team.team, _rounded(team.shown, step))


def _rounded_theme(theme: ThemeProgress, invited: int, step: int) -> ThemeProgress:
    return replace(
        theme,
        begun=_rounded_down(theme.begun, invited, step),
        finished=_rounded_down(theme.finished, invited, step),
    )


def _rounded_down(count: int, of: int, step: int) -> int:
    """A count as a multiple of the step. Above a step of 1, that all are counted looks like all but one."""
    if step == 1:
        return count
    return min(count, max(of - 1, 0)) // step * step


def _days_left(closes_on: date | None, today: date) -> int | None:
    return None if closes_on is None else max(0, (closes_on - today).days + 1)


def _forecast(shown: Participation, opened_on: date, closes_on: date | None, today: date) -> Forecast | None:
    """What the pace since the opening leads to; None where there is too little to go by, or nothing to come.

    It is worked out from the figures that are shown, so it tells no more than they do.
    """
    open_for = (today - opened_on).days
    if closes_on is None or today > closes_on or open_for < LEAST_DAYS or shown.finished < LEAST_FINISHED:
        return None
    expected = shown.finished * (closes_on - opened_on).days / open_for
    return Forecast(min(round(expected), shown.invited), closes_on)
