"""The office's door: which messages of somebody with a role are about their rounds, and what each does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.coordinator import forms, own_data
from bot.coordinator.commands.people.invite import InvitePeople
from bot.coordinator.commands.people.people import ChangeLink, show_people
from bot.coordinator.commands.people.type_in import TypeIn, give_prompt_sheet
from bot.coordinator.commands.progress.digest import ChooseDigest
from bot.coordinator.commands.progress.status import look_again, show_progress
from bot.coordinator.commands.reminders.remind import Remind
from bot.coordinator.commands.reminders.reminder_log import show_reminded
from bot.coordinator.commands.reminders.reminder_plan import PlanReminders
from bot.coordinator.commands.roles.add_colleague import InviteColleague
from bot.coordinator.commands.roles.colleagues import EndRole, show_colleagues
from bot.coordinator.commands.rounds.open_round import OpenRound
from bot.coordinator.commands.rounds.rehearse import Rehearse
from bot.coordinator.commands.rounds.results import ReleaseResults, give_results
from bot.coordinator.commands.rounds.round_dates import ChangeLastDay, CloseRound
from bot.coordinator.current_round import open_at_hand
from bot.coordinator.forms import Form, TakesFile, Undoable, Unreadable
from bot.coordinator.menu import choose_round, front, list_rounds
from bot.coordinator.permissions import Command, command_named
from bot.coordinator.request import ACTION, Heard, Surroundings, Visit, button, rows
from content.phrases import phrases_in
from conversations.incoming import Correction, Incoming, Kind, SentFile, Tap, Unsupported, Words
from conversations.outgoing import Button, Card, Line
from conversations.reading.typed import command, slashed, tapped
from storage.engine.database import Transaction
from storage.roles.role_holders import OfficePlace, Officer

_FORMS: Final[Mapping[Command, Form]] = {
    form.command: form
    for form in (
        OpenRound(),
        InvitePeople(),
        ChangeLink(),
        ChangeLastDay(Command.EXTEND),
        ChangeLastDay(Command.REOPEN),
        CloseRound(),
        ReleaseResults(),
        TypeIn(),
        InviteColleague(),
        EndRole(),
        Rehearse(),
        Remind(),
        PlanReminders(),
        ChooseDigest(),
    )
}


_ON_AN_OPEN_ROUND: Final = frozenset(
    {Command.INVITE, Command.TYPEIN, Command.REMIND, Command.EXTEND, Command.CLOSE}
)


class Office:
    """Deals with what coordinators and readers ask for."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def takes_file(self, officer: Officer, file: SentFile) -> bool:
        """Whether a file of somebody with a role answers what they are asked for, or was fetched for that."""
        is_asked = officer.place.is_open and forms.is_asked_for_file(officer.place, _form_at(officer.place))
        return bool(officer.roles) and (is_asked or file.card is not None)

    def is_about_rounds(self, officer: Officer, incoming: Heard, *, takes_part: bool) -> bool:
        """Whether a message of somebody with a role is for the office and not for their own evaluation."""
        if not takes_part or not officer.roles:
            return not takes_part
        match incoming:
            case SentFile():
                return True
            case Tap():
                return incoming.action.startswith(ACTION)
            case Words():
                theirs = command(incoming.text, help_word="help")
                if _asked(incoming.text) is not None or (theirs and theirs.name == own_data.FORGET):
                    return True
                return officer.place.is_open and theirs is None
            case Correction():
                return False
            case _:
                return officer.place.is_open

    def take(self, tx: Transaction, officer: Officer, incoming: Heard, now: datetime) -> Visit:
        """Deal with one message; what is said and kept of it is in the visit."""
        visit = Visit(tx, officer, incoming, now, phrases_in(officer.language), self._surroundings)
        if isinstance(incoming, Unsupported | SentFile) and incoming.album:
            if incoming.album == officer.place.album:
                return visit  # the first of them was answered
            visit.place = replace(visit.place, album=incoming.album)
        match incoming:
            case Tap():
                self._take_tap(visit, incoming)
            case Words():
                self._take_words(visit, incoming.text)
            case SentFile():
                self._take_file(visit, incoming)
            case Unsupported(kind=Kind.DOCUMENT) if visit.organisations(Command.INVITE):
                visit.remark(_why_no_file(visit))
            case _ if officer.roles:
                visit.remark(visit.phrases.say("I can only read words here. /office shows what you can do."))
            case _:
                front(visit)
        return visit

    def welcome(self, tx: Transaction, officer: Officer, incoming: Incoming, now: datetime) -> Visit:
        """The first card of somebody who has just come in by a link."""
        visit = Visit(tx, officer, incoming, now, phrases_in(officer.language), self._surroundings)
        front(visit)
        return visit

    def _take_words(self, visit: Visit, text: str) -> None:
        asked, about_themselves = _asked(text), command(text, help_word=visit.phrases.say("help"))
        if asked is not None:
            self._begin(visit, *asked)
            return
        if about_themselves is not None:
            own_data.take_own(visit, about_themselves)
            return
        buttons = [Button(*each) for each in visit.place.buttons]
        action = tapped(buttons, text)
        if action is not None:
            self._do(visit, action.removeprefix(ACTION))
        elif (form := _form_of(visit)) is not None and visit.place.asking:
            if self._is_allowed(visit, form.command):
                forms.take_words(visit, form, text)
        else:
            front(visit, visit.phrases.say("I did not understand that."))

    def _take_file(self, visit: Visit, file: SentFile) -> None:
        form = _form_of(visit)
        is_late = file.card is not None and file.card != visit.place.card
        if is_late or not isinstance(form, TakesFile) or not forms.is_asked_for_file(visit.place, form):
            # A word meant for what is open now must never count for a list that nobody has seen.
            visit.remark(
                visit.phrases.say(
                    "That file came too late: something else is open by now. To send it again, type /invite."
                )
            )
        elif self._is_allowed(visit, form.command):
            forms.take_file(visit, form, file)

    def _take_tap(self, visit: Visit, tap: Tap) -> None:
        offered = {action for _, action, _ in visit.place.buttons}
        if tap.card != visit.place.card or tap.action not in offered:
            visit.remark(visit.phrases.say("That card is no longer open, so nothing was changed."))
            return
        self._do(visit, tap.action.removeprefix(ACTION))

    def _do(self, visit: Visit, action: str) -> None:
        """Do what a button of the open card stands for."""
        name, _, rest = action.partition("-")
        form = _form_of(visit)
        match name:
            case "do":
                asked, _, text = rest.partition("-")
                self._begin(visit, Command(asked), text)
            case own_data.OWN:
                own_data.choose_own(visit, rest)
            case "again" if self._is_allowed(visit, Command.STATUS):
                look_again(visit)
            case "round":
                found = visit.rounds_for(Command.ROUNDS)
                if int(rest) <= len(found):
                    choose_round(visit, found[int(rest) - 1])
            case "undo" if isinstance(form, Undoable) and visit.place.undo:
                if self._is_allowed(visit, form.command):
                    _undo(visit, form)
            case _ if form is not None:
                if self._is_allowed(visit, form.command):
                    forms.take_choice(visit, form, action)

    def _begin(self, visit: Visit, asked: Command, text: str) -> None:
        if not self._is_allowed(visit, asked) or not self._is_open(visit, asked):
            return
        match asked:
            case Command.OFFICE:
                front(visit)
            case Command.ROUNDS:
                list_rounds(visit, text)
            case Command.PEOPLE:
                show_people(visit, text)
            case Command.STATUS:
                show_progress(visit)
            case Command.REMINDED:
                show_reminded(visit)
            case Command.PAPER:
                give_prompt_sheet(visit)
            case Command.RESULTS:
                give_results(visit, text)
            case Command.COLLEAGUES:
                show_colleagues(visit, text)
            case _:
                forms.begin(visit, _FORMS[asked], text)

    def _is_open(self, visit: Visit, asked: Command) -> bool:
        """Whether there is the open round that it needs; said before anything is asked for, where not."""
        if asked not in _ON_AN_OPEN_ROUND:
            return True
        try:
            open_at_hand(visit, asked)
        except Unreadable as fault:
            every = button(visit.phrases.say("All rounds"), "do-rounds", "/rounds")
            visit.open(Card((Line(str(fault)),), rows([every])))
            return False
        return True

    def _is_allowed(self, visit: Visit, asked: Command) -> bool:
        """Whether the officer may do this anywhere; said in the words for what there is not, where not."""
        if visit.organisations(asked):
            return True
        if not visit.officer.roles:
            front(visit)
            return False
        visit.remark(visit.phrases.say("I do not know that command. /office shows what you can do."))
        return False


def _asked(text: str) -> tuple[Command, str] | None:
    """The office's command that a text is, with what stands behind it."""
    found = slashed(text)
    asked = command_named(found.name) if found else None
    return (asked, found.rest) if found and asked else None


def _why_no_file(visit: Visit) -> str:
    p = visit.phrases
    if visit.place.is_open and visit.place.asking and isinstance(_form_of(visit), TakesFile):
        return p.say("I am asking for something else now. To send a list of people, type /invite again.")
    return p.say("The only file that I take is a list of people. Type /invite first, then send it.")


def _form_of(visit: Visit) -> Form | None:
    return _form_at(visit.place)


def _form_at(place: OfficePlace) -> Form | None:
    named = command_named(place.form)
    return _FORMS.get(named) if named else None


def _undo(visit: Visit, form: Undoable) -> None:
    try:
        form.undo(visit, visit.place.undo)
    except Unreadable as fault:
        visit.remark(str(fault))
