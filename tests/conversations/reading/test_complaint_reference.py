"""What names a complaint, however it is mistyped, and what are its words."""

import pytest

from conversations.reading.complaint_reference import complaint_named, is_reference, without_references


@pytest.mark.parametrize(
    "typed",
    [
        "9452-zzgchvtw",
        "9452-ZZGCHVTW.",
        " “9452-zzgchvtw” ",
        "9452 zzgchvtw",
        "9452zzgchvtw",
        "9452\N{EN DASH}zzgchvtw",
        "9452 - zzgchvtw",
        "9452 zzgc hvtw",
        "#9452/zzgchvtw",
    ],
)
def test_a_reference_is_read_however_it_is_written(typed: str) -> None:
    assert complaint_named(typed) == "9452-zzgchvtw"


@pytest.mark.parametrize(
    "typed", ["9452-zzgchvt", "945-zzgchvtw", "9452-zzgchvt0", "9452-aeiouaei", "zzgchvtw"]
)
def test_what_looks_like_a_reference_is_looked_up_and_no_words(typed: str) -> None:
    assert is_reference(complaint_named(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "9452-zzgchvtw take it back",
        "my reference is 9452-ZZGCHVTW",
        "9452-zzgchvtw 9452-zzgchvtw",
        "Is there an answer to 9452 - zzgchvtw?",
        "please look at (9452-zzgchvtw), thank you",
    ],
)
def test_a_reference_among_a_few_words_is_looked_up(typed: str) -> None:
    assert complaint_named(typed) == "9452-zzgchvtw"


def test_the_letters_of_a_reference_are_in_no_words_of_a_complaint() -> None:
    told = "I wrote before, under 9452-zzgchvtw, and nothing came of it. " * 3
    assert complaint_named(told) == ""
    assert "zzgchvtw" not in without_references(told)
    assert without_references(told).startswith("I wrote before, under 9452-\N{HORIZONTAL ELLIPSIS}, and")
    for words in ("Room 12-14 is cold.", "2026-strengths", "9452-aeiouaei"):
        assert without_references(words) == words


def test_a_number_is_no_secret() -> None:
    assert complaint_named("9452") == "9452"
    assert not is_reference("9452")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Help",
        "9452 people saw it",
        "3 managers",
        "Room 12",
        "On 3-4 days they read my notes",
        "07700 900123",
        "9452" + "b" * 20_000 + "!",
    ],
)
def test_words_are_words(typed: str) -> None:
    assert not complaint_named(typed)
