"""From a step's words to rows of the outbox, and to what a channel has to deliver."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

import orjson

from bot.messages.png_size import pixels
from conversations.incoming import Channel
from conversations.outgoing import Card, Outgoing, Redraw, Say, card_to_json
from storage.engine.database import Transaction, milliseconds
from storage.messages import outbox
from storage.messages.files import StoredFile
from storage.messages.outbox import EntryKind, OutboxEntry, PendingEntry, Priority
from storage.roles.organisations import ReminderPolicy, reminder_policy


def body_of(card: Card) -> str:
    """A card as the outbox keeps it."""
    return orjson.dumps(card_to_json(card)).decode()


class Addressee(Protocol):
    """Somebody with the place where they are reached."""

    @property
    def person_id(self) -> int:
        """Who they are."""

    @property
    def channel(self) -> Channel:
        """The channel they are on."""

    @property
    def address(self) -> str:
        """Their address there."""


def said_entry(known: Addressee, say: Say) -> OutboxEntry:
    """A new message as a row of the outbox."""
    return OutboxEntry(
        person_id=known.person_id,
        number=say.number,
        channel=known.channel,
        address=known.address,
        kind=EntryKind.SAY,
        body=body_of(say.card),
        theme_id=say.theme_id,
        prompt_id=say.prompt_id,
    )


def outbox_entries(known: Addressee, say: Iterable[Outgoing]) -> list[OutboxEntry]:
    """All that is said as rows of the outbox; the web chat's redraws change the row that they update."""
    entries = []
    for each in say:
        if isinstance(each, Say):
            entries.append(said_entry(known, each))
        elif isinstance(each, Redraw) and known.channel is not Channel.WEB:
            body = body_of(each.card)
            entries.append(
                OutboxEntry(
                    known.person_id,
                    each.change,
                    known.channel,
                    known.address,
                    EntryKind.REDRAW,
                    body,
                    target=each.number,
                )
            )
    return entries


def file_entry(
    known: Addressee,
    number: int,
    file: StoredFile,
    file_id: int,
    caption: str,
    *,
    alt: str = "",
    protect: bool = False,
) -> OutboxEntry:
    """A file as a row of the outbox; ``alt`` tells in words what a picture shows.

    ``protect``: it is not for passing on.
    """
    body = {
        "file": file_id,
        "name": file.name,
        "type": file.media_type,
        "caption": caption,
        "alt": alt or caption,
        "protect": protect,
        "pixels": pixels(file.content),
    }
    return OutboxEntry(
        known.person_id,
        number,
        known.channel,
        known.address,
        EntryKind.ATTACH,
        orjson.dumps(body).decode(),
        priority=Priority.REPORT,
    )


def own_body(text: str, *, correctable: bool, corrected: bool = False, refused: bool = False) -> str:
    """A person's own words as the web chat's history keeps them."""
    value = {"t": text, "c": correctable, "x": corrected}
    return orjson.dumps({**value, "r": True} if refused else value).decode()


def due_of(tx: Transaction, entries: Sequence[OutboxEntry], now: datetime) -> list[PendingEntry]:
    """The entries that a channel has to deliver, as delivery wants them."""
    at = milliseconds(now)
    return [
        PendingEntry(
            entry.person_id,
            entry.number,
            entry.channel,
            entry.address,
            entry.kind,
            entry.body,
            entry.target,
            outbox.message_of(tx, entry.person_id, entry.target) if entry.target else None,
            entry.priority,
            at,
            0,
            entry.round_id is not None and reminder_policy(tx, entry.round_id) is ReminderPolicy.AT_MOST_ONCE,
        )
        for entry in entries
        if entry.channel is not Channel.WEB
    ]
