"""When and whether a person wants to hear from us: their days, their leave, their time zone.

What people type for it is read here, and its state is put into words. Whether a moment is a good one
to write to somebody is decided elsewhere.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from content.phrases import Phrases, weekday_name

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})
"""The days people work unless they say otherwise, counted from 1 for Monday."""

_ALL_DAYS = frozenset(range(1, 8))
_DAYS = {"mo": 1, "tu": 2, "we": 3, "th": 4, "fr": 5, "sa": 6, "su": 7}
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_SPAN = re.compile(rf"({_DAY})\s*(?:-|\N{{EN DASH}}|to)\s*({_DAY})")
_LIST = re.compile(rf"{_DAY}(?:(?:\s*,\s*|\s+and\s+|\s+){_DAY})*")


@dataclass(frozen=True, slots=True)
class Availability:
    """What a person has said about reminders; as it begins, they have said nothing.

    ``days`` are those they work, None for Monday to Friday. ``away_until`` is the first day on which they
    may be reminded again. ``time_zone`` is empty where the round's counts. ``declined`` means never.
    """

    days: frozenset[int] | None = None
    away_until: date | None = None
    time_zone: str = ""
    declined: bool = False

    @property
    def working_days(self) -> frozenset[int]:
        """The days they work, counted from 1 for Monday."""
        return MONDAY_TO_FRIDAY if self.days is None else self.days

    def zone(self, of_round: str) -> tzinfo:
        """The time zone that they live by. Raises ``LookupError`` where this computer does not know it."""
        return zone_named(self.time_zone or of_round)

    def is_away(self, day: date) -> bool:
        """Whether they want no reminder on this day."""
        return self.away_until is not None and day < self.away_until


def zone_named(name: str) -> ZoneInfo:
    """The time zone with an IANA name, such as Europe/London. Raises ``LookupError`` for none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError):
        raise LookupError(name) from None


def zone_typed(text: str) -> str | None:
    """The time zone that a text names, however its letters are written, as it is kept; else None.

    It must be on the list of the world's zones. A computer knows more by name: its own time, and copies that
    count leap seconds or leave them out.
    """
    return _zones().get(text.strip(" .").replace(" ", "_").casefold())


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() - _NO_PLACES}


_NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The day that it is there at a moment."""
    return moment.astimezone(zone).date()


def days_in(text: str) -> frozenset[int] | None:
    """The days that a text names ("mon-thu", "Monday, Wednesday and Friday"), None when it names none.

    A span may go round the end of the week: "fri-mon" are four days.
    """
    wanted = " ".join(text.casefold().split())
    if wanted in ("all", "every day"):
        return _ALL_DAYS
    if span := _SPAN.fullmatch(wanted):
        first, last = _number(span[1]), _number(span[2])
        length = (last - first) % 7 + 1
        return frozenset((first + step - 1) % 7 + 1 for step in range(length))
    if _LIST.fullmatch(wanted):
        return frozenset(map(_number, re.findall(_DAY, wanted)))
    return None


def _number(name: str) -> int:
    return _DAYS[name[:2]]


def days_in_words(phrases: Phrases, days: frozenset[int]) -> str:
    """Days as people say them: "Monday to Thursday", or one by one."""
    ordered = sorted(days)
    names = [weekday_name(day, phrases.language) for day in ordered]
    is_span = len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1
    if is_span:
        return phrases.say("{first} to {last}", first=names[0], last=names[-1])
    if len(names) == 1:
        return names[0]
    return phrases.say("{days} and {last}", days=", ".join(names[:-1]), last=names[-1])
