"""Jobs that follow a decision: reports and people's own data, done one by one until their result is kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from conversations.incoming import Channel
from storage.engine.database import Transaction, milliseconds, moment_or_none
from storage.messages.cut_off import held_until
from storage.messages.inbox import KEEPS_PUT_ASIDE
from storage.messages.job_details import (
    JobDetails,
    UnreadableJob,
    details_from_json,
    details_to_json,
    kinds_about_rounds,
    kinds_for_many,
    round_in,
)
from storage.people.people import Reachable

LONGEST_PUT_OFF = timedelta(minutes=1)
"""What is due later than that was dated by a clock that went wrong and has been corrected since."""

MOST_CHOSEN_FROM = 200
"""So many people who wait are looked at when the next job is chosen."""

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


def job_for(whom: Reachable, details: JobDetails) -> Job[JobDetails]:
    """Something to be made for somebody, and said where they are reached."""
    return Job(details, whom.person_id, whom.participant_id, whom.channel, whom.address)


AnyJob = Job[JobDetails | UnreadableJob]
"""A job as it comes off the list, of whatever kind."""


def ask(tx: Transaction, job: Job[JobDetails], now: datetime) -> None:
    """Put a job on the list."""
    tx.run(
        "INSERT INTO work"
        " (kind, person_id, participant_id, channel, address, detail, due_at, attempts, state)"
        " VALUES (:kind, :person_id, nullif(:participant_id, 0), :channel, :address, :detail, :now, 0,"
        " 'waiting')",
        {**_values(job), "now": milliseconds(now)},
    )


def ask_once(tx: Transaction, job: Job[JobDetails], now: datetime) -> None:
    """Put a job on the list, unless the same is on it and was not begun: its result then is as new."""
    same = tx.row(
        "SELECT 1 FROM work WHERE person_id = :person_id AND state = 'waiting' AND attempts = 0"
        " AND cut_off = 0 AND kind = :kind AND coalesce(participant_id, 0) = :participant_id"
        " AND channel = :channel AND address = :address AND detail = :detail",
        _values(job),
    )
    if same is None:
        ask(tx, job, now)


def _values(job: Job[JobDetails]) -> dict[str, Any]:
    return {
        "kind": job.details.kind.value,
        "person_id": job.person_id,
        "participant_id": job.participant_id,
        "channel": job.channel,
        "address": job.address,
        "detail": details_to_json(job.details),
    }


def waiting_for(tx: Transaction, person_id: int) -> int:
    """How many jobs wait whose result is for a person."""
    row = tx.row("SELECT count(*) FROM work WHERE person_id = :id AND state = 'waiting'", {"id": person_id})
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class NextJob:
    """The job that a person waits for next. ``is_for_many``: all that waits for them goes to many at once.

    ``organisation_id`` is empty for a job that is about no round.
    """

    id: int
    person_id: int
    organisation_id: str
    due_at: int
    is_for_many: bool


def due_longest(waiting: Sequence[NextJob]) -> NextJob | None:
    """The job that has been due longest."""
    return min(waiting, key=lambda each: (each.due_at, each.id), default=None)


def next_jobs(
    tx: Transaction, now: datetime, *, counted: int | None = None, about_rounds: bool | None = None
) -> list[NextJob]:
    """The first job of each person that is due, those not for many before others, oldest first.

    ``counted`` has been begun here, and is among them whenever it is due. ``about_rounds``: only those about
    a round as a whole, or only all others.
    """
    of_these = {None: "", True: " WHERE w.kind IN :of_rounds", False: " WHERE w.kind NOT IN :of_rounds"}
    values = {
        "now": milliseconds(now),
        "latest": milliseconds(now + LONGEST_PUT_OFF),
        "counted": counted or 0,
        "for_many": kinds_for_many(),
        "most": MOST_CHOSEN_FROM,
    }
    rows = tx.rows(
        "SELECT w.id, w.person_id, w.due_at, h.for_many, w.detail, r.id, r.organisation_id"  # noqa: S608
        " FROM (SELECT person_id, min(id) AS id,"
        "  min(CASE WHEN kind IN :for_many THEN 1 ELSE 0 END) AS for_many"
        "  FROM work WHERE state = 'waiting' AND (due_at <= :now OR due_at > :latest OR id = :counted)"
        "  GROUP BY person_id) AS h"
        " JOIN work w ON w.id = h.id LEFT JOIN participant pa ON pa.id = w.participant_id"
        f" LEFT JOIN round r ON r.id = pa.round_id{of_these[about_rounds]}"
        " ORDER BY CASE WHEN w.id = :counted THEN 0 ELSE 1 END, h.for_many, w.due_at, w.id LIMIT :most",
        values if about_rounds is None else {**values, "of_rounds": kinds_about_rounds()},
    )
    named = {id_: round_in(detail) for id_, _, _, _, detail, round_id, _ in rows if round_id is None}
    organisations = _organisations(tx, filter(None, named.values()))
    return [
        NextJob(
            id_,
            person_id,
            organisation_id or organisations.get(named.get(id_) or "", ""),
            due_at,
            bool(for_many),
        )
        for id_, person_id, due_at, for_many, _, _, organisation_id in rows
    ]


def _organisations(tx: Transaction, round_ids: Iterable[str]) -> dict[str, str]:
    wanted = list(dict.fromkeys(round_ids))
    if not wanted:
        return {}
    return dict(tx.rows("SELECT id, organisation_id FROM round WHERE id IN :ids", {"ids": wanted}))


def begin_next(
    tx: Transaction,
    now: datetime,
    *,
    counted: int | None = None,
    about_rounds: bool | None = None,
    choose: Callable[[Sequence[NextJob]], NextJob | None] = due_longest,
) -> AnyJob | None:
    """The job that is chosen of those that are due, counted as cut off until it is done; None for none.

    ``counted`` names a job that this process has begun and could not keep, through no fault of its.
    """
    chosen = choose(next_jobs(tx, now, counted=counted, about_rounds=about_rounds))
    row = tx.row(
        "SELECT id, kind, person_id, coalesce(participant_id, 0), channel, address, attempts, cut_off, detail"
        " FROM work WHERE id = :id",
        {"id": chosen.id if chosen else None},
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
    _begin_again(tx, [id_ for id_, detail in waiting if round_in(detail) == round_id])


def make_own_again(tx: Transaction, person_id: int, kinds: Sequence[str]) -> None:
    """The same for what somebody asked for about themselves."""
    waiting = tx.rows(
        "SELECT id FROM work WHERE state = 'waiting' AND person_id = :id AND kind IN :kinds",
        {"id": person_id, "kinds": [str(kind) for kind in kinds]},
    )
    _begin_again(tx, [row[0] for row in waiting])


def _begin_again(tx: Transaction, old: list[int]) -> None:
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
