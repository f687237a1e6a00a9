"""How long each class of data is kept, as an organisation chooses.

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


def choose_period(tx: Transaction, organisation_id: str, data_class: DataClass, days: int) -> None:
    """Choose for an organisation; it holds for all its rounds, also for those that have closed."""
    tx.run(
        "INSERT INTO retention (organisation_id, data_class, days) VALUES (:id, :data_class, :days)"
        " ON CONFLICT (organisation_id, data_class) DO UPDATE SET days = :days",
        {"id": organisation_id, "data_class": data_class.value, "days": days},
    )
