"""The look for what may show who somebody is: each rule, and how often it is wrong on 500 made-up replies."""

import re
from functools import cache
from pathlib import Path
from time import process_time

import pytest

from content.phrases import phrases_in
from conversations.reading.clean import LONGEST_REPLY
from conversations.reading.identifiers import identifiers_in, is_chi_number
from tests.players.pseudo import PSEUDO

ENGLISH = phrases_in("en")
MADE_UP = Path(__file__).with_name("made_up_replies.txt")
PAGE = Path(__file__).parents[3] / "docs" / "identifiers.md"

FOUND = {
    "3101981239": "CHI",
    "150745 2217": "CHI in two pieces",
    "290200-3447": "CHI of somebody born on the 29th of February",
    "AB123456C": "National Insurance",
    "pw 10 20 30 a": "National Insurance in small letters",
    "07700 900123": "mobile",
    "07700900123": "mobile in one piece",
    "(01632) 960123": "landline with brackets",
    "020 7946 0123": "landline of London",
    "+44 7700 900 789": "mobile from abroad",
    "+44 (0)1632 960987": "landline from abroad",
    "EH99 8QQ": "postcode",
    "ph99 1lt": "postcode in small letters",
    "KA999BB": "postcode in one piece",
    "EC9A 9ZZ": "postcode of London",
    "tam_99@post.example.org": "e-mail address",
    "Mrs Example": "name behind a title",
    "Mr. O'Sample": "name with an apostrophe",
    "Dr A. Invented": "name with an initial",
    "Mr and Mrs Makebelieve": "name of two people",
    "mrs placeholder": "name in small letters",
}

NOT_FOUND = (
    "3201981234",  # no such day
    "3101981238",  # the check digit is another
    "13101981239",  # one digit more
    "3101981239.5",
    "£3101981239",
    "QQ123456C",  # no such prefix
    "AB123456E",  # no such suffix
    "Ab123456c",
    "0300 123 4567",  # a helpline
    "0800 1111",
    "01 02 2026",
    "01632 9601",
    "ZZ99 9ZZ",  # no such area
    "S2 2nd",
    "EH1",
    "AB10-2XY-1",
    "@adultservices",
    "name@localhost",
    "Mrs",
    "Mrs and Mr",
    "MS Teams",
    "Ms Word",
    "Dr Gray's Hospital",
    "Dr appointments",
    "the mrs",
    "mr or mrs",
)


@pytest.mark.parametrize("written", FOUND, ids=FOUND.get)
def test_what_has_the_shape_of_an_identifier_is_found_as_it_is_written(written: str) -> None:
    assert identifiers_in(ENGLISH, written) == (written,)
    assert identifiers_in(ENGLISH, f"As for {written}, we wait ({written}).") == (written,)


@pytest.mark.parametrize("written", NOT_FOUND)
def test_what_only_looks_a_little_like_one_is_not(written: str) -> None:
    assert identifiers_in(ENGLISH, written) == ()
    assert identifiers_in(ENGLISH, f"It says {written} there.") == ()


def test_the_check_digit_is_that_of_public_health_scotland() -> None:
    """The examples of their ``chi_check``."""
    assert is_chi_number("0101011237")
    assert not is_chi_number("0101201234")
    assert not is_chi_number("3201201234")


def test_any_other_last_digit_of_a_chi_number_is_wrong() -> None:
    right = [digit for digit in range(10) if is_chi_number(f"310198123{digit}")]
    assert right == [9]


def test_each_language_has_its_own_titles() -> None:
    assert identifiers_in(PSEUDO, "Mrs Example") == ()


HARD = ("0", "07 ", "07 12 ", "A1", "a@", "a.", "Mr ", "Mr A ", "AB 12 ", "+44 ", "(0", "A-")


@pytest.mark.parametrize("piece", HARD)
def test_the_longest_reply_is_looked_at_in_a_moment(piece: str) -> None:
    """It takes some 20 ms; a rule that tries every way of reading a text would take minutes."""
    began = process_time()
    identifiers_in(ENGLISH, (piece * LONGEST_REPLY)[:LONGEST_REPLY])
    assert process_time() - began < 2


# The 500


@cache
def made_up() -> tuple[tuple[frozenset[str], str], ...]:
    """Each reply with the kinds of identifiers in it; none for an ordinary one."""
    lines = [line for line in MADE_UP.read_text("utf-8").splitlines() if not line.startswith("#")]
    split = [line.split(" | ", 1) for line in lines]
    return tuple((frozenset(kinds.split(", ")) - {"-"}, text) for kinds, text in split)


def test_500_replies_were_made_up_and_none_twice() -> None:
    assert len({text for _, text in made_up()}) == len(made_up()) == 500


def test_every_identifier_with_a_shape_of_its_own_is_found() -> None:
    missed = [text for kinds, text in made_up() if kinds - {"person"} and not identifiers_in(ENGLISH, text)]
    assert missed == []


def test_the_page_says_how_often_the_look_is_wrong() -> None:
    ordinary = [text for kinds, text in made_up() if not kinds]
    telling = [text for kinds, text in made_up() if kinds]
    alarms = [text for text in ordinary if identifiers_in(ENGLISH, text)]
    missed = [text for text in telling if not identifiers_in(ENGLISH, text)]
    said = re.sub(r"\s+", " ", PAGE.read_text("utf-8"))
    assert f"{len(alarms)} of the {len(ordinary)} ordinary ones" in said
    assert f"{len(missed)} of the {len(telling)} that show somebody" in said
