"""Our guides keep their promises: their shape, whose words they are, and prompts that can be answered.

What a pack may hold at all is tested with the parser; here it is what these guides have to be.
"""

import re

import pytest

from content.model import Closing, Guide, Illustration, Prompt, Theme
from tests.content_words.parts import introduction_of, prompts_of, texts_of
from tests.content_words.reading import sentences, words
from tests.guides import shipped

THEMES = {
    "managing-performance": [
        "Leading for good results",
        "Planning for outcomes",
        "Knowing how we are doing",
        "Using what we learn to improve",
    ],
    "working-together": [
        "Results for people",
        "What it is like",
        "How we work",
        "Planning, people and money",
        "Leading and getting better",
    ],
}
SETS = ["front-line", "manager", "board"]
ENDS_WITH = ["evidence", "reference", "rating", "strength", "improvement", "next_step"]
LEVELS = ["Excellent", "Very good", "Good", "Adequate", "Weak", "Unsatisfactory"]

THREADS = {
    "equal": re.compile(r"\b(?:equality|equal|groups?|fairly)\b", re.IGNORECASE),
    "partner": re.compile(r"\bpartners?\b", re.IGNORECASE),
}
"""What runs through every theme: the mark in an id, and the words that show that the text means it."""

OPEN = re.compile(r"(?:How|What|Where|When|Which|Who|Whose) ")
"""How an open question begins: none of these can be answered by yes or no."""

SECOND_ASK = re.compile(
    r"(?:\b(?:and|or)|[,;:])\s+(?:\w+\s+)?(?:how|what|where|when|which|who|whose|why)\b", re.IGNORECASE
)
"""Where a prompt goes on to ask another thing."""

NAMES = re.compile(r"\b(?:names?|named|whom|which (?:person|child|client|family|case))\b", re.IGNORECASE)


def marked(theme: Theme, thread: str) -> list[Prompt]:
    return [prompt for prompt in theme.prompts if thread in prompt.id]


def lines_about(illustrations: tuple[Illustration, ...], level: int, said: re.Pattern[str]) -> list[str]:
    return [each.text for each in illustrations if each.level == level and said.search(each.text)]


# Its shape


def test_the_themes_carry_their_names_in_order(guide: Guide) -> None:
    assert [theme.title for theme in guide.themes] == THEMES[guide.id]


def test_a_theme_is_short_enough_for_a_break_and_full_enough_to_judge(guide: Guide) -> None:
    for theme in guide.themes:
        assert 7 <= len(theme.features) <= 9, theme.id
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


def test_very_good_and_weak_practice_stand_line_against_line(guide: Guide) -> None:
    for theme in guide.themes:
        assert theme.illustrated_levels == (5, 2), theme.id
        assert 5 <= len(theme.illustrations_at(5)) <= 7, theme.id
        assert len(theme.illustrations_at(2)) == len(theme.illustrations_at(5)), theme.id


def test_the_scale_has_the_six_words_of_social_work_from_the_best_to_the_worst(guide: Guide) -> None:
    assert [(level.number, level.name) for level in guide.scales[0].levels] == list(
        zip(range(6, 0, -1), LEVELS, strict=True)
    )


def test_the_introduction_is_four_to_six_short_passages(guide: Guide) -> None:
    assert 4 <= len(guide.introduction) <= 6
    for passage in guide.introduction:
        assert 50 <= len(words(passage.text)) <= 130, passage.title


@pytest.mark.parametrize("thread", THREADS)
def test_equality_and_partnership_run_through_every_part_of_every_theme(guide: Guide, thread: str) -> None:
    said = THREADS[thread]
    for theme in guide.themes:
        for set_id in SETS:
            assert marked(theme.for_set(set_id), thread), (theme.id, set_id)
        assert all(said.search(prompt.ask) for prompt in marked(theme, thread)), theme.id
        assert any(said.search(each.text) for each in theme.features if thread in each.id), theme.id
        assert lines_about(theme.illustrations, 5, said), theme.id
        assert lines_about(theme.illustrations, 2, said), theme.id


