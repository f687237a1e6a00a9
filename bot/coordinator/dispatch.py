"""Which messages of a role holder are about their rounds, and which function answers each.

What each command does first is in ``command_table``, and what each action of a button does in a table here. A
command in no table is said to be unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.acts.permissions import Command, OwnCommand, command_named
from bot.coordinator import asking, own_data
from bot.coordinator.actions import (
    ACTION,
    AskAboutBrowsers,
    Begin,
    BeginAnswer,
    Cancel,
    Change,
    Choose,
    ChooseLanguage,
    ChooseRound,
    ComplainTo,
    Confirm,
    CoordinatorAction,
    EndSomeRole,
    EraseOwnData,
    FormAction,
    GoBack,
    HandleComplaint,
    KeepOwnData,
    LookAgain,
    MakeLink,
    ShowLink,
    StopLink,
    UndoAct,
    action_from,
    action_text,
    meant_by_no,
    meant_by_yes,
)
from bot.coordinator.command_table import (
    BY_COMMAND,
    BY_OWN_COMMAND,
    FORMS,
    ON_AN_OPEN_ROUND,
    ONLY_IN_A_ROUND,
    WORDS_BEHIND,
)
from bot.coordinator.commands.complaints import own_complaint
from bot.coordinator.commands.complaints.complaints import ANSWER
from bot.coordinator.commands.people.share_link import MAKE, SHOW, STOP
from bot.coordinator.commands.people.type_in import begin_with_sheet
from bot.coordinator.commands.progress.status import look_again
from bot.coordinator.commands.replies.reply_address import is_code
from bot.coordinator.commands.roles.colleagues import REMOVE
from bot.coordinator.forms import Form, TakesFile, Undoable
from bot.coordinator.menu import choose_round, front, nothing_to_undo
from bot.coordinator.refusals import NOT_DONE, not_understood, why_not
from bot.coordinator.request import (
    Heard,
    Request,
    Services,
    button,
    current_open_round,
    on_current_round,
    rows,
)
from content.phrases import phrases_in
from conversations.actions import ActionKind
from conversations.cards.apologies import only_the_words
from conversations.incoming import Correction, Incoming, MessageKind, SentFile, Tap, Unsupported, Words
from conversations.outgoing import Button, Card, Line
from conversations.reading.short_words import TAKE_BACK, UNDO, act_meant, command_in
from conversations.reading.typed import (
    TypedCommand,
    plain,
    slashed,
    tapped,
    words_for_no,
    words_for_yes,
)
from conversations.reading.word_lists import with_our_words
from storage.engine.database import Transaction
from storage.roles.role_holders import RoleHolder, RolePlace


class CoordinatorDispatch:
    """Passes what coordinators and readers ask for to the function that does it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def takes_file(self, role_holder: RoleHolder, file: SentFile) -> bool:
        """Whether a file of somebody with a role answers what they are asked for, or was fetched for that."""
        is_asked = role_holder.place.is_open and asking.is_asked_for_file(
            role_holder.place, _form_at(role_holder.place)
        )
        return bool(role_holder.roles) and (is_asked or file.card is not None)

    def is_about_rounds(self, role_holder: RoleHolder, incoming: Heard, *, takes_part: bool) -> bool:
        """Whether a message of somebody with a role is about that, and not about their own evaluation."""
        if not takes_part or not role_holder.roles:
            return not takes_part
        match incoming:
            case SentFile():
                return True
            case Tap():
                return incoming.action.startswith(ACTION)
            case Words():
                theirs = command_in(phrases_in(role_holder.language), incoming.text)
                if _asked(incoming.text) is not None or (theirs and theirs.name == OwnCommand.FORGET):
                    return True
                is_about_last = theirs is None or theirs.name == UNDO
                return role_holder.place.is_open and is_about_last
            case Correction():
                return False
            case _:
                return role_holder.place.is_open

    def take(self, tx: Transaction, role_holder: RoleHolder, incoming: Heard, now: datetime) -> Request:
        """Take one message; what is said and kept of it is in the request."""
        request = Request(tx, role_holder, incoming, now, phrases_in(role_holder.language), self._services)
        if not isinstance(incoming, Tap | Correction) and incoming.album:
            if incoming.album == role_holder.place.album and not isinstance(incoming, Words):
                return request  # the first of them was answered
            request.place = replace(request.place, album=incoming.album)
        match incoming:
            case Tap():
                self._take_tap(request, incoming)
            case Unsupported(kind=MessageKind.DOCUMENT) | Words(beside=MessageKind.DOCUMENT) if (
                request.organisations(Command.INVITE)
            ):
                request.notify(asking.why_no_file(request, _form_of(request)))
            case Words():
                if incoming.beside is not None:
                    request.notify(only_the_words(request.phrases, incoming.beside))
                self._take_words(request, incoming.text)
            case SentFile():
                self._take_file(request, incoming)
            case _ if _waits_for_file(request):
                request.notify(asking.what_it_takes(request, _form_of(request)))
            case _ if role_holder.roles:
                request.notify(
                    request.phrases.say("I can only read words here. /office shows what you can do.")
                )
            case _:
                front(request)
        return request

    def welcome(
        self,
        tx: Transaction,
        role_holder: RoleHolder,
        incoming: Incoming,
        now: datetime,
        *,
        keeps_role: bool = False,
    ) -> Request:
        """The first card of somebody who has just come in by a link.

        ``keeps_role``: the link gives a role that they cannot have besides their own, so it was not used.
        """
        request = Request(tx, role_holder, incoming, now, phrases_in(role_holder.language), self._services)
        front(request, *([_keeps_role(request)] if keeps_role else []))
        return request

    def _take_words(self, request: Request, text: str) -> None:
        asked, about_themselves = _asked(text), command_in(request.phrases, text)
        if asked is not None:
            command, behind = asked
            words = WORDS_BEHIND.get(command, ())
            begin_command(request, Begin(command, with_our_words(request.phrases, behind, words)))
            return
        if about_themselves is not None:
            _take_own(request, about_themselves)
            return
        buttons = [Button(*each) for each in request.place.buttons]
        action = tapped(buttons, text) or _yes_or_no(request, buttons, text)
        if action is not None:
            _do(request, action)
        elif own_complaint.takes_complaint_words(request.place):
            own_complaint.take_complaint_words(request, text)
        elif (act := act_meant(request.phrases, text)) is not None and act.name in (UNDO, TAKE_BACK):
            _undo_or_say(request, _form_of(request) if act.name == UNDO else None)
        elif (form := _form_of(request)) is not None and request.place.asking:
            if _is_allowed(request, form.command):
                asking.take_words(request, form, text)
        elif plain(text) in words_for_no(request.phrases):
            request.notify(
                request.phrases.say("There is nothing to cancel here. /office shows what you can do.")
            )
        elif not (_shows_code(request, text) or begin_with_sheet(request, text)):
            front(request, not_understood(request.phrases, text))

    def _take_file(self, request: Request, file: SentFile) -> None:
        form = _form_of(request)
        is_late = file.card is not None and file.card != request.place.card
        if is_late or not isinstance(form, TakesFile) or not asking.is_asked_for_file(request.place, form):
            # A word meant for what is open now must never count for a list that nobody has seen.
            request.notify(
                request.phrases.say(
                    "That file came too late: something else is open by now. To send it again, type /invite "
                    "for a list of people, /typein for a sheet, or /guide add for a guide."
                )
            )
        elif _is_allowed(request, form.command):
            asking.take_file(request, form, file)

    def _take_tap(self, request: Request, tap: Tap) -> None:
        if tap.action == ActionKind.RETRY.value:
            own_data.try_again(request)  # it counts on whichever card, as it says what is given up now
            return
        offered = {each.action for each in request.place.buttons}
        if tap.card != request.place.card or tap.action not in offered:
            _say_stale(request)
            return
        _do(request, tap.action)


