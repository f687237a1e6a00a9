"""A part of a web chat's history: its newest entries, those around a place in it, or what changed since."""

from itertools import accumulate

from storage.engine.database import Transaction
from storage.messages.outbox import STORED_COLUMNS, StoredEntry, stored_entry

LARGEST_STRETCH = 200_000
"""So many characters are read at once, as they are kept: an ordinary page is half of that."""


def stretch(
    tx: Transaction,
    person_id: int,
    most: int,
    *,
    before: int | None = None,
    after: int | None = None,
    largest: int = LARGEST_STRETCH,
) -> list[StoredEntry]:
    """So many entries of the web chat in order of number: the newest, those before a number, or after one.

    They are fewer where they would be larger together, and at least one.
    """
    if after is not None:
        where, order = "number > :edge", "number"
    else:
        where, order = ("number < :edge" if before is not None else "1 = 1"), "number DESC"
    rows = tx.rows(
        f"SELECT {STORED_COLUMNS} FROM outbox"  # noqa: S608
        f" WHERE person_id = :person_id AND state = 'shown' AND {where} ORDER BY {order} LIMIT :most",
        {"person_id": person_id, "edge": after if after is not None else before, "most": most},
    )
    entries = list(map(stored_entry, rows))
    sizes = accumulate(len(entry.body) for entry in entries)
    kept = [entry for entry, size in zip(entries, sizes, strict=True) if size <= largest] or entries[:1]
    return sorted(kept, key=lambda entry: entry.number)


def changes(tx: Transaction, person_id: int, after_change: int, most: int) -> list[StoredEntry]:
    """The web chat's entries that are new or updated after a change, in the order of their changes.

    They are the first so many; the last change among them is whole, so that one may go on behind it. A card
    that was closed by a new one comes behind it: a page that loses the line in between has at least what is
    new.
    """
    values = {"person_id": person_id, "after": after_change, "most": most}
    which = "person_id = :person_id AND state = 'shown' AND change > :after"
    rows = tx.rows(
        f"SELECT {STORED_COLUMNS} FROM outbox WHERE {which} AND change <="  # noqa: S608
        f" (SELECT max(c.change) FROM (SELECT change FROM outbox WHERE {which}"
        " ORDER BY change LIMIT :most) AS c)"
        " ORDER BY change, number DESC",
        values,
    )
    return [stored_entry(row) for row in rows]
