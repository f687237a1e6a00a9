"""The moments at which days begin and end where people are."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

HERE: Final = "Europe/London"
LONGEST: Final = timedelta(days=5 * 366)
"""How long a round can stay open."""


def beginning_of(day: date, zone: str) -> datetime:
    """The midnight at which a day begins in a time zone. Raises ``ZoneInfoNotFoundError``."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def end_of(day: date, zone: str) -> datetime:
    """The midnight at which a day ends in a time zone. Raises ``ZoneInfoNotFoundError``."""
    return beginning_of(day + timedelta(days=1), zone)
