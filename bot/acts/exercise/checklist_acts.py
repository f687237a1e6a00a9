"""Choosing the days of a checklist, ticking its tasks, and noting something with them."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.acts.acting import Acting, Done
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, Refusal, RefusalReason, refused
from bot.acts.undo import UndoExerciseDays, UndoTask
from conversations.exercise.checklist import TaskState
from conversations.exercise.exercise_days import ExerciseDays
from conversations.exercise.exercise_tasks import NUMBERS, task_known
from storage.retention.notices import erased_at
from storage.roles.act_kinds import ActKind, within_round
from storage.roles.retention_periods import DataClass
from storage.rounds import exercises
from storage.rounds.rounds import RoundListed


def choose_exercise_days(
    acting: Acting, round_id: str, days: ExerciseDays | None
) -> Done[ExerciseDays | None]:
    """Choose the days that all others are counted from; None for none any more. Ticks and notes stay."""
    listed = around_round(acting, round_id, Command.CHECKLIST)
    before = exercises.checklist_of(acting.tx, round_id).days
    _keep_days(acting, listed, days)
    outcome = f"from {days.opens_on.isoformat()}" if days else "off"
    acting.note(listed.organisation_id, ActKind.CHECKLIST_DAYS, round_id, outcome)
    return Done(days, UndoExerciseDays(round_id, before))


def undo_exercise_days(acting: Acting, undo: UndoExerciseDays) -> Done[ExerciseDays | None]:
    """Count from the days before."""
    listed = around_round(acting, undo.round_id, Command.CHECKLIST)
    _keep_days(acting, listed, undo.days)
    acting.note(listed.organisation_id, ActKind.CHECKLIST_DAYS, undo.round_id, "undone")
    return Done(undo.days)


def tick_task(acting: Acting, round_id: str, task_id: str, *, is_done: bool) -> Done[TaskState]:
    """Tick a task as done today, or take its tick away."""
    listed = around_round(acting, round_id, Command.CHECKLIST)
    today = acting.now.astimezone(ZoneInfo(listed.view.time_zone)).date() if is_done else None
    return _change(acting, listed, task_id, "ticked" if is_done else "not ticked", done_on=today)


def note_task(acting: Acting, round_id: str, task_id: str, note: str) -> Done[TaskState]:
    """Note something with a task; an empty note takes the one before away. The record has no words of it."""
    listed = around_round(acting, round_id, Command.CHECKLIST)
    return _change(acting, listed, task_id, "noted" if note else "note removed", note=note)


def undo_task(acting: Acting, undo: UndoTask) -> Done[TaskState]:
    """Make a task what it was before."""
    listed = around_round(acting, undo.round_id, Command.CHECKLIST)
    exercises.keep_task_state(acting.tx, undo.round_id, undo.task, undo.state)
    _note_change(acting, listed, undo.task, "undone")
    return Done(undo.state)


def around_round(acting: Acting, round_id: str, command: Command) -> RoundListed:
    """A round around which something may be kept. Raises ``ActRefused`` once its replies were erased."""
    listed = acting.round_for(round_id, command)
    gone = erased_at(acting.tx, round_id, DataClass.REPLIES)
    if gone is not None:
        raise ActRefused(Refusal(RefusalReason.ROUND_ERASED, title=listed.view.title, at=gone))
    return listed


def _keep_days(acting: Acting, listed: RoundListed, days: ExerciseDays | None) -> None:
    today = acting.now.astimezone(ZoneInfo(listed.view.time_zone)).date()
    exercises.keep_exercise_days(acting.tx, listed.view.id, days, today)


def _change(
    acting: Acting, listed: RoundListed, task_id: str, outcome: str, **changed: object
) -> Done[TaskState]:
    task, round_id = task_known(task_id), listed.view.id
    if task is None:
        raise refused(RefusalReason.NO_SUCH_TASK)
    before = exercises.checklist_of(acting.tx, round_id).state(task)
    state = replace(before, **changed)  # type: ignore[arg-type]
    exercises.keep_task_state(acting.tx, round_id, task_id, state)
    _note_change(acting, listed, task_id, outcome)
    return Done(state, UndoTask(round_id, task_id, before))


def _note_change(acting: Acting, listed: RoundListed, task_id: str, outcome: str) -> None:
    subject = within_round(listed.view.id, NUMBERS.get(task_id, 0))
    acting.note(listed.organisation_id, ActKind.CHECKLIST_TASK, subject, outcome)
