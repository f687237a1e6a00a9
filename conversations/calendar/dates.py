"""Days as people type them in a chat: "14 December", "Dec 14th", "14/12/26", "today", "Monday".

In the person's own language too, in every form in which days are shown to them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from content.phrases import SOURCE_LANGUAGE, phrases_in
from content.whole_numbers import number_of
from conversations.calendar.names_of_days import bare, months, taken_out, weekdays

_LONGEST = 60
_ENGLISH = "until; till; til; by; on; the; to; from"
_DAY = r"(\d{1,2})(?:\s*(?:st|nd|rd|th|er|\.|º|ª|o|a|mh|na))?"
_YEAR = r"('?\d{2}|\d{4})"
_OF = r"(?:\s+(?:of|de|del|di|d'|dhen))?"
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日일]?")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})(?:\s?[-/.]\s?{_YEAR})?")
_THREE_NUMBERS = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4})")
_MONTH_FIRST_IN_SIGNS = re.compile(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_DAY_BEFORE = re.compile(rf"{_DAY}{_OF}")
_YEAR_BEHIND = re.compile(rf"[-/\s]*(?:(?:de|del|di)\s+)?{_YEAR}?")
_DAY_BEHIND = re.compile(rf"[-/\s]*{_DAY}(?:[-/\s]+{_YEAR})?")


@dataclass(frozen=True, slots=True)
class _Written:
    """A day as it was written, without a year where none was."""

    day: int
    month: int
    year: int | None

    def within(self, year: int) -> date | None:
        """That day of a year, if the year has one."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def day_in(text: str, today: date, language: str = SOURCE_LANGUAGE) -> date | None:
    """The day that a text names, seen from today; None when it names none.

    Without a year it is the next such day, today among them; the name of a weekday means a day to come.
    """
    words = _words_of(text, language)
    if (named := _by_today(words, today, language)) is not None:
        return named
    weekday = taken_out(weekdays(language), words.removeprefix("next "))
    if weekday is not None and not weekday[1] and not weekday[2]:
        return today + timedelta(days=(weekday[0] - 1 - today.weekday() - 1) % 7 + 1)
    written = _written(words, language)
    if written is None:
        return None
    if written.year is not None:
        return written.within(written.year)
    # Eight years on at the latest there is a 29 February.
    days = (written.within(year) for year in range(today.year, today.year + 9))
    return next((day for day in days if day is not None and day >= today), None)


def just_passed(text: str, today: date, language: str = SOURCE_LANGUAGE) -> date | None:
    """The day that a text names without a year, where it is less long ago than it is far away; else None.

    Whoever types such a day hardly means the one of next year.
    """
    words = _words_of(text, language)
    following = day_in(text, today, language)
    written = _written(words, language)
    if following is None or written is None or written.year is not None:
        return None
    days = (written.within(year) for year in (today.year, today.year - 1))
    past = [day for day in days if day is not None and day < today]
    return past[0] if past and today - past[0] < following - today else None


def day_with_year(text: str, language: str = SOURCE_LANGUAGE) -> date | None:
    """The day that a text names with its year; None for all other texts, so that no year is ever guessed."""
    written = _written(_words_of(text, language), language)
    return None if written is None or written.year is None else written.within(written.year)


def monday_of(today: date) -> date:
    """The Monday on which this day's week began."""
    return today - timedelta(days=today.weekday())


def next_monday(today: date) -> date:
    """The Monday after this day."""
    return today + timedelta(days=7 - today.weekday())


def _words_of(text: str, language: str) -> str:
    """The words that name the day, without those that lead up to it."""
    words = bare(text[:_LONGEST])
    p = phrases_in(language)
    leading = [*_ENGLISH.split(";"), *p.say("until; till; by; on; the").split(";")]
    starts = tuple(f"{bare(each)} " for each in leading if each.strip())
    while words.startswith(starts):
        words = words.partition(" ")[2]
    return words


def _by_today(words: str, today: date, language: str) -> date | None:
    p = phrases_in(language)
    if words in ("today", bare(p.say("today"))):
        return today
    if words in ("tomorrow", bare(p.say("tomorrow"))):
        return today + timedelta(days=1)
    if words in ("next week", bare(p.say("next week"))):
        return next_monday(today)
    return None


def _written(words: str, language: str) -> _Written | None:
    return next(_readings(words, language), None)


def _readings(words: str, language: str) -> Iterator[_Written]:
    """Every way to read some words as a day of the calendar, the likeliest first."""
    yield from _in_figures(words)
    yield from _with_month(words, language)
    # A day of the week in front or behind, as in "Monday 14 December", is courtesy.
    weekday = taken_out(weekdays(language), words)
    if weekday is not None:
        rest = _words_of(f"{weekday[1]} {weekday[2]}".strip(" .-"), language)
        yield from _in_figures(rest)
        yield from _with_month(rest, language)


def _in_figures(words: str) -> Iterator[_Written]:
    if found := _YEAR_FIRST.fullmatch(words):
        yield from _possible(found[3], found[2], found[1])
    if found := _DAY_FIRST.fullmatch(words) or _THREE_NUMBERS.fullmatch(words):
        yield from _possible(found[1], found[2], found[3])
    if found := _MONTH_FIRST_IN_SIGNS.fullmatch(words):
        yield from _possible(found[2], found[1], None)


def _with_month(words: str, language: str) -> Iterator[_Written]:
    named = taken_out(months(language), words)
    if named is None:
        return
    month, before, behind = named
    day, year = _DAY_BEFORE.fullmatch(before.strip("-/ ")), _YEAR_BEHIND.fullmatch(behind)
    if day and year:
        yield from _possible(day[1], str(month), year[1])
    elif (day := _DAY_BEHIND.fullmatch(behind)) and not before:
        yield from _possible(day[1], str(month), day[2])


def _possible(day: str, month: str, year: str | None) -> Iterator[_Written]:
    """The day, if there ever is one; a year of two figures is of this century."""
    whole = None if year is None else number_of(year.removeprefix("'"))
    if whole is not None and whole < 100:
        whole += 2000
    written = _Written(number_of(day), number_of(month), whole)
    # 2028 has a 29 February.
    if written.within(2028 if whole is None else whole) is not None:
        yield written
