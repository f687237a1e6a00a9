"""Who is asked what by our guides for three kinds of people, how long it takes, and how themes end."""

import re

import pytest

from content.model import Closing, Guide
from tests.content_words.parts import prompts_of
from tests.guides import shipped

SETS = ["front-line", "manager", "board"]
ENDS_WITH = ["evidence", "reference", "rating", "strength", "improvement", "next_step"]
THREADS = ("equal", "partner")


@pytest.fixture(params=["managing-performance", "working-together"])
def guide(request: pytest.FixtureRequest) -> Guide:
    """Each of the guides that are timed from their words and end with a first step."""
    name: str = request.param
    return shipped(name)


def test_a_theme_takes_a_break_and_no_longer_whoever_is_asked(guide: Guide) -> None:
    for theme in guide.themes:
        for set_id in SETS:
            asked = theme.for_set(set_id)
            assert asked.is_timed
            assert 7 <= asked.span.least <= asked.span.most <= 20, (theme.id, set_id)


def test_nobody_is_asked_more_than_they_can_know(guide: Guide) -> None:
    assert [each.id for each in guide.sets] == SETS
    for theme in guide.themes:
        amounts = {set_id: len(theme.for_set(set_id).prompts) for set_id in SETS}
        assert 5 <= amounts["front-line"] <= 7, (theme.id, amounts)
        assert 5 <= amounts["board"] <= 8, (theme.id, amounts)
        assert 7 <= amounts["manager"] <= 10, (theme.id, amounts)


def test_good_practice_comes_first_the_evidence_before_the_rating_and_a_first_step_last(guide: Guide) -> None:
    for theme in guide.themes:
        assert theme.features_first
        assert [each.id for each in theme.closing] == ENDS_WITH


def test_it_is_clear_whose_work_is_rated(guide: Guide) -> None:
    for theme in guide.themes:
        rating = theme.prompt(Closing.RATING)
        assert re.match(r"All in all, how good (?:is|are) .*\bservice\b.*\?", rating.ask), theme.id
        assert rating.help.startswith("Rate the part of the service that you know best.")


@pytest.mark.parametrize("thread", THREADS)
def test_everybody_is_asked_about_equality_and_about_partners_in_every_theme(
    guide: Guide, thread: str
) -> None:
    for theme in guide.themes:
        for set_id in SETS:
            asked = [prompt.id for prompt in theme.for_set(set_id).prompts]
            assert any(thread in each for each in asked), (theme.id, set_id)


MERGED = (
    {"poor-results", "quality-drops"},
    {"people-shape-standards", "who-has-a-say"},
    {"plan-links", "partners-fit", "partners-plans-fit"},
    {"better-off", "equality-after-change", "equality-better-off"},
    {"ideas-travel", "staff-ideas"},
    {"using-figures", "most-useful-report", "useful-figures"},
)
"""Prompts that asked for the same thing in version 1 of "Managing performance", with the one they became."""

TELLS_A_CASE = ("speaking-up", "need-you-meet", "quality-checks", "quality-drops", "lessons-reach-you")


def test_no_two_prompts_of_managing_performance_ask_for_the_same_thing() -> None:
    ids = {prompt.id for prompt in prompts_of(shipped("managing-performance"))}
    assert [each & ids for each in MERGED if len(each & ids) != 1] == []


def test_where_people_will_tell_a_case_they_are_asked_to_leave_out_whose_it_was() -> None:
    helps = {prompt.id: prompt.help for prompt in prompts_of(shipped("managing-performance"))}
    left_out = re.compile(r"leave out")
    assert [each for each in TELLS_A_CASE if not left_out.search(helps[each])] == []
