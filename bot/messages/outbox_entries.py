"""From a step's words to rows of the outbox."""

from collections.abc import Container, Iterable
from typing import Protocol

import orjson

from bot.messages.png_size import pixels
from conversations.actions import ActionKind
from conversations.incoming import Channel
from conversations.outgoing import Card, Outgoing, Redraw, Say, card_to_json
from storage.messages.files import StoredFile
from storage.messages.outbox import EntryKind, OutboxEntry, Priority

_DECLINES = f'"{ActionKind.DECLINE.value}"'
"""In the body of a card that asks for a reply for a colleague, and of no other."""


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
    body = body_of(say.card)
    return OutboxEntry(
        person_id=known.person_id,
        number=say.number,
        channel=known.channel,
        address=known.address,
        kind=EntryKind.SAY,
        body=body,
        shows_reason=_DECLINES in body,
        theme_id=say.theme_id,
        prompt_id=say.prompt_id,
    )


def outbox_entries(
    known: Addressee, say: Iterable[Outgoing], *, shown_on: Container[Channel]
) -> list[OutboxEntry]:
    """All that is said as rows of the outbox; where rows are the history, a redraw changes the row itself."""
    entries = []
    for each in say:
        if isinstance(each, Say):
            entries.append(said_entry(known, each))
        elif isinstance(each, Redraw) and known.channel not in shown_on:
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
    quiet: bool = False,
    once_erased: str = "",
) -> OutboxEntry:
    """A file as a row of the outbox; ``alt`` says in words what a picture shows.

    ``protect``: it is not for passing on. ``quiet``: it makes no sound, as it comes with what is before it.
    ``once_erased`` is what stands in its place once words that it may hold have been erased.
    """
    body = {
        "file": file_id,
        "name": file.name,
        "type": file.media_type,
        "caption": caption,
        "alt": alt or caption,
        "protect": protect,
        "quiet": quiet,
        "pixels": pixels(file.content),
    }
    if once_erased:
        body["erased"] = once_erased
    return OutboxEntry(
        known.person_id,
        number,
        known.channel,
        known.address,
        EntryKind.ATTACH,
        orjson.dumps(body).decode(),
        priority=Priority.REPORT,
    )


def own_body(
    text: str, *, correctable: bool, corrected: bool = False, refused: bool = False, waits: bool = False
) -> str:
    """A person's own words as a channel's history keeps them; ``waits`` where they are no reply yet."""
    value = {"t": text, "c": correctable, "x": corrected}
    marks = {"r": refused, "w": waits}
    return orjson.dumps({**value, **{mark: True for mark, is_set in marks.items() if is_set}}).decode()


def own_entry(known: Addressee, number: int, message_id: str, body: str) -> OutboxEntry:
    """What a person sent themselves as a row of the history; ``body`` is of :func:`own_body`."""
    return OutboxEntry(
        known.person_id, number, known.channel, known.address, EntryKind.OWN, body, message_id=message_id
    )
