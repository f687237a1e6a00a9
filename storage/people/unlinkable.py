"""What keeps names apart from those who take part in an anonymous round: no shared moment, number or team.

Names stand on the list of links. So nothing on the other side may be equal to, or in the order of, anything
that a use of a link could leave there: docs/decisions/0021.
"""

import secrets
from datetime import UTC, datetime, time

from storage.engine.database import Transaction

_LEAST, _NUMBERS = 2**40, 2**51
"""Random numbers lie far above those given in order, and below what a browser can count exactly."""


def is_anonymous(tx: Transaction, round_id: str | None) -> bool:
    """Whether a round is anonymous."""
    row = tx.row("SELECT 1 FROM round WHERE id = :id AND who_sees = 'anonymous'", {"id": round_id})
    return row is not None


def new_number(tx: Transaction, round_id: str | None) -> int | None:
    """The number of somebody who joins a round: at random in an anonymous one, else None for the next."""
    return _LEAST + secrets.randbelow(_NUMBERS) if is_anonymous(tx, round_id) else None


def moment_kept(tx: Transaction, round_id: str | None, now: datetime) -> datetime:
    """The moment that is kept of something done in a round: in an anonymous one only its day."""
    return day_of(now) if is_anonymous(tx, round_id) else now


def day_of(moment: datetime) -> datetime:
    """The beginning of the day of a moment, in UTC."""
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)
