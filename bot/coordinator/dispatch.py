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
from bot.coordinator.forms import Form, InvalidInput, TakesFile, Undoable
from bot.coordinator.menu import choose_round, front, list_rounds
from bot.coordinator.permissions import Command, command_named
from bot.coordinator.request import ACTION, Heard, Request, Services, button, rows
from content.phrases import phrases_in
from conversations.incoming import Correction, Incoming, MessageKind, SentFile, Tap, Unsupported, Words
from conversations.outgoing import Button, Card, Line
from conversations.reading.typed import command, slashed, tapped
from storage.engine.database import Transaction
from storage.roles.role_holders import RoleHolder, RolePlace

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
    {
        Command.INVITE,
        Command.TYPEIN,
        Command.REMIND,
        Command.EXTEND,
        Command.CLOSE,
    }
)


class CoordinatorDispatch:
    """Deals with what coordinators and readers ask for."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def takes_file(self, role_holder: RoleHolder, file: SentFile) -> bool:
        """Whether a file of somebody with a role answers what they are asked for, or was fetched for that."""
        is_asked = role_holder.place.is_open and forms.is_asked_for_file(
            role_holder.place, _form_at(role_holder.place)
        )
        return bool(role_holder.roles) and (is_asked or file.card is not None)

    def is_about_rounds(self, role_holder: RoleHolder, incoming: Heard, *, takes_part: bool) -> bool:
        """Whether a message of somebody with a role is for the office and not for their own evaluation."""
        if not takes_part or not role_holder.roles:
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
                return role_holder.place.is_open and theirs is None
            case Correction():
                return False
            case _:
                return role_holder.place.is_open

    def take(self, tx: Transaction, role_holder: RoleHolder, incoming: Heard, now: datetime) -> Request:
        """Deal with one message; what is said and kept of it is in the visit."""
        request = Request(tx, role_holder, incoming, now, phrases_in(role_holder.language), self._services)
        if isinstance(incoming, Unsupported | SentFile) and incoming.album:
            if incoming.album == role_holder.place.album:
                return request  # the first of them was answered
            request.place = replace(request.place, album=incoming.album)
        match incoming:
            case Tap():
                self._take_tap(request, incoming)
            case Words():
                self._take_words(request, incoming.text)
            case SentFile():
                self._take_file(request, incoming)
            case Unsupported(kind=MessageKind.DOCUMENT) if request.organisations(Command.INVITE):
                request.remark(_why_no_file(request))
            case _ if role_holder.roles:
                request.remark(
                    request.phrases.say("I can only read words here. /office shows what you can do.")
                )
            case _:
                front(request)
        return request

    def welcome(self, tx: Transaction, role_holder: RoleHolder, incoming: Incoming, now: datetime) -> Request:
        """The first card of somebody who has just come in by a link."""
        request = Request(tx, role_holder, incoming, now, phrases_in(role_holder.language), self._services)
        front(request)
        return request

    def _take_words(self, request: Request, text: str) -> None:
        asked, about_themselves = _asked(text), command(text, help_word=request.phrases.say("help"))
        if asked is not None:
            self._begin(request, *asked)
            return
        if about_themselves is not None:
            own_data.take_own(request, about_themselves)
            return
        buttons = [Button(*each) for each in request.place.buttons]
        action = tapped(buttons, text)
        if action is not None:
            self._do(request, action.removeprefix(ACTION))
        elif (form := _form_of(request)) is not None and request.place.asking:
            if self._is_allowed(request, form.command):
                forms.take_words(request, form, text)
        else:
            front(request, request.phrases.say("I did not understand that."))

    def _take_file(self, request: Request, file: SentFile) -> None:
        form = _form_of(request)
        is_late = file.card is not None and file.card != request.place.card
        if is_late or not isinstance(form, TakesFile) or not forms.is_asked_for_file(request.place, form):
            # A word meant for what is open now must never count for a list that nobody has seen.
            request.remark(
                request.phrases.say(
                    "That file came too late: something else is open by now. To send it again, type /invite."
                )
            )
        elif self._is_allowed(request, form.command):
            forms.take_file(request, form, file)

    def _take_tap(self, request: Request, tap: Tap) -> None:
        offered = {action for _, action, _ in request.place.buttons}
        if tap.card != request.place.card or tap.action not in offered:
            request.remark(request.phrases.say("That card is no longer open, so nothing was changed."))
            return
        self._do(request, tap.action.removeprefix(ACTION))

    def _do(self, request: Request, action: str) -> None:
        """Do what a button of the open card stands for."""
        name, _, rest = action.partition("-")
        form = _form_of(request)
        match name:
            case "do":
                asked, _, text = rest.partition("-")
                self._begin(request, Command(asked), text)
            case own_data.OWN:
                own_data.choose_own(request, rest)
            case "again" if self._is_allowed(request, Command.STATUS):
                look_again(request)
            case "round":
                found = request.rounds_for(Command.ROUNDS)
                if int(rest) <= len(found):
                    choose_round(request, found[int(rest) - 1])
            case "undo" if isinstance(form, Undoable) and request.place.undo:
                if self._is_allowed(request, form.command):
                    _undo(request, form)
            case _ if form is not None:
                if self._is_allowed(request, form.command):
                    forms.take_choice(request, form, action)

    def _begin(self, request: Request, asked: Command, text: str) -> None:
        if not self._is_allowed(request, asked) or not self._is_open(request, asked):
            return
        match asked:
            case Command.OFFICE:
                front(request)
            case Command.ROUNDS:
                list_rounds(request, text)
            case Command.PEOPLE:
                show_people(request, text)
            case Command.STATUS:
                show_progress(request)
            case Command.REMINDED:
                show_reminded(request)
            case Command.PAPER:
                give_prompt_sheet(request)
            case Command.RESULTS:
                give_results(request, text)
            case Command.COLLEAGUES:
                show_colleagues(request, text)
            case _:
                forms.begin(request, _FORMS[asked], text)

    def _is_open(self, request: Request, asked: Command) -> bool:
        """Whether there is the open round that it needs; said before anything is asked for, where not."""
        if asked not in _ON_AN_OPEN_ROUND:
            return True
        try:
            open_at_hand(request, asked)
        except InvalidInput as fault:
            every = button(request.phrases.say("All rounds"), "do-rounds", "/rounds")
            request.open(Card((Line(str(fault)),), rows([every])))
            return False
        return True

    def _is_allowed(self, request: Request, asked: Command) -> bool:
        """Whether the officer may do this anywhere; said in the words for what there is not, where not."""
        if request.organisations(asked):
            return True
        if not request.role_holder.roles:
            front(request)
            return False
        request.remark(request.phrases.say("I do not know that command. /office shows what you can do."))
        return False


def _asked(text: str) -> tuple[Command, str] | None:
    """The office's command that a text is, with what stands behind it."""
    found = slashed(text)
    asked = command_named(found.name) if found else None
    return (asked, found.rest) if found and asked else None


def _why_no_file(request: Request) -> str:
    p = request.phrases
    if request.place.is_open and request.place.asking and isinstance(_form_of(request), TakesFile):
        return p.say("I am asking for something else now. To send a list of people, type /invite again.")
    return p.say("The only file that I take is a list of people. Type /invite first, then send it.")


def _form_of(request: Request) -> Form | None:
    return _form_at(request.place)


def _form_at(place: RolePlace) -> Form | None:
    named = command_named(place.form)
    return _FORMS.get(named) if named else None


def _undo(request: Request, form: Undoable) -> None:
    try:
        form.undo(request, request.place.undo)
    except InvalidInput as fault:
        request.remark(str(fault))
