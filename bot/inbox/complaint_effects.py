"""What participants do about complaints: received, added to, signed, taken back, shown, and left.

Out of an anonymous round nothing leads from a complaint to its writer once they have gone on. What could, a
reference or an answer, is said in a message that is shown once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.acts.own.own_complaint_acts import look_at, receive_words, say_who, take_back_own
from bot.inbox.turn_effects import Decided, Saving
from bot.inbox.words_taken_out import instead_of_files, remove_from_chats
from bot.messages import complaint_words
from bot.messages.complaint_history import leave_shown
from bot.messages.outbox_entries import body_of, own_body, said_entry
from content.phrases import phrases_in
from conversations.actions import ActionKind
from conversations.calendar.complaint_days import last_day
from conversations.cards.complaints import day_shown, filed_card, was_shown_once, words_kept_apart
from conversations.effects import (
    FileComplaint,
    LeaveComplaint,
    NameWriter,
    ShowComplaint,
    TakeBackComplaint,
)
from conversations.groups.round_view import WhoSees
from conversations.incoming import Incoming, Words
from conversations.interruptions.complaining import named_in
from conversations.outgoing import Card, Say
from conversations.reading.complaint_reference import is_reference
from conversations.state import OpenComplaint, Part
from storage.engine.database import Transaction
from storage.messages.shown_once import note_about_complaint, note_asked_about, show_once
from storage.retention.complaint_erasures import day_it_goes
from storage.roles import complaints
from storage.roles.complaints import ComplaintWriter
from storage.rounds.conversations import ConversationRow
from storage.rounds.rounds import organisation_of
from storage.rounds.words_moved import take_out_of_history
from storage.shown_to_others import take_out_everywhere


def file_complaints(saving: Saving, decided: Sequence[Decided[FileComplaint]]) -> None:
    """Receive words as complaints, or as more of those that are open."""
    for each in decided:
        writer = _writer(saving.tx, each.known)
        if each.effect.kept_as is not None:
            _take_out(saving, each.known, each.effect, each.effect.kept_as)
            if writer.is_unknown:
                _leave_no_trace(saving.tx, each.known, each.effect, saving.now)
        filed = receive_words(saving.tx, writer, each.effect.text, saving.now).result
        if filed is not None:
            p, zone = phrases_in(each.known.language), each.known.conversation.round.time_zone
            due = day_shown(p, last_day(saving.now), zone)
            _say(saving, each, filed_card(p, filed.number, filed.reference, due))


def _take_out(
    saving: Saving, known: ConversationRow, effect: FileComplaint, key: tuple[str, str, int]
) -> None:
    """Leave the words of a complaint nowhere among what its writer gave."""
    part = Part(effect.message_id, effect.text)
    instead = instead_of_files(phrases_in(known.language), effect.number)
    remove_from_chats(saving, known, key, part)
    take_out_everywhere(saving.tx, known.participant_id, key, part, saving.now, instead)
    saving.after_commit.has_erased = True


def _leave_no_trace(tx: Transaction, known: ConversationRow, effect: FileComplaint, now: datetime) -> None:
    """Leave its words nowhere among what its writer was shown either."""
    p = phrases_in(known.language)
    own = own_body(words_kept_apart(p), correctable=False)
    card = body_of(was_shown_once(p))
    found = take_out_of_history(tx, known.person_id, effect.text, own=own, card=card, change=effect.number)
    note_about_complaint(tx, known.person_id, found, now)
    # The card that asked whether it is one shows none of its words, and that there is one all the same.
    note_asked_about(tx, known.person_id, f'"{ActionKind.IS_COMPLAINT.value}-', now)


def name_writers(saving: Saving, decided: Sequence[Decided[NameWriter]]) -> None:
    """Keep with complaints who wrote them."""
    for each in decided:
        if not say_who(saving.tx, each.known.person_id, each.effect.text).result:
            _say(saving, each, complaint_words.not_signed(phrases_in(each.known.language)))


def take_back_complaints(saving: Saving, decided: Sequence[Decided[TakeBackComplaint]]) -> None:
    """Erase the words of complaints whose writers take them back."""
    for each in decided:
        p = phrases_in(each.known.language)
        is_done = take_back_own(saving.tx, each.known.person_id, p, saving.now).result
        saving.after_commit.has_erased |= is_done
        _say(saving, each, complaint_words.taken_back(p, is_done=is_done))


def show_own_complaints(saving: Saving, decided: Sequence[Decided[ShowComplaint]]) -> None:
    """Show people a complaint of theirs, or which there are."""
    for each in decided:
        known, p, asked = each.known, phrases_in(each.known.language), each.effect.asked
        if asked:
            found = look_at(saving.tx, known.person_id, [_writer(saving.tx, known)], asked, saving.now).result
            card = complaint_words.no_such_complaint(p)
            if found:
                card = complaint_words.own_complaint(p, found, day_it_goes(saving.tx, found.id))
            _say(saving, each, card, is_secret=is_reference(asked))
        elif before := complaints.complaints_of_person(saving.tx, known.person_id):
            _say(saving, each, complaint_words.own_complaints(p, before))


def complaint_asked(tx: Transaction, known: ConversationRow, incoming: Incoming) -> OpenComplaint | None:
    """What can be done about the complaint that a message names, None where it names none of theirs."""
    named = named_in(known.conversation, incoming.text) if isinstance(incoming, Words) else ""
    found = complaints.find_own(tx, _writer(tx, known), named) if named else None
    return found.as_own if found is not None else None


def leave_complaints(saving: Saving, decided: Sequence[Decided[LeaveComplaint]]) -> None:
    """Let nothing lead from complaints to people who have gone on."""
    for each in decided:
        p, number = phrases_in(each.known.language), each.effect.number
        saving.after_commit.has_erased |= leave_shown(saving.tx, each.known.person_id, number, p, saving.now)


def _writer(tx: Transaction, known: ConversationRow) -> ComplaintWriter:
    round_ = known.conversation.round
    return ComplaintWriter(
        known.person_id,
        organisation_of(tx, round_.id) or "",
        round_.title,
        is_unknown=round_.who_sees is WhoSees.ANONYMOUS,
    )


def _say(saving: Saving, decided: Decided[Any], card: Card, *, is_secret: bool = False) -> None:
    """Say the result; in an anonymous round, or where it ``is_secret``, only until the person goes on."""
    known, number = decided.known, decided.effect.number
    saving.rows.entries.append(said_entry(known, Say(number, card)))
    is_history = known.channel in saving.effects.shown_on
    is_secret |= known.conversation.round.who_sees is WhoSees.ANONYMOUS
    if is_history and is_secret:
        show_once(saving.tx, known.person_id, number, saving.now)
