"""Jobs that follow a decision: reports and people's own data, done one by one until their result is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from conversations.incoming import Channel
from storage.engine.database import Transaction, milliseconds, moment_or_none
from storage.messages.cut_off import held_until
from storage.messages.inbox import KEEPS_PUT_ASIDE
from storage.messages.job_details import (
    JobDetails,
    UnreadableJob,
    details_from_json,
    details_to_json,
    round_in,
)

LONGEST_PUT_OFF = timedelta(minutes=1)
"""What is due later than that was dated by a clock that went wrong and has been corrected since."""

Details = TypeVar("Details", bound=JobDetails | UnreadableJob, covariant=True)


@dataclass(frozen=True, slots=True)
class Job(Generic[Details]):
    """A job for one person, and where its result is to be said.

    ``participant_id`` is 0 for what is about none of their rounds. ``id``, ``attempts`` and ``cut_off`` are
    given to it on the list: how often making it failed, and how often the end of the process cut that off.
    """

    details: Details
    person_id: int
    participant_id: int
    channel: Channel
    address: str
    id: int = 0
    attempts: int = 0
    cut_off: int = 0

    @property
    def kind(self) -> str:
        """Which kind of job it is."""
        return str(self.details.kind)


AnyJob = Job[JobDetails | UnreadableJob]
"""A job as it comes off the list, of whatever kind."""


def ask(tx: Transaction, job: Job[JobDetails], now: datetime) -> None:
    """Put a job on the list."""
    tx.run(
        "INSERT INTO work"
        " (kind, person_id, participant_id, channel, address, detail, due_at, attempts, state)"
        " VALUES (:kind, :person_id, nullif(:participant_id, 0), :channel, :address, :detail, :now, 0,"
        " 'waiting')",
        {
            "kind": job.details.kind.value,
            "person_id": job.person_id,
            "participant_id": job.participant_id,
            "channel": job.channel,
            "address": job.address,
            "detail": details_to_json(job.details),
            "now": milliseconds(now),
        },
    )


def begin_next(tx: Transaction, now: datetime, *, counted: int | None = None) -> AnyJob | None:
    """The job that has been due longest, counted as cut off until it is done; None for none.

    ``counted`` names a job that this process has begun and could not keep, through no fault of its.
    """
    row = tx.row(
        "SELECT id, kind, person_id, coalesce(participant_id, 0), channel, address, attempts, cut_off, detail"
        " FROM work WHERE state = 'waiting' AND (due_at <= :now OR due_at > :latest OR id = :counted)"
        " ORDER BY due_at, id",
        {"now": milliseconds(now), "latest": milliseconds(now + LONGEST_PUT_OFF), "counted": counted or 0},
    )
    if row is None:
        return None
    id_, kind, person_id, participant_id, channel, address, attempts, ends, detail = row
    if id_ == counted:
        ends -= 1
    else:
        held = milliseconds(held_until(now, ends))
        tx.run(
            "UPDATE work SET cut_off = cut_off + 1, due_at = :held WHERE id = :id", {"id": id_, "held": held}
        )
    return Job(
        details_from_json(kind, detail),
        person_id,
        participant_id,
        Channel(channel),
        address,
        id_,
        attempts,
        ends,
    )


def next_job_due(tx: Transaction) -> datetime | None:
    """When the next job is due, None when there is none."""
    row = tx.row("SELECT min(due_at) FROM work WHERE state = 'waiting'")
    return moment_or_none(row[0]) if row else None


def job_done(tx: Transaction, job_id: int) -> bool:
    """Take a finished job off the list; False when it is gone, as its person has been erased meanwhile."""
    return tx.run("DELETE FROM work WHERE id = :id", {"id": job_id}) == 1


def make_again(tx: Transaction, round_id: str, kinds: Sequence[str]) -> None:
    """Let jobs about a round begin again: what is being made of them at this moment counts no more."""
    waiting = tx.rows(
        "SELECT id, detail FROM work WHERE state = 'waiting' AND kind IN :kinds",
        {"kinds": [str(kind) for kind in kinds]},
    )
    old = [id_ for id_, detail in waiting if round_in(detail) == round_id]
    columns = "kind, person_id, participant_id, channel, address, detail, due_at, attempts, state"
    tx.run(
        f"INSERT INTO work ({columns}) SELECT {columns} FROM work"  # noqa: S608
        " WHERE id IN :old ORDER BY id",
        {"old": old},
    )
    tx.run("DELETE FROM work WHERE id IN :old", {"old": old})


def count_job_failure(tx: Transaction, job_id: int) -> None:
    """Count that an attempt failed, which was not cut off then."""
    tx.run("UPDATE work SET attempts = attempts + 1, cut_off = cut_off - 1 WHERE id = :id", {"id": job_id})


def put_job_off(tx: Transaction, job_id: int, until: datetime) -> None:
    """Try a job again later."""
    tx.run("UPDATE work SET due_at = :at WHERE id = :id", {"id": job_id, "at": milliseconds(until)})


def put_job_aside(tx: Transaction, job_id: int, now: datetime) -> None:
    """Take a job that failed too often out of the way; it is kept for whoever fixes the fault."""
    tx.run(
        "UPDATE work SET state = 'quarantined', aside_at = :now, seen_at = NULL WHERE id = :id",
        {"id": job_id, "now": milliseconds(now)},
    )


def sweep_failed_jobs(tx: Transaction, now: datetime) -> int:
    """Erase the jobs that were put aside long ago; how many."""
    return tx.run(
        "DELETE FROM work WHERE state = 'quarantined' AND due_at < :before",
        {"before": milliseconds(now - KEEPS_PUT_ASIDE)},
    )
