"""Sessions of browsers: whose they are. Of a session's secret only the hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from storage.engine.database import Transaction, milliseconds
from storage.people.people import hashed
from storage.people.unlinkable import day_of


@dataclass(frozen=True, slots=True)
class Session:
    """Whose session it is. ``pseudonym`` is theirs in the current round, empty where there is none.

    ``has_role``: they coordinate or read reports.
    """

    person_id: int
    language: str
    pseudonym: str
    has_role: bool


def open_session(tx: Transaction, person_id: int, now: datetime) -> str:
    """A new browser session for a person: its secret. Only the day of it is kept."""
    secret = secrets.token_urlsafe(32)
    tx.run(
        "INSERT INTO web_session (secret_hash, person_id, created_at) VALUES (:hash, :person_id, :now)",
        {"hash": hashed(secret), "person_id": person_id, "now": milliseconds(day_of(now))},
    )
    return secret


def session_of(tx: Transaction, secret: str) -> Session | None:
    """The session with this secret, None for none."""
    row = tx.row(
        "SELECT p.id, p.language, coalesce(t.pseudonym, ''),"
        " EXISTS (SELECT 1 FROM role ro WHERE ro.person_id = p.id) FROM web_session s"
        " JOIN person p ON p.id = s.person_id LEFT JOIN participant t ON t.id = p.participant_id"
        " WHERE s.secret_hash = :hash",
        {"hash": hashed(secret)},
    )
    return Session(row[0], row[1], row[2], bool(row[3])) if row else None


def close_session(tx: Transaction, secret: str) -> None:
    """End a browser session."""
    tx.run("DELETE FROM web_session WHERE secret_hash = :hash", {"hash": hashed(secret)})
