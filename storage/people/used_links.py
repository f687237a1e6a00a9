"""The links of one person each that let nobody in any more: where they led, and who came in by them."""

from storage.engine.database import Transaction
from storage.people.link_codes import invitation_hash


def once_invited_to(tx: Transaction, code: str) -> str | None:
    """The round into which a code lets or once let somebody new, None for any other code."""
    row = tx.row(
        "SELECT round_id FROM invitation WHERE code_hash = :hash AND person_id IS NULL",
        {"hash": invitation_hash(tx, code)},
    )
    return row[0] if row else None


def came_in_by(tx: Transaction, code: str) -> int | None:
    """Who came in by a link of their own, or comes back by it; in an anonymous round nobody knows."""
    row = tx.row(
        "SELECT coalesce(i.person_id, pa.person_id) FROM invitation i"
        " LEFT JOIN participant pa ON pa.id = i.participant_id WHERE i.code_hash = :hash",
        {"hash": invitation_hash(tx, code)},
    )
    return row[0] if row else None
