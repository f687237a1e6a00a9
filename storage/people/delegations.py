"""Prompts that participants passed on to a colleague in the same round: each is kept until it comes back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.groups.round_view import WhoSees
from conversations.state import (
    PassedOn,
)
from storage.engine.database import Row, SqlValues, Transaction, milliseconds
from storage.people.link_codes import hashed
from storage.people.membership import round_of
from storage.people.unlinkable import Numbered, moment_kept, new_number


@dataclass(frozen=True, slots=True)
class Delegation:
    """Whose prompt was passed on, which one, and the participant who has it; None while nobody has."""

    id: int
    participant_id: int
    round_id: str
    theme_id: str
    prompt_id: str
    taken_by: int | None


def delegate(
    tx: Transaction,
    participant_id: int,
    theme_id: str,
    prompt_id: str,
    reason: str,
    now: datetime,
    *,
    valid: timedelta,
) -> str:
    """Pass a prompt on: the new single-use code that lets a colleague take it."""
    code, round_id = secrets.token_urlsafe(32), round_of(tx, participant_id)
    values = {"participant_id": participant_id, "theme_id": theme_id, "prompt_id": prompt_id}
    tx.run(
        "DELETE FROM passed_on WHERE participant_id = :participant_id AND theme_id = :theme_id"
        " AND prompt_id = :prompt_id",
        values,
    )
    tx.run(
        "INSERT INTO passed_on (id, participant_id, theme_id, prompt_id, reason, code_hash, expires_at)"
        " VALUES (:id, :participant_id, :theme_id, :prompt_id, :reason, :code_hash, :expires_at)",
        {
            **values,
            "id": new_number(tx, Numbered.PASSED_ON, round_id),
            "reason": reason,
            "code_hash": hashed(code),
            "expires_at": milliseconds(moment_kept(tx, round_id, now) + valid),
        },
    )
    return code


_HANDED = (
    "SELECT x.id, x.participant_id, pa.round_id, x.theme_id, x.prompt_id, x.taken_by"
    " FROM passed_on x JOIN participant pa ON pa.id = x.participant_id"
)


def offered_delegation(tx: Transaction, code: str, now: datetime) -> Delegation | None:
    """What a code that still works leads to; it stays unused."""
    row = tx.row(
        f"{_HANDED} WHERE x.code_hash = :code_hash AND x.taken_by IS NULL AND x.expires_at > :now",
        {"code_hash": hashed(code), "now": milliseconds(now)},
    )
    return Delegation(*row) if row else None


def colleague_in(tx: Transaction, handed: Delegation, person_id: int) -> int | None:
    """As which participant a person may take this: one of the same round, not the one who passed it on."""
    row = tx.row(
        "SELECT id FROM participant WHERE person_id = :person_id AND round_id = :round_id"
        " AND left_at IS NULL AND id <> :passer",
        {"person_id": person_id, "round_id": handed.round_id, "passer": handed.participant_id},
    )
    return row[0] if row else None


def take_delegation(tx: Transaction, handed: Delegation, participant_id: int) -> None:
    """Give it to a colleague; its link no longer works."""
    tx.run(
        "UPDATE passed_on SET taken_by = :participant_id, code_hash = NULL WHERE id = :id",
        {"participant_id": participant_id, "id": handed.id},
    )


def end_delegation(tx: Transaction, id_: int) -> Delegation | None:
    """End that a prompt is passed on; None where it has ended already."""
    row = tx.row(f"{_HANDED} WHERE x.id = :id", {"id": id_})
    tx.run("DELETE FROM passed_on WHERE id = :id", {"id": id_})
    return Delegation(*row) if row else None


_THEIRS = "IN (SELECT id FROM participant WHERE person_id = :id)"


def passed_by(tx: Transaction, person_id: int) -> list[Delegation]:
    """What somebody passed on, in all of their rounds."""
    return _found(tx, f"{_HANDED} WHERE x.participant_id {_THEIRS} ORDER BY x.id", {"id": person_id})


def taken_by(tx: Transaction, person_id: int) -> list[Delegation]:
    """What colleagues passed on to somebody who has it, in all of their rounds."""
    return _found(tx, f"{_HANDED} WHERE x.taken_by {_THEIRS} ORDER BY x.id", {"id": person_id})


def answered_by(tx: Transaction, person_id: int) -> list[Delegation]:
    """The prompts of colleagues whose reply that stands is somebody's; nothing of them is passed on now."""
    return _found(
        tx,
        "SELECT 0, r.participant_id, pa.round_id, r.theme_id, r.prompt_id, NULL"  # noqa: S608
        f" FROM reply r JOIN participant pa ON pa.id = r.participant_id WHERE r.given_by {_THEIRS}"
        f" AND NOT r.participant_id {_THEIRS} AND r.given = 'answered'"
        " AND r.version = (SELECT max(v.version)"
        "  FROM reply v WHERE v.participant_id = r.participant_id AND v.theme_id = r.theme_id"
        "  AND v.prompt_id = r.prompt_id AND v.entry = r.entry) ORDER BY r.participant_id, r.theme_id",
        {"id": person_id},
    )


