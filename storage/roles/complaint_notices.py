"""Who gets a notice of complaints that wait, and the day of the last one."""

from dataclasses import dataclass
from datetime import date, datetime

from storage.engine.database import AHEAD, Transaction
from storage.roles.complaints import Complaint, ComplaintState, complaints_shown
from storage.roles.organisations import Organisation


@dataclass(frozen=True, slots=True)
class ComplaintsWaiting:
    """Somebody with the role, and what waits in their organisation; ``told_on`` is None for never."""

    person_id: int
    organisation: Organisation
    waiting: tuple[Complaint, ...]
    told_on: date | None


def complaints_waiting(tx: Transaction, now: datetime) -> list[ComplaintsWaiting]:
    """Everybody who reads complaints of an organisation in which some wait."""
    rows = tx.rows(
        "SELECT ro.person_id, o.id, o.name, n.day FROM role ro"
        " JOIN organisation o ON o.id = ro.organisation_id"
        " LEFT JOIN complaint_notice n ON n.organisation_id = o.id AND n.person_id = ro.person_id"
        " WHERE ro.role = 'complaints' ORDER BY o.id, ro.person_id"
    )
    found = []
    for person_id, id_, name, day in rows:
        shown = complaints_shown(tx, id_, now)
        waiting = tuple(each for each in shown if each.state is ComplaintState.WAITS)
        if waiting:
            told_on = date.fromisoformat(day) if day else None
            found.append(ComplaintsWaiting(person_id, Organisation(id_, name), waiting, told_on))
    return found


def complaint_readers(tx: Transaction, organisation_id: str) -> list[int]:
    """Everybody who reads complaints of an organisation."""
    rows = tx.rows(
        "SELECT person_id FROM role WHERE organisation_id = :id AND role = 'complaints' ORDER BY person_id",
        {"id": organisation_id},
    )
    return [row[0] for row in rows]


def was_told(waits: ComplaintsWaiting, day: date) -> bool:
    """Whether they were told on this day already; a day far ahead was noted by a clock that was wrong."""
    return waits.told_on is not None and day <= waits.told_on <= day + AHEAD


def note_told(tx: Transaction, waits: ComplaintsWaiting, day: date) -> None:
    """Note that somebody was told on this day."""
    tx.run(
        "INSERT INTO complaint_notice (organisation_id, person_id, day) VALUES (:id, :person_id, :day)"
        " ON CONFLICT (organisation_id, person_id) DO UPDATE SET day = :day",
        {"id": waits.organisation.id, "person_id": waits.person_id, "day": day.isoformat()},
    )
