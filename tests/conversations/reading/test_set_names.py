"""What a list may say of each person's set of prompts, and what is said of a word for none of them."""

import pytest

from content.model import PromptSet
from content.phrases import phrases_in
from conversations.reading.lists.people_list import read_people
from conversations.reading.set_names import no_such_set, set_named

SETS = (
    PromptSet("front-line", "I work with people who use services"),
    PromptSet("manager", "I lead a team or a service"),
    PromptSet("board", "I am a councillor, board member or partner"),
)
P = phrases_in("en")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("manager", "manager"),
        (" Manager. ", "manager"),
        ("FRONT LINE", "front-line"),
        ("front_line", "front-line"),
        ("I lead a team or a service", "manager"),
        ("3", "board"),
    ],
)
def test_a_set_is_meant_by_its_id_its_title_or_its_number(text: str, meant: str) -> None:
    found = set_named(text, SETS)
    assert found is not None
    assert found.id == meant


@pytest.mark.parametrize("text", ["managers", "0", "4", "9" * 5000, "-1", "lead", "--"])
def test_what_is_only_alike_is_never_taken_for_a_set(text: str) -> None:
    assert set_named(text, SETS) is None


@pytest.mark.parametrize(
    ("text", "closest"),
    [
        ("managers", "2. I lead a team or a service"),
        ("frontline", "1. I work with people who use services"),
        ("boards", "3. I am a councillor, board member or partner"),
    ],
)
def test_an_unknown_word_is_answered_with_the_closest(text: str, closest: str) -> None:
    assert no_such_set(P, text, SETS) == (
        f"“{text}” is none of the sets of this round. Did you mean {closest}?"
    )


def test_a_word_like_none_is_answered_with_all() -> None:
    assert no_such_set(P, "xyz", SETS).endswith(
        "There are: 1. I work with people who use services; 2. I lead a team or a service; "
        "3. I am a councillor, board member or partner."
    )
    assert len(no_such_set(P, "y" * 4000, SETS)) < 250


def test_the_column_is_read_by_its_heading_and_each_wrong_word_is_named_with_its_line() -> None:
    text = "Name,Set,Team\nAnn,Manager,Day care\nBob,,Day care\nCid,3,\nDot,managers,\nEve,pilot,"
    found = read_people(text, P, SETS)
    assert [(each.name, each.set_id) for each in found.people] == [
        ("Ann", "manager"),
        ("Bob", ""),
        ("Cid", "board"),
    ]
    assert [(each.line, each.what) for each in found.problems] == [
        (5, no_such_set(P, "managers", SETS)),
        (6, no_such_set(P, "pilot", SETS)),
    ]


def test_without_sets_the_column_is_not_looked_at_and_no_longer_than_a_name() -> None:
    (person,) = read_people("Name,Set\nAnn," + "x" * 3000, P).people
    assert person.set_id == "x" * 100


def test_the_same_person_with_two_sets_is_still_listed_twice() -> None:
    found = read_people("Name,Set\nAnn,manager\nAnn,board", P, SETS)
    assert [each.what for each in found.problems] == ["“Ann” is on line 2 already."]
