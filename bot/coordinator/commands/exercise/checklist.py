"""``/checklist``: the tasks of the whole exercise, each with its day, to tick and to note something with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.acts.exercise.checklist_acts import choose_exercise_days, note_task, tick_tasks
from bot.acts.undo import Undo
from bot.coordinator import asking
from bot.coordinator.commands.exercise.checklist_cards import (
    go_back,
    list_buttons,
    overview,
    part_card,
    part_numbered,
    task_numbered,
    tasks_numbered,
    tasks_shown,
)
from bot.coordinator.commands.exercise.checklist_days import ChooseExerciseDays
from bot.coordinator.commands.exercise.checklist_files import give_files
from bot.coordinator.forms import limited
from bot.coordinator.refusals import NOT_DONE, why_not
from bot.coordinator.request import Request
from conversations.exercise.exercise_tasks import ExerciseTask
from conversations.outgoing import Line
from conversations.reading.typed import plain
from conversations.reading.word_lists import means
from storage.rounds.exercises import checklist_of
from storage.rounds.rounds import RoundListed

LONGEST_NOTE: Final = 300


def show_checklist(request: Request, listed: RoundListed, text: str) -> None:
    """What is late and comes next, or what is typed behind the command, such as ``tick 7``."""
    word, _, rest = text.strip().partition(" ")
    deed = _DEEDS.get(plain(word))
    try:
        if deed is not None:
            deed(request, listed, rest.strip())
        elif text.strip() or checklist_of(request.tx, listed.view.id).days is None:
            asking.begin(request, ChooseExerciseDays(), text)
        else:
            request.open(overview(request, listed))
    except NOT_DONE as fault:
        request.notify(why_not(request.phrases, fault))


def _show_part(request: Request, listed: RoundListed, rest: str) -> None:
    if checklist_of(request.tx, listed.view.id).days is None:
        asking.begin(request, ChooseExerciseDays(), "")
    else:
        request.open(part_card(request, listed, part_numbered(request, rest)))


def _tick(request: Request, listed: RoundListed, rest: str) -> None:
    _set_tick(request, listed, rest, is_done=True)


def _take_tick_away(request: Request, listed: RoundListed, rest: str) -> None:
    _set_tick(request, listed, rest, is_done=False)


def _set_tick(request: Request, listed: RoundListed, rest: str, *, is_done: bool) -> None:
    p, tasks = request.phrases, tasks_numbered(request, listed, rest)
    came = tick_tasks(request.acting, listed.view.id, [task.id for task in tasks], is_done=is_done)
    request.did(came)
    said = p.say("Ticked as done.") if is_done else p.say("No longer ticked.")
    _say_changed(request, listed, tasks, said, came.undo)


def _note(request: Request, listed: RoundListed, rest: str) -> None:
    p = request.phrases
    number, _, words = rest.partition(" ")
    task = task_numbered(request, number)
    if not words.strip():
        request.notify(
            p.say(
                "Type the note behind it, such as: /checklist note {number} ask Pat. To remove one, type: "
                "/checklist note {number} none",
                number=number,
            )
        )
        return
    is_removed = means(p, words, NO_NOTE)
    note = "" if is_removed else " ".join(limited(request, words.strip(), LONGEST_NOTE).split())
    came = note_task(request.acting, listed.view.id, task.id, note)
    request.did(came)
    said = p.say("The note is removed.") if is_removed else p.say("Noted.")
    _say_changed(request, listed, [task], said, came.undo)


NO_NOTE: Final = "none"


def _say_changed(
    request: Request, listed: RoundListed, tasks: Sequence[ExerciseTask], said: str, undo: Undo | None
) -> None:
    lines = [Line(said), *tasks_shown(request, listed, tasks)]
    asking.done(request, lines, *list_buttons(request, tasks), undo=undo, form=ChooseExerciseDays())


def _put_off(request: Request, listed: RoundListed, _: str) -> None:
    p = request.phrases
    came = choose_exercise_days(request.acting, listed.view.id, None)
    request.did(came)
    said = p.say(
        "The checklist has no days now, so nothing is late and no card comes. What you ticked and noted "
        "stays. /checklist begins again."
    )
    asking.done(request, [Line(said)], go_back(request), undo=came.undo, form=ChooseExerciseDays())


def _give_files(request: Request, listed: RoundListed, _: str) -> None:
    give_files(request, listed)


def _choose_days(request: Request, _listed: RoundListed, rest: str) -> None:
    asking.begin(request, ChooseExerciseDays(), rest)


_Deed = Callable[[Request, RoundListed, str], None]

_DEEDS: Final[Mapping[str, _Deed]] = {
    "part": _show_part,
    "tick": _tick,
    "done": _tick,
    "untick": _take_tick_away,
    "note": _note,
    "files": _give_files,
    "file": _give_files,
    "days": _choose_days,
    "from": _choose_days,
    "off": _put_off,
}
"""What each word behind the command does."""
