"""Erasing a person: everything that was kept about them, in one transaction."""

from storage.database import Transaction

_OF_PARTICIPANTS = "IN (SELECT id FROM participant WHERE person_id = :id)"


def erase_person(tx: Transaction, person_id: int) -> None:
    """Erase everything about a person: replies, reports, files, what waits to be sent, their addresses.

    The engine overwrites what it frees; :func:`storage.backup.settle` then empties its write-ahead log.
    """
    values = {"id": person_id}
    senders = [row[0] for row in tx.rows("SELECT sender FROM address WHERE person_id = :id", values)]
    tx.run(f"DELETE FROM reply WHERE participant_id {_OF_PARTICIPANTS}", values)  # noqa: S608
    tx.run(f"DELETE FROM finish WHERE participant_id {_OF_PARTICIPANTS}", values)  # noqa: S608
    for table in ("work", "kept_file", "outbox", "web_session", "invitation", "address", "participant"):
        tx.run(f"DELETE FROM {table} WHERE person_id = :id", values)  # noqa: S608
    tx.run("DELETE FROM person WHERE id = :id", values)
    tx.run_many(
        "UPDATE inbox SET state = 'done', raw = NULL, sender = '' WHERE sender = :sender",
        [{"sender": sender} for sender in senders],
    )
