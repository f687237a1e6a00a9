"""Nothing that is shown of a list has an address or a number of anybody's, wherever it stood."""

import pytest

from content.model import PromptSet
from content.phrases import phrases_in
from conversations.reading.lists.contacts import without_contacts
from conversations.reading.lists.line_edits import read_edits
from conversations.reading.lists.people_list import PeopleList, read_people
from conversations.reading.lists.what_stays import what_may_stay

ENGLISH = phrases_in("en")
SETS = (PromptSet("staff", "Front line"),)
NUMBERS = ("07700 900123", "+44 7700 900123", "3101981239", "310198 1239", "QQ 12 34 56 C", "ann@example.org")

LISTS = (
    "{number}\nName;Team\nAnn Example;Home care",
    "Ring {number} for changes\nName;Team\nAnn Example;Home care",
    "Name;Team;Post\nAnn Example;Home care;x\nTotal;2\nSum {number};3",
    "Name;Set\nAnn Example;{number}",
    "Name;Team\nAnn Example;{number}\nAnn Example;{number}",
    "Name;Team;{number}\nAnn Example;Home care;x",
    "Name;Organisation\nAnn Example;Ring {number}",
    "Ann Example;Home care;North;{number}",
    "{number}:\nAnn Example",
    "Post;{number}\nNurse;Home care",
    "Ann Example\n{number}",
    "Name;Team\n{number};Home care",
)


def shown(found: PeopleList) -> str:
    """All that is shown of a list besides who is on it."""
    what = [each.what for each in found.problems]
    return repr((what, found.left_out, found.columns, found.lines_left_out))


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("written", LISTS)
def test_what_is_shown_of_a_list_has_none_of_them(written: str, number: str) -> None:
    found = read_people(written.format(number=number), ENGLISH, SETS)
    assert without_contacts(number) == "…"
    assert number not in shown(found)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_said_of_a_line_that_was_typed_has_none_of_them(number: str) -> None:
    said = read_edits(f"add: {number}", ENGLISH, frozenset())
    assert number not in repr(said)


def test_names_and_years_stay() -> None:
    for words in ("Ann Example", "Team 12", "Mrs Example of ward 4", "2026/27", "Home care 9-5"):
        assert without_contacts(words) == words


def test_what_stays_of_a_list_names_its_people() -> None:
    found = read_people("07700 900123\nName;Team\nAnn Example;Home care", ENGLISH)
    assert what_may_stay(found) == ("Ann Example, Home care",)
