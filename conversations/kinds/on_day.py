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


def _day_in(phrases: Phrases, kind: OnDay, text: str) -> Chosen | None:
    day = day_with_year(text, phrases.language)
    if day is None or (kind.earliest and day < kind.earliest) or (kind.latest and day > kind.latest):
        return None
    return Chosen(value=day.isoformat())


def _limits(phrases: Phrases, kind: OnDay) -> str:
    """Which days there are to give, and how they are written."""
    earliest = long_date(kind.earliest, phrases.language) if kind.earliest else ""
    latest = long_date(kind.latest, phrases.language) if kind.latest else ""
    example = long_date(_example(kind), phrases.language)
    day = phrases.say("a day with its year, such as {example}", example=example)
    if earliest and latest:
        return phrases.say("{day}, from {earliest} to {latest}", day=day, earliest=earliest, latest=latest)
    if earliest:
        return phrases.say("{day}, and not before {earliest}", day=day, earliest=earliest)
    if latest:
        return phrases.say("{day}, and not after {latest}", day=day, latest=latest)
    return day


def _example(kind: OnDay) -> date:
    """A day that could be given."""
    is_late_enough = kind.earliest is None or kind.earliest <= _EXAMPLE
    if is_late_enough and (kind.latest is None or kind.latest >= _EXAMPLE):
        return _EXAMPLE
    return kind.latest or kind.earliest or _EXAMPLE


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
