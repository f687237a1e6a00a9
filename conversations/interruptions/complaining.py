"""Complaining about how a person's data is used: at any moment, in any round, whatever its state.

Words are received as a complaint at once. Nothing of it is a reply, and nothing of it is in the place.
"""

from typing import Final

from conversations import navigation
from conversations.actions import ActionKind
from conversations.draft import Draft
from conversations.effects import FileComplaint, NameWriter, ShowComplaint, TakeBackComplaint
from conversations.groups.round_view import WhoSees
from conversations.incoming import Words
from conversations.outgoing import Card, Line, Style
from conversations.reading.complaint_reference import complaint_named, is_reference, without_references
from conversations.reading.typed import is_wordless, slashed
from conversations.recording import too_long
from conversations.state import (
    COMPLAINT_SCREENS,
    SURE_TO_TAKE_BACK,
    Conversation,
    Doubt,
    Screen,
)

CHOICES: Final = frozenset(
    {
        ActionKind.COMPLAIN,
        ActionKind.SAY_WHO,
        ActionKind.STAY_UNNAMED,
        ActionKind.TAKE_BACK_COMPLAINT,
        ActionKind.SURELY_TAKE_BACK,
        ActionKind.LEAVE_COMPLAINT,
        ActionKind.END_COMPLAINT,
    }
)
"""What can be chosen about a complaint, also where nothing can be given any more."""


def begin(draft: Draft, rest: str = "") -> None:
    """Ask for a complaint; what is typed behind the command is its words, or names one that there is."""
    if named := complaint_named(rest):
        _show(draft, named)
    elif rest:
        receive(draft, rest)
    else:
        navigation.open_complaint(draft, Screen.COMPLAIN)
        if draft.conversation.round.who_sees is not WhoSees.ANONYMOUS:
            draft.complain(ShowComplaint(""))


def _show(draft: Draft, named: str) -> None:
    draft.complain(ShowComplaint(named))
    navigation.open_complaint(draft, Screen.COMPLAINT_READ)


def receive(draft: Draft, text: str, *notes: str) -> None:
    """Receive words as a complaint, or as more of the one that is open."""
    draft.complain(FileComplaint(without_references(text)))
    _show_received(draft, *notes)


def _show_received(draft: Draft, *notes: str) -> None:
    """Say that words were received; whether their writer is named depends on what they were added to."""
    now_open = draft.conversation.complaint
    is_named = now_open is not None and now_open.is_named
    navigation.open_complaint(draft, Screen.COMPLAINT_NAMED if is_named else Screen.COMPLAINED, *notes)


def receive_from_reply(draft: Draft, doubt: Doubt) -> None:
    """Receive words as a complaint that were kept as a reply, and have been taken out of it by now."""
    draft.complain(FileComplaint(doubt.part.text, kept_as=doubt.key, message_id=doubt.part.message_id))
    _show_received(draft)


def awaits(draft: Draft, words: Words) -> bool:
    """Whether words are for a complaint where nothing else can be given any more."""
    is_plain = not words.text.startswith("/") and not is_wordless(words.text)
    return is_plain and draft.place.screen in COMPLAINT_SCREENS


def take_part_of_complaint(draft: Draft, words: Words) -> None:
    """Take words on one of the screens of a complaint: as its words, or as who its writer is.

    A reference is neither, and is looked up. A number may be one at which its writer is reached.
    """
    notes = (too_long(draft.phrases, words.dropped),) if words.dropped else ()
    named, asks_who = complaint_named(words.text), draft.place.screen is Screen.COMPLAINT_NAME
    if named and (is_reference(named) or not asks_who):
        _show(draft, named)
    elif asks_who:
        _name_writer(draft, words.text, *notes)
    else:
        receive(draft, words.text, *notes)


def _name_writer(draft: Draft, name: str, *notes: str) -> None:
    """Sign the open complaint; one that was answered meanwhile is not signed any more, which is said."""
    draft.complain(NameWriter(name))
    now_open = draft.conversation.complaint
    is_kept = now_open is not None and now_open.waits
    navigation.open_complaint(draft, Screen.COMPLAINT_NAMED if is_kept else Screen.COMPLAINT_READ, *notes)


def named_in(conversation: Conversation, text: str) -> str:
    """Which complaint a message names, so that it is looked up before anything is decided; empty for none."""
    typed = slashed(text)
    if typed is not None:
        return complaint_named(typed.rest) if typed.name == ActionKind.COMPLAIN.value else ""
    return complaint_named(text) if conversation.place.screen in COMPLAINT_SCREENS else ""


def ask_who(draft: Draft) -> None:
    """Ask who the complaint is from."""
    navigation.open_complaint(draft, Screen.COMPLAINT_NAME)


def stay_unnamed(draft: Draft) -> None:
    """Say nothing about who the complaint is from."""
    navigation.open_complaint(draft, Screen.COMPLAINED)


def ask_whether_sure(draft: Draft) -> None:
    """Ask once before the open complaint is taken back: its words cannot be had back."""
    asks = SURE_TO_TAKE_BACK.get(draft.place.screen, Screen.COMPLAINED_SURE)
    navigation.open_complaint(draft, asks)


def leave_complaint(draft: Draft) -> None:
    """Let the complaint stand, and open what was open before that was asked."""
    before = {asks: screen for screen, asks in SURE_TO_TAKE_BACK.items()}
    navigation.open_complaint(draft, before.get(draft.place.screen, Screen.COMPLAINED))


def take_complaint_back(draft: Draft) -> None:
    """Take the open complaint back, and go on where the person was."""
    draft.complain(TakeBackComplaint())
    navigation.come_back(draft)


def end(draft: Draft) -> None:
    """Go on where the person was."""
    navigation.come_back(draft)


def break_off(draft: Draft) -> bool:
    """Go on where the person was, as they turn to something else; False where no complaint is open.

    What they write from here on is about that, so it must not become a part of their complaint. That is said
    next to the card that opens: it may have to leave the history, where that card stays.
    """
    if draft.place.screen not in COMPLAINT_SCREENS:
        return False
    told = draft.phrases.say("What you write now is no part of a complaint.")
    draft.say_extra(Card((Line(told, Style.NOTE),)))
    navigation.come_back(draft)
    return True
