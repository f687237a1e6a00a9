"""Messages that a history shows only until their person goes on: afterwards other words stand there.

It is for what leads from a person to what must not lead back to them. Only rows that are the history
themselves keep words at all; where a channel delivers them they are gone with the delivery.
"""

from collections.abc import Iterable
from datetime import datetime

from storage.engine.database import Transaction, milliseconds
from storage.engine.key_values import note_words_erased
from storage.messages.outbox import redraw_shown


def show_once(tx: Transaction, person_id: int, number: int, now: datetime) -> None:
    """Note that a message of a person's is to be shown only until they go on."""
    tx.run(
        "INSERT INTO shown_once (person_id, number, at) VALUES (:person_id, :number, :at)"
        " ON CONFLICT DO NOTHING",
        {"person_id": person_id, "number": number, "at": milliseconds(now)},
    )


def take_words_out(tx: Transaction, person_id: int, change: int, body: str, now: datetime) -> bool:
    """Let these words stand instead in every message that was shown to somebody once; whether any was.

    The files are to be wiped after it.
    """
    values = {"person_id": person_id}
    for (number,) in tx.rows("SELECT number FROM shown_once WHERE person_id = :person_id", values):
        redraw_shown(tx, person_id, number, change, body)
    was_any = tx.run("DELETE FROM shown_once WHERE person_id = :person_id", values) > 0
    if was_any:
        note_words_erased(tx, now)
    return was_any


def people_shown_something(tx: Transaction, before: datetime) -> list[int]:
    """The people who have been shown something before a moment that still stands in their history."""
    rows = tx.rows(
        "SELECT DISTINCT person_id FROM shown_once WHERE at <= :before ORDER BY person_id",
        {"before": milliseconds(before)},
    )
    return [row[0] for row in rows]


def newest_number(tx: Transaction, person_id: int) -> int:
    """The number of what was said to a person last, 0 for nobody."""
    row = tx.row("SELECT number FROM person WHERE id = :id", {"id": person_id})
    return int(row[0]) if row else 0


def note_about_complaint(tx: Transaction, person_id: int, numbers: Iterable[int], now: datetime) -> None:
    """Note that messages in somebody's history show that they complained, and are to leave it."""
    tx.run_many(
        "INSERT INTO complaint_shown (person_id, number, at) VALUES (:person_id, :number, :at)"
        " ON CONFLICT DO NOTHING",
        [{"person_id": person_id, "number": each, "at": milliseconds(now)} for each in numbers],
    )


def note_asked_about(tx: Transaction, person_id: int, button: str, now: datetime) -> None:
    """Note the same of the cards in somebody's history that have a button, by what its action begins with."""
    tx.run(
        "INSERT INTO complaint_shown (person_id, number, at)"
        " SELECT o.person_id, o.number, :at FROM outbox o WHERE o.person_id = :person_id"
        " AND o.state = 'shown' AND o.kind = 'say' AND instr(o.body, :button) > 0"
        " ON CONFLICT DO NOTHING",
        {"person_id": person_id, "button": button, "at": milliseconds(now)},
    )


def people_shown_a_complaint(tx: Transaction, before: datetime) -> list[int]:
    """The people whose history shows that they complained, and who did nothing about it since a moment."""
    rows = tx.rows(
        "SELECT person_id FROM complaint_shown GROUP BY person_id HAVING max(at) <= :before"
        " ORDER BY person_id",
        {"before": milliseconds(before)},
    )
    return [row[0] for row in rows]


def drop_about_complaint(tx: Transaction, person_id: int, now: datetime) -> None:
    """Let somebody's history show no more that they complained. The files are to be wiped after it."""
    values = {"person_id": person_id}
    tx.run(
        "DELETE FROM outbox WHERE person_id = :person_id AND state = 'shown'"
        " AND number IN (SELECT c.number FROM complaint_shown c WHERE c.person_id = :person_id)",
        values,
    )
    tx.run("DELETE FROM complaint_shown WHERE person_id = :person_id", values)
    note_words_erased(tx, now)
