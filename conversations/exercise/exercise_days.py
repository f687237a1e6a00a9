"""The days of an exercise: all counted from one, and what is wrong with them. A day is never moved here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique
from typing import Final

from conversations.exercise.exercise_tasks import TASKS, ExerciseTask, Milestone

REPLIES_FOR: Final = timedelta(days=18)
"""From a Monday to the Friday of the third week."""

CLOSING_TO_COMMITTEE: Final = timedelta(weeks=6)
"""Time for the report, the meeting, the plan, peers, and three weeks that a paper lies with the committee."""

_SATURDAY: Final = 6


@dataclass(frozen=True, slots=True)
class ExerciseDays:
    """The three days that all others are counted from."""

    opens_on: date
    closes_on: date
    committee_on: date

    def due(self, task: ExerciseTask) -> date:
        """The day on which a task is due."""
        return self._day_of(task.milestone) + timedelta(days=task.days)

    def _day_of(self, milestone: Milestone) -> date:
        match milestone:
            case Milestone.OPENING:
                return self.opens_on
            case Milestone.HALF_TIME:
                return self.opens_on + timedelta(days=(self.closes_on - self.opens_on).days // 2)
            case Milestone.CLOSING:
                return self.closes_on
            case Milestone.COMMITTEE:
                return self.committee_on


def from_opening(opens_on: date, closes_on: date | None = None) -> ExerciseDays:
    """All days from the one on which people begin to reply. A last day that is known already stays."""
    is_known = closes_on is not None and closes_on > opens_on
    closing = closes_on if closes_on is not None and is_known else opens_on + REPLIES_FOR
    return ExerciseDays(opens_on, closing, closing + CLOSING_TO_COMMITTEE)


def back_from_committee(committee_on: date) -> ExerciseDays:
    """All days counted back from that of the committee."""
    closing = committee_on - CLOSING_TO_COMMITTEE
    return ExerciseDays(closing - REPLIES_FOR, closing, committee_on)


def moved_tasks(before: ExerciseDays, after: ExerciseDays) -> tuple[ExerciseTask, ...]:
    """The tasks that are due on another day afterwards, in order."""
    return tuple(task for task in TASKS if before.due(task) != after.due(task))


@unique
class DayTrouble(StrEnum):
    """What is wrong with the day of a task."""

    WEEKEND = "weekend"
    BANK_HOLIDAY = "bank_holiday"
    BEFORE_STEP = "before_step"


@dataclass(frozen=True, slots=True)
class TroubledTask:
    """A task with what is wrong with its day; ``after`` is the step that comes first and is due later."""

    task: ExerciseTask
    trouble: DayTrouble
    after: ExerciseTask | None = None


def troubles_of(days: ExerciseDays, is_holiday: Callable[[date], bool]) -> tuple[TroubledTask, ...]:
    """Everything that is wrong with the days, in the order of the tasks."""
    found = {each.task.id: each for each in (*_out_of_order(days), *_days_off(days, is_holiday))}
    return tuple(found[task.id] for task in TASKS if task.id in found)


def _days_off(days: ExerciseDays, is_holiday: Callable[[date], bool]) -> Iterator[TroubledTask]:
    for task in TASKS:
        if is_holiday(days.due(task)):
            yield TroubledTask(task, DayTrouble.BANK_HOLIDAY)
        elif days.due(task).isoweekday() >= _SATURDAY:
            yield TroubledTask(task, DayTrouble.WEEKEND)


def _out_of_order(days: ExerciseDays) -> Iterator[TroubledTask]:
    steps = [task for task in TASKS if task.is_step]
    latest = steps[0]
    for task in steps[1:]:
        if days.due(task) < days.due(latest):
            yield TroubledTask(task, DayTrouble.BEFORE_STEP, latest)
        else:
            latest = task
