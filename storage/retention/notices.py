"""When each class of data of a closed round is erased, and what was said of it before.

A day is one where the round is. It counts from the last day as people were told it, so closing before that
moves nothing. Nothing is erased sooner than two weeks after it was announced, so an upgrade or a shorter
period takes nobody by surprise.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from conversations.groups.round_view import RoundView
from storage.engine.database import Transaction, milliseconds, moment, moment_or_none
from storage.retention.classes import has_any
from storage.roles.retention_periods import (
    OF_A_ROUND,
    DataClass,
    choose_period,
    keep_longer,
    periods_of_round,
)
from storage.rounds.rounds import VIEW, round_view

NOTICE: Final = timedelta(days=14)
"""How long before it happens those who coordinate are told."""


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """A round that is over, with its last day and the day from which its data are counted."""

    view: RoundView
    organisation_id: str
    closed_on: date
    counted_from: date

    def today(self, now: datetime) -> date:
        """Which day it is there."""
        return now.astimezone(ZoneInfo(self.view.time_zone)).date()


@dataclass(frozen=True, slots=True)
class UpcomingErasure:
    """What is said to those who coordinate: which classes of a round go, and on which day each does."""

    round: ClosedRound
    days: tuple[tuple[DataClass, date], ...]


def closed_rounds(tx: Transaction, now: datetime) -> list[ClosedRound]:
    """Every round that is over. One without a last day that nobody closed is not."""
    rows = tx.rows(
        f"SELECT r.organisation_id, r.opened_at, {VIEW} FROM round r"  # noqa: S608
        " WHERE r.closed_at <= :now OR r.closes_at <= :now ORDER BY r.id",
        {"now": milliseconds(now)},
    )
    found = []
    for organisation_id, opened_at, *columns in rows:
        view = round_view(tuple(columns))
        # A clock that was wrong when a round was closed may have dated that before its beginning.
        opened_on = moment(opened_at).astimezone(ZoneInfo(view.time_zone)).date()
        closed_on = max(view.last_day or opened_on, opened_on)
        counted_from = max(view.counted_from or opened_on, opened_on)
        found.append(ClosedRound(view, organisation_id, closed_on, counted_from))
    return found


def days_of(tx: Transaction, closed: ClosedRound) -> dict[DataClass, date]:
    """The day on which each class of a closed round goes, as far as is known now."""
    periods = periods_of_round(tx, closed.view.id)
    told = _told(tx, closed.view.id)
    days = {each: closed.counted_from + timedelta(days=periods[each]) for each in OF_A_ROUND}
    return {each: max(day, told[each]) if each in told else day for each, day in days.items()}


def _told(tx: Transaction, round_id: str) -> dict[DataClass, date]:
    rows = tx.rows("SELECT data_class, erase_on FROM erasure_notice WHERE round_id = :id", {"id": round_id})
    return {DataClass(data_class): date.fromisoformat(day) for data_class, day in rows}


def drop_outdated(tx: Transaction, now: datetime) -> None:
    """Take back what was announced of rounds that are open again, or whose last day has moved."""
    closed = {each.view.id: each for each in closed_rounds(tx, now)}
    rows = tx.rows("SELECT DISTINCT round_id FROM erasure_notice WHERE erased_at IS NULL")
    for (round_id,) in rows:
        days = days_of(tx, closed[round_id]) if round_id in closed else {}
        for data_class, told in _told(tx, round_id).items():
            if days.get(data_class) != told:
                _drop(tx, round_id, data_class)


def take_back_notices(tx: Transaction, round_id: str) -> None:
    """Take back what was announced of a round whose last day is another now."""
    for data_class in OF_A_ROUND:
        _drop(tx, round_id, data_class)


def choose_days(
    tx: Transaction, organisation_id: str, data_class: DataClass, days: int, now: datetime
) -> None:
    """Choose how long an organisation keeps a class. Of a closed round nothing goes sooner than is announced.

    So the day that is shown from now on is the one on which it goes.
    """
    closed = [each for each in closed_rounds(tx, now) if each.organisation_id == organisation_id]
    before = {each.view.id: periods_of_round(tx, each.view.id) for each in closed}
    choose_period(tx, organisation_id, data_class, days)
    for each in closed if data_class in OF_A_ROUND else ():
        soonest = (each.today(now) + NOTICE - each.counted_from).days
        lasting = min(before[each.view.id][data_class], max(days, soonest))
        keep_longer(tx, each.view.id, data_class, lasting)


def _drop(tx: Transaction, round_id: str, data_class: DataClass) -> None:
    tx.run(
        "DELETE FROM erasure_notice WHERE round_id = :id AND data_class = :data_class AND erased_at IS NULL",
        {"id": round_id, "data_class": data_class.value},
    )


def announce_due(tx: Transaction, now: datetime) -> list[UpcomingErasure]:
    """Note for every class whose day has come near that it is announced; what is to be said."""
    announced = []
    for closed in closed_rounds(tx, now):
        told, today = _told(tx, closed.view.id), closed.today(now)
        days = tuple(
            (each, max(day, today + NOTICE))
            for each, day in days_of(tx, closed).items()
            if each not in told and day <= today + NOTICE and has_any(tx, each, closed.view.id, now)
        )
        for each, day in days:
            _announce(tx, closed.view.id, each, day, now)
        if days:
            announced.append(UpcomingErasure(closed, days))
    return announced


def _announce(tx: Transaction, round_id: str, data_class: DataClass, day: date, now: datetime) -> None:
    tx.run(
        "INSERT INTO erasure_notice (round_id, data_class, erase_on, told_at)"
        " VALUES (:id, :data_class, :day, :now)",
        {"id": round_id, "data_class": data_class.value, "day": day.isoformat(), "now": milliseconds(now)},
    )


@dataclass(frozen=True, slots=True)
class DueErasure:
    """A class of a round whose day has come. ``is_first``: nothing of it has been erased by itself before."""

    round_id: str
    organisation_id: str
    data_class: DataClass
    is_first: bool


def due_erasures(tx: Transaction, now: datetime) -> list[DueErasure]:
    """What is to be erased now, of rounds that are over and were announced."""
    found = []
    for closed in closed_rounds(tx, now):
        today = closed.today(now)
        for data_class, erase_on, erased_at in tx.rows(
            "SELECT data_class, erase_on, erased_at FROM erasure_notice WHERE round_id = :id",
            {"id": closed.view.id},
        ):
            if date.fromisoformat(erase_on) <= today:
                each = DataClass(data_class)
                found.append(DueErasure(closed.view.id, closed.organisation_id, each, erased_at is None))
    return sorted(found, key=lambda due: (due.round_id, list(DataClass).index(due.data_class)))


def note_erased(tx: Transaction, round_id: str, data_class: DataClass, now: datetime) -> None:
    """Note that all of a class of a round is gone, whether it was announced or somebody asked for it."""
    tx.run(
        "INSERT INTO erasure_notice (round_id, data_class, erase_on, told_at, erased_at)"
        " VALUES (:id, :data_class, :day, :now, :now)"
        " ON CONFLICT (round_id, data_class) DO UPDATE SET erased_at = :now",
        {
            "id": round_id,
            "data_class": data_class.value,
            "day": now.date().isoformat(),
            "now": milliseconds(now),
        },
    )


def erased_at(tx: Transaction, round_id: str, data_class: DataClass) -> datetime | None:
    """When all of a class of a round had been erased; None where it was not."""
    row = tx.row(
        "SELECT erased_at FROM erasure_notice WHERE round_id = :id AND data_class = :data_class",
        {"id": round_id, "data_class": data_class.value},
    )
    return moment_or_none(row[0]) if row else None


def replies_go_on(tx: Transaction, round_id: str, now: datetime) -> date | None:
    """The day on which the replies of a closed round are erased by themselves; None for an open one."""
    found = next((each for each in closed_rounds(tx, now) if each.view.id == round_id), None)
    return days_of(tx, found)[DataClass.REPLIES] if found else None
