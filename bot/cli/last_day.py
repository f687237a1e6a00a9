"""The last day of a round as an operator writes it, and the moment at which it ends."""

from datetime import date, datetime
from zoneinfo import ZoneInfoNotFoundError

from bot.cli.store import Misused, Refused
from content.phrases import SOURCE_LANGUAGE, long_date
from conversations.calendar.dates import day_in
from conversations.calendar.day_bounds import HERE, LONGEST, end_of


def closing(text: str, now: datetime) -> tuple[date, datetime]:
    """The last day and the midnight at its end, as people in Britain count. Raises ``Refused``."""
    day = day_in(text, now.date())
    if day is None:
        raise Misused(f'"{text}" is not a date: write it like 2026-11-30 or "30 November 2026".')
    if day > now.date() + LONGEST:
        raise Misused(f"{_said(day)} is too far away: a round can stay open for five years.")
    try:
        ends = end_of(day, HERE)
    except ZoneInfoNotFoundError:
        raise Refused(f"This computer does not know the time zone {HERE}: install tzdata.") from None
    if ends <= now:
        raise Misused(f"{_said(day)} has passed: name a day from today on.")
    return day, ends


def _said(day: date) -> str:
    return long_date(day, SOURCE_LANGUAGE)
