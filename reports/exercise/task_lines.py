"""The tasks of a checklist as lines, for a card, a table or a calendar, with a warning about their days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from content.phrases import Phrases, long_date
from conversations.exercise.checklist import Checklist
from conversations.exercise.exercise_days import DayTrouble, ExerciseDays, TroubledTask, troubles_of
from conversations.exercise.exercise_tasks import NUMBERS, TASKS, part_title, post_title, task_title
from reports.layout.csv_table import csv_file


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task in words: number, part, title, who does it, when it is due, its state, note and warning."""

    task_id: str
    number: int
    part: str
    what: str
    who: str
    due: date
    state: str
    note: str
    warning: str


def task_lines(
    p: Phrases, checklist: Checklist, days: ExerciseDays, today: date, is_holiday: Callable[[date], bool]
) -> tuple[TaskLine, ...]:
    """Every task as a line, in order."""
    warnings = {each.task.id: trouble_in_words(p, each) for each in troubles_of(days, is_holiday)}
    return tuple(
        TaskLine(
            task.id,
            NUMBERS[task.id],
            part_title(p, task.part),
            task_title(p, task),
            post_title(p, task.who),
            days.due(task),
            _state(p, checklist.state(task).done_on, days.due(task), today),
            checklist.state(task).note,
            warnings.get(task.id, ""),
        )
        for task in TASKS
    )


def trouble_in_words(p: Phrases, found: TroubledTask) -> str:
    """What is wrong with the day of a task."""
    match found.trouble:
        case DayTrouble.WEEKEND:
            return p.say("at a weekend")
        case DayTrouble.BANK_HOLIDAY:
            return p.say("on a bank holiday")
        case DayTrouble.BEFORE_STEP:
            first = NUMBERS[found.after.id] if found.after else 0
            return p.say("before task {number}, which comes first", number=first)


def task_table(p: Phrases, lines: tuple[TaskLine, ...]) -> bytes:
    """The tasks as the bytes of a CSV file."""
    head = (
        p.say("Number"),
        p.say("Part"),
        p.say("Task"),
        p.say("Who"),
        p.say("Due"),
        p.say("State"),
        p.say("Note"),
        p.say("Please check"),
    )
    rows = (
        (
            str(each.number),
            each.part,
            each.what,
            each.who,
            each.due.isoformat(),
            each.state,
            each.note,
            each.warning,
        )
        for each in lines
    )
    return csv_file([head, *rows])


def _state(p: Phrases, done_on: date | None, due: date, today: date) -> str:
    if done_on is not None:
        return p.say("done on {day}", day=long_date(done_on, p.language))
    return p.say("late") if due < today else p.say("to do")
