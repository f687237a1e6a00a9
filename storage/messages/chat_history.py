"""A web chat's history: parts of it to be read, and the update of entries that say something else."""

from collections.abc import Sequence
from dataclasses import dataclass
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


def redraw_shown(tx: Transaction, person_id: int, number: int, change: int, body: str) -> None:
    """Update an entry of the web chat."""
    tx.run(
        "UPDATE outbox SET body = :body, change = :change"
        " WHERE person_id = :person_id AND number = :number AND state = 'shown'",
        {"person_id": person_id, "number": number, "change": change, "body": body},
    )


def show_instead(tx: Transaction, person_id: int, number: int, change: int, body: str) -> None:
    """Let a card stand in the web chat where a file stood."""
    tx.run(
        "UPDATE outbox SET kind = 'say', body = :body, change = :change"
        " WHERE person_id = :person_id AND number = :number AND state = 'shown'",
        {"person_id": person_id, "number": number, "change": change, "body": body},
    )


@dataclass(frozen=True, slots=True)
class ClosedCards:
    """A person's cards from the one that was open up to the next, which are no longer open.

    ``body`` is what the one that was open says now, None where that stays.
    """

    person_id: int
    open_card: int
    next_card: int
    body: str | None = None


def close_shown(tx: Transaction, person_id: int, open_card: int, next_card: int) -> None:
    """Let the web chat update the cards before the next one, as they are no longer open."""
    close_all_shown(tx, [ClosedCards(person_id, open_card, next_card)])


def close_all_shown(tx: Transaction, closed: Sequence[ClosedCards]) -> None:
    """Let the web chat update cards that are no longer open."""
    tx.run_many(
        "UPDATE outbox SET change = :next_card,"
        " body = CASE WHEN number = :open_card THEN coalesce(:body, body) ELSE body END"
        " WHERE person_id = :person_id AND state = 'shown'"
        " AND kind = 'say' AND number >= :open_card AND number < :next_card",
        [
            {
                "person_id": each.person_id,
                "open_card": each.open_card,
                "next_card": each.next_card,
                "body": each.body,
            }
            for each in closed
        ],
    )
