"""The links into somebody's conversation that are made at the computer, and where it is told."""

from conversations.incoming import Channel
from storage.engine.database import Transaction
from storage.people.link_codes import hashed
from storage.people.people import Recipient


def opens_for_operator(tx: Transaction, code: str) -> bool:
    """Whether a code was made at the computer and opens the conversation of somebody who is known already."""
    row = tx.row(
        "SELECT 1 FROM invitation WHERE code_hash = :hash AND by_operator = 1 AND person_id IS NOT NULL",
        {"hash": hashed(code)},
    )
    return row is not None


def everywhere_reached(tx: Transaction, person_id: int) -> list[Recipient]:
    """A person at each address where they can be reached."""
    rows = tx.rows(
        "SELECT a.channel, a.address, p.language, p.number FROM address a JOIN person p ON p.id = a.person_id"
        " WHERE p.id = :id AND a.unreachable_at IS NULL ORDER BY a.sender",
        {"id": person_id},
    )
    return [Recipient(person_id, Channel(channel), *rest) for channel, *rest in rows]
