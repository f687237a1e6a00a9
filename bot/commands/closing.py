"""The last day of a round as people write it, and the moment at which it ends."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.commands.store import Misused, Refused
from content.phrases import SOURCE_LANGUAGE, long_date

HERE: Final = "Europe/London"
LONGEST: Final = timedelta(days=5 * 366)

_WRITTEN = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")


def closing(text: str, now: datetime) -> tuple[date, datetime]:
    """The last day and the midnight at its end, as people in Britain count. Raises ``Refused``."""
    day = _day(text)
    if day is None:
        raise Misused(f'"{text}" is not a date: write it like 2026-11-30 or "30 November 2026".')
    if day > now.date() + LONGEST:
        raise Misused(f"{_said(day)} is too far away: a round can stay open for five years.")
    ends = _midnight_after(day)
    if ends <= now:
        raise Misused(f"{_said(day)} has passed: name a day from today on.")
    return day, ends


def _day(text: str) -> date | None:
    for written in _WRITTEN:
        try:
            return datetime.strptime(" ".join(text.split()), written).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _midnight_after(day: date) -> datetime:
    try:
        zone = ZoneInfo(HERE)
    except ZoneInfoNotFoundError:
        raise Refused(f"This computer does not know the time zone {HERE}: install tzdata.") from None
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=zone).astimezone(UTC)


def _said(day: date) -> str:
    return long_date(day, SOURCE_LANGUAGE)
