"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.phrases import day_of_week, long_date
from conversations.calendar.dates import day_in, just_passed, next_monday

TODAY = date(2026, 11, 4)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 December", date(2026, 12, 14)),
        ("14 dec", date(2026, 12, 14)),
        ("the 14 December", date(2026, 12, 14)),
        ("Monday 14 December", date(2026, 12, 14)),
        ("Mon, 14 December 2026", date(2026, 12, 14)),
        ("4 November", TODAY),
        ("3 November", date(2027, 11, 3)),
        ("29 February", date(2028, 2, 29)),
        ("2026-12-14", date(2026, 12, 14)),
        ("14/12/2026", date(2026, 12, 14)),
        ("14/12", date(2026, 12, 14)),
        ("14.12.2026", date(2026, 12, 14)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 5)),
        ("next week", date(2026, 11, 9)),
        ("Monday", date(2026, 11, 9)),
        ("next friday", date(2026, 11, 6)),
        ("Wednesday", date(2026, 11, 11)),
        ("18th December", date(2026, 12, 18)),
        ("the 18th of December", date(2026, 12, 18)),
        ("Dec 18", date(2026, 12, 18)),
        ("Dec 18th, 2026", date(2026, 12, 18)),
        ("14 December.", date(2026, 12, 14)),
        ("18/12/26", date(2026, 12, 18)),
        ("18-12-2026", date(2026, 12, 18)),
        ("18\N{EN DASH}12\N{EN DASH}2026", date(2026, 12, 18)),
        ("18 Dec '26", date(2026, 12, 18)),
        ("till 14 December", date(2026, 12, 14)),
        ("Sept 3", date(2027, 9, 3)),
        ("14.12.", date(2026, 12, 14)),
        ("18 12 2026", date(2026, 12, 18)),
    ],
)
def test_a_day_is_understood(text: str, day: date) -> None:
    assert day_in(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31 June", "12", "32/1", "14 December 20266", "December", "2 3", "12/18/26", "Friday 18th"],
)
def test_what_names_no_day_is_not_understood(text: str) -> None:
    assert day_in(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("3 November", date(2026, 11, 3)),
        ("Tuesday 3 November", date(2026, 11, 3)),
        ("3/11", date(2026, 11, 3)),
        ("4 November", None),
        ("15 January", None),
        ("3 November 2026", None),
        ("3 November 2027", None),
        ("tomorrow", None),
        ("nonsense", None),
    ],
)
def test_a_day_without_a_year_that_has_just_passed_is_told_from_one_to_come(
    text: str, passed: date | None
) -> None:
    assert just_passed(text, TODAY) == passed


def test_at_new_year_a_day_of_december_has_just_passed() -> None:
    assert just_passed("31 December", date(2027, 1, 2)) == date(2026, 12, 31)


LANGUAGES = (
    *("am", "ar", "bn", "bg", "cs", "cy", "de", "en", "es", "fa", "fr", "ga", "gd", "gu", "he", "hi", "hu"),
    *("it", "ja", "ko", "ku", "lt", "lv", "ml", "nl", "pa", "pl", "pt", "pt_BR", "ro", "ru", "si", "so"),
    *("sq", "sv", "sw", "ta", "te", "th", "ti", "tr", "uk", "ur", "vi", "zh", "zh_Hant"),
)


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=st.dates(TODAY, date(2030, 1, 1)))
@settings(max_examples=8)
def test_a_day_can_be_typed_as_it_is_shown(language: str, day: date) -> None:
    for shown in (long_date(day, language), day_of_week(day, language), f"{day:%d/%m/%Y}", f"{day:%d-%m-%y}"):
        assert day_in(shown, TODAY, language) == day, shown


def test_english_is_read_in_every_language() -> None:
    for language in LANGUAGES:
        assert day_in("18th December 2026", TODAY, language) == date(2026, 12, 18)
        assert day_in("tomorrow", TODAY, language) == date(2026, 11, 5)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    day = day_in(text, TODAY)
    assert day is None or isinstance(day, date)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_monday_after_is_a_monday_within_a_week(today: date) -> None:
    assert next_monday(today).isoweekday() == 1
    assert 1 <= (next_monday(today) - today).days <= 7
