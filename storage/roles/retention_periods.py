"""How long each class of data is kept, as an organisation chooses, and never longer than people were told.

A new class of a round is one member here with its default, one entry in ``storage/retention/classes.py``, and
one name in ``bot/schedule/retention.py``. Complaints are of no round:
``storage/retention/complaint_erasures.py``.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final

from storage.engine.database import Transaction


@unique
class DataClass(StrEnum):
    """A kind of data that goes together, in the order in which it is shown.

    ``LINKS``: who was invited, by name and team, and the links. ``FILES``: reports, tables, sheets and other
    files that were made. ``REMINDERS``: what is noted of reminders, and news of the round. ``SESSIONS``: the
    browsers in which people are signed in. ``COMPLAINTS``: what was complained about and answered. Its days
    count from the answer, or from the day on which it was taken back.
    """

    REPLIES = "replies"
    LINKS = "links"
    REMINDERS = "reminders"
    SESSIONS = "sessions"
    FILES = "files"
    COMPLAINTS = "complaints"


OF_A_ROUND: Final = tuple(each for each in DataClass if each is not DataClass.COMPLAINTS)
"""The classes that count from the last day of a round and go with it."""


DEFAULT_DAYS: Final[Mapping[DataClass, int]] = {
    DataClass.REPLIES: 365,
    DataClass.LINKS: 90,
    DataClass.REMINDERS: 90,
    DataClass.SESSIONS: 90,
    DataClass.FILES: 365,
    DataClass.COMPLAINTS: 730,
}
"""Days where nothing else was chosen: a year after a round to act on what people said. Of a complaint an
organisation must be able to show what it did, while its writer can still take it further: two years.
"""

LEAST_DAYS, MOST_DAYS = 14, 3650
"""Not below the notice that those who coordinate get, nor above ten years."""


def periods_of(tx: Transaction, organisation_id: str) -> dict[DataClass, int]:
    """How many days each class is kept for an organisation."""
    rows = tx.rows(
        "SELECT data_class, days FROM retention WHERE organisation_id = :id", {"id": organisation_id}
    )
    chosen: dict[str, int] = dict(rows)
    return {each: chosen.get(each.value, DEFAULT_DAYS[each]) for each in DataClass}


def promise_periods(tx: Transaction, round_id: str, organisation_id: str) -> None:
    """Keep for a round that is opened how long each class is kept now: people are told so from then on."""
    periods = periods_of(tx, organisation_id)
    tx.run_many(
        "INSERT INTO round_retention (round_id, data_class, days) VALUES (:id, :data_class, :days)",
        [{"id": round_id, "data_class": each.value, "days": periods[each]} for each in OF_A_ROUND],
    )


def periods_of_round(tx: Transaction, round_id: str) -> dict[DataClass, int]:
    """How many days after its last day each class of a round is kept: as was told, or shorter by now."""
    rows = tx.rows("SELECT data_class, days FROM round_retention WHERE round_id = :id", {"id": round_id})
    return {DataClass(data_class): days for data_class, days in rows}


def rounds_kept_shorter(tx: Transaction, organisation_id: str, data_class: DataClass, days: int) -> int:
    """How many rounds of an organisation keep a shorter time, as was told in them."""
    row = tx.row(
        "SELECT count(*) FROM round_retention k JOIN round r ON r.id = k.round_id"
        " WHERE r.organisation_id = :id AND k.data_class = :data_class AND k.days < :days",
        {"id": organisation_id, "data_class": data_class.value, "days": days},
    )
    return int(row[0]) if row else 0


def keep_longer(tx: Transaction, round_id: str, data_class: DataClass, days: int) -> None:
    """Keep a class of one round for so many days, where that is longer than was chosen for all."""
    tx.run(
        "UPDATE round_retention SET days = :days WHERE round_id = :id AND data_class = :data_class"
        " AND days < :days",
        {"id": round_id, "data_class": data_class.value, "days": days},
    )


def choose_period(tx: Transaction, organisation_id: str, data_class: DataClass, days: int) -> None:
    """Choose for an organisation. A shorter time holds for all its rounds, also for those that have closed.

    A longer one holds for rounds that are opened from now on: in those before, people were told otherwise.
    """
    tx.run(
        "UPDATE round_retention SET days = :days WHERE data_class = :data_class AND days > :days"
        " AND round_id IN (SELECT id FROM round WHERE organisation_id = :id)",
        {"id": organisation_id, "data_class": data_class.value, "days": days},
    )
    tx.run(
        "INSERT INTO retention (organisation_id, data_class, days) VALUES (:id, :data_class, :days)"
        " ON CONFLICT (organisation_id, data_class) DO UPDATE SET days = :days",
        {"id": organisation_id, "data_class": data_class.value, "days": days},
    )
