"""What was put aside because it failed too often: what there is, trying it again, and clearing it away.

It is shown without words, and without the address of whoever it is from. Why it failed is in the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from storage.engine.database import Transaction, milliseconds, moment


@unique
class PutAsideKind(StrEnum):
    """What kind of thing was put aside, by the letter in front of its number."""

    MESSAGE = "m"
    JOB = "j"


@dataclass(frozen=True, slots=True)
class PutAside:
    """One message or job that was put aside. ``what`` is the channel of a message, or the kind of a job.

    ``person_id`` is the person that a job is for, 0 for a message. ``is_seen``: it has been listed before.
    """

    kind: PutAsideKind
    id: int
    what: str
    person_id: int
    since: datetime
    attempts: int
    cut_off: int
    is_seen: bool

    @property
    def name(self) -> str:
        """By which it is named at the computer."""
        return f"{self.kind.value}{self.id}"


@dataclass(frozen=True, slots=True)
class PutAsideCount:
    """How much is put aside: ``new`` has not been listed yet, ``seen`` has."""

    new: int = 0
    seen: int = 0


NOTHING_ASIDE = PutAsideCount()


def all_aside(tx: Transaction) -> list[PutAside]:
    """Everything that is put aside, the oldest first."""
    rows = tx.rows(
        "SELECT 'm', id, channel, 0, coalesce(aside_at, received_at) AS since, attempts, cut_off, seen_at"
        " FROM inbox WHERE state = 'quarantined'"
        " UNION ALL"
        " SELECT 'j', id, kind, person_id, coalesce(aside_at, due_at) AS since, attempts, cut_off, seen_at"
        " FROM work WHERE state = 'quarantined'"
        " ORDER BY 5, 1, 2"
    )
    return [
        PutAside(
            PutAsideKind(kind), id_, what, person_id, moment(since), attempts, cut_off, seen_at is not None
        )
        for kind, id_, what, person_id, since, attempts, cut_off, seen_at in rows
    ]


def count_aside(tx: Transaction) -> PutAsideCount:
    """How much is put aside."""
    rows = tx.rows(
        "SELECT seen_at IS NOT NULL FROM inbox WHERE state = 'quarantined'"
        " UNION ALL SELECT seen_at IS NOT NULL FROM work WHERE state = 'quarantined'"
    )
    seen = sum(bool(row[0]) for row in rows)
    return PutAsideCount(len(rows) - seen, seen)


def note_seen(tx: Transaction, listed: Sequence[PutAside], now: datetime) -> None:
    """Note that these have been listed."""
    values = {"now": milliseconds(now)}
    for table, ids in _by_table(listed):
        tx.run(
            f"UPDATE {table} SET seen_at = :now"  # noqa: S608
            " WHERE state = 'quarantined' AND id IN :ids",
            {**values, "ids": ids},
        )


def take_up_again(tx: Transaction, chosen: Sequence[PutAside], now: datetime) -> int:
    """Let these be tried again from the beginning: how many were still there."""
    values = {"now": milliseconds(now)}
    return sum(
        tx.run(
            f"UPDATE {table} SET {_FROM_THE_BEGINNING}"  # noqa: S608
            " WHERE state = 'quarantined' AND id IN :ids",
            {**values, "ids": ids},
        )
        for table, ids in _by_table(chosen)
    )


def take_up_of_person(tx: Transaction, person_id: int, sender: str, now: datetime) -> int:
    """Let all that is put aside of one person be tried again from the beginning: how much it was."""
    values = {"now": milliseconds(now), "person_id": person_id, "sender": sender}
    jobs = tx.run(
        f"UPDATE work SET {_FROM_THE_BEGINNING}"  # noqa: S608
        " WHERE state = 'quarantined' AND person_id = :person_id",
        values,
    )
    messages = tx.run(
        f"UPDATE inbox SET {_FROM_THE_BEGINNING} WHERE state = 'quarantined' AND sender = :sender",  # noqa: S608
        values,
    )
    return jobs + messages


def clear(tx: Transaction, chosen: Sequence[PutAside]) -> int:
    """Clear these away for good, with all that was said in them: how many were still there."""
    cleared = 0
    for table, ids in _by_table(chosen):
        how = "DELETE FROM work" if table == "work" else _FORGET_MESSAGES
        which = " WHERE state = 'quarantined' AND id IN :ids"
        cleared += tx.run(how + which, {"ids": ids})
    return cleared


_FROM_THE_BEGINNING = (
    "state = 'waiting', attempts = 0, cut_off = 0, aside_at = NULL, seen_at = NULL, due_at = :now"
)
_FORGET_MESSAGES = "UPDATE inbox SET state = 'done', raw = NULL, sender = '', aside_at = NULL"
"""A message that is cleared keeps its id for a while, so that a late copy of it changes nothing."""


def _by_table(chosen: Sequence[PutAside]) -> list[tuple[str, list[int]]]:
    """The ids of each table."""
    messages = [each.id for each in chosen if each.kind is PutAsideKind.MESSAGE]
    jobs = [each.id for each in chosen if each.kind is PutAsideKind.JOB]
    return [("inbox", messages), ("work", jobs)]
