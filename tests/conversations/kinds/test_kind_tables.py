"""Every kind of prompt is in every table, and what each gives is read back as it was."""

from decimal import Decimal
from gettext import NullTranslations
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Prompt, Theme
from content.phrases import Phrases, number_in, phrases_in
from content.prompt_kinds import (
    InNumbers,
    InWords,
    KindsOfEvidence,
    ListOfPoints,
    OnDay,
    OneChoice,
    Option,
    PromptKind,
    SeveralChoices,
    ThemeRating,
    WhereToLook,
)
from conversations.cards.prompts import ways_left
from conversations.kinds.kind_table import KINDS, kind_of, reply_in_words
from conversations.kinds.on_card import Chosen
from conversations.reading.typed import LONGEST_CHOICE, tapped
from conversations.recording import reply_of
from reports.group.kind_findings import FINDINGS_OF_KIND, KindFinding
from reports.group.kind_wording import SENTENCES
from reports.paper.kind_forms import FORMS, form_of
from tests.guides import guide_for_tests
from tests.locales import spoken, write_locale

ENGLISH = phrases_in("en")
GUIDE = guide_for_tests("kinds")
PROMPTS = [(theme, prompt) for theme in GUIDE.themes for prompt in theme.asked]
EACH = pytest.mark.parametrize(
    ("theme", "prompt"), PROMPTS, ids=[f"{theme.id}-{each.id}" for theme, each in PROMPTS]
)
IN_WORDS = {InWords, WhereToLook, ListOfPoints}


def test_every_kind_of_the_model_is_in_every_table() -> None:
    kinds = set(get_args(PromptKind))
    assert set(KINDS) == set(FORMS) == kinds
    assert {kind for kind in kinds if KINDS[kind].takes_words} == IN_WORDS
    # The findings of closing prompts have places of their own in a report.
    assert set(FINDINGS_OF_KIND) == kinds - IN_WORDS - {ThemeRating, KindsOfEvidence}
    assert set(SENTENCES) == set(get_args(KindFinding))
    assert {type(prompt.kind) for _, prompt in PROMPTS} == kinds


@EACH
def test_every_button_has_words_that_do_the_same_and_gives_what_its_number_says(
    theme: Theme, prompt: Prompt
) -> None:
    kind = kind_of(prompt)
    buttons = [button for row in kind.buttons(ENGLISH, prompt.kind, ()) for button in row]
    everything = (*buttons, *ways_left(ENGLISH, prompt))
    for button in everything:
        assert len(button.label) <= LONGEST_CHOICE
        assert tapped(everything, button.typed) == button.action
        assert tapped(everything, button.label) == button.action
    for button in buttons:
        chosen = kind.picks(prompt.kind, int(button.action.rpartition("-")[2]))
        assert chosen is not None
        assert reply_in_words(ENGLISH, prompt, reply_of(theme, prompt.id, chosen))
    assert kind.picks(prompt.kind, 99) is None


@pytest.mark.parametrize("prompt", [prompt for _, prompt in PROMPTS], ids=lambda each: each.id)
def test_a_prompt_without_words_says_how_it_is_replied_to_and_what_it_expects(prompt: Prompt) -> None:
    kind, form = kind_of(prompt), form_of(prompt, ENGLISH)
    assert kind.takes_words or kind.expects(ENGLISH, prompt.kind)
    assert bool(form.choices) is not bool(form.lines)
    if kind.is_typed:
        assert kind.helps(ENGLISH, prompt.kind)
    assert kind.reads(ENGLISH, prompt.kind, "it depends on whom one asks") is None


NUMBERS = InNumbers(Decimal(-5), Decimal(2000), decimals=2, unit="hours")
MILLIONS = InNumbers(Decimal(0), Decimal(10_000_000), decimals=1)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", "12"),
        ("12 hours", "12"),
        (" 12 Hours. ", "12"),
        ("+3", "3"),
        ("-4.5", "-4.5"),
        ("\N{MINUS SIGN}2", "-2"),
        ("7,5", "7.5"),
        ("1,200", "1200"),
        ("1,200.50", "1200.5"),
        ("0", "0"),
        ("-0", "0"),
        ("0.10", "0.1"),
        ("٣", "3"),
        ("\N{ARABIC-INDIC DIGIT FOUR}\N{ARABIC DECIMAL SEPARATOR}\N{ARABIC-INDIC DIGIT FIVE}", "4.5"),
        ("1 200,5", "1200.5"),
        ("1\N{NARROW NO-BREAK SPACE}200", "1200"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}200", "1200"),
        ("1\N{ARABIC THOUSANDS SEPARATOR}200", "1200"),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, value: str) -> None:
    assert KINDS[InNumbers].reads(ENGLISH, NUMBERS, written) == Chosen(value=value)