def _shows_code(request: Request, text: str) -> bool:
    """Show what stands behind a code that was typed alone; False for other words."""
    is_meant = is_code(text) and bool(request.organisations(Command.REPLIES))
    if is_meant:
        begin_command(request, Begin(Command.REPLIES, text))
    return is_meant


def _yes_or_no(request: Request, buttons: Sequence[Button], text: str) -> str | None:
    """The action of the button that a yes or a no means on the open card, where it asks for one."""
    p, wanted = request.phrases, plain(text)
    actions = [found for found in (action_from(each.action) for each in buttons) if found is not None]
    if wanted in words_for_yes(p):
        meant = [each for each in actions if meant_by_yes(each)]
    elif wanted in words_for_no(p):
        # Where no yes is asked for, a no may answer in words; but it is never a complaint.
        asks = any(meant_by_yes(each) for each in actions)
        meant = [
            each for each in actions if meant_by_no(each) and (asks or isinstance(each, HandleComplaint))
        ]
    else:
        return None
    return action_text(meant[0]) if meant else None


def _keeps_role(request: Request) -> str:
    return request.phrases.say(
        "That link gives a role that nobody has besides yours, so you keep yours and the link still works. "
        "Whoever is to have it opens it in their own browser."
    )


def _say_stale(request: Request) -> None:
    request.notify(request.phrases.say("That card is no longer open, so nothing was changed."))


def _do(request: Request, text: str) -> None:
    """Do what a button of the open card stands for."""
    action = action_from(text)
    if action is None:
        _say_stale(request)
    else:
        BY_ACTION[type(action)](request, action)


def begin_command(request: Request, action: Begin) -> None:
    """Begin a command, where it is allowed and makes sense."""
    if _is_allowed(request, action.command) and _is_open(request, action.command):
        BY_COMMAND[action.command](request, action.text)