def test_no_id_is_used_twice_anywhere_in_the_guide(guide: Guide) -> None:
    ids = [theme.id for theme in guide.themes]
    ids += [prompt.id for prompt in prompts_of(guide)]
    ids += [feature.id for theme in guide.themes for feature in theme.features]
    assert sorted({each for each in ids if ids.count(each) > 1}) == []


# Whose words they are


def test_the_guide_says_that_it_is_ours_and_endorsed_by_nobody(guide: Guide) -> None:
    for promise in (
        "written for Closer Look",
        "themes, essential features, prompts and illustrations are ours",
        "not those of the Social Work Inspection Agency or of the Care Inspectorate",
        "neither of them has approved or endorsed",
    ):
        assert promise in guide.about


def test_the_guide_does_not_pass_for_one_that_it_starts_from(guide: Guide) -> None:
    assert "improving performance" not in guide.title.lower()
    others = re.compile(r"inspection agency|swia|care inspectorate", re.IGNORECASE)
    assert [text for text in texts_of(guide) if others.search(text)] == [guide.about]


def test_the_guide_says_that_it_is_no_checklist_and_not_compulsory(guide: Guide) -> None:
    assert "illustrations are examples, not a checklist" in guide.about
    assert "Nothing in this guide is compulsory" in introduction_of(guide)
    assert "without matching every line" in introduction_of(guide)


def test_the_introduction_has_what_a_newcomer_needs(guide: Guide) -> None:
    for promise in (
        "partners",
        "How good are we? How do we know? What will we do next?",
        "never about a named person",
        "anything that could show who it was about",
        "six-point scale",
    ):
        assert promise in introduction_of(guide)


def test_every_source_has_a_year(guide: Guide) -> None:
    assert [source for source in guide.sources if not re.search(r"\b(?:19|20)\d\d\b", source)] == []


def test_whose_words_they_are_and_what_others_may_do_stands_below_about(guide: Guide) -> None:
    assert guide.licence
    assert guide.whose_words == f"{guide.about}\n\n{guide.attribution}\n\n{guide.licence}"


# Prompts that can be answered at once


def test_every_prompt_is_an_open_question(guide: Guide) -> None:
    asks = [prompt.ask for prompt in prompts_of(guide)]
    assert [ask for ask in asks if not OPEN.match(ask) or not ask.endswith("?")] == []


def test_every_prompt_asks_one_thing(guide: Guide) -> None:
    asks = [prompt.ask for prompt in prompts_of(guide)]
    assert [ask for ask in asks if ask.count("?") != 1 or len(sentences(ask)) != 1] == []
    assert [ask for ask in asks if SECOND_ASK.search(ask)] == []


@pytest.mark.parametrize(
    "doubled",
    [
        "How are actions tracked and who asks about them?",
        "Who leads, and by when?",
        "What is measured, how often?",
        "What do you record or why do you not?",
    ],
)
def test_a_prompt_that_asks_two_things_would_be_found(doubled: str) -> None:
    assert SECOND_ASK.search(doubled)


def test_every_prompt_is_taken_in_at_a_glance(guide: Guide) -> None:
    for prompt in prompts_of(guide):
        assert 30 <= len(prompt.ask) <= 130, prompt.id
        assert len(words(prompt.ask)) <= 18, prompt.id


def test_every_help_is_a_line_or_two(guide: Guide) -> None:
    for prompt in prompts_of(guide):
        assert 60 <= len(prompt.help) <= 200, prompt.id
        assert len(sentences(prompt.help)) <= 3, prompt.id


def test_no_prompt_asks_for_a_name(guide: Guide) -> None:
    assert [each.id for each in prompts_of(guide) if NAMES.search(f"{each.ask} {each.help}")] == []


LAST_TIME = re.compile(r"\b(?:last (?:self-evaluation|round|look)|since (?:last|your|you))\b", re.IGNORECASE)


def test_every_prompt_can_be_answered_the_first_time(guide: Guide) -> None:
    assert [each.id for each in prompts_of(guide) if LAST_TIME.search(each.ask)] == []


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
    left_out = re.compile(r"leave out|so that nobody can be recognised")
    assert [each for each in TELLS_A_CASE if not left_out.search(helps[each])] == []
