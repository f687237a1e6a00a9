"""Days as people type them in a chat: "14 December", "2026-12-14", "14/12/2026", "tomorrow", "Monday"."""

from datetime import UTC, date, datetime, timedelta

_WITH_YEAR = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y")
_WITHOUT_YEAR = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 40


def day_in(text: str, today: date) -> date | None:
    """The day that a text names, seen from today; None when it names none.

    Without a year it is the next such day, today among them; the name of a weekday means a day to come.
    """
    words = " ".join(text[:_LONGEST].casefold().replace(",", " ").split()).removeprefix("the ")
    if words == "tomorrow":
        return today + timedelta(days=1)
    if words == "next week":
        return next_monday(today)
    for number, name in enumerate(_WEEKDAYS):
        if words in (name, name[:3], f"next {name}"):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return _written(words, today)


def next_monday(today: date) -> date:
    """The Monday after this day."""
    return today + timedelta(days=7 - today.weekday())


def _written(words: str, today: date) -> date | None:
    # A day of the week in front, as in "Monday 14 December", is courtesy.
    first, _, rest = words.partition(" ")
    if rest and any(first in (name, name[:3]) for name in _WEEKDAYS):
        words = rest
    for form in _WITH_YEAR:
        if (day := _read(words, form)) is not None:
            return day
    separator = "/" if "/" in words else " "
    for form in _WITHOUT_YEAR:
        # Eight years on at the latest there is a 29 February.
        for year in range(today.year, today.year + 9):
            day = _read(f"{words}{separator}{year}", form)
            if day is not None and day >= today:
                return day
    return None


def _read(words: str, form: str) -> date | None:
    try:
        return datetime.strptime(words, form).replace(tzinfo=UTC).date()
    except ValueError:
        return None