def test_a_number_is_said_with_the_decimals_of_its_language_and_read_so(tmp_path: Path) -> None:
    write_locale(tmp_path, "pl")
    with spoken(tmp_path):
        polish = phrases_in("pl")
        shown = reply_in_words(polish, Prompt("p", "", "", NUMBERS), _reply(Chosen(value="4.5")))
        assert shown == "4,5 hours"
        assert KINDS[InNumbers].reads(polish, NUMBERS, shown) == Chosen(value="4.5")
        # A comma stands before decimals there, and never between thousands. A stop never stands before them.
        assert KINDS[InNumbers].reads(polish, NUMBERS, "1,200") == Chosen(value="1.2")


@pytest.mark.parametrize(
    ("language", "written", "value"),
    [
        ("de", "3.000", "3000"),
        ("de", "3.000,5", "3000.5"),
        ("de", "3,000", "3"),
        ("de", "3,5", "3.5"),
        ("de", "3.5", "3.5"),
        ("de", "1.234.567", "1234567"),
        ("de", "1,234.5", "1234.5"),
        ("de", "1,234,567", "1234567"),
        ("pl", "3.000", "3000"),
        ("de_CH", "3\N{RIGHT SINGLE QUOTATION MARK}000.5", "3000.5"),
        ("en", "3,000", "3000"),
        ("en", "3.000", "3"),
        ("en", "3.000,5", "3000.5"),
        ("en", "1.234.567", "1234567"),
    ],
)
def test_a_sign_in_a_number_means_what_it_does_in_its_language(
    language: str, written: str, value: str
) -> None:
    phrases = Phrases(language, NullTranslations())
    assert KINDS[InNumbers].reads(phrases, MILLIONS, written) == Chosen(value=value)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "1,234,567.5"),
        ("de", "1.234.567,5"),
        ("de_CH", "1\N{RIGHT SINGLE QUOTATION MARK}234\N{RIGHT SINGLE QUOTATION MARK}567.5"),
        ("pl", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5"),
        ("fr", "1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567,5"),
        ("cy", "1,234,567.5"),
    ],
)
def test_a_number_is_shown_with_the_signs_of_its_language_and_read_back(language: str, shown: str) -> None:
    assert number_in("1,234,567.5", language) == shown
    phrases = Phrases(language, NullTranslations())
    assert KINDS[InNumbers].reads(phrases, MILLIONS, shown) == Chosen(value="1234567.5")


@pytest.mark.parametrize(
    "written",
    ["", "a few", "12 or 13", "2001", "-6", "1.234", "12 days", "1e3", "1_0", "1,2,3", "½", "1" * 400],
)
def test_what_is_no_number_or_does_not_fit_is_not_guessed_at(written: str) -> None:
    assert KINDS[InNumbers].reads(ENGLISH, NUMBERS, written) is None


@given(st.decimals(-5, 2000, places=2))
def test_a_number_that_is_shown_can_be_typed_back(number: Decimal) -> None:
    chosen = KINDS[InNumbers].reads(ENGLISH, NUMBERS, str(number))
    assert chosen is not None
    shown = reply_in_words(ENGLISH, Prompt("p", "", "", NUMBERS), _reply(chosen))
    assert KINDS[InNumbers].reads(ENGLISH, NUMBERS, shown) == chosen


@given(st.dates())
def test_a_day_that_is_shown_can_be_typed_back(day) -> None:
    chosen = Chosen(value=day.isoformat())
    shown = reply_in_words(ENGLISH, Prompt("p", "", "", OnDay()), _reply(chosen))
    if day.year >= 1000:  # before that, nobody writes a year with four digits
        assert KINDS[OnDay].reads(ENGLISH, OnDay(), shown) == chosen


@pytest.mark.parametrize("written", ["3 March", "March", "yesterday", "31 February 2026", "soon"])
def test_no_year_is_ever_guessed(written: str) -> None:
    assert KINDS[OnDay].reads(ENGLISH, OnDay(), written) is None


def test_a_long_option_is_chosen_by_its_number_or_by_all_its_words() -> None:
    long = tuple(Option(each, f"{each} " + "and so on " * 12) for each in ("one", "two"))
    for kind in (OneChoice(long), SeveralChoices(long)):
        (row,) = KINDS[type(kind)].buttons(ENGLISH, kind, ())
        assert [button.label for button in row] == ["1", "2"]
        assert len(KINDS[type(kind)].items(ENGLISH, kind)) == 2
        assert KINDS[type(kind)].reads(ENGLISH, kind, long[1].text) == Chosen(choices=("two",))


def _reply(chosen: Chosen):
    theme = GUIDE.themes[0]
    return reply_of(theme, "hours", chosen)
