"""Choosing what all days of a checklist are counted from: the opening, or the day of the committee."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bot.acts.exercise.checklist_acts import (
    around_round,
    choose_exercise_days,
    undo_exercise_days,
    undo_tasks,
)
from bot.acts.permissions import Command
from bot.acts.undo import UndoExerciseDays, UndoTasks
from bot.coordinator import asking
from bot.coordinator.commands.exercise.checklist_cards import (
    clashes,
    go_back,
    list_buttons,
    tasks_shown,
)
from bot.coordinator.form_answers import NOT_GIVEN
from bot.coordinator.forms import Field, FormChoice
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.report_data import opened_on
from bot.coordinator.request import Request, current_round
from content.phrases import Phrases, long_date
from conversations.calendar.dates import day_in
from conversations.calendar.day_bounds import LONGEST
from conversations.exercise.exercise_days import (
    ExerciseDays,
    back_from_committee,
    from_opening,
    moved_tasks,
    troubles_of,
)
from conversations.exercise.exercise_tasks import NUMBERS, task_known
from conversations.outgoing import Line, Style
from storage.rounds.exercises import checklist_of
from storage.rounds.rounds import RoundListed

MOST_MOVED: Final = 3
COMMITTEE: Final = "committee"
"""What is typed in front of the day of the committee."""


@dataclass(frozen=True, slots=True)
class StartDay:
    """What was given: the day on which replies open, that of the committee, or both. Never neither."""

    opens_on: date | None
    committee_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExerciseDaysAnswers:
    """The day that all others are counted from."""

    day: StartDay = NOT_GIVEN


class ChooseExerciseDays:
    """Dates the checklist of the current round, and takes back what was done to it."""

    command = Command.CHECKLIST
    answers = ExerciseDaysAnswers

    def fields(self, request: Request, answers: ExerciseDaysAnswers) -> Sequence[Field[Any]]:  # noqa: ARG002
        """The one day."""
        p, listed = request.phrases, current_round(request, self.command)
        opened = opened_on(listed)
        own = p.say("The round's own days, from {day}", day=long_date(opened, p.language))
        choices = [FormChoice(own, StartDay(opened))]
        before = checklist_of(request.tx, listed.view.id).days
        if before is not None:
            day = long_date(before.committee_on, p.language)
            same = p.say("The round's own days, committee as it is on {day}", day=day)
            choices.append(FormChoice(same, StartDay(opened, before.committee_on)))
        return [
            Field(
                "day",
                p.say("Day"),
                p.say("From which day shall all others be counted?"),
                lambda text: _start_day(request, text),
                help=p.say(
                    "Type the day on which replies open, such as 11 January 2027. Or count back: "
                    "committee 12 March 2027. Or both: 11 January 2027, committee 26 March 2027."
                ),
                choices=tuple(choices),
                shown=lambda value: _start_shown(p, value),
            )
        ]

    def inline_arguments(self, request: Request, text: str) -> ExerciseDaysAnswers:
        """The day that is typed behind it."""
        return ExerciseDaysAnswers(_start_day(request, text))

    def preview(self, request: Request, answers: ExerciseDaysAnswers) -> tuple[Sequence[Line], str]:
        """The days that follow, what moves, and what to check. Nothing is moved before the yes."""
        p, listed = request.phrases, current_round(request, self.command)
        around_round(request.acting, listed.view.id, self.command)
        days, checklist = _days(listed, answers.day), checklist_of(request.tx, listed.view.id)
        title = p.say("Count the days of “{title}” like this?", title=listed.view.title)
        lines = [Line(title, Style.TITLE), *(Line(each, Style.ITEM) for each in _days_shown(p, days))]
        if checklist.days is not None:
            lines += _moved(p, checklist.days, days)
        holidays = request.services.reminders.hours.is_holiday
        troubled = [each for each in troubles_of(days, holidays) if not checklist.is_ticked(each.task)]
        checks = clashes(request, listed, days)
        if troubled:
            checks.append(
                p.count(
                    "{n} task is on a weekend or a bank holiday, or comes too early; the list shows it.",
                    "{n} tasks are on a weekend or a bank holiday, or come too early; the list shows them.",
                    len(troubled),
                )
            )
        if checks:
            lines.append(Line(p.say("Please check:"), Style.ASK))
            lines += [Line(each, Style.ITEM) for each in checks]
        lines.append(
            Line(
                p.say(
                    "School holidays and the council's recess are not known here. The round itself stays "
                    "as it is, and nobody is sent anything."
                ),
                Style.HELP,
            )
        )
        return lines, p.say("Use these days")

    def execute(self, request: Request, answers: ExerciseDaysAnswers) -> None:
        """Keep the days."""
        p, listed = request.phrases, current_round(request, self.command)
        before = checklist_of(request.tx, listed.view.id)
        came = choose_exercise_days(request.acting, listed.view.id, _days(listed, answers.day))
        days = request.did(came)
        lines = [Line(p.say("The checklist has its days."))]
        if before.days is not None and days is not None:
            lines += _moved(p, before.days, days)
        if before.ticked:
            lines.append(Line(p.count("{n} tick stays.", "{n} ticks stay.", len(before.ticked)), Style.HELP))
        lines.append(
            Line(
                p.say(
                    "If something is late, those who coordinate get one card a week. "
                    "/checklist off stops that."
                ),
                Style.HELP,
            )
        )
        asking.done(request, lines, go_back(request), undo=came.undo, form=self)

    def undo(self, request: Request, undo: UndoExerciseDays | UndoTasks) -> None:
        """Count from the days before, or make a task what it was."""
        p, listed = request.phrases, current_round(request, self.command)
        if isinstance(undo, UndoTasks):
            undone = request.did(undo_tasks(request.acting, undo))
            tasks = [task for each in undone if (task := task_known(each)) is not None]
            lines = [Line(p.say("Undone.")), *tasks_shown(request, listed, tasks)]
            asking.done(request, lines, *list_buttons(request, tasks))
            return
        days = request.did(undo_exercise_days(request.acting, undo))
        shown = [Line(each, Style.ITEM) for each in _days_shown(p, days)] if days else []
        asking.done(request, [Line(p.say("Undone.")), *shown], go_back(request))


def _start_day(request: Request, text: str) -> StartDay:
    """The days that a text names, which may have passed. Raises ``InvalidInput``."""
    p = request.phrases
    opening, is_named, committee = _parted(text, (COMMITTEE, p.say("committee")))
    if not is_named:
        return StartDay(_day(request, opening))
    return StartDay(_day(request, opening) if opening else None, _day(request, committee))


def _parted(text: str, words: Sequence[str]) -> tuple[str, bool, str]:
    """What is in front of one of these words, whether it is there, and what follows."""
    for word in words:
        place = text.casefold().find(word.casefold())
        if place >= 0:
            return text[:place].strip(" ,;"), True, text[place + len(word) :].strip(" ,;:")
    return text.strip(), False, ""


def _day(request: Request, text: str) -> date:
    p, today = request.phrases, request.now.date()
    day = day_in(text, today, p.language)
    if day is None:
        raise InvalidInput(
            p.say(
                "I could not read that day. Write it like 11 January 2027, or like committee 12 March 2027."
            )
        )
    if abs(day - today) > LONGEST:
        raise InvalidInput(p.say("{day} is too far away.", day=long_date(day, p.language)))
    return day


def _start_shown(p: Phrases, start: StartDay) -> str:
    opens = long_date(start.opens_on, p.language) if start.opens_on else ""
    if start.committee_on is None:
        return opens
    committee = p.say("committee on {day}", day=long_date(start.committee_on, p.language))
    return f"{opens}, {committee}" if opens else committee


def _days(listed: RoundListed, start: StartDay) -> ExerciseDays:
    if start.opens_on is not None:
        days = from_opening(start.opens_on, listed.view.last_day)
        return replace(days, committee_on=start.committee_on or days.committee_on)
    if start.committee_on is None:
        raise ValueError("a day was given")
    return back_from_committee(start.committee_on)


def _days_shown(p: Phrases, days: ExerciseDays) -> list[str]:
    return [
        p.say("Replies open: {day}", day=long_date(days.opens_on, p.language)),
        p.say("Replies close: {day}", day=long_date(days.closes_on, p.language)),
        p.say("Committee: {day}", day=long_date(days.committee_on, p.language)),
    ]


def _moved(p: Phrases, before: ExerciseDays, after: ExerciseDays) -> list[Line]:
    """Which tasks are due on another day afterwards."""
    moved = moved_tasks(before, after)
    if not moved:
        return [Line(p.say("No day moves."))]
    lines = [Line(p.count("{n} day moves:", "{n} days move:", len(moved)), Style.ASK)]
    for task in moved[:MOST_MOVED]:
        said = p.say(
            "Task {number}: from {before} to {after}",
            number=NUMBERS[task.id],
            before=long_date(before.due(task), p.language),
            after=long_date(after.due(task), p.language),
        )
        lines.append(Line(said, Style.ITEM))
    more = len(moved) - MOST_MOVED
    return [*lines, Line(p.count("and {n} more", "and {n} more", more), Style.HELP)] if more > 0 else lines
