"""Reminders as rows: proposed to a coordinator, confirmed, planned, called off.

A person gets one of a kind for a day, however often it is asked for and by however many.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, unique

from storage.engine.database import Transaction, milliseconds, moment, moment_or_none

PROPOSAL_KEEPS = timedelta(days=1)
PLAN = "plan "
"""How the name of a batch begins that came from the plan; the day it is for follows."""

_REMEMBERS = timedelta(days=9)


@unique
class ReminderKind(StrEnum):
    """Whose idea a reminder was: a coordinator's, or that of the round's plan."""

    ASKED = "asked"
    PLANNED = "planned"


@unique
class Obstacle(StrEnum):
    """Why a reminder does not go."""

    NOT_JOINED = "not_joined"
    LEFT = "left"
    FINISHED = "finished"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    ACTIVE = "active"
    LIMIT = "limit"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A reminder that is to go. ``body`` is its card as the outbox keeps it; ``day`` the day it is for."""

    person_id: int
    day: date
    goes_on: date
    due_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """What happens to a day of the plan for one person: it ``goes``, or it does not because of an obstacle.

    With neither it was missed.
    """

    person_id: int
    day: date
    goes: Proposed | None
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class ReminderOrigin:
    """Who confirmed a reminder, None for the plan, and when."""

    at: datetime
    by: int | None


def propose(tx: Transaction, round_id: str, batch: str, proposed: Iterable[Proposed], now: datetime) -> None:
    """Keep what a coordinator is shown, until they confirm it. Older proposals are forgotten."""
    tx.run(
        "DELETE FROM reminder WHERE round_id = :r AND state = 'proposed' AND decided_at < :old",
        {"r": round_id, "old": milliseconds(now - PROPOSAL_KEEPS)},
    )
    _add(tx, round_id, batch, proposed, now, kind=ReminderKind.ASKED, state="proposed")


def plan(tx: Transaction, round_id: str, days: Iterable[PlannedDay], now: datetime) -> None:
    """Keep what happens to the plan's days; for one person and day only the first outcome counts."""
    for each in days:
        batch, goes = f"{PLAN}{each.day.isoformat()}", each.goes
        if goes is not None:
            _add(tx, round_id, batch, [goes], now, kind=ReminderKind.PLANNED, state="waiting")
        else:
            _note(tx, round_id, batch, each, now)


def _note(tx: Transaction, round_id: str, batch: str, day: PlannedDay, now: datetime) -> None:
    """Note of a day of the plan that nothing goes, and why; without a reason, that it was missed."""
    tx.run(
        "INSERT INTO reminder (round_id, kind, person_id, local_day, goes_on, batch, due_at, state, because,"
        " decided_at) VALUES (:r, :kind, :person_id, :day, :day, :batch, :now, :state, :because, :now)"
        " ON CONFLICT DO NOTHING",
        {
            "r": round_id,
            "kind": ReminderKind.PLANNED.value,
            "person_id": day.person_id,
            "day": day.day.isoformat(),
            "batch": batch,
            "state": "dropped" if day.obstacle else "missed",
            "because": day.obstacle.value if day.obstacle else "",
            "now": milliseconds(now),
        },
    )


def _add(
    tx: Transaction,
    round_id: str,
    batch: str,
    added: Iterable[Proposed],
    now: datetime,
    *,
    kind: ReminderKind,
    state: str,
) -> None:
    tx.run_many(
        "INSERT INTO reminder (round_id, kind, person_id, local_day, goes_on, batch, due_at, state, body,"
        " decided_at) VALUES (:r, :kind, :person_id, :day, :goes_on, :batch, :due_at, :state, :body, :now)"
        " ON CONFLICT DO NOTHING",
        [
            {
                "r": round_id,
                "kind": kind.value,
                "person_id": each.person_id,
                "day": each.day.isoformat(),
                "goes_on": each.goes_on.isoformat(),
                "batch": batch,
                "due_at": milliseconds(each.due_at),
                "state": state,
                "body": each.body,
                "now": milliseconds(now),
            }
            for each in added
        ],
    )


def planned_days(tx: Transaction, round_id: str, now: datetime) -> set[tuple[int, date]]:
    """For which people and days of late the plan of a round has been looked at."""
    rows = tx.rows(
        "SELECT person_id, local_day FROM reminder WHERE round_id = :r AND kind = :kind"
        " AND local_day >= :since",
        {"r": round_id, "kind": ReminderKind.PLANNED.value, "since": (now - _REMEMBERS).date().isoformat()},
    )
    return {(row[0], date.fromisoformat(row[1])) for row in rows}


def proposed_at(tx: Transaction, round_id: str, batch: str) -> datetime | None:
    """When a batch was proposed that waits to be confirmed, None when none does."""
    row = tx.row(
        "SELECT min(decided_at) FROM reminder WHERE round_id = :r AND batch = :b AND state = 'proposed'",
        {"r": round_id, "b": batch},
    )
    return moment_or_none(row[0]) if row else None


def confirm(tx: Transaction, round_id: str, batch: str, by: int, now: datetime) -> int:
    """Let what was proposed go; how many. Who has a reminder for that day already gets no second one."""
    values = {"r": round_id, "b": batch, "by": by, "now": milliseconds(now)}
    return tx.run(
        "UPDATE reminder SET state = 'waiting', asked_at = :now, asked_by = :by"
        " WHERE round_id = :r AND batch = :b AND state = 'proposed' AND NOT EXISTS ("
        "  SELECT 1 FROM reminder o WHERE o.round_id = reminder.round_id AND o.kind = reminder.kind"
        "  AND o.person_id = reminder.person_id AND o.local_day = reminder.local_day"
        "  AND o.state NOT IN ('proposed', 'called_off'))",
        values,
    )


def asked_before(tx: Transaction, round_id: str, batch: str) -> ReminderOrigin | None:
    """Who confirmed first what this batch asks for: the batch itself, or reminders for the same days."""
    row = tx.row(
        "SELECT o.asked_at, o.asked_by FROM reminder m JOIN reminder o ON o.round_id = m.round_id"
        " AND o.kind = m.kind AND o.person_id = m.person_id AND o.local_day = m.local_day"
        " WHERE m.round_id = :r AND m.batch = :b AND o.asked_at IS NOT NULL ORDER BY o.asked_at, o.id",
        {"r": round_id, "b": batch},
    )
    return ReminderOrigin(moment(row[0]), row[1]) if row else None


def withdraw(tx: Transaction, round_id: str, batch: str) -> None:
    """Forget what of a batch is still only proposed."""
    values = {"r": round_id, "b": batch}
    tx.run("DELETE FROM reminder WHERE round_id = :r AND batch = :b AND state = 'proposed'", values)


def call_off(tx: Transaction, round_id: str, batch: str) -> None:
    """Let nothing more go of a batch."""
    tx.run(
        "UPDATE reminder SET state = 'called_off', body = ''"
        " WHERE round_id = :r AND batch = :b AND state = 'waiting'",
        {"r": round_id, "b": batch},
    )
