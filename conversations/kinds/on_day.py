"""Prompts that take a day, such as when a plan was last looked at."""

from datetime import date
from typing import Final

from content.phrases import Phrases, long_date
from content.prompt_kinds import OnDay
from conversations.calendar.dates import day_with_year
from conversations.kinds.on_card import Chosen, OnCard
from conversations.state import Reply

_EXAMPLE: Final = date(2026, 11, 30)


def day_in_words(phrases: Phrases, value: str) -> str:
    """A kept day as people write it."""
    return long_date(date.fromisoformat(value), phrases.language)


def _day_in(_: Phrases, kind: OnDay, text: str) -> Chosen | None:
    day = day_with_year(text)
    if day is None or (kind.earliest and day < kind.earliest) or (kind.latest and day > kind.latest):
        return None
    return Chosen(value=day.isoformat())


def _limits(phrases: Phrases, kind: OnDay) -> str:
    """Which days there are to give, and how they are written."""
    earliest = long_date(kind.earliest, phrases.language) if kind.earliest else ""
    latest = long_date(kind.latest, phrases.language) if kind.latest else ""
    if earliest and latest:
        return phrases.say("a day from {earliest} to {latest}", earliest=earliest, latest=latest)
    if earliest:
        return phrases.say("a day from {earliest} on", earliest=earliest)
    if latest:
        return phrases.say("a day up to {latest}", latest=latest)
    example = kind.earliest or kind.latest or _EXAMPLE
    return phrases.say("a day with its year, such as {example}", example=long_date(example, phrases.language))


def _said(phrases: Phrases, _: OnDay, reply: Reply) -> str:
    return day_in_words(phrases, reply.value)


ON_DAY: Final = OnCard[OnDay](
    is_typed=True,
    helps=lambda p, kind: p.say("Write {limits}.", limits=_limits(p, kind)),
    field_label=lambda p, _: p.say("A day"),
    reads=_day_in,
    expects=lambda p, kind: p.say("Here I need {limits}.", limits=_limits(p, kind)),
    in_words=_said,
)
