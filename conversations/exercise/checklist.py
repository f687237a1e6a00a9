"""The checklist of a round: its days, what was ticked and noted, and what is late or comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from conversations.exercise.exercise_days import ExerciseDays
from conversations.exercise.exercise_tasks import TASKS, ExerciseTask


@dataclass(frozen=True, slots=True)
class TaskState:
    """What is kept of a task: the day on which it was ticked, None for not, and a note."""

    done_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """The days of an exercise, None before they are chosen, and the state of each task that has one.

    Ticks and notes belong to the task and not to its day, so they stay when the days change.
    """

    days: ExerciseDays | None = None
    states: Mapping[str, TaskState] = field(default_factory=dict)

    def state(self, task: ExerciseTask) -> TaskState:
        """What is kept of a task."""
        return self.states.get(task.id, TaskState())

    def is_ticked(self, task: ExerciseTask) -> bool:
        """Whether a task is done."""
        return self.state(task).done_on is not None

    @property
    def ticked(self) -> tuple[ExerciseTask, ...]:
        """The tasks that are done."""
        return tuple(task for task in TASKS if self.is_ticked(task))

    def late(self, today: date) -> tuple[ExerciseTask, ...]:
        """What was due before this day and is not done, in the order of its days."""
        return tuple(task for due, task in self._waiting() if due < today)

    def coming(self, today: date) -> tuple[ExerciseTask, ...]:
        """What is due from this day on and is not done, in the order of its days."""
        return tuple(task for due, task in self._waiting() if due >= today)

    def _waiting(self) -> list[tuple[date, ExerciseTask]]:
        if self.days is None:
            return []
        waiting = [(self.days.due(task), task) for task in TASKS if not self.is_ticked(task)]
        return sorted(waiting, key=lambda each: each[0])
