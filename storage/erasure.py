"""Erasing a person: everything that was kept about them, in one transaction."""

from datetime import datetime

from storage.engine.database import Transaction
from storage.engine.key_values import ERASED, key_value, remove_key_value, set_key_value
from storage.messages.files import forget_files
from storage.people.people import SENDER_SEPARATOR
from storage.people.unlinkable import is_anonymous
from storage.roles.role_holders import forget_undo

_OF_PARTICIPANTS = "IN (SELECT id FROM participant WHERE person_id = :id)"


def erase_person(tx: Transaction, person_id: int, now: datetime) -> None:
    """Erase everything about a person: replies, reports, files, what waits to be sent, their addresses.

    What they gave for a colleague goes too: those were their words.
    The file is to be wiped after it, which is noted until it has been done.
    """
    values = {"id": person_id}
    senders = [row[0] for row in tx.rows("SELECT sender FROM address WHERE person_id = :id", values)]
    tx.run(f"DELETE FROM passed_on WHERE participant_id {_OF_PARTICIPANTS}", values)  # noqa: S608
    tx.run(f"DELETE FROM passed_on WHERE taken_by {_OF_PARTICIPANTS}", values)  # noqa: S608
    tx.run(f"DELETE FROM reply WHERE given_by {_OF_PARTICIPANTS}", values)  # noqa: S608
    tx.run(f"DELETE FROM reply WHERE participant_id {_OF_PARTICIPANTS}", values)  # noqa: S608
    tx.run(f"DELETE FROM finish WHERE participant_id {_OF_PARTICIPANTS}", values)  # noqa: S608
    forget_files(tx, person_id)
    for table in (
        "work",
        "outbox",
        "web_session",
        "invitation",
        "reminder",
        "digest",
        "availability",
        "office",
        "role",
        "address",
        "participant",
    ):
        tx.run(f"DELETE FROM {table} WHERE person_id = :id", values)  # noqa: S608
    forget_undo(tx, person_id)
    tx.run("DELETE FROM person WHERE id = :id", values)
    tx.run_many(
        "UPDATE inbox SET state = 'done', raw = NULL, sender = '' WHERE sender = :sender",
        [{"sender": sender} for sender in senders],
    )
    _forget_ids(tx, person_id)
    set_key_value(tx, ERASED, str(person_id), now)


def erase_paper_sheet(tx: Transaction, round_id: str, number: int, person_id: int, now: datetime) -> None:
    """Erase what was typed in for somebody; their link works again, if its time has not passed.

    In an anonymous round typing in takes a link back and leaves open whether it was used, and so does this.
    """
    erase_person(tx, person_id, now)
    again = (
        "revoked_at = CASE WHEN expires_at > created_at THEN NULL ELSE revoked_at END"
        if is_anonymous(tx, round_id)
        else "used_at = NULL, participant_id = NULL"
    )
    tx.run(
        f"UPDATE invitation SET {again} WHERE round_id = :id AND number = :number",  # noqa: S608
        {"id": round_id, "number": number},
    )


def _forget_ids(tx: Transaction, person_id: int) -> None:
    """Where a channel's ids name people, as those of a browser do, they begin with the person's number."""
    start = f"{person_id}{SENDER_SEPARATOR}"
    tx.run(
        "DELETE FROM inbox WHERE substr(external_id, 1, :length) = :start",
        {"length": len(start), "start": start},
    )


def to_be_wiped(tx: Transaction) -> str | None:
    """Names the newest erasure after which the file has not been wiped yet, None when there is none."""
    found = key_value(tx, ERASED)
    return found[0] if found else None


def wiped(tx: Transaction, erasure: str) -> None:
    """Note that the file has been wiped after this erasure; one that came meanwhile stays noted."""
    remove_key_value(tx, ERASED, erasure)
