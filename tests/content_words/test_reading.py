"""The measure of reading is itself held to words and sentences whose answer is known."""

import pytest

from tests.content_words.reading import grade, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "spoken"),
    [
        ("plan", 1),
        ("care", 1),
        ("checked", 1),
        ("people", 2),
        ("agreed", 2),
        ("wanted", 2),
        ("services", 3),
        ("quality", 3),
        ("equality", 4),
        ("responsible", 4),
        ("unsatisfactory", 6),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, spoken: int) -> None:
    assert syllables(word) == spoken


def test_sentences_end_at_a_stop_a_question_mark_a_colon_and_a_line() -> None:
    assert sentences('We ask: who leads? "You do."\n\nThen it ends.') == [
        "We ask:",
        "who leads?",
        '"You do."',
        "Then it ends.",
    ]


def test_a_word_with_a_hyphen_counts_as_its_parts() -> None:
    assert words("A home-care team's plan.") == ["A", "home", "care", "team's", "plan"]


def test_plain_words_read_years_younger_than_office_words() -> None:
    plain = "Teams see the figures each month. They say what they will do next."
    office = (
        "Performance information is disseminated to operational management on a periodic basis "
        "in order to facilitate the identification of appropriate remedial intervention activity."
    )
    assert grade(plain) < 4
    assert grade(office) > 16
