"""Choosing the days of a checklist, ticking its tasks, and noting something with them."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.acts.acting import Acting, Done
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, Refusal, RefusalReason, refused
from bot.acts.undo import UndoExerciseDays, UndoTasks
from conversations.exercise.checklist import TaskState
from conversations.exercise.exercise_days import ExerciseDays
from conversations.exercise.exercise_tasks import NUMBERS, ExerciseTask, task_known
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


def tick_tasks(
    acting: Acting, round_id: str, task_ids: Sequence[str], *, is_done: bool
) -> Done[Sequence[str]]:
    """Tick tasks as done today, or take their ticks away. A tick that is there keeps its day."""
    listed = around_round(acting, round_id, Command.CHECKLIST)
    checklist = exercises.checklist_of(acting.tx, round_id)
    today = acting.now.astimezone(ZoneInfo(listed.view.time_zone)).date() if is_done else None
    before = {task_id: checklist.state(_known(task_id)) for task_id in task_ids}
    changing = {id_: state for id_, state in before.items() if (state.done_on is not None) is not is_done}
    for task_id, state in changing.items():
        _keep(acting, listed, task_id, replace(state, done_on=today), "ticked" if is_done else "not ticked")
    return Done(tuple(task_ids), UndoTasks(round_id, tuple(changing.items())))


def note_task(acting: Acting, round_id: str, task_id: str, note: str) -> Done[TaskState]:
    """Note something with a task; an empty note takes the one before away. The record has no words of it."""
    listed = around_round(acting, round_id, Command.CHECKLIST)
    before = exercises.checklist_of(acting.tx, round_id).state(_known(task_id))
    state = replace(before, note=note)
    _keep(acting, listed, task_id, state, "noted" if note else "note removed")
    return Done(state, UndoTasks(round_id, ((task_id, before),)))


def undo_tasks(acting: Acting, undo: UndoTasks) -> Done[Sequence[str]]:
    """Make tasks what they were before."""
    listed = around_round(acting, undo.round_id, Command.CHECKLIST)
    for task_id, state in undo.states:
        _keep(acting, listed, task_id, state, "undone")
    return Done(tuple(task_id for task_id, _ in undo.states))


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


def _known(task_id: str) -> ExerciseTask:
    task = task_known(task_id)
    if task is None:
        raise refused(RefusalReason.NO_SUCH_TASK)
    return task


def _keep(acting: Acting, listed: RoundListed, task_id: str, state: TaskState, outcome: str) -> None:
    exercises.keep_task_state(acting.tx, listed.view.id, task_id, state)
    subject = within_round(listed.view.id, NUMBERS.get(task_id, 0))
    acting.note(listed.organisation_id, ActKind.CHECKLIST_TASK, subject, outcome)
