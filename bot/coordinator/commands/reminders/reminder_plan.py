"""``/plan``: on which days reminders go by themselves. Off until it is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from bot.acts.permissions import Command
from bot.acts.reminder_acts import ReminderDays, plan_reminders, undo_plan
from bot.acts.undo import UndoPlan
from bot.coordinator.asking import done
from bot.coordinator.form_answers import NOT_GIVEN, if_given, older_text
from bot.coordinator.forms import Field, FormChoice
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, current_open_round, current_round
from bot.schedule.planned_days import SUGGESTED, Plan
from bot.schedule.reminder_requests import MOST_A_WEEK
from content.phrases import Phrases
from content.whole_numbers import whole_number
from conversations.outgoing import Line, Style
from conversations.reading.typed import numbers, plain
from conversations.reading.word_lists import means

OFF = "off"
"""What may be typed instead of days."""


def _days_in(text: str) -> ReminderDays:
    after, _, before = ("", "", "") if text == OFF else text.partition("/")
    return ReminderDays(numbers(after), numbers(before))


@dataclass(frozen=True, slots=True)
class PlanAnswers:
    """The days, and how many reminders a person may get in a week."""

    days: Annotated[ReminderDays, older_text(_days_in)] = NOT_GIVEN
    most: int = NOT_GIVEN


class PlanReminders:
    """Chooses on which days reminders go by themselves."""

    command = Command.PLAN
    answers = PlanAnswers

    def fields(self, request: Request, answers: PlanAnswers) -> Sequence[Field[Any]]:
        """The days, and how many a week at most."""
        p = request.phrases
        days = Field[ReminderDays](
            "days",
            p.say("Days"),
            p.say("When shall reminders go by themselves?"),
            lambda text: _days(request, text),
            help=p.say(
                "Type days after joining, a stroke, and days before the last day, such as 3 / 7 1. "
                "Each person is looked at first, as with /remind."
            ),
            choices=(
                FormChoice(p.say("3 days after joining, 7 and 1 before the end"), ReminderDays(*SUGGESTED)),
                FormChoice(p.say("Never"), ReminderDays()),
            ),
            shown=lambda value: _days_shown(p, value),
        )
        if answers.days == ReminderDays():
            return [days]
        most = Field(
            "most",
            p.say("At most"),
            p.say("How many reminders may a person get in a week, with those that you send?"),
            lambda text: _most(request, text),
            default=2,
        )
        return [days, most]

    def inline_arguments(self, request: Request, text: str) -> PlanAnswers:
        """The days."""
        return PlanAnswers(_days(request, text))

    def preview(self, request: Request, answers: PlanAnswers) -> tuple[Sequence[Line], str]:
        """The plan, next to what holds now."""
        p = request.phrases
        listed = current_open_round(request, self.command)
        now, a_week = request.services.reminders.plan(request.tx, listed.view.id)
        lines = [
            Line(p.say("Change when reminders go by themselves?"), Style.TITLE),
            Line(p.say("So far: {days}", days=plan_shown(p, now))),
            Line(p.say("From now on: {days}", days=_days_shown(p, answers.days))),
        ]
        if not answers.days.is_off:
            most = if_given(answers.most) or a_week
            lines.append(Line(p.say("At most {n} a week for each person.", n=most)))
        return lines, p.say("Change it")

    def execute(self, request: Request, answers: PlanAnswers) -> None:
        """Set the plan."""
        p = request.phrases
        round_id = current_round(request, self.command).view.id
        came = plan_reminders(
            request.acting, request.services.reminders, round_id, answers.days, if_given(answers.most)
        )
        said = p.say("Reminders by themselves: {days}", days=_days_shown(p, request.did(came)))
        done(request, [Line(said)], undo=came.undo, form=self)

    def undo(self, request: Request, undo: UndoPlan) -> None:
        """Set the plan to what it was."""
        request.did(undo_plan(request.acting, request.services.reminders, undo))
        done(request, [Line(request.phrases.say("Undone: the plan is what it was."))])


def _days(request: Request, text: str) -> ReminderDays:
    p = request.phrases
    if means(p, text, OFF, "never", "none") or plain(text) == plain(p.say("Never")):
        return ReminderDays()
    after, stroke, before = text.partition("/")
    days = ReminderDays(numbers(after), numbers(before))
    both = (*days.after_joining, *days.before_closing)
    if not stroke or not both or not all(1 <= day <= 99 for day in both):
        raise InvalidInput(p.say("Please write it like 3 / 7 1, or type never."))
    return days


def _days_shown(p: Phrases, days: ReminderDays) -> str:
    if days.is_off:
        return p.say("never")
    parts = []
    if days.after_joining:
        listed = p.with_commas(map(str, sorted(days.after_joining)))
        parts.append(p.say("{days} days after joining", days=listed))
    if days.before_closing:
        listed = p.with_commas(map(str, sorted(days.before_closing, reverse=True)))
        parts.append(p.say("{days} days before the last day", days=listed))
    return p.with_semicolons(parts)


def plan_shown(p: Phrases, plan: Plan | None) -> str:
    """A plan in a few words."""
    days = ReminderDays(plan.after_joining, plan.before_closing) if plan else ReminderDays()
    return _days_shown(p, days)


def _most(request: Request, text: str) -> int:
    asked = whole_number(text.strip(), least=1, most=MOST_A_WEEK)
    if asked is not None:
        return asked
    raise InvalidInput(
        request.phrases.say("Please give a number from {least} to {most}.", least=1, most=MOST_A_WEEK)
    )
