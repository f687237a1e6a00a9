"""A long list of themes is in parts that a phone shows, and each theme is in one of them."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from conversations.groups.theme_parts import MOST_IN_A_PART, MOST_IN_ONE_LIST, theme_parts


@dataclass(frozen=True)
class Held:
    """A theme by its place, in a section."""

    place: int
    section: str


def held(*sizes: int) -> list[Held]:
    """Themes in sections of these sizes."""
    sections = [f"s{number}" for number, size in enumerate(sizes) for _ in range(size)]
    return [Held(place, section) for place, section in enumerate(sections)]


def sizes(*lists: list[Held]) -> list[int]:
    return [len(part) for part in theme_parts(*lists)]


def test_a_dozen_themes_are_one_list() -> None:
    assert sizes(held(MOST_IN_ONE_LIST)) == [MOST_IN_ONE_LIST]
    assert sizes(held(3), held(4)) == [7]


def test_whole_sections_stand_together_where_they_fit() -> None:
    assert sizes(held(4, 4, 4, 2, 9)) == [8, 6, 9]


def test_a_section_that_is_too_long_is_in_equal_parts() -> None:
    assert sizes(held(90)) == [10] * 9
    assert sizes(held(13)) == [6, 7]
    assert sizes(held(2, 21)) == [2, 7, 7, 7]


def test_no_part_holds_themes_of_two_lists() -> None:
    assert sizes(held(3), held(12)) == [3, 6, 6]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_every_theme_is_in_one_part_in_its_order(of_sections: list[int]) -> None:
    themes = held(*of_sections)
    parts = theme_parts(themes)
    assert [theme for part in parts for theme in part] == themes
    most = MOST_IN_ONE_LIST if len(parts) == 1 else MOST_IN_A_PART
    assert all(1 <= len(part) <= most for part in parts)
