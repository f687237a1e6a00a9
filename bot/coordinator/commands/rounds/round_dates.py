"""``/extend``, ``/close`` and ``/reopen``: until when replies count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason
from bot.acts.round_acts import change_last_day, close_round, reopen_round, undo_last_day
from bot.acts.undo import UndoLastDay
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.form_answers import NOT_GIVEN, older_text
from bot.coordinator.forms import AsksNothing, Field, FormChoice, NoAnswers
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button, current_open_round, current_round
from content.phrases import long_date
from conversations.calendar.dates import day_in
from conversations.calendar.day_bounds import LONGEST
from conversations.outgoing import Line, Style
from conversations.reading.typed import plain
from conversations.state import WhoSees
from storage.people import people
from storage.rounds.rounds import RoundListed

NEVER = "never"
"""What may be typed instead of a last day."""


@dataclass(frozen=True, slots=True)
class LastDayAnswers:
    """The new last day, None for none."""

    until: Annotated[date | None, older_text(lambda text: None if text == "never" else text)] = NOT_GIVEN


class ChangeLastDay:
    """Changes the last day of a round that is open (``/extend``), or opens a closed one (``/reopen``)."""

    answers = LastDayAnswers

    def __init__(self, command: Command) -> None:
        self.command = command

    def fields(
        self,
        request: Request,
        answers: LastDayAnswers,  # noqa: ARG002
    ) -> Sequence[Field[date | None]]:
        """The new last day."""
        p = request.phrases
        return [
            Field[date | None](
                "until",
                p.say("Last day"),
                p.say("Which is the last day now?"),
                lambda text: _last_day(request, text),
                help=p.say("For example 30 November."),
                choices=(FormChoice(p.say("No last day"), None),),
                shown=lambda value: _shown(request, value),
            )
        ]

    def inline_arguments(self, request: Request, text: str) -> LastDayAnswers:
        """The day itself."""
        return LastDayAnswers(_last_day(request, text))

    def preview(self, request: Request, answers: LastDayAnswers) -> tuple[Sequence[Line], str]:
        """Until when, and who is informed."""
        p = request.phrases
        listed = self._listed(request)
        day = _shown(request, answers.until)
        if self.command is Command.REOPEN:
            title = p.say("Open “{title}” again, until {day}?", title=listed.view.title, day=day)
            return [Line(title, Style.TITLE), _who_is_told(request, listed)], p.say("Open it again")
        title = p.say("Keep “{title}” open until {day}?", title=listed.view.title, day=day)
        return [Line(title, Style.TITLE)], p.say("Change the last day")

    def execute(self, request: Request, answers: LastDayAnswers) -> None:
        """Change it."""
        p = request.phrases
        act = reopen_round if self.command is Command.REOPEN else change_last_day
        came = act(request.acting, current_round(request, self.command).view.id, answers.until)
        view = request.did(came)
        said = p.say("“{title}” is open until {day}.", title=view.title, day=_shown(request, view.closes_on))
        if view.closes_on is None:
            said = p.say("“{title}” is open, with no last day.", title=view.title)
        done(request, [Line(said)], undo=came.undo, form=self)

    def undo(self, request: Request, undo: UndoLastDay) -> None:
        """Set the last day to what it was."""
        request.did(undo_last_day(request.acting, undo))
        done(request, [Line(request.phrases.say("Undone: the last day is what it was."))])

    def _listed(self, request: Request) -> RoundListed:
        if self.command is Command.EXTEND:
            return current_open_round(request, self.command)
        round_id = current_round(request, self.command).view.id
        return request.acting.closed_round_for(round_id, self.command, otherwise=RefusalReason.ROUND_IS_OPEN)


class CloseRound(AsksNothing):
    """Closes a round now."""

    command = Command.CLOSE

    def preview(self, request: Request, answers: NoAnswers) -> tuple[Sequence[Line], str]:  # noqa: ARG002
        """What closing means."""
        p = request.phrases
        listed = current_open_round(request, self.command)
        return [
            Line(p.say("Close “{title}” now?", title=listed.view.title), Style.TITLE),
            Line(p.say("What was given is kept. What people write afterwards does not count.")),
            Line(p.say("You get the group's report at once. Nobody else does before you release it.")),
            _who_is_told(request, listed),
        ], p.say("Close it")

    def execute(self, request: Request, answers: NoAnswers) -> None:  # noqa: ARG002
        """Close it, and thank everybody."""
        p = request.phrases
        listed = current_round(request, self.command)
        view = request.did(close_round(request.acting, listed.view.id))
        done(
            request,
            [
                Line(p.say("“{title}” is closed.", title=view.title)),
                Line(p.say("The group's report follows, to everybody who coordinates."), Style.HELP),
                Line(
                    p.say("/results gives it again, /release gives it to everybody who took part."),
                    Style.HELP,
                ),
            ],
            button(p.say("Open it again"), Begin(Command.REOPEN), "/reopen"),
        )


def _who_is_told(request: Request, listed: RoundListed) -> Line:
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        return Line(request.phrases.say("Everybody who takes part is told."), Style.HELP)
    n = len(people.participants_reached(request.tx, listed.view.id))
    told = request.phrases.count(
        "{n} person who takes part is told.", "{n} people who take part are told.", n
    )
    return Line(told, Style.HELP)


def _last_day(request: Request, text: str) -> date | None:
    p = request.phrases
    if plain(text) in (NEVER, "none", plain(p.say("No last day"))):
        return None
    today = request.now.date()
    day = day_in(text, today)
    if day is None:
        raise InvalidInput(p.say("I could not read that day. Write it like 30 November 2026."))
    if not today <= day <= today + LONGEST:
        raise InvalidInput(p.say("Please name a day from today on, within five years."))
    return day


def _shown(request: Request, day: date | None) -> str:
    p = request.phrases
    return p.say("no last day") if day is None else long_date(day, p.language)
