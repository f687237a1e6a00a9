"""``/extend``, ``/close`` and ``/reopen``: until when replies count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason
from bot.acts.round_acts import (
    change_last_day,
    close_round,
    refuse_if_erased,
    reopen_round,
    undo_last_day,
)
from bot.acts.undo import UndoLastDay
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.form_answers import NOT_GIVEN, older_text
from bot.coordinator.forms import AsksNothing, Field, FormChoice, NoAnswers, coming_day
from bot.coordinator.report_data import turnout_shown
from bot.coordinator.request import Request, button, current_open_round, current_round
from content.phrases import long_date
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Line, Style
from conversations.reading.typed import plain
from conversations.reading.word_lists import means
from conversations.who_sees_what import least_group
from reports.group.finished_wording import finished_in_words
from reports.group.threshold import can_move
from storage.mails.mails import waiting_mails
from storage.people import people
from storage.rounds.group_reports import newest_cut
from storage.rounds.invited_list import listed_people
from storage.rounds.participation import invited_at
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
            title = (
                p.say("Open “{title}” again, with no last day?", title=listed.view.title)
                if answers.until is None
                else p.say("Open “{title}” again, until {day}?", title=listed.view.title, day=day)
            )
            lines = [Line(title, Style.TITLE), *_what_is_reported(request, listed)]
            lines += [*_kept_until(request, listed, answers.until), *_mails_stay(request, listed)]
            return [*lines, _who_is_told(request, listed)], p.say("Open it again")
        title = (
            p.say("Keep “{title}” open, with no last day?", title=listed.view.title)
            if answers.until is None
            else p.say("Keep “{title}” open until {day}?", title=listed.view.title, day=day)
        )
        return [Line(title, Style.TITLE), *_what_changes(request, listed, answers.until)], p.say(
            "Change the last day"
        )

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
        listed = request.acting.closed_round_for(
            round_id, self.command, otherwise=RefusalReason.ROUND_IS_OPEN
        )
        refuse_if_erased(request.acting, listed)
        return listed


class CloseRound(AsksNothing):
    """Closes a round now."""

    command = Command.CLOSE

    def preview(self, request: Request, answers: NoAnswers) -> tuple[Sequence[Line], str]:  # noqa: ARG002
        """What closing means."""
        p = request.phrases
        listed = current_open_round(request, self.command)
        return [
            Line(p.say("Close “{title}” now?", title=listed.view.title), Style.TITLE),
            Line(_how_many_finished(request, listed)),
            Line(_kept_when_closed(request, listed)),
            *_one_report(request, listed),
            *_list_goes(request, listed),
            *_mails_stay(request, listed),
            Line(_who_gets_report(request, listed)),
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


def _who_gets_report(request: Request, listed: RoundListed) -> str:
    """Who gets the group's report when; where people who take part have one from before, that too."""
    p, before = request.phrases, newest_cut(request.tx, listed.view.id)
    is_given = before is not None and before.released_at is not None
    if is_given and listed.view.who_sees is WhoSees.ANONYMOUS:
        return p.say("Those who take part were given the group's report already.")
    if is_given:
        return p.say(
            "Those who coordinate here get the group's report at once, and readers can ask for it. Those who "
            "take part were given one before, and get the new one once that is released."
        )
    return p.say(
        "Those who coordinate here get the group's report at once, and readers can ask for it. "
        "Those who take part get it once it is released."
    )


def _how_many_finished(request: Request, listed: RoundListed) -> str:
    """How many have finished, which may be a reason to wait."""
    guide = request.guide_of(listed.view.id)
    turnout, step = turnout_shown(request.tx, listed, guide, request.now, by_name=True)
    return finished_in_words(turnout, step, request.phrases)


def _kept_when_closed(request: Request, listed: RoundListed) -> str:
    """Until when replies are kept once the round is closed: as people were told, where it had a last day."""
    p, view = request.phrases, replace(listed.view, closed_at=request.now)
    return p.say(
        "What was given is kept until {day}. What people write afterwards does not count.",
        day=long_date(view.kept_until or request.now.date(), p.language),
    )


def _what_changes(request: Request, listed: RoundListed, until: date | None) -> list[Line]:
    """The last day so far and the new one, and what follows from it."""
    p, before = request.phrases, listed.view.closes_on
    after = replace(listed.view, closes_on=until, closes_at=None)
    lines = [
        Line(p.say("Last day so far: {day}", day=_shown(request, before)), Style.ITEM),
        Line(p.say("Last day from now on: {day}", day=_shown(request, until)), Style.ITEM),
    ]
    if until is None or after.kept_until is None:
        lines.append(Line(p.say("It then stays open until you close it, and nothing is erased before.")))
    else:
        lines.append(
            Line(
                p.say(
                    "Replies count until the end of that day. Then the group's report is made, and replies "
                    "are kept until {day}.",
                    day=long_date(after.kept_until, p.language),
                )
            )
        )
    plan = request.services.reminders.plan(request.tx, listed.view.id)[0]
    if plan is not None and plan.before_closing:
        moves = p.say("Reminders before the last day go by the new one.")
        lines.append(Line(moves if until else p.say("No reminders go before a last day that there is not.")))
    return lines if until == before else [*lines, _who_is_told(request, listed)]


