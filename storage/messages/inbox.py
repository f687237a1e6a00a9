"""What has reached us and is not yet decided on: kept before it is acknowledged to its sender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.incoming import Channel
from storage.engine.database import Transaction, milliseconds, moment
from storage.messages.cut_off import held_until

MOST_ATTEMPTS = 3
"""After this many failures a message is put aside, and everybody else goes on."""

KEEPS_PUT_ASIDE = timedelta(days=30)
"""How long whoever fixes the fault has for what was put aside; then it is erased."""

LONGEST_PUT_OFF = timedelta(minutes=1)
"""What is due later than that was dated by a clock that went wrong and has been corrected since."""


@dataclass(frozen=True, slots=True)
class Received:
    """A raw message at the door. ``external_id`` is unique in its channel; ``sender`` names who sent it."""

    channel: Channel
    external_id: str
    sender: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message that waits for its turn."""

    id: int
    channel: Channel
    external_id: str
    sender: str
    raw: bytes
    received_at: datetime
    attempts: int
    cut_off: int = 0
    """How often the end of the process cut deciding on it off."""


def put(tx: Transaction, messages: Sequence[Received], now: datetime) -> None:
    """Keep messages; one that is known by its id already changes nothing."""
    at = milliseconds(now)
    tx.run_many(
        "INSERT INTO inbox (channel, external_id, sender, raw, received_at, state, attempts, due_at)"
        " VALUES (:channel, :external_id, :sender, :raw, :at, 'waiting', 0, :at)"
        " ON CONFLICT (channel, external_id) DO NOTHING",
        [
            {
                "channel": message.channel,
                "external_id": message.external_id,
                "sender": message.sender,
                "raw": message.raw,
                "at": at,
            }
            for message in messages
        ],
    )


def named_like(tx: Transaction, channel: Channel, start: str, whole: str) -> set[str]:
    """The ids of messages, received not too long ago, that begin so; also the one that is ``whole``."""
    rows = tx.rows(
        "SELECT external_id FROM inbox WHERE channel = :channel AND external_id >= :start"
        " AND external_id < :end"
        " UNION ALL SELECT external_id FROM inbox WHERE channel = :channel AND external_id = :whole",
        {"channel": channel, "start": start, "end": f"{start}\U0010ffff", "whole": whole},
    )
    return {row[0] for row in rows}


def waiting_of(tx: Transaction, sender: str) -> int:
    """How many messages of one sender wait."""
    row = tx.row("SELECT count(*) FROM inbox WHERE state = 'waiting' AND sender = :s", {"s": sender})
    return int(row[0]) if row else 0


IS_NEXT = (
    "state = 'waiting' AND id = (SELECT min(e.id) FROM inbox e"
    " WHERE e.state = 'waiting' AND e.sender = inbox.sender)"
)
"""Of a row of the inbox: that it is the next one of its sender. Two indexes have only what waits."""


def take(tx: Transaction, now: datetime, most: int) -> list[WaitingMessage]:
    """The oldest waiting message of each sender, at most so many, oldest first.

    One whose time has not come holds back the later ones of its sender: order is kept per person.
    """
    rows = tx.rows(
        "SELECT id, channel, external_id, sender, raw, received_at, attempts, cut_off FROM inbox"  # noqa: S608
        f" WHERE {IS_NEXT} AND (due_at <= :now OR due_at > :latest) ORDER BY id LIMIT :most",
        {"now": milliseconds(now), "latest": milliseconds(now + LONGEST_PUT_OFF), "most": most},
    )
    return [
        WaitingMessage(id_, channel, external_id, sender, raw, moment(received_at), attempts, ends)
        for id_, channel, external_id, sender, raw, received_at, attempts, ends in rows
    ]


def next_message_due(tx: Transaction) -> int | None:
    """When the next message that may be taken is due, None when none waits."""
    row = tx.row(f"SELECT min(due_at) FROM inbox WHERE {IS_NEXT}")  # noqa: S608
    return row[0] if row else None


def done(tx: Transaction, ids: Sequence[int]) -> None:
    """Mark messages as decided on and forget what they said."""
    tx.run_many(
        "UPDATE inbox SET state = 'done', raw = NULL, sender = '' WHERE id = :id",
        [{"id": id_} for id_ in ids],
    )


def begin_attempt(tx: Transaction, row: WaitingMessage, now: datetime) -> None:
    """Count an attempt as cut off until it is made, so that a message that kills the process is counted."""
    tx.run(
        "UPDATE inbox SET cut_off = cut_off + 1, due_at = :held WHERE id = :id",
        {"id": row.id, "held": milliseconds(held_until(now, row.cut_off))},
    )


def count_message_failure(tx: Transaction, id_: int, *, is_begun: bool) -> None:
    """Count that an attempt failed. ``is_begun``: it had been counted as cut off."""
    tx.run(
        "UPDATE inbox SET attempts = attempts + 1, cut_off = cut_off - :begun WHERE id = :id",
        {"id": id_, "begun": is_begun * 1},
    )


def put_off(tx: Transaction, id_: int, until: datetime) -> None:
    """Try a message again later."""
    tx.run("UPDATE inbox SET due_at = :at WHERE id = :id", {"id": id_, "at": milliseconds(until)})


def put_aside(tx: Transaction, id_: int, now: datetime) -> None:
    """Take a message that failed too often out of the way; it is kept for whoever fixes the fault."""
    tx.run(
        "UPDATE inbox SET state = 'quarantined', aside_at = :now, seen_at = NULL WHERE id = :id",
        {"id": id_, "now": milliseconds(now)},
    )


def sweep_put_aside(tx: Transaction, now: datetime) -> int:
    """Forget what the messages said that were put aside long ago; of how many."""
    return tx.run(
        "UPDATE inbox SET state = 'done', raw = NULL, sender = ''"
        " WHERE state = 'quarantined' AND received_at < :before",
        {"before": milliseconds(now - KEEPS_PUT_ASIDE)},
    )


def newest_waiting(tx: Transaction) -> int:
    """The highest id that waits, 0 for none: everything up to it survived an earlier run."""
    row = tx.row("SELECT coalesce(max(id), 0) FROM inbox WHERE state = 'waiting'")
    return int(row[0]) if row else 0


def sweep_done(tx: Transaction, now: datetime, keeps: Mapping[Channel, timedelta]) -> None:
    """Forget the ids of messages that were done long ago.

    ``keeps`` says for how long a channel's ids are known, so that a late copy changes nothing.
    """
    tx.run_many(
        "DELETE FROM inbox WHERE state = 'done' AND received_at < :before AND channel = :channel",
        [
            {"channel": channel, "before": milliseconds(now - remembered)}
            for channel, remembered in keeps.items()
        ],
    )
