"""When and whether a person wants to hear from us: their days, their leave, their time zone.

What people type for it is read here, and its state is put into words. Whether a moment is a good one
to write to somebody is decided elsewhere.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum, unique
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from content.phrases import Phrases, weekday_name
from conversations.calendar.names_of_days import bare, taken_out, weekdays

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})
"""The days people work unless they say otherwise, counted from 1 for Monday."""

_LONGEST = 200
"""All seven days in words are shorter."""
_FIRST, _LAST = "first0", "last0"
"""Where the days stand in a phrase, as a word that no language has."""
_ALL_DAYS = frozenset(range(1, 8))
_WEEKEND = frozenset({6, 7})
_SEVERAL = re.compile(r"days\b")
_SPAN = re.compile("-| (?:to|till|until|through) ")
_BETWEEN = re.compile(r"(?:\s|[/&+]|\band\b)+")


@unique
class WantedWay(StrEnum):
    """By which way a person wants what is sent to people who are not looking.

    ``USUAL`` is the chat that they used last, if it reaches them when they do not look, else their mail.
    """

    USUAL = ""
    CHAT = "chat"
    MAIL = "mail"


@unique
class MailTrouble(StrEnum):
    """Why nothing is sent to somebody's e-mail address."""

    BOUNCED = "bounced"
    STOPPED = "stopped"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class OwnMail:
    """Somebody's e-mail address. ``trouble`` is why nothing is sent there, None where mails go.

    ``goes_first``: mails go there rather than into the chat, unless they want it otherwise.
    """

    address: str
    trouble: MailTrouble | None = None
    goes_first: bool = False


@dataclass(frozen=True, slots=True)
class Availability:
    """What a person has said about reminders; as it begins, they have said nothing.

    ``days`` are those they work, None for Monday to Friday. ``away_until`` is the first day on which they
    may be reminded again. ``time_zone`` is empty where the round's counts. ``declined`` means never. ``way``
    is by what they want to be reminded.
    """

    days: frozenset[int] | None = None
    away_until: date | None = None
    time_zone: str = ""
    declined: bool = False
    way: WantedWay = WantedWay.USUAL

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


def days_in(text: str, phrases: Phrases) -> frozenset[int] | None:
    """The days that a text names ("mon-thu", "Monday, Wednesday and Friday"), None when it names none.

    In English or the person's language, as they read them too. A span may go round the end of the week:
    "fri-mon" are four days.
    """
    wanted = bare(text[:_LONGEST])
    for names, days in _named_at_once(phrases).items():
        if wanted in (bare(name) for name in names.split(";")):
            return days
    wanted = _SEVERAL.sub("day", wanted)
    ends = _between(phrases.say("{first} to {last}", first=_FIRST, last=_LAST), wanted) or _SPAN.split(wanted)
    numbers = [_number(end, phrases) for end in ends]
    if len(numbers) == 2 and (first := numbers[0]) and (last := numbers[1]):
        length = (last - first) % 7 + 1
        return frozenset((first + step - 1) % 7 + 1 for step in range(length))
    pieces = _between(phrases.say("{days} and {last}", days=_FIRST, last=_LAST), wanted) or [wanted]
    listed = [_numbers(piece, phrases) for piece in pieces]
    return frozenset().union(*listed) if all(listed) else None


def _named_at_once(phrases: Phrases) -> dict[str, frozenset[int]]:
    """Words for several days, in English and in the person's language."""
    return {
        "all; every day": _ALL_DAYS,
        phrases.say("all; every day; daily"): _ALL_DAYS,
        "weekdays; working days": MONDAY_TO_FRIDAY,
        phrases.say("weekdays; working days"): MONDAY_TO_FRIDAY,
        "weekends": _WEEKEND,
        phrases.say("weekend; weekends"): _WEEKEND,
    }


def _between(phrase: str, wanted: str) -> list[str]:
    """What stands at the two places of a phrase, None where the words are not of its form."""
    form = re.escape(bare(phrase)).replace(re.escape(_FIRST), "(.+)").replace(re.escape(_LAST), "(.+)")
    found = re.fullmatch(form, wanted)
    return list(found.groups()) if found else []


def _numbers(listed: str, phrases: Phrases) -> frozenset[int]:
    """The days of a list; none where anything in it names no day."""
    found: set[int] = set()
    rest = listed
    while rest:
        named = taken_out(weekdays(phrases.language), rest)
        if named is None:
            return frozenset()
        number, before, behind = named
        found.add(number)
        rest = _BETWEEN.sub(" ", f"{before} {behind}").strip()
    return frozenset(found)


def _number(name: str, phrases: Phrases) -> int | None:
    numbers = _numbers(name, phrases)
    return next(iter(numbers)) if len(numbers) == 1 else None


def days_in_words(phrases: Phrases, days: frozenset[int]) -> str:
    """Days as people say them: "Monday to Thursday", or one by one."""
    ordered = sorted(days)
    names = [weekday_name(day, phrases.language) for day in ordered]
    is_span = len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1
    if is_span:
        return phrases.say("{first} to {last}", first=names[0], last=names[-1])
    if len(names) == 1:
        return names[0]
    return phrases.say("{days} and {last}", days=phrases.with_commas(names[:-1]), last=names[-1])
