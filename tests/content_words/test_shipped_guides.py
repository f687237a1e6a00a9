"""Every guide that is shipped to be used keeps the same promises: whose words it is, and who is asked what.

A new pack in the folder of shipped guides is held to all of this without being named here.
"""

import re

import pytest

from content.model import Closing, Guide, Illustration, Prompt, Theme
from content.prompt_kinds import OnScale
from tests.content_words.parts import (
    introduction_of,
    prompts_of,
    questions_of,
    rated_statements_of,
    texts_of,
)
from tests.content_words.reading import sentences, words
from tests.guides import shipped

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

INSPECTORS = re.compile(r"inspection agency|swia|care inspectorate", re.IGNORECASE)

SECOND_CLAIM = re.compile(r"\b(?:and|but|or|because|not|never|no one)\b", re.IGNORECASE)
"""What makes two claims of a statement, or one that has to be turned round before it can be judged."""

NOT_TWO_CLAIMS = re.compile(
    r"(?:more than hours and tasks|our leaders and those of|to us and our|we and our)\b"
)
"""Where "and" joins two who act together, or two things that are named in one breath."""


def marked(theme: Theme, thread: str) -> list[Prompt]:
    return [prompt for prompt in theme.prompts if thread in prompt.id]


def lines_about(illustrations: tuple[Illustration, ...], level: int, said: re.Pattern[str]) -> list[str]:
    return [each.text for each in illustrations if each.level == level and said.search(each.text)]


# What runs through every theme


@pytest.mark.parametrize("thread", THREADS)
def test_equality_and_partnership_run_through_every_part_of_every_theme(
    guide_to_use: Guide, thread: str
) -> None:
    said = THREADS[thread]
    for theme in guide_to_use.themes:
        assert marked(theme, thread), theme.id
        assert all(said.search(prompt.ask) for prompt in marked(theme, thread)), theme.id
        if theme.features:
            assert any(said.search(each.text) for each in theme.features if thread in each.id), theme.id
        for level in theme.illustrated_levels:
            assert lines_about(theme.illustrations, level, said), (theme.id, level)


def test_a_theme_is_judged_by_features_and_by_examples_at_very_good_and_at_weak(guide_to_use: Guide) -> None:
    for theme in guide_to_use.themes:
        if theme.ends_with(Closing.RATING):
            assert 7 <= len(theme.features) <= 9, theme.id
            assert theme.illustrated_levels == (5, 2), theme.id
            assert 5 <= len(theme.illustrations_at(5)) <= 7, theme.id
            assert len(theme.illustrations_at(2)) == len(theme.illustrations_at(5)), theme.id


def test_no_id_is_used_twice_anywhere_in_the_guide(guide: Guide) -> None:
    ids = [theme.id for theme in guide.themes]
    ids += [prompt.id for prompt in prompts_of(guide)]
    ids += [feature.id for theme in guide.themes for feature in theme.features]
    assert sorted({each for each in ids if ids.count(each) > 1}) == []


def test_the_six_levels_mean_the_same_in_every_guide(shipped_guides: tuple[Guide, ...]) -> None:
    named = {
        tuple(level.name for level in scale.levels)
        for guide in shipped_guides
        for scale in guide.scales
        if len(scale.levels) == 6
    }
    assert len(named) == 1


# Whose words they are


def test_a_guide_says_that_it_is_ours_and_endorsed_by_nobody(guide_to_use: Guide) -> None:
    assert "written for Closer Look" in guide_to_use.about
    assert re.search(r"\bour(?:s|)\b", guide_to_use.about)
    assert re.search(r"(?:neither of them|[Nn]obody) has approved or endorsed", guide_to_use.about)


def test_a_guide_names_the_inspectors_nowhere_but_where_it_says_so(guide_to_use: Guide) -> None:
    assert [text for text in texts_of(guide_to_use) if INSPECTORS.search(text)] == [guide_to_use.about]


def test_a_guide_says_what_it_rests_on_and_every_source_has_a_year(guide_to_use: Guide) -> None:
    assert guide_to_use.sources
    assert [each for each in guide_to_use.sources if not re.search(r"\b(?:19|20)\d\d\b", each)] == []


def test_a_guide_says_that_it_is_not_compulsory_and_never_about_a_person(guide_to_use: Guide) -> None:
    told = introduction_of(guide_to_use)
    assert re.search(r"[Nn]othing in (?:this guide|here) is compulsory", told)
    assert re.search(r"never (?:about|one person)|no reply should be about", told)
    assert re.search(r"show who (?:some(?:one|body) is|it was about)", told)


def test_examples_are_called_examples_and_no_checklist(guide_to_use: Guide) -> None:
    if any(theme.illustrations for theme in guide_to_use.themes):
        assert "illustrations are examples, not a checklist" in guide_to_use.about
        assert "without matching every line" in introduction_of(guide_to_use)


def test_not_to_know_is_welcome(guide_to_use: Guide) -> None:
    assert re.search(r"(?:don't|do not|not to) know\b", introduction_of(guide_to_use), re.IGNORECASE)


