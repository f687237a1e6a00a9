"""When an answered complaint goes, and how: with its answers, and from every history that shows them.

The days count from the newest answer, or from the day on which it was taken back. One that waits stays. As
with all that goes by itself, it is said two weeks before: here to those who read complaints.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from conversations.calendar.day_bounds import HERE
from storage.engine.database import Transaction, moment
from storage.engine.key_values import ERASED, set_key_value
from storage.retention.notices import NOTICE
from storage.roles.complaints import open_to_take_back, take_back
from storage.roles.retention_periods import DataClass, periods_of
from storage.shown_to_others import forget_complaint_read, forget_complaint_shown, withdraw_own_data


@dataclass(frozen=True, slots=True)
class UpcomingComplaint:
    """An answered complaint and the day on which it goes."""

    id: int
    organisation_id: str
    number: int
    day: date


def day_it_goes(tx: Transaction, complaint_id: int) -> date | None:
    """The day on which a complaint is erased by itself, as far as is known now; None while it waits."""
    row = tx.row(
        "SELECT organisation_id, coalesce(taken_back_at, answered_at), erase_on FROM complaint"
        " WHERE id = :id",
        {"id": complaint_id},
    )
    return _day(tx, *row) if row is not None and row[1] is not None else None


def _day(tx: Transaction, organisation_id: str, done_at: int, announced: str | None) -> date:
    days = periods_of(tx, organisation_id)[DataClass.COMPLAINTS]
    day = _here(moment(done_at)) + timedelta(days=days)
    return max(day, date.fromisoformat(announced)) if announced else day


def _here(at: datetime) -> date:
    return at.astimezone(ZoneInfo(HERE)).date()


def announce_complaints(tx: Transaction, now: datetime) -> list[UpcomingComplaint]:
    """Note for every complaint whose day has come near that it is announced; which those are.

    What was announced of one that was answered once more, or is kept longer now, is taken back.
    """
    today, announced = _here(now), []
    for id_, organisation_id, number, done_at, told in tx.rows(
        "SELECT id, organisation_id, number, coalesce(taken_back_at, answered_at), erase_on FROM complaint"
        " WHERE coalesce(taken_back_at, answered_at) IS NOT NULL ORDER BY organisation_id, number"
    ):
        day = _day(tx, organisation_id, done_at, told)
        if told is not None and day > date.fromisoformat(told):
            tx.run("UPDATE complaint SET erase_on = NULL WHERE id = :id", {"id": id_})
        elif told is None and day <= today + NOTICE:
            day = max(day, today + NOTICE)
            tx.run("UPDATE complaint SET erase_on = :day WHERE id = :id", {"id": id_, "day": day.isoformat()})
            announced.append(UpcomingComplaint(id_, organisation_id, number, day))
    return announced


def due_complaints(tx: Transaction, now: datetime) -> list[UpcomingComplaint]:
    """The complaints whose day has come and was announced."""
    rows = tx.rows(
        "SELECT id, organisation_id, number, coalesce(taken_back_at, answered_at), erase_on FROM complaint"
        " WHERE erase_on <= :today ORDER BY organisation_id, number",
        {"today": _here(now).isoformat()},
    )
    found = []
    for id_, organisation_id, number, done_at, told in rows:
        day = _day(tx, organisation_id, done_at, told)
        # One that was answered once more since goes later.
        if day == date.fromisoformat(told):
            found.append(UpcomingComplaint(id_, organisation_id, number, day))
    return found


def take_back_complaint(tx: Transaction, person_id: int, now: datetime) -> bool:
    """Take back the complaint that somebody has open, also from those who read it. False where none is."""
    found = open_to_take_back(tx, person_id)
    if found is None:
        return False
    texts = [*(each.text for each in found.words), *filter(None, [found.name])]
    forget_complaint_read(tx, found.organisation_id, found.number, texts)
    withdraw_own_data(tx, person_id)
    return take_back(tx, person_id, now)


def erase_complaint(tx: Transaction, due: UpcomingComplaint, now: datetime) -> None:
    """Erase a complaint, its answers, and what its writer and those who read it have of them.

    The file is to be wiped after it.
    """
    values = {"id": due.id, "organisation_id": due.organisation_id}
    words = tx.rows(
        "SELECT text FROM complaint_words WHERE complaint_id = :id"
        " UNION ALL SELECT name FROM complaint WHERE id = :id AND name <> ''",
        values,
    )
    texts = [row[0] for row in words]
    for (writer,) in tx.rows("SELECT person_id FROM complaint WHERE id = :id AND person_id > 0", values):
        forget_complaint_shown(tx, writer, due.number, texts)
    forget_complaint_read(tx, due.organisation_id, due.number, texts)
    tx.run("DELETE FROM complaint_words WHERE complaint_id = :id", values)
    tx.run("DELETE FROM complaint WHERE id = :id", values)
    set_key_value(tx, ERASED, f"complaint {due.id}", now)
