"""The days people work, as they type them and as they read them."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content.phrases import phrases_in
from conversations.calendar.availability import Availability, days_in, days_in_words, zone_named
from tests.locales import spoken, write_locale


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-thu", {1, 2, 3, 4}),
        ("Monday to Thursday", {1, 2, 3, 4}),
        ("mon \N{EN DASH} thurs", {1, 2, 3, 4}),
        ("fri-mon", {5, 6, 7, 1}),
        ("wed-wed", {3}),
        ("tue", {2}),
        ("Tuesdays", {2}),
        ("mon, wed, fri", {1, 3, 5}),
        ("Monday, Wednesday and Friday", {1, 3, 5}),
        ("mon wed", {1, 3}),
        ("every day", {1, 2, 3, 4, 5, 6, 7}),
        ("all", {1, 2, 3, 4, 5, 6, 7}),
        ("weekdays", {1, 2, 3, 4, 5}),
        ("Mon till Thu", {1, 2, 3, 4}),
        ("mon\N{EM DASH}thu", {1, 2, 3, 4}),
        ("tues & thur", {2, 4}),
        ("weekend", {6, 7}),
    ],
)
def test_days_are_understood(text: str, days: set[int]) -> None:
    assert days_in(text, phrases_in("en")) == days


@pytest.mark.parametrize("text", ["", "whenever", "mon-", "mon-thu-fri", "month", "1-4", "moonday"])
def test_what_names_no_days_is_not_understood(text: str) -> None:
    assert days_in(text, phrases_in("en")) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({1, 2, 3, 4}, "Monday to Thursday"),
        ({1, 2}, "Monday and Tuesday"),
        ({2, 3, 6}, "Tuesday, Wednesday and Saturday"),
        ({7}, "Sunday"),
        ({1, 2, 3, 4, 5, 6, 7}, "Monday to Sunday"),
    ],
)
def test_days_are_told_as_people_say_them(days: set[int], words: str) -> None:
    assert days_in_words(phrases_in("en"), frozenset(days)) == words


@pytest.mark.parametrize("language", ["ar", "gd", "pl"])
def test_days_can_be_typed_as_they_are_told(tmp_path: Path, language: str) -> None:
    write_locale(tmp_path, language)
    with spoken(tmp_path):
        phrases = phrases_in(language)
        for number in range(1, 2**7):
            days = frozenset(day for day in range(1, 8) if number >> (day - 1) & 1)
            assert days_in(days_in_words(phrases, days), phrases) == days
        assert days_in("mon-thu", phrases) == {1, 2, 3, 4}


@pytest.mark.parametrize(
    "name", ["", "Mars", "Europe", "../etc/passwd", "/etc/passwd", "Europe/\0", "x" * 500]
)
def test_what_is_no_time_zone_is_not_found(name: str) -> None:
    with pytest.raises(LookupError):
        zone_named(name)


def test_somebody_who_names_no_time_zone_lives_by_that_of_the_round() -> None:
    assert Availability().zone("Europe/London") == ZoneInfo("Europe/London")
    assert Availability(time_zone="Europe/Lisbon").zone("Europe/London") == ZoneInfo("Europe/Lisbon")


def test_the_day_until_which_somebody_is_away_is_the_first_that_they_are_back() -> None:
    away = Availability(away_until=date(2026, 12, 14))
    assert away.is_away(date(2026, 12, 13))
    assert not away.is_away(date(2026, 12, 14))
