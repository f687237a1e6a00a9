"""What one turn leaves in the store, written in one pass: replies, places, entries, messages done."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime

from conversations.incoming import Channel
from conversations.state import Reply
from storage.engine.database import Transaction
from storage.messages import inbox, outbox
from storage.messages.chat_history import ClosedCards, close_all_shown, redraw_shown
from storage.messages.outbox import OutboxEntry, PendingEntry
from storage.people.people import count_said, keep_language
from storage.rounds.conversations import DecidedStep, finish_themes, keep_replies, save_places


@dataclass(slots=True)
class TurnRows:
    """The rows of one turn, gathered before any is written.

    ``replies`` and ``finished`` name their participant, ``languages`` and ``numbers`` their person.
    ``not_anonymous``: participants whose round was seen to be none, when they were loaded.
    ``redrawn`` names a person, the number of an entry, its change and what it says now; ``closed`` a person,
    the card that was open and the one that is.
    """

    replies: list[tuple[int, Reply]] = field(default_factory=list)
    not_anonymous: set[int] = field(default_factory=set)
    finished: list[tuple[int, str]] = field(default_factory=list)
    languages: list[tuple[int, str]] = field(default_factory=list)
    places: list[DecidedStep] = field(default_factory=list)
    numbers: list[tuple[int, int]] = field(default_factory=list)
    entries: list[OutboxEntry] = field(default_factory=list)
    redrawn: list[tuple[int, int, int, str]] = field(default_factory=list)
    closed: list[tuple[int, int, int]] = field(default_factory=list)
    done: list[int] = field(default_factory=list)


def save_turn(
    tx: Transaction, rows: TurnRows, now: datetime, *, shown_on: Container[Channel]
) -> list[PendingEntry]:
    """Write all of it; what the channels have to deliver."""
    keep_replies(tx, rows.replies, rows.not_anonymous)
    if rows.finished:
        finish_themes(tx, rows.finished, now)
    for person_id, language in rows.languages:
        keep_language(tx, person_id, language)
    save_places(tx, rows.places)
    for person_id, number in rows.numbers:
        count_said(tx, person_id, number)
    due = outbox.add(tx, rows.entries, now, shown_on=shown_on)
    _update_shown(tx, rows)
    if rows.done:
        inbox.done(tx, rows.done)
    return due


def _update_shown(tx: Transaction, rows: TurnRows) -> None:
    """Update the histories. A card that says something else as it is closed is updated once."""
    bodies = {(person_id, number): body for person_id, number, _, body in rows.redrawn}
    closed = [ClosedCards(*each, bodies.get(each[:2])) for each in rows.closed]
    as_closed = {(each.person_id, each.open_card) for each in closed if each.open_card < each.next_card}
    for person_id, number, change, body in rows.redrawn:
        if (person_id, number) not in as_closed:
            redraw_shown(tx, person_id, number, change, body)
    if closed:
        close_all_shown(tx, closed)
