"""``/remind``: reminders are shown, each with text, time and reason, before any goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.acts.permissions import Command
from bot.acts.reminder_acts import send_reminders, send_reminders_unseen, undo_reminders
from bot.acts.undo import UndoReminders
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.form_answers import NOT_GIVEN
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button, current_open_round, current_round
from bot.schedule.reminder_outcome import outcome_in_words
from bot.schedule.reminder_preview import Group, Planned, ReminderPreview
from content.phrases import Phrases
from conversations.outgoing import Line, Style
from conversations.state import WhoSees

MOST_SHOWN = 25
"""So many people are listed in a message one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class RemindAnswers:
    """Who to remind."""

    who: Group = NOT_GIVEN


class Remind:
    """Reminds people of a round, after each of them has been shown with text, time and reason."""

    command = Command.REMIND
    answers = RemindAnswers

    def fields(
        self,
        request: Request,
        answers: RemindAnswers,  # noqa: ARG002
    ) -> Sequence[Field[Group]]:
        """Who."""
        return [_group(request.phrases)]

    def inline_arguments(self, request: Request, text: str) -> RemindAnswers:
        """The group."""
        return RemindAnswers(_group(request.phrases).read(text))

    def preview(self, request: Request, answers: RemindAnswers) -> tuple[Sequence[Line], str]:
        """Each person with what happens to a reminder to them, and the words."""
        p = request.phrases
        listed = current_open_round(request, self.command)
        if listed.view.who_sees is WhoSees.ANONYMOUS:
            return _unseen(p, answers.who)
        shown = request.services.reminders.preview(request.tx, listed.view.id, answers.who, request.now)
        going = [each for each in shown.people if each.outcome.goes]
        people = [Line(_person(request, each), Style.ITEM) for each in shown.people[:MOST_SHOWN]]
        more = len(shown.people) - MOST_SHOWN
        if more > 0:
            people.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
        if not going:
            said = [p.say("Nobody would get a reminder now."), *(line.text for line in people)]
            raise InvalidInput("\n".join(said))
        request.kept = shown.batch
        count = p.count("Remind {n} person?", "Remind {n} people?", len(going))
        return [
            Line(count, Style.TITLE),
            Line(_counts(p, shown)),
            *people,
            Line(p.say("This is what the first of them reads:"), Style.HELP),
            *_words(going[0]),
        ], p.say("Send the reminders")

    def execute(self, request: Request, answers: RemindAnswers) -> None:
        """Confirm what was shown, so that it goes."""
        p, listed = request.phrases, current_round(request, self.command)
        round_id = listed.view.id
        if listed.view.who_sees is WhoSees.ANONYMOUS:
            sent = send_reminders_unseen(request.acting, request.services.reminders, round_id, answers.who)
            request.did(sent)
            said = p.say("The reminders are on their way, or wait for their time.")
            log = button(p.say("What became of them"), Begin(Command.REMINDED), "/reminded")
            done(request, [Line(said)], log, undo=sent.undo, form=self)
            return
        came = send_reminders(request.acting, request.services.reminders, round_id, request.place.kept)
        done(
            request,
            [
                Line(
                    p.count(
                        "{n} reminder is on its way, or waits for its time.",
                        "{n} reminders are on their way, or wait for their time.",
                        request.did(came),
                    )
                )
            ],
            button(p.say("What became of them"), Begin(Command.REMINDED), "/reminded"),
            undo=came.undo,
            form=self,
        )

    def undo(self, request: Request, undo: UndoReminders) -> None:
        """Call off what has not gone yet."""
        p = request.phrases
        called_off = request.did(undo_reminders(request.acting, undo))
        if called_off is None:
            done(request, [Line(p.say("The reminders that had not gone are called off."))])
            return
        done(
            request,
            [
                Line(
                    p.count(
                        "{n} reminder was called off. Those that had gone stay.",
                        "{n} reminders were called off. Those that had gone stay.",
                        called_off,
                    )
                )
            ],
        )


def _unseen(p: Phrases, group: Group) -> tuple[Sequence[Line], str]:
    """The same question whoever it is about, as even one line a person would tell who has joined or written.

    Raises ``InvalidInput`` for those who cannot be reached.
    """
    if group is Group.NOT_JOINED:
        raise InvalidInput(p.say("This round is anonymous: nobody can see who has not joined."))
    whom = {
        Group.NOT_BEGUN: p.say("Remind those who have not begun?"),
        Group.PART_WAY: p.say("Remind those who are part-way?"),
    }
    return [
        Line(whom.get(group, p.say("Remind all who have not finished?")), Style.TITLE),
        Line(p.say("Who does not want reminders, or was just here, gets none.")),
        Line(p.say("This round is anonymous: nobody can see who or how many they are."), Style.HELP),
    ], p.say("Send the reminders")


def _groups(p: Phrases) -> dict[Group, str]:
    return {
        Group.NOT_BEGUN: p.say("Those who have not begun"),
        Group.PART_WAY: p.say("Those who are part-way"),
        Group.ALL: p.say("All who have not finished"),
        Group.NOT_JOINED: p.say("List those who have not joined"),
    }


def _group(p: Phrases) -> Field[Group]:
    names = _groups(p)
    choices = tuple(FormChoice(label, group, words=(group.value,)) for group, label in names.items())
    return Field(
        "who",
        p.say("Who"),
        p.say("Whom shall I remind?"),
        one_of(choices, p.say("Please type: not begun, part way, all, or not joined.")),
        help=p.say("Nothing goes before you have seen who gets what, and when, and said yes."),
        choices=choices,
        shown=lambda value: names[value],
    )


def _person(request: Request, planned: Planned) -> str:
    p = request.phrases
    name = ", ".join(each for each in (planned.name, planned.team) if each) or p.say("Somebody")
    said = outcome_in_words(p, planned.outcome, planned.standing, request.now)
    if planned.waits_in_browser and planned.outcome.goes:
        said = p.say("{said} They read it when they open the page.", said=said)
    return f"{name}: {said}"


def _counts(p: Phrases, shown: ReminderPreview) -> str:
    counts = shown.count()
    rest = sum(counts.values()) - counts["now"] - counts["held"]
    return p.say(
        "{now} now, {held} held, {rest} not at all.", now=counts["now"], held=counts["held"], rest=rest
    )


def _words(planned: Planned) -> list[Line]:
    return [Line(line.text, Style.QUOTE) for line in planned.card.lines] if planned.card else []
