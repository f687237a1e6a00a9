"""Days as people write them, and the moments at which they begin and end where those people are."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

HERE: Final = "Europe/London"
LONGEST: Final = timedelta(days=5 * 366)
"""How long a round can stay open."""

_WITH_YEAR = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y")
_WITHOUT_YEAR = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y")


def day_written(text: str, today: date) -> date | None:
    """The day that a text names, such as 2026-11-30, 30 November 2026 or 30 Nov; None when it names none.

    Without a year it is the next such day.
    """
    words = " ".join(text.split())
    day = _read(words, _WITH_YEAR)
    if day is not None:
        return day
    for year in (today.year, today.year + 1):
        glue = "/" if "/" in words else " "
        day = _read(f"{words}{glue}{year}", _WITHOUT_YEAR)
        if day is not None and day >= today:
            return day
    return None


def beginning_of(day: date, zone: str) -> datetime:
    """The midnight at which a day begins in a time zone. Raises ``ZoneInfoNotFoundError``."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def end_of(day: date, zone: str) -> datetime:
    """The midnight at which a day ends in a time zone. Raises ``ZoneInfoNotFoundError``."""
    return beginning_of(day + timedelta(days=1), zone)


def _read(text: str, forms: tuple[str, ...]) -> date | None:
    for form in forms:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
