"""What looks alike on a list: spellings of one team, and one person twice."""

import pytest

from conversations.reading.lists.look_alike import folded, one_team_each, people_alike, teams_alike


def test_spellings_of_one_team_are_found_with_the_most_used_first() -> None:
    teams = ["Home Care", "Home care", "Home care", "HOME CARE", "Day care", "", "home-care"]
    assert teams_alike(teams) == (("Home care", "home-care", "Home Care", "HOME CARE"),)
    assert one_team_each(teams_alike(teams))["HOME CARE"] == "Home care"


def test_of_spellings_that_are_used_as_often_the_one_with_the_fewest_capitals_counts() -> None:
    assert teams_alike(["HOME CARE", "Home Care", "Home care"]) == (("Home care", "Home Care", "HOME CARE"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Children & Families", "Children and families"),
        ("Cùram dachaigh", "Curam dachaigh"),
        ("Day services", "Day servises"),
        ("Occupational therapy", "Ocupational therapy"),
        ("Home  care ", "homecare"),
    ],
)
def test_a_slip_of_the_pen_is_no_other_team(one: str, other: str) -> None:
    assert teams_alike([one, one, other]) == ((one, other),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Team 1", "Team 2"),
        ("Area A", "Area B"),
        ("Home care North", "Home care South"),
        ("Locality 12", "Locality 21"),
        ("Day", "Bay"),
    ],
)
def test_a_number_a_letter_or_another_word_makes_another_team(one: str, other: str) -> None:
    assert not teams_alike([one, other])


def test_one_person_twice_is_noticed_in_any_order_and_without_accents() -> None:
    assert people_alike(["Zoë Smith", "Ann Reid", "Smith Zoe", "Reid Anna"]) == ((0, 2),)


def test_teams_without_any_letter_are_kept_apart() -> None:
    assert teams_alike(["§", "#"]) == ()
    assert folded("§") == ""


def test_as_many_teams_as_a_list_may_have_take_no_time() -> None:
    assert teams_alike(f"Team of area {n}" for n in range(5_000)) == ()