def test_whose_words_they_are_and_what_others_may_do_stands_below_about(guide_to_use: Guide) -> None:
    guide = guide_to_use
    assert guide.licence
    assert guide.whose_words == f"{guide.about}\n\n{guide.attribution}\n\n{guide.licence}"


# Prompts that can be answered at once

LAST_TIME = re.compile(r"\b(?:last (?:self-evaluation|round|look)|since (?:last|your|you))\b", re.IGNORECASE)


def test_every_prompt_can_be_answered_the_first_time(guide_to_use: Guide) -> None:
    assert [each.id for each in prompts_of(guide_to_use) if LAST_TIME.search(each.ask)] == []


def test_every_question_is_open(guide_to_use: Guide) -> None:
    asks = [prompt.ask for prompt in questions_of(guide_to_use)]
    assert [ask for ask in asks if not OPEN.match(ask) or not ask.endswith("?")] == []


def test_every_question_asks_one_thing(guide_to_use: Guide) -> None:
    asks = [prompt.ask for prompt in questions_of(guide_to_use)]
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


def test_every_question_is_taken_in_at_a_glance(guide_to_use: Guide) -> None:
    for prompt in questions_of(guide_to_use):
        assert 30 <= len(prompt.ask) <= 130, prompt.id
        assert len(words(prompt.ask)) <= 18, prompt.id


def test_every_help_is_a_line_or_two(guide_to_use: Guide) -> None:
    for prompt in questions_of(guide_to_use):
        assert 60 <= len(prompt.help) <= 200, prompt.id
        assert len(sentences(prompt.help)) <= 3, prompt.id


def test_no_prompt_asks_for_a_name(guide: Guide) -> None:
    assert [each.id for each in prompts_of(guide) if NAMES.search(f"{each.ask} {each.help}")] == []


def test_a_statement_claims_one_thing_and_claims_it_straight(guide_to_use: Guide) -> None:
    for prompt in rated_statements_of(guide_to_use):
        said = NOT_TWO_CLAIMS.sub("", prompt.ask[0].lower() + prompt.ask[1:])
        assert prompt.ask.endswith("."), prompt.id
        assert len(words(prompt.ask)) <= 14, prompt.id
        assert not SECOND_CLAIM.search(said), prompt.ask


@pytest.mark.parametrize("twofold", ["Reports are short and clear.", "Staff are not afraid to speak."])
def test_a_statement_that_claims_two_things_or_turns_one_round_would_be_found(twofold: str) -> None:
    assert SECOND_CLAIM.search(twofold)


# Who is asked what, and how a theme ends


def test_good_practice_comes_first_the_evidence_before_the_rating_and_a_first_step_last(
    guide_to_use: Guide,
) -> None:
    for theme in guide_to_use.themes:
        ends = [prompt.id for prompt in theme.closing]
        if Closing.RATING in ends:
            assert theme.features_first, theme.id
            assert ends.index(Closing.EVIDENCE) < ends.index(Closing.RATING), theme.id
            assert ends[-1] == Closing.NEXT_STEPS, theme.id


def test_each_theme_asks_people_only_what_they_can_know_and_managers_nearly_all(guide_to_use: Guide) -> None:
    least_and_most = {"front-line": (4, 8), "board": (4, 9), "core": (4, 4)}
    for theme in guide_to_use.themes if guide_to_use.sets else ():
        asked = {each.id: len(theme.for_set(each.id).prompts) for each in guide_to_use.sets}
        assert asked["manager"] >= len(theme.prompts) * 4 // 5, theme.id
        for set_id, (least, most) in least_and_most.items():
            assert least <= asked.get(set_id, least) <= most, (theme.id, set_id)


def test_a_theme_takes_a_break_and_no_longer_and_the_front_line_less_than_managers(
    guide_to_use: Guide,
) -> None:
    for theme in guide_to_use.themes if guide_to_use.sets else ():
        managers, front_line = theme.for_set("manager").span, theme.for_set("front-line").span
        assert managers.middle >= 12, theme.id
        assert managers.most <= 20, theme.id
        assert 5 <= front_line.least < managers.least, theme.id
        assert front_line.most < managers.most, theme.id


def test_statements_are_judged_with_one_tap_where_dont_know_is_an_answer(guide_to_use: Guide) -> None:
    for prompt in rated_statements_of(guide_to_use):
        assert isinstance(prompt.kind, OnScale)
        assert prompt.dont_know, prompt.id
        assert not prompt.help, prompt.id


TELLS_OF_LEADERS = (
    *("money-short", "being-listened-to", "what-lasted"),
    *("last-big-change", "partners-in-hard-times"),
)
"""Prompts to which people may tell what one leader did: there are few leaders, so readers would know who."""


def test_where_people_may_tell_of_a_leader_they_are_asked_to_leave_out_who_it_was() -> None:
    helps = {prompt.id: prompt.help for prompt in prompts_of(shipped("leading-social-work"))}
    left_out = re.compile(r"not about who did it|leave out who it was")
    assert [each for each in TELLS_OF_LEADERS if not left_out.search(helps[each])] == []
