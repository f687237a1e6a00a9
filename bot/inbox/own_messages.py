"""A person's own messages where the outbox is the history: part of it, on all their devices."""

from collections.abc import Sequence

import orjson

from bot.inbox import editable
from bot.inbox.turn_effects import Saving, ShowOwnMessages
from bot.messages.outbox_entries import own_body, own_entry
from conversations.effects import Step
from conversations.incoming import Correction, Words
from storage.messages import outbox
from storage.rounds.conversations import ConversationRow


def show_own_messages(saving: Saving, shown: Sequence[ShowOwnMessages]) -> None:
    """Show what people wrote, and which of their messages they can change after it."""
    for each in shown:
        _show(saving, each)


def _show(saving: Saving, shown: ShowOwnMessages) -> None:
    known, incoming, step = shown.known, shown.incoming, shown.step
    turned = dict(editable.turned(known.conversation, step, saving.effects.shown_on))
    if isinstance(incoming, Words):
        is_correctable = turned.pop(incoming.message_id, False)
        number = known.conversation.number + 1
        body = own_body(incoming.text, correctable=is_correctable)
        saving.rows.entries.append(own_entry(known, number, incoming.message_id, body))
    elif isinstance(incoming, Correction):
        turned.pop(incoming.message_id, None)
        _show_corrected(saving, known, incoming, step)
    for message_id, correctable in turned.items():
        own = outbox.own_entry(saving.tx, known.person_id, message_id)
        if own is not None:
            was = orjson.loads(own.body)
            body = own_body(was["t"], correctable=correctable, corrected=was["x"])
            saving.rows.redrawn.append((known.person_id, own.number, step.number, body))


def _show_corrected(saving: Saving, known: ConversationRow, incoming: Correction, step: Step) -> None:
    """Show a message with its words corrected, or as it was, so that no page waits for the change."""
    own = outbox.own_entry(saving.tx, known.person_id, incoming.message_id)
    if own is None:
        return
    was = orjson.loads(own.body)
    is_taken = bool(step.replies) or step.place.held != known.conversation.place.held
    body = own_body(
        incoming.text if is_taken else was["t"],
        correctable=editable.is_correctable(
            known.conversation, step, incoming.message_id, saving.effects.shown_on
        ),
        corrected=is_taken or was["x"],
        refused=not is_taken,
    )
    saving.rows.redrawn.append((known.person_id, own.number, known.conversation.number + 1, body))
