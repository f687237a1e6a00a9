"""The meeting's minutes add up, and the order of themes tells no more than the published report."""

import pytest

from content.phrases import phrases_in
from conversations.state import Replies
from reports.exercise.agenda import (
    LONGEST_MEETING,
    SHORTEST_MEETING,
    ThemeHas,
    agenda_of,
    agenda_rows,
    in_order_of_difference,
    themes_that_fit,
)
from tests.reports.group_samples import gave, group_report, people

ENGLISH = phrases_in("en")
TITLES = [f"Theme {n}" for n in range(1, 12)]
HAS = dict.fromkeys(TITLES, ThemeHas())


@pytest.mark.parametrize("themes", [1, 2, 3, 4, 9])
def test_the_minutes_add_up_to_the_time_there_is(themes: int) -> None:
    for minutes in range(SHORTEST_MEETING, LONGEST_MEETING + 1):
        fit = themes_that_fit(minutes, themes)
        steps = agenda_of(ENGLISH, minutes, TITLES[:fit], HAS)
        assert sum(step.minutes for step in steps) == minutes
        assert min(step.minutes for step in steps) >= 2
        assert 1 <= fit <= themes


def test_a_meeting_without_time_or_themes_is_none() -> None:
    with pytest.raises(ValueError, match="no time"):
        agenda_of(ENGLISH, SHORTEST_MEETING, TITLES, HAS)
    with pytest.raises(ValueError, match="no time"):
        agenda_of(ENGLISH, SHORTEST_MEETING, [], HAS)


def test_each_step_is_a_row_that_reads_as_a_line_too() -> None:
    head, first, *_ = agenda_rows(ENGLISH, agenda_of(ENGLISH, 75, ["Planning"], {"Planning": ThemeHas()}))
    assert head.cells == ("Minutes", "Step", "Who leads")
    assert (
        first.text
        == "5 min: Welcome, purpose, who sees what. We speak of practice, not of persons. (facilitator)"
    )


@pytest.mark.parametrize("themes", [1, 5])
@pytest.mark.parametrize("examples", [True, False])
@pytest.mark.parametrize("level", [True, False])
def test_nobody_is_sent_to_examples_or_levels_that_there_are_not(
    themes: int, examples: bool, level: bool
) -> None:
    has = dict.fromkeys(TITLES, ThemeHas(examples, level))
    said = " ".join(step.what for step in agenda_of(ENGLISH, LONGEST_MEETING, TITLES[:themes], has))
    assert ("examples" in said) is examples
    assert ("level" in said) is level


def rated(planning: list[int], culture: list[int]) -> list[Replies]:
    both = zip(planning, culture, strict=True)
    return [{**gave("planning", ours), **gave("culture", theirs)} for ours, theirs in both]


CULTURE, PLANNING = "Leading a culture", "Planning for outcomes"
ORDER = [CULTURE, PLANNING]


def order_of(planning: list[int], culture: list[int]) -> tuple[tuple[str, ...], bool]:
    report = group_report(people(*rated(planning, culture)))
    assert [each.title for each in report.themes] == ORDER
    found = in_order_of_difference(ORDER, report)
    return found.titles, found.is_by_difference


def test_themes_on_which_ratings_differ_most_come_first() -> None:
    assert order_of([1, 1, 3, 5, 6, 6], [3, 3, 3, 4, 4, 4]) == ((PLANNING, CULTURE), True)
    assert order_of([3, 3, 3, 4, 4, 4], [1, 1, 3, 5, 6, 6]) == ((CULTURE, PLANNING), True)


def test_a_theme_whose_levels_are_withheld_comes_last_whatever_they_are() -> None:
    # Nearly all gave one level, so the report tells a half of the scale only, whichever level that is.
    for withheld in ([4, 4, 4, 4, 4, 4], [4, 4, 4, 4, 4, 6], [2, 2, 2, 2, 2, 1]):
        assert order_of([3, 3, 3, 4, 4, 4], withheld) == ((PLANNING, CULTURE), True)


def test_before_there_is_a_report_or_a_told_level_the_order_is_that_of_the_guide() -> None:
    assert in_order_of_difference(ORDER, None).titles == tuple(ORDER)
    assert order_of([4] * 6, [2] * 6) == (tuple(ORDER), False)
    few = group_report(people(*rated([1, 6], [3, 3])))
    assert not in_order_of_difference(ORDER, few).is_by_difference