def _typed(command: Command, words: Callable[[Any], str]) -> Callable[[Request, Any], None]:
    """What a button does that says with one tap what can be typed behind a command."""
    return lambda request, action: begin_command(request, Begin(command, words(action)))


def _take_own(request: Request, asked: TypedCommand) -> None:
    """Do what somebody who takes part in no round asks for about themselves."""
    if asked.name == UNDO and request.role_holder.roles:
        _undo_or_say(request, _form_of(request))
    elif asked.name in ONLY_IN_A_ROUND:
        own_data.needs_a_round(request)
    else:
        BY_OWN_COMMAND[OwnCommand(asked.name)](request, asked.rest)


def _look_again(request: Request, _: LookAgain) -> None:
    if _is_allowed(request, Command.STATUS):
        on_current_round(Command.STATUS, look_again)(request, "")


def _choose_round(request: Request, action: ChooseRound) -> None:
    found = request.rounds_for(Command.ROUNDS)
    if action.number <= len(found):
        choose_round(request, found[action.number - 1])
    else:
        _say_stale(request)


def _undo_act(request: Request, _: UndoAct) -> None:
    form = _form_of(request)
    if not isinstance(form, Undoable):
        _say_stale(request)
    elif _is_allowed(request, form.command):
        asking.undo_act(request, form)


def _undo_or_say(request: Request, form: Form | None) -> None:
    """Undo what the open card says was done, and nothing else; else say what there is to do about it."""
    if not request.role_holder.roles:
        front(request)
    elif request.place.asking:
        request.notify(
            request.phrases.say("Nothing has been done yet, so there is nothing to undo. Go on, or type no.")
        )
    elif isinstance(form, Undoable) and request.place.undo and request.organisations(form.command):
        asking.undo_act(request, form)
    else:
        nothing_to_undo(request)


def _in_form(request: Request, action: FormAction) -> None:
    form = _form_of(request)
    if form is None:
        _say_stale(request)
    elif _is_allowed(request, form.command):
        asking.take_choice(request, form, action)


BY_ACTION: Final[Mapping[type[CoordinatorAction], Callable[[Request, Any], None]]] = {
    Begin: begin_command,
    BeginAnswer: _typed(Command.COMPLAINTS, lambda action: f"{ANSWER} {action.number}"),
    ShowLink: _typed(Command.LINK, lambda action: f"{SHOW} {action.number}"),
    StopLink: _typed(Command.LINK, lambda action: f"{STOP} {action.number}"),
    MakeLink: _typed(Command.LINK, lambda _: MAKE),
    EndSomeRole: _typed(Command.COLLEAGUES, lambda _: REMOVE),
    LookAgain: _look_again,
    ChooseRound: _choose_round,
    UndoAct: _undo_act,
    Choose: _in_form,
    Change: _in_form,
    GoBack: _in_form,
    Confirm: _in_form,
    Cancel: _in_form,
    KeepOwnData: own_data.keep_own_data,
    EraseOwnData: own_data.erase_own_data,
    ChooseLanguage: own_data.choose_language,
    HandleComplaint: own_complaint.go_on,
    ComplainTo: own_complaint.complain_to,
    AskAboutBrowsers: own_data.show_browsers,
}
"""What each action of a button does; a test holds that none of the union is missing."""


def _is_open(request: Request, asked: Command) -> bool:
    """Whether the open round that it needs is there; if not, says so before anything is asked for."""
    if asked not in ON_AN_OPEN_ROUND:
        return True
    try:
        current_open_round(request, asked)
    except NOT_DONE as fault:
        every = button(request.phrases.say("All rounds"), Begin(Command.ROUNDS), "/rounds")
        request.open(Card((Line(why_not(request.phrases, fault)),), rows([every])))
        return False
    return True


def _is_allowed(request: Request, asked: Command) -> bool:
    """Whether they may do this anywhere; if not, says that there is no such command, or no role left."""
    if request.organisations(asked):
        return True
    if not request.role_holder.roles:
        front(request)
        return False
    request.notify(request.phrases.say("I do not know that command. /office shows what you can do."))
    return False


def _asked(text: str) -> tuple[Command, str] | None:
    """The command for a role holder that a text is, with what follows it."""
    found = slashed(text)
    asked = command_named(found.name) if found else None
    return (asked, found.rest) if found and asked else None


def _waits_for_file(request: Request) -> bool:
    """Whether the open card asks for a list that may come as a file."""
    form = _form_of(request)
    return isinstance(form, TakesFile) and asking.is_asked_for_file(request.place, form)


def _form_of(request: Request) -> Form | None:
    return _form_at(request.place)


def _form_at(place: RolePlace) -> Form | None:
    named = command_named(place.form)
    return FORMS.get(named) if named else None
