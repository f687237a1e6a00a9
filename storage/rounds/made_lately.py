"""How much an organisation has made: links and sheets of its rounds, and names on their lists."""

from datetime import datetime

from storage.engine.database import Transaction, milliseconds


def made_lately(tx: Transaction, organisation_id: str, since: datetime) -> int:
    """How many links and sheets an organisation has made since then, also those that were taken back."""
    row = tx.row(
        "SELECT (SELECT count(*) FROM invitation i JOIN round r ON r.id = i.round_id"
        "  WHERE r.organisation_id = :id AND i.created_at > :since)"
        " + (SELECT count(*) FROM shared_link l JOIN round r ON r.id = l.round_id"
        "  WHERE r.organisation_id = :id AND l.made_at > :since)",
        {"id": organisation_id, "since": milliseconds(since)},
    )
    return int(row[0]) if row else 0


def names_listed(tx: Transaction, organisation_id: str) -> int:
    """How many names stand on the lists of an organisation's rounds."""
    row = tx.row(
        "SELECT count(*) FROM listed_person p JOIN round r ON r.id = p.round_id"
        " WHERE r.organisation_id = :id",
        {"id": organisation_id},
    )
    return int(row[0]) if row else 0
