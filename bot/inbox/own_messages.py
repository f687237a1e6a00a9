"""A person's own messages where the outbox is the history: part of it, on all their devices."""

from collections.abc import Sequence

import orjson

from bot.inbox import editable
from bot.inbox.complaint_traces import note_what_shows_it
from bot.inbox.editable import Standing
from bot.inbox.turn_effects import Saving, ShowOwnMessages
from bot.messages.outbox_entries import own_body, own_entry
from content.phrases import phrases_in
from conversations.cards.complaints import words_kept_apart
from conversations.effects import DropMessage, FileComplaint, NameWriter, ShowComplaint, Step
from conversations.groups.round_view import WhoSees
from conversations.incoming import Correction, Tap, Words
from conversations.reading.complaint_reference import is_reference
from conversations.state import (
    COMPLAINT_SCREENS,
)
from storage.messages import outbox
from storage.rounds.conversations import ConversationRow


def show_own_messages(saving: Saving, shown: Sequence[ShowOwnMessages]) -> None:
    """Show what people wrote, and which of their messages they can change after it."""
    for each in shown:
        _show(saving, each)
        if _shows_a_complaint(each):
            note_what_shows_it(saving, each)


def _show(saving: Saving, shown: ShowOwnMessages) -> None:
    known, incoming, step = shown.known, shown.incoming, shown.step
    turned = dict(editable.turned(known.conversation, step, saving.effects.shown_on))
    if isinstance(incoming, Words):
        standing = turned.pop(incoming.message_id, Standing.NONE)
        number = known.conversation.number + 1
        text = _text_shown(shown, incoming)
        body = own_body(text, **_marks(standing))
        entry = own_entry(known, number, incoming.message_id, body)
        saving.rows.entries.append(entry)
    elif isinstance(incoming, Correction):
        turned.pop(incoming.message_id, None)
        _show_corrected(saving, known, incoming, step)
    elif isinstance(incoming, Tap):
        turned.pop(incoming.message_id, None)  # a tap is no message of theirs that is shown
    for message_id, standing in turned.items():
        own = outbox.own_entry(saving.tx, known.person_id, message_id)
        if own is not None:
            was = orjson.loads(own.body)
            body = own_body(was["t"], **_marks(standing), corrected=was["x"])
            saving.rows.redrawn.append((known.person_id, own.number, step.number, body))


def _text_shown(shown: ShowOwnMessages, incoming: Words) -> str:
    """What a history shows of a message, which is not always its words."""
    p = phrases_in(shown.known.language)
    if _is_kept_apart(shown):
        return words_kept_apart(p)
    is_dropped = any(isinstance(each, DropMessage) for each in shown.step.effects)
    return p.say("(words that were not kept)") if is_dropped else incoming.text


def _shows_a_complaint(shown: ShowOwnMessages) -> bool:
    """Whether a turn begins or ends at a complaint out of an anonymous round."""
    before = shown.known.conversation
    screens = {before.place.screen, shown.step.place.screen}
    return before.round.who_sees is WhoSees.ANONYMOUS and not screens.isdisjoint(COMPLAINT_SCREENS)


def _marks(standing: Standing) -> dict[str, bool]:
    """How the history marks it: words that wait can be changed, and are not saved yet."""
    return {"correctable": standing is not Standing.NONE, "waits": standing is Standing.WAITS}


def _is_kept_apart(shown: ShowOwnMessages) -> bool:
    """Whether the words are about a complaint out of an anonymous round: none may lead to its writer.

    A reference comes from such a round, wherever it is typed.
    """
    before = shown.known.conversation
    kept_apart = (FileComplaint, NameWriter, ShowComplaint)
    is_about_one = any(isinstance(each, kept_apart) for each in shown.step.effects)
    # Words that were not taken may have been meant for the complaint all the same.
    is_refused = (
        not shown.step.effects and {before.place.screen, shown.step.place.screen} <= COMPLAINT_SCREENS
    )
    if any(isinstance(each, ShowComplaint) and is_reference(each.asked) for each in shown.step.effects):
        return True
    return before.round.who_sees is WhoSees.ANONYMOUS and (is_about_one or is_refused)


def _show_corrected(saving: Saving, known: ConversationRow, incoming: Correction, step: Step) -> None:
    """Show a message with its words corrected, or as it was, so that no page waits for the change."""
    own = outbox.own_entry(saving.tx, known.person_id, incoming.message_id)
    if own is None:
        return
    was = orjson.loads(own.body)
    before = known.conversation.place
    is_taken = bool(step.replies) or (step.place.held, step.place.to_pass) != (before.held, before.to_pass)
    body = own_body(
        incoming.text if is_taken else was["t"],
        **_marks(editable.standing(known.conversation, step, incoming.message_id, saving.effects.shown_on)),
        corrected=is_taken or was["x"],
        refused=not is_taken,
    )
    saving.rows.redrawn.append((known.person_id, own.number, known.conversation.number + 1, body))