def _what_is_reported(request: Request, listed: RoundListed) -> list[Line]:
    """What the group's report will show of what people write in a round that is opened again."""
    p = request.phrases
    if newest_cut(request.tx, listed.view.id) is None:
        return []
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        return [
            Line(
                p.say(
                    "Nothing that is written from now on will be in a report: an anonymous round gives its "
                    "report once, and it was made."
                )
            )
        ]
    return [
        Line(
            p.say(
                "The group's report is made again only if, in each theme where anything changes, at least "
                "{n} people write something new.",
                n=listed.view.threshold,
            )
        )
    ]


def _kept_until(request: Request, listed: RoundListed, closes_on: date | None) -> list[Line]:
    """Until when replies are kept with another last day, where that changes it."""
    p, before = request.phrases, listed.view.kept_until
    view = replace(listed.view, closes_on=closes_on, closes_at=None, closed_at=None, erased_on=None)
    then = view.kept_until
    if then == before:
        return []
    if then is None:
        said = p.count(
            "Replies are then kept for {n} day after the round closes.",
            "Replies are then kept for {n} days after the round closes.",
            listed.view.kept_days,
        )
        return [Line(said)]
    day = long_date(then, p.language)
    if before is None:
        return [Line(p.say("Replies are then kept until {day}.", day=day))]
    until = long_date(before, p.language)
    said = p.say("Replies are then kept until {day}, instead of {before}.", day=day, before=until)
    return [Line(said)]


def _one_report(request: Request, listed: RoundListed) -> list[Line]:
    """That an anonymous round has its only report made by closing it, or had it made before."""
    p = request.phrases
    if listed.view.who_sees is not WhoSees.ANONYMOUS:
        return []
    if newest_cut(request.tx, listed.view.id) is not None:
        return [Line(p.say("The group's report was made when it was closed before, and stays as it is."))]
    return [
        Line(
            p.say(
                "An anonymous round gives its report once. It is made now, and stays as it is, even if the "
                "round is opened again."
            )
        ),
        Line(_what_it_can_hold(request, listed)),
    ]


def _what_it_can_hold(request: Request, listed: RoundListed) -> str:
    """From how many people on the report tells something, and how many are invited: nothing of who wrote."""
    p, view = request.phrases, listed.view
    least = least_group(view.threshold, view.who_sees)
    invited = p.count(
        "{n} person is invited.", "{n} people are invited.", invited_at(request.tx, view.id, request.now)
    )
    shown = p.say("It tells of a theme only if at least {n} people took part in it.", n=least)
    before = p.say("Whether so many did is shown nowhere before.")
    turnout, step = turnout_shown(request.tx, listed, request.guide_of(view.id), request.now, by_name=True)
    if can_move(turnout.told_of, step):
        before = p.say("Before, /status shows in steps how many have begun it.")
    return f"{shown} {before} {invited}"


def _list_goes(request: Request, listed: RoundListed) -> list[Line]:
    """That closing erases the list of names, where there is one."""
    p = request.phrases
    names = len(listed_people(request.tx, listed.view.id))
    if not names:
        return []
    said = p.count(
        "Your list of {n} name is erased by closing, also from this chat in the browser, and does "
        "not come back if the round is opened again. What you downloaded or sent through another app keeps "
        "it.",
        "Your list of {n} names is erased by closing, also from this chat in the browser, and does "
        "not come back if the round is opened again. What you downloaded or sent through another app keeps "
        "them.",
        names,
    )
    return [Line(said)]


def _mails_stay(request: Request, listed: RoundListed) -> list[Line]:
    """How many mails that waited do not go by closing, which opening again does not change."""
    n = waiting_mails(request.tx, listed.view.id)
    if not n:
        return []
    if request.is_open(listed.view):
        said = request.phrases.count(
            "{n} mail that waits does not go then, and not if the round is opened again either.",
            "{n} mails that wait do not go then, and not if the round is opened again either.",
            n,
        )
    else:
        said = request.phrases.count(
            "{n} mail that waited when it closed does not go: /people mail sends it again.",
            "{n} mails that waited when it closed do not go: /people mail sends them again.",
            n,
        )
    return [Line(said)]


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
    if means(p, text, NEVER, "none") or plain(text) == plain(p.say("No last day")):
        return None
    return coming_day(request, text)


def _shown(request: Request, day: date | None) -> str:
    p = request.phrases
    return p.say("no last day") if day is None else long_date(day, p.language)
