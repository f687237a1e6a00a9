"""A part of a web chat's history: its newest entries, or those around a place in it."""

from storage.engine.database import Transaction
from storage.messages.outbox import STORED_COLUMNS, StoredEntry, stored_entry


def stretch(
    tx: Transaction, person_id: int, most: int, *, before: int | None = None, after: int | None = None
) -> list[StoredEntry]:
    """So many entries of the web chat in order of number: the newest, those before a number, or after one."""
    if after is not None:
        where, order = "number > :edge", "number"
    else:
        where, order = ("number < :edge" if before is not None else "1 = 1"), "number DESC"
    rows = tx.rows(
        f"SELECT {STORED_COLUMNS} FROM outbox"  # noqa: S608
        f" WHERE person_id = :person_id AND state = 'shown' AND {where} ORDER BY {order} LIMIT :most",
        {"person_id": person_id, "edge": after if after is not None else before, "most": most},
    )
    return sorted(map(stored_entry, rows), key=lambda entry: entry.number)