def nobody_has(tx: Transaction, now: datetime) -> list[Delegation]:
    """What nobody took while its link worked, and what was with somebody who was erased."""
    return _found(
        tx,
        f"{_HANDED} WHERE x.taken_by IS NULL AND (x.expires_at < :now OR x.code_hash IS NULL) ORDER BY x.id",
        {"now": milliseconds(now)},
    )


def _found(tx: Transaction, sql: str, values: SqlValues) -> list[Delegation]:
    return [Delegation(*row) for row in tx.rows(sql, values)]


def load_passed_on(
    tx: Transaction, participants: Sequence[int]
) -> tuple[dict[int, tuple[PassedOn, ...]], dict[int, tuple[PassedOn, ...]]]:
    """What each of these participants passed on, and what colleagues passed on to each."""
    own: dict[int, tuple[PassedOn, ...]] = {}
    asked: dict[int, tuple[PassedOn, ...]] = {}
    for row in tx.rows(
        "SELECT x.participant_id, x.taken_by, x.code_hash IS NULL, x.id, x.theme_id, x.prompt_id, x.reason,"
        " pa.name, r.who_sees"
        " FROM passed_on x JOIN participant pa ON pa.id = x.participant_id"
        " JOIN round r ON r.id = pa.round_id"
        " WHERE x.participant_id IN :participants"
        " OR x.taken_by IN :participants ORDER BY x.id",
        {"participants": participants},
    ):
        participant_id, taken_by = row[:2]
        passed = _passed_on(row[2:])
        own[participant_id] = (*own.get(participant_id, ()), passed)
        if taken_by is not None:
            asked[taken_by] = (*asked.get(taken_by, ()), passed)
    return own, asked


def _passed_on(row: Row) -> PassedOn:
    is_taken, id_, theme_id, prompt_id, reason, name, who_sees = row
    asker = name if who_sees == WhoSees.NAMED.value else ""
    return PassedOn(id_, theme_id, prompt_id, reason, bool(is_taken), asker)


def note_reasons(tx: Transaction, shown: Sequence[tuple[int, int]]) -> None:
    """Note whose reason is shown in these entries, by person and number, so that it goes with its writer.

    It is that of the prompt which waits longest for the person.
    """
    tx.run_many(
        "INSERT INTO reason_shown (person_id, number, passed_on_by)"
        " VALUES (:person_id, :number, (SELECT x.participant_id FROM passed_on x"
        "  JOIN person p ON p.participant_id = x.taken_by WHERE p.id = :person_id ORDER BY x.id LIMIT 1))"
        " ON CONFLICT (person_id, number) DO UPDATE SET passed_on_by = excluded.passed_on_by",
        [{"person_id": person_id, "number": number} for person_id, number in shown],
    )
