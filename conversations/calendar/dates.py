"""Days as people type them in a chat: "14 December", "2026-12-14", "14/12/2026", "today", "Monday"."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

_WITH_YEAR = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y")
_WITHOUT_YEAR = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 40


def day_in(text: str, today: date) -> date | None:
    """The day that a text names, seen from today; None when it names none.

    Without a year it is the next such day, today among them; the name of a weekday means a day to come.
    """
    words = _words_of(text)
    if words == "today":
        return today
    if words == "tomorrow":
        return today + timedelta(days=1)
    if words == "next week":
        return next_monday(today)
    for number, name in enumerate(_WEEKDAYS):
        if words in (name, name[:3], f"next {name}"):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return _written(words, today)


def just_passed(text: str, today: date) -> date | None:
    """The day that a text names without a year, where it is less long ago than it is far away; else None.

    Whoever types such a day hardly means the one of next year.
    """
    words = _without_weekday(_words_of(text))
    following = _written(words, today)
    if following is None or _written_with_year(words) is not None:
        return None
    past = [day for day in _without_year(words, (today.year, today.year - 1)) if day < today]
    return past[0] if past and today - past[0] < following - today else None


def day_with_year(text: str) -> date | None:
    """The day that a text names with its year; None for all other texts, so that no year is ever guessed."""
    return _written_with_year(_without_weekday(_words_of(text)).rstrip(" ."))


def next_monday(today: date) -> date:
    """The Monday after this day."""
    return today + timedelta(days=7 - today.weekday())


def _words_of(text: str) -> str:
    return " ".join(text[:_LONGEST].casefold().replace(",", " ").split()).removeprefix("the ")


def _written(words: str, today: date) -> date | None:
    words = _without_weekday(words)
    if (day := _written_with_year(words)) is not None:
        return day
    # Eight years on at the latest there is a 29 February.
    days = _without_year(words, range(today.year, today.year + 9))
    return next((day for day in days if day >= today), None)


def _without_weekday(words: str) -> str:
    """A day of the week in front, as in "Monday 14 December", is courtesy."""
    first, _, rest = words.partition(" ")
    return rest if rest and any(first in (name, name[:3]) for name in _WEEKDAYS) else words


def _written_with_year(words: str) -> date | None:
    return next((day for form in _WITH_YEAR if (day := _read(words, form)) is not None), None)


def _without_year(words: str, years: Iterable[int]) -> list[date]:
    separator = "/" if "/" in words else " "
    dated = [f"{words}{separator}{year}" for year in years]
    return [day for form in _WITHOUT_YEAR for each in dated if (day := _read(each, form)) is not None]


def _read(words: str, form: str) -> date | None:
    try:
        return datetime.strptime(words, form).replace(tzinfo=UTC).date()
    except ValueError:
        return None
