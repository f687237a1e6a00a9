"""Work that follows a decision: reports and people's own data, done one by one until their result is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.incoming import Channel
from conversations.state import JobKind
from storage.engine.database import Transaction, milliseconds

LONGEST_PUT_OFF = timedelta(minutes=1)
"""What is due later than that was dated by a clock that went wrong and has been corrected since."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work for one person, and where its result is to be said.

    ``participant_id`` is 0 for what is about none of their rounds. ``detail`` is what it is
    about, beyond a theme.
    """

    id: int
    want: JobKind
    person_id: int
    participant_id: int
    theme_id: str | None
    channel: Channel
    address: str
    attempts: int
    detail: str = ""


def ask(tx: Transaction, work: Job, now: datetime) -> None:
    """Put a piece of work on the list; its ``id`` and ``attempts`` are given here."""
    tx.run(
        "INSERT INTO work"
        " (kind, person_id, participant_id, theme_id, channel, address, detail, due_at, attempts, state)"
        " VALUES (:kind, :person_id, nullif(:participant_id, 0), :theme_id, :channel, :address,"
        " :detail, :now, 0, 'waiting')",
        {
            "kind": work.want.value,
            "person_id": work.person_id,
            "participant_id": work.participant_id,
            "theme_id": work.theme_id,
            "channel": work.channel,
            "address": work.address,
            "detail": work.detail,
            "now": milliseconds(now),
        },
    )


def begin_next(tx: Transaction, now: datetime, *, counted: int | None = None) -> Job | None:
    """The piece of work that has been due longest, its attempt counted before it is made; None for none.

    ``counted`` names a piece whose attempt has been counted and could not be made, through no fault of its.
    """
    row = tx.row(
        "SELECT id, kind, person_id, coalesce(participant_id, 0), theme_id, channel, address, attempts,"
        " detail FROM work"
        " WHERE state = 'waiting' AND (due_at <= :now OR due_at > :latest) ORDER BY due_at, id",
        {"now": milliseconds(now), "latest": milliseconds(now + LONGEST_PUT_OFF)},
    )
    if row is None:
        return None
    is_new = int(row[0] != counted)
    tx.run("UPDATE work SET attempts = attempts + :new WHERE id = :id", {"id": row[0], "new": is_new})
    return Job(
        row[0], JobKind(row[1]), row[2], row[3], row[4], Channel(row[5]), row[6], row[7] + is_new, row[8]
    )


def next_job_due(tx: Transaction) -> int | None:
    """When the next piece of work is due, None when there is none."""
    row = tx.row("SELECT min(due_at) FROM work WHERE state = 'waiting'")
    return row[0] if row else None


def job_done(tx: Transaction, work_id: int) -> bool:
    """Take finished work off the list; False when it is gone, as its person has been erased meanwhile."""
    return tx.run("DELETE FROM work WHERE id = :id", {"id": work_id}) == 1


def put_job_off(tx: Transaction, work_id: int, until: datetime) -> None:
    """Try a piece of work again later."""
    tx.run("UPDATE work SET due_at = :at WHERE id = :id", {"id": work_id, "at": milliseconds(until)})


def put_job_aside(tx: Transaction, work_id: int) -> None:
    """Take work that failed too often out of the way; it is kept for whoever fixes the fault."""
    tx.run("UPDATE work SET state = 'quarantined' WHERE id = :id", {"id": work_id})
