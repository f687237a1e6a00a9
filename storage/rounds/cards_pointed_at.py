"""Which card somebody answers who points at a message: by the channel's name for it, or as a copy of it."""

from conversations.incoming import Channel
from conversations.state import CardSent
from storage.engine.database import Transaction
from storage.rounds.conversations import card_from_row

_CARD = "SELECT number, offered_at, delivered_at, theme_id, prompt_id, channel, message_id FROM outbox"


def card_by_number(tx: Transaction, person_id: int, number: int) -> CardSent | None:
    """One of a person's cards by its number."""
    row = tx.row(f"{_CARD} WHERE person_id = :p AND number = :n", {"p": person_id, "n": number})
    return card_from_row(row) if row else None


def card_by_message(tx: Transaction, person_id: int, channel: Channel, message_id: str) -> CardSent | None:
    """One of a person's cards by the channel's name for it."""
    row = tx.row(
        f"{_CARD} WHERE person_id = :p AND channel = :channel AND message_id = :m AND kind = 'say'"
        " ORDER BY number",
        {"p": person_id, "channel": channel, "m": message_id},
    )
    return card_from_row(row) if row else None


def card_answered(
    tx: Transaction, person_id: int, channel: Channel, message_id: str, *, open_card: int
) -> CardSent | None:
    """The card that somebody answers who points at a message of ours; None where it cannot be told."""
    found = card_by_message(tx, person_id, channel, message_id)
    return found or _copied(tx, person_id, channel, message_id, open_card)


def _copied(
    tx: Transaction, person_id: int, channel: Channel, message_id: str, open_card: int
) -> CardSent | None:
    """The open card, where a message that we have no note of must be a copy of it.

    Its arrival is not written down yet, or it came once before we ended and was then sent again. Channels
    name messages by numbers that grow: a copy of it is newer than all that was said before it. Only what is
    sent to many may have been said before it and come after it.
    """
    row = tx.row(
        f"{_CARD} WHERE person_id = :p AND number = :n AND channel = :channel AND kind = 'say'"  # noqa: S608
        " AND offered_at IS NOT NULL AND (state <> 'sent' OR attempts > 1)"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = :p AND o.number < :n"
        "  AND o.channel = :channel AND o.priority < 2"
        "  AND (length(o.message_id), o.message_id) > (length(:m), :m))",
        {"p": person_id, "n": open_card, "channel": channel, "m": message_id},
    )
    return card_from_row(row) if row else None
