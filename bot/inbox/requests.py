"""What a coordinator's command leaves behind: what is said, where they are, and who else it concerns.

The command has worked inside the transaction of the turn already, and so does what is kept of it here.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.inbox.turn_effects import Erase, TurnEffects
from bot.messages.after_commit import Transient
from bot.messages.outbox_entries import file_entry, own_body, own_entry
from content.phrases import Phrases
from conversations.actions import ActionKind
from conversations.cards.complaints import words_kept_apart
from conversations.incoming import SentFile, Tap, Words
from conversations.reading.complaint_reference import complaint_named, is_reference
from storage.engine.database import Transaction
from storage.lists_let_go import let_lists_go
from storage.messages.files import keep_file
from storage.roles.role_holders import RoleHolder, save_role_place
from storage.roles.role_list import roles_of

if TYPE_CHECKING:
    from bot.coordinator.request import Request

_ZIP: Final = b"PK\x03\x04"
"""What documents and workbooks begin with."""

_NO_TEXT: Final = (_ZIP, b"%PDF", b"{\\rtf")


def add_request(tx: Transaction, effects: TurnEffects, role_holder: RoleHolder, request: "Request") -> None:
    """The request of a role holder has been answered; ``role_holder`` is as they were before."""
    if request.forgets:
        _forget(effects, role_holder, request)
        return
    _show_own(effects, role_holder, request)
    if request.ended_role_of is not None and not roles_of(tx, request.ended_role_of):
        # What they asked for before in this turn is not in the store yet.
        effects.withdraw_role_entries(request.ended_role_of)
    effects.say(role_holder, request.said, for_role=True)
    for number, file, caption in request.files:
        kept = keep_file(tx, role_holder.person_id, file, effects.now, round_id=request.round_id)
        entry = file_entry(role_holder, number, file, kept, caption)
        effects.rows.entries.append(replace(entry, for_role=True))
    before = role_holder.place
    let_lists_go(tx, role_holder.person_id, role_holder.round_id, before, request.place, effects.now)
    save_role_place(tx, role_holder.person_id, request.number, request.round_id, request.place)
    effects.close(role_holder, before.card, request.place.card)
    after_commit = effects.after_commit
    after_commit.changed.add(role_holder.person_id)
    after_commit.has_work |= request.has_work
    after_commit.has_reminders |= request.wakes_reminders
    after_commit.has_erased |= request.has_erased
    effects.has_changed_roles |= request.has_changed_roles


def _forget(effects: TurnEffects, role_holder: RoleHolder, request: "Request") -> None:
    who = role_holder
    effects.add(Erase(who.person_id, who.channel, who.address, who.language))
    incoming = request.incoming
    if isinstance(incoming, Tap) and incoming.toast_id:
        effects.after_commit.passing.append(Transient(who.channel, who.address, toast_id=incoming.toast_id))


def _show_own(effects: TurnEffects, role_holder: RoleHolder, request: "Request") -> None:
    """Where the outbox is the history, a person's own words are part of it."""
    incoming = request.incoming
    if role_holder.channel not in effects.shown_on or not isinstance(incoming, Words | SentFile):
        return
    if isinstance(incoming, SentFile):
        if incoming.card is not None:
            return  # it was shown when it came
        shown = sent_file_in_words(request.phrases, incoming.content)
    else:
        shown = _own_words(request, incoming.text) if request.own_words is None else request.own_words
    number, body = role_holder.number + 1, own_body(shown, correctable=False)
    own = own_entry(role_holder, number, incoming.message_id, body)
    effects.rows.entries.append(replace(own, for_role=True))


def sent_file_in_words(phrases: Phrases, content: bytes | None) -> str:
    """What somebody sent, by what is in it. Its name may be that of a person, so nothing keeps it."""
    content = content or b""
    if content.startswith(_ZIP) and b"word/document" in content:
        return phrases.say("A Word document")
    if content.startswith(_ZIP) and b"xl/workbook" in content:
        return phrases.say("An Excel workbook")
    if content and not content.startswith(_NO_TEXT) and b"\0" not in content:
        return phrases.say("A text file")
    return phrases.say("A file")


def _own_words(request: "Request", text: str) -> str:
    """What somebody wrote; of a reference, which leads out of an anonymous round, only that there was one."""
    command, _, rest = text.strip().partition(" ")
    typed = rest if command.casefold().lstrip("/") == ActionKind.COMPLAIN.value else text
    return words_kept_apart(request.phrases) if is_reference(complaint_named(typed)) else text
