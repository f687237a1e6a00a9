"""What group reports of a round were made from: everything up to a moment, and never a word of it."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from storage.engine.database import Row, Transaction, milliseconds, moment, moment_or_none


@dataclass(frozen=True, slots=True)
class Cut:
    """What one group report shows of a round: all that was given ``up_to`` a moment.

    ``number`` counts the reports of a round. ``shuffle_key`` is its secret, which decides in which order its
    lists stand. ``released_at`` is when it went to everybody who took part.
    """

    round_id: str
    number: int
    up_to: datetime
    closed_on: date
    shuffle_key: bytes
    released_at: datetime | None


_CUT = "SELECT round_id, number, up_to, closed_on, shuffle_key, released_at FROM group_report"


def newest_cut(tx: Transaction, round_id: str) -> Cut | None:
    """The cut of a round's newest report, None where there is none yet."""
    row = tx.row(f"{_CUT} WHERE round_id = :id ORDER BY number DESC", {"id": round_id})
    return _cut(row) if row else None


def find_cut(tx: Transaction, round_id: str, number: int) -> Cut | None:
    """The cut of one of a round's reports."""
    row = tx.row(f"{_CUT} WHERE round_id = :id AND number = :number", {"id": round_id, "number": number})
    return _cut(row) if row else None


def _cut(row: Row) -> Cut:
    round_id, number, up_to, closed_on, shuffle_key, released_at = row
    return Cut(
        round_id,
        number,
        moment(up_to),
        date.fromisoformat(closed_on),
        shuffle_key,
        moment_or_none(released_at),
    )


def add_cut(tx: Transaction, round_id: str, now: datetime, closed_on: date) -> None:
    """Begin a new report of all that was given until now.

    A channel's clock may be ahead of ours: what was given is in it whenever that says it was written.
    """
    tx.run(
        "INSERT INTO group_report (round_id, number, up_to, closed_on, shuffle_key) VALUES (:id,"
        " (SELECT coalesce(max(number), 0) + 1 FROM group_report WHERE round_id = :id),"
        " max(:now, coalesce((SELECT max(r.written_at) FROM reply r JOIN participant p"
        "  ON p.id = r.participant_id WHERE p.round_id = :id), 0)), :closed_on, :key)",
        {
            "id": round_id,
            "now": milliseconds(now),
            "closed_on": closed_on.isoformat(),
            "key": secrets.token_bytes(32),
        },
    )


def changed_since(tx: Transaction, round_id: str, up_to: datetime) -> list[int]:
    """How many people gave or changed anything since, for each theme that somebody did in.

    Sheets that were typed in count only where they are all that is new: whoever typed them in knows them, and
    could tell them from what others gave.
    """
    rows = tx.rows(
        "SELECT count(DISTINCT CASE p.on_paper WHEN 0 THEN p.id END), count(DISTINCT p.id)"
        " FROM reply r JOIN participant p ON p.id = r.participant_id"
        " WHERE p.round_id = :id AND r.written_at > :at GROUP BY r.theme_id",
        {"id": round_id, "at": milliseconds(up_to)},
    )
    return [themselves or people for themselves, people in rows]


def release(tx: Transaction, cut: Cut, now: datetime) -> bool:
    """Note that a report goes to everybody who took part; False when it has gone already."""
    changed = tx.run(
        "UPDATE group_report SET released_at = :now"
        " WHERE round_id = :id AND number = :number AND released_at IS NULL",
        {"id": cut.round_id, "number": cut.number, "now": milliseconds(now)},
    )
    return changed == 1
