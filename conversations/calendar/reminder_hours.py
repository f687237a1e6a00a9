"""Working days and hours: whether a moment is one at which somebody may be reminded, and when the next is.

All of it is computed from local wall time and an IANA zone. Nothing is stored here and no clock is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum, unique
from functools import lru_cache

from conversations.calendar.availability import MONDAY_TO_FRIDAY, Availability

OPENS = time(8, 30)
CLOSES = time(17, 30)
NO_HOLIDAYS = "none"
SCOTLAND = "GB-SCT"
_MOST_DAYS = 400
"""So far ahead a working day is looked for: longer than any leave that can be entered."""


@unique
class Closed(StrEnum):
    """Why a moment is not one at which somebody is reminded."""

    AWAY = "away"
    BANK_HOLIDAY = "bank_holiday"
    WEEKEND = "weekend"
    NOT_THEIR_DAY = "not_their_day"
    QUIET_HOURS = "quiet_hours"


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when, by local time, people are reminded: from ``opens`` on, and before ``closes``."""

    opens: time = OPENS
    closes: time = CLOSES
    is_holiday: Callable[[date], bool] = lambda _: False

    def closed(self, moment: datetime, person: Availability, zone: tzinfo) -> Closed | None:
        """Why somebody is not reminded at this moment, None when they may be."""
        local = moment.astimezone(zone)
        return self._closed_on(local.date(), person) or (
            None if self.opens <= local.time() < self.closes else Closed.QUIET_HOURS
        )

    def next_open(self, moment: datetime, person: Availability, zone: tzinfo) -> datetime | None:
        """The first moment from this one on at which somebody may be reminded, None for not within a year."""
        today = moment.astimezone(zone).date()
        for day in (today + timedelta(days=ahead) for ahead in range(_MOST_DAYS)):
            if self._closed_on(day, person) is None and moment < self.end(day, zone):
                return max(moment, self.begin(day, zone))
        return None

    def begin(self, day: date, zone: tzinfo) -> datetime:
        """When reminding begins on a day."""
        return at_wall_time(day, self.opens, zone)

    def end(self, day: date, zone: tzinfo) -> datetime:
        """When reminding ends on a day."""
        return at_wall_time(day, self.closes, zone)

    def _closed_on(self, day: date, person: Availability) -> Closed | None:
        if person.is_away(day):
            return Closed.AWAY
        if self.is_holiday(day):
            return Closed.BANK_HOLIDAY
        if day.isoweekday() in person.working_days:
            return None
        return Closed.NOT_THEIR_DAY if day.isoweekday() in MONDAY_TO_FRIDAY else Closed.WEEKEND


def at_wall_time(day: date, wall: time, zone: tzinfo) -> datetime:
    """The moment when a clock on the wall there shows this time; the first where it shows it twice.

    A time that the clocks leave out in spring comes with the hour that they go forward by: where 01:30
    does not exist, it is 02:30.
    """
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def day_after(moment: datetime, zone: tzinfo) -> datetime:
    """When the day after that of a moment begins."""
    return at_wall_time(moment.astimezone(zone).date() + timedelta(days=1), time.min, zone)


def bank_holidays(where: str) -> Callable[[date], bool]:
    """Whether a day is a bank holiday there: a country's code, or with a part of it, such as GB-SCT.

    With ``NO_HOLIDAYS`` there are none. What is returned raises ``LookupError`` for an unknown place.
    """
    if where == NO_HOLIDAYS:
        return lambda _: False
    return lambda day: day in _holidays(where, day.year)


@lru_cache(maxsize=64)
def _holidays(where: str, year: int) -> frozenset[date]:
    # It knows the whole world, which takes a moment; without reminders nobody need wait for it.
    from holidays import country_holidays

    country, _, part = where.partition("-")
    try:
        return frozenset(country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError:
        raise LookupError(where) from None
