"""What people have said about when and by which way they may be reminded."""

from datetime import date, datetime

from conversations.calendar.availability import Availability, WantedWay
from storage.engine.database import Row, Transaction, beginning_of_day

COLUMNS = "av.days, av.away_until, av.time_zone, av.declined_at, av.way"
"""The columns that :func:`availability` reads, of a table named av that may have no row."""


def availability(row: Row) -> Availability:
    """What a person has said, from its columns."""
    days, away_until, time_zone, declined_at, way = row
    return Availability(
        frozenset(map(int, days)) if days else None,
        date.fromisoformat(away_until) if away_until else None,
        time_zone or "",
        declined_at is not None,
        WantedWay(way or ""),
    )


def availability_of(tx: Transaction, person_id: int) -> Availability:
    """What a person has said so far."""
    row = tx.row(f"SELECT {COLUMNS} FROM availability av WHERE av.person_id = :id", {"id": person_id})  # noqa: S608
    return availability(row) if row else Availability()


def keep_availability(tx: Transaction, person_id: int, said: Availability, now: datetime) -> None:
    """Keep what a person has said instead of what they said before."""
    tx.run(
        "INSERT INTO availability (person_id, time_zone, days, away_until, declined_at, way)"
        " VALUES (:person_id, :time_zone, :days, :away_until, :declined_at, :way)"
        " ON CONFLICT (person_id) DO UPDATE SET time_zone = excluded.time_zone, days = excluded.days,"
        " away_until = excluded.away_until, declined_at = excluded.declined_at, way = excluded.way",
        {
            "person_id": person_id,
            "time_zone": said.time_zone,
            "days": "".join(map(str, sorted(said.days))) if said.days else "",
            "away_until": said.away_until.isoformat() if said.away_until else None,
            "declined_at": beginning_of_day(now) if said.declined else None,
            "way": said.way.value,
        },
    )
