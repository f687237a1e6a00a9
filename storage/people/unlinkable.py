"""What keeps names apart from those who take part in an anonymous round: no shared moment, number or team.

Names stand on the list of links. So nothing on the other side may be equal to, or in the order of, anything
that a use of a link could leave there: docs/decisions/0021.
"""

import secrets
from datetime import UTC, datetime, time
from enum import StrEnum, unique

from storage.engine.database import Transaction, moment

_LEAST, _NUMBERS = 2**40, 2**51
"""Random numbers lie far above those given in order, and below what a browser can count exactly."""


def is_anonymous(tx: Transaction, round_id: str | None) -> bool:
    """Whether a round is anonymous."""
    row = tx.row("SELECT 1 FROM round WHERE id = :id AND who_sees = 'anonymous'", {"id": round_id})
    return row is not None


def number_at_random() -> int:
    """A number that says nothing of when it was given."""
    return _LEAST + secrets.randbelow(_NUMBERS)


def may_be_one(tx: Transaction, person_id: int, round_id: str | None) -> bool:
    """Whether somebody may take part in a round as who they are already; without a round, have a role.

    Their place in an anonymous round is nothing else's: a name or a role elsewhere would lead to it.
    """
    values = {"person_id": person_id, "round_id": round_id}
    if round_id and tx.row(
        "SELECT 1 FROM participant WHERE person_id = :person_id AND round_id = :round_id", values
    ):
        return True
    is_apart = tx.row(
        "SELECT 1 FROM participant p JOIN round r ON r.id = p.round_id"
        " WHERE p.person_id = :person_id AND r.who_sees = 'anonymous'",
        values,
    )
    return is_apart is None and not is_anonymous(tx, round_id)


@unique
class Numbered(StrEnum):
    """What has numbers that outlive it, by its table."""

    PERSON = "person"
    PARTICIPANT = "participant"
    PASSED_ON = "passed_on"


def new_number(tx: Transaction, kind: Numbered, round_id: str | None) -> int:
    """The number of somebody who joins a round: at random in an anonymous one, else the next in order.

    The order goes on below the random numbers: whoever had one after the highest of them would have come in
    after its person, and it is kept when they came. No number is given a second time.
    """
    if is_anonymous(tx, round_id):
        return number_at_random()
    tx.run(
        f"UPDATE number_given SET last = (SELECT coalesce(max(id), 0) FROM {kind} WHERE id < :least)"  # noqa: S608
        f" WHERE kind = :kind AND last < (SELECT coalesce(max(id), 0) FROM {kind} WHERE id < :least)",
        {"kind": kind.value, "least": _LEAST},
    )
    row = tx.row(
        "UPDATE number_given SET last = last + 1 WHERE kind = :kind RETURNING last", {"kind": kind.value}
    )
    if row is None:
        raise LookupError("numbers of this kind are not counted")
    return int(row[0])


IN_ANONYMOUS_ROUNDS = (
    "(SELECT pa.person_id FROM participant pa JOIN round ro ON ro.id = pa.round_id"
    " WHERE ro.who_sees = 'anonymous')"
)
"""The people who take part in an anonymous round. For statements."""


def is_unlinkable(tx: Transaction, person_id: int) -> bool:
    """Whether somebody takes part in an anonymous round."""
    return tx.row(f"SELECT 1 WHERE :id IN {IN_ANONYMOUS_ROUNDS}", {"id": person_id}) is not None


def moment_kept(tx: Transaction, round_id: str | None, now: datetime) -> datetime:
    """The moment that is kept of something done in a round: in an anonymous one only its day.

    What comes after the round's report on the same day is kept as after it, so that it never counts in it.
    """
    row = tx.row(
        "SELECT coalesce((SELECT max(up_to) FROM group_report g WHERE g.round_id = r.id), 0)"
        " FROM round r WHERE r.id = :id AND r.who_sees = 'anonymous'",
        {"id": round_id},
    )
    return max(day_of(now), moment(row[0] + 1)) if row else now


def day_of(moment: datetime) -> datetime:
    """The beginning of the day of a moment, in UTC."""
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)
