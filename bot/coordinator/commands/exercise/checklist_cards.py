"""The cards of a checklist: what is late and comes next, one part with its tasks, one task."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.acts.permissions import Command
from bot.coordinator.actions import Begin
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.report_data import opened_on
from bot.coordinator.request import Request, button
from content.phrases import Phrases, long_date
from content.whole_numbers import whole_number
from conversations.cards.view import in_rows
from conversations.exercise.checklist import Checklist
from conversations.exercise.exercise_days import ExerciseDays, troubles_of
from conversations.exercise.exercise_tasks import (
    NUMBERS,
    TASKS,
    ExercisePart,
    ExerciseTask,
    part_title,
    task_title,
    tasks_in,
)
from conversations.groups.round_view import RoundView
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.word_lists import means
from reports.exercise.task_lines import TaskLine, task_lines, trouble_in_words
from storage.rounds.exercises import checklist_of
from storage.rounds.rounds import RoundListed, rounds_of

LATE: Final = "late"
"""What is typed for all tasks that are late."""

MOST_LATE: Final = 6
MOST_COMING: Final = 4
MOST_TROUBLES: Final = 4
MANY_LATE: Final = 3
"""From so many on they can be ticked together, as when a checklist is begun in the middle."""

_IN_A_ROW: Final = 3


def overview(request: Request, listed: RoundListed, *notes: str) -> Card:
    """What is late, what comes next, and what is wrong with the days. Needs days."""
    p, checklist = request.phrases, checklist_of(request.tx, listed.view.id)
    lines = {each.task_id: each for each in lines_of_round(request, listed, checklist)}
    today = today_there(request, listed.view)
    late, coming = checklist.late(today), checklist.coming(today)
    shown = [
        Line(p.say("Checklist of “{title}”", title=listed.view.title), Style.TITLE),
        *(Line(each) for each in notes),
        Line(
            p.say("{done} of {all} done", done=len(checklist.ticked), all=len(TASKS)),
            Style.PROGRESS,
            done=len(checklist.ticked),
            steps=len(TASKS),
        ),
    ]
    if late:
        shown.append(Line(p.count("{n} is late:", "{n} are late:", len(late)), Style.ASK))
        shown += [Line(_short(p, lines[each.id]), Style.ITEM) for each in late[:MOST_LATE]]
        shown += _more(p, len(late) - MOST_LATE)
    if coming:
        shown.append(Line(p.say("Next:"), Style.ASK))
        shown += [Line(_short(p, lines[each.id]), Style.ITEM) for each in coming[:MOST_COMING]]
    if not late and not coming:
        shown.append(Line(p.say("Everything is done.")))
    shown += _to_check(request, listed, checklist)
    shown.append(Line(how_to_tick(p), Style.HELP))
    parts = [
        button(_part_label(p, each, checklist), Begin(Command.CHECKLIST, f"part {n}"), f"/checklist part {n}")
        for n, each in enumerate(ExercisePart, 1)
    ]
    if len(late) >= MANY_LATE:
        ticked = button(
            p.say("All that is late is done"), Begin(Command.CHECKLIST, "tick late"), "/checklist tick late"
        )
        parts.append(ticked)
    others = [
        button(p.say("Change the days"), Begin(Command.CHECKLIST, "days"), "/checklist days"),
        button(p.say("Calendar and table"), Begin(Command.CHECKLIST, "files"), "/checklist files"),
        button(p.say("Letters"), Begin(Command.LETTERS), "/letters"),
    ]
    return Card(tuple(shown), tuple((each,) for each in (*parts, *others)))


def how_to_tick(p: Phrases) -> str:
    """What can be typed about a task."""
    return p.say("/checklist tick 7 ticks a task, /checklist note 7 ask Pat notes something with it.")


def part_card(request: Request, listed: RoundListed, part: ExercisePart) -> Card:
    """The tasks of one part, each with a button that ticks it or takes its tick away. Needs days."""
    p, checklist = request.phrases, checklist_of(request.tx, listed.view.id)
    lines = {each.task_id: each for each in lines_of_round(request, listed, checklist)}
    shown = [Line(part_title(p, part), Style.TITLE)]
    ticks: list[Button] = []
    for task in tasks_in(part):
        shown += _whole(p, lines[task.id])
        word, label = ("untick", p.say("Untick {n}", n=NUMBERS[task.id]))
        if not checklist.is_ticked(task):
            word, label = ("tick", p.say("Tick {n}", n=NUMBERS[task.id]))
        typed = f"{word} {NUMBERS[task.id]}"
        ticks.append(button(label, Begin(Command.CHECKLIST, typed), f"/checklist {typed}"))
    shown.append(Line(how_to_tick(p), Style.HELP))
    return Card(tuple(shown), (*in_rows(ticks, _IN_A_ROW), *((each,) for each in _onward(request, part))))


def tasks_shown(request: Request, listed: RoundListed, tasks: Sequence[ExerciseTask]) -> list[Line]:
    """Tasks as they are now: one with all that is kept of it, of several their numbers."""
    p, checklist = request.phrases, checklist_of(request.tx, listed.view.id)
    if len(tasks) != 1:
        numbers = p.with_commas(str(NUMBERS[task.id]) for task in tasks)
        return [Line(p.say("Tasks: {numbers}", numbers=numbers), Style.ITEM)] if tasks else []
    (task,) = tasks
    found = [each for each in lines_of_round(request, listed, checklist) if each.task_id == task.id]
    if found:
        return _whole(p, found[0])
    return [Line(f"{NUMBERS[task.id]}. {task_title(p, task)}", Style.ITEM)]


def lines_of_round(request: Request, listed: RoundListed, checklist: Checklist) -> tuple[TaskLine, ...]:
    """Every task in words, none before there are days."""
    if checklist.days is None:
        return ()
    holidays = request.services.reminders.hours.is_holiday
    return task_lines(request.phrases, checklist, checklist.days, today_there(request, listed.view), holidays)


def today_there(request: Request, view: RoundView) -> date:
    """The day that it is where the people of a round are."""
    return request.now.astimezone(ZoneInfo(view.time_zone)).date()


def tasks_numbered(request: Request, listed: RoundListed, text: str) -> list[ExerciseTask]:
    """The tasks that were typed: ``7``, ``7 9``, ``1-6``, or ``late``. Raises ``InvalidInput``."""
    p = request.phrases
    if means(p, text, LATE):
        found = checklist_of(request.tx, listed.view.id).late(today_there(request, listed.view))
        if not found:
            raise InvalidInput(p.say("Nothing is late."))
        return sorted(found, key=lambda task: NUMBERS[task.id])
    tasks: list[ExerciseTask] = []
    for each in text.replace(",", " ").split() or [""]:
        first, is_range, last = each.partition("-")
        begin = task_numbered(request, first)
        end = task_numbered(request, last) if is_range else begin
        tasks += TASKS[NUMBERS[begin.id] - 1 : NUMBERS[end.id]]
    return list(dict.fromkeys(tasks))


def task_numbered(request: Request, text: str) -> ExerciseTask:
    """The task with the number that was typed. Raises ``InvalidInput``."""
    number = whole_number(text.strip().rstrip("."), least=1, most=len(TASKS))
    if number is None:
        raise InvalidInput(
            request.phrases.say(
                "Type the number of a task, from 1 to {most}. /checklist shows them.", most=len(TASKS)
            )
        )
    return TASKS[number - 1]


def part_numbered(request: Request, text: str) -> ExercisePart:
    """The part with the number that was typed. Raises ``InvalidInput``."""
    parts = tuple(ExercisePart)
    number = whole_number(text.strip(), least=1, most=len(parts))
    if number is None:
        raise InvalidInput(
            request.phrases.say("Type the number of a part, from 1 to {most}.", most=len(parts))
        )
    return parts[number - 1]


def go_back(request: Request) -> Button:
    """The way to the whole list."""
    return button(request.phrases.say("Checklist"), Begin(Command.CHECKLIST), "/checklist")


def list_buttons(request: Request, tasks: Sequence[ExerciseTask]) -> tuple[Button, ...]:
    """The ways from tasks to their part, where it is one, and to the whole list."""
    if len({task.part for task in tasks}) != 1:
        return (go_back(request),)
    part = tasks[0].part
    number = tuple(ExercisePart).index(part) + 1
    this = button(
        part_title(request.phrases, part),
        Begin(Command.CHECKLIST, f"part {number}"),
        f"/checklist part {number}",
    )
    return this, go_back(request)


def clashes(request: Request, listed: RoundListed, days: ExerciseDays) -> list[str]:
    """Where the days of a checklist do not fit the round, or another round is open at the same time."""
    p, view = request.phrases, listed.view
    found = []
    opened = opened_on(listed)
    if opened != days.opens_on:
        found.append(
            p.say(
                "The round opens on {there}, this list counts from {here}.",
                there=long_date(opened, p.language),
                here=long_date(days.opens_on, p.language),
            )
        )
    if view.last_day is not None and view.last_day != days.closes_on:
        found.append(
            p.say(
                "The round's last day is {there}, this list has {here}.",
                there=long_date(view.last_day, p.language),
                here=long_date(days.closes_on, p.language),
            )
        )
    others = [each for each in rounds_of(request.tx, [listed.organisation_id]) if each.view.id != view.id]
    found += [
        p.say("“{title}” is open in the same weeks.", title=each.view.title)
        for each in others
        if not each.view.is_tryout and _overlaps(each, days)
    ]
    return found


def _overlaps(other: RoundListed, days: ExerciseDays) -> bool:
    last = other.view.last_day
    return opened_on(other) <= days.closes_on and (last is None or last >= days.opens_on)


def _to_check(request: Request, listed: RoundListed, checklist: Checklist) -> list[Line]:
    """What is wrong with days of tasks that are not done, and with those of the round. Nothing is moved."""
    if checklist.days is None:
        return []
    p, holidays = request.phrases, request.services.reminders.hours.is_holiday
    found = [each for each in troubles_of(checklist.days, holidays) if not checklist.is_ticked(each.task)]
    troubles = [
        p.say(
            "Task {number}, {day}: {trouble}",
            number=NUMBERS[each.task.id],
            day=long_date(checklist.days.due(each.task), p.language),
            trouble=trouble_in_words(p, each),
        )
        for each in found
    ]
    said = [*clashes(request, listed, checklist.days), *troubles]
    if not said:
        return []
    return [
        Line(p.say("Please check; nothing was moved:"), Style.ASK),
        *(Line(each, Style.ITEM) for each in said[:MOST_TROUBLES]),
        *_more(p, len(said) - MOST_TROUBLES),
    ]


def _more(p: Phrases, more: int) -> list[Line]:
    return [Line(p.count("and {n} more", "and {n} more", more), Style.HELP)] if more > 0 else []


def _short(p: Phrases, line: TaskLine) -> str:
    return p.say(
        "{number}. {what}: {day}", number=line.number, what=line.what, day=long_date(line.due, p.language)
    )


def _whole(p: Phrases, line: TaskLine) -> list[Line]:
    day = long_date(line.due, p.language)
    due = p.say("{day}, {trouble}", day=day, trouble=line.warning) if line.warning else day
    facts = p.say("{who}; {due}; {state}", who=line.who, due=due, state=line.state)
    shown = [Line(f"{line.number}. {line.what}", Style.ITEM), Line(facts, Style.HELP)]
    return [*shown, Line(p.say("Note: {note}", note=line.note), Style.HELP)] if line.note else shown


def _part_label(p: Phrases, part: ExercisePart, checklist: Checklist) -> str:
    tasks = tasks_in(part)
    done = sum(checklist.is_ticked(task) for task in tasks)
    return p.say("{part}: {done} of {all}", part=part_title(p, part), done=done, all=len(tasks))


def _onward(request: Request, part: ExercisePart) -> tuple[Button, ...]:
    parts = tuple(ExercisePart)
    place = parts.index(part) + 1
    if place == len(parts):
        return (go_back(request),)
    following = button(
        part_title(request.phrases, parts[place]),
        Begin(Command.CHECKLIST, f"part {place + 1}"),
        f"/checklist part {place + 1}",
    )
    return following, go_back(request)
