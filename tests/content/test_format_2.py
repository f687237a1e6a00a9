"""Packs of format 2: what they can say becomes the model, and every mistake is told with its place."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.format2.consistency import RULES_2
from content.format2.entries import shape_at_2
from content.format2.kind_keys import KEYS_OF_KIND
from content.model import Closing, Theme
from content.pack import END_OF_FORMAT_1, FORMATS, parse_guide
from content.prompt_kinds import (
    Best,
    InNumbers,
    InWords,
    OnDay,
    OneChoice,
    OnScale,
    SeveralChoices,
    ThemeRating,
)
from content.tailoring import CannotTailor, OwnPrompt, tailored
from content.yaml_nodes import read_tree
from tests.content.small_pack import SMALL
from tests.guides import OWN_FOLDER, guide_for_tests, pack_for_tests

PACK = (OWN_FOLDER / "kinds.en.yaml").read_text("utf-8")
FILE = "kinds.en.yaml"


@dataclass(frozen=True, slots=True)
class Slip:
    """A pack with a mistake in it, and the words that its author gets."""

    name: str
    was: str
    now: str
    problems: list[str]

    @property
    def text(self) -> str:
        assert self.was in PACK
        return PACK.replace(self.was, self.now, 1)


BROKEN = [
    Slip(**entry)
    for entry in yaml.safe_load(Path(__file__).with_name("broken_kinds.yaml").read_text("utf-8"))
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda each: each.name)
def test_a_broken_pack_says_where_what_and_how_to_fix_it(broken: Slip) -> None:
    guide, problems = parse_guide(broken.text, FILE)
    assert guide is None
    assert [str(each) for each in problems] == [f"{FILE}:{words}" for words in broken.problems]


OWN_RULES = [rule for rule in RULES_2 if rule.__module__ == "content.format2.consistency"]


@pytest.mark.parametrize("rule", OWN_RULES, ids=lambda rule: rule.__name__)
def test_every_rule_refuses_a_broken_pack(rule: object) -> None:
    assert callable(rule)
    too_many = PACK + "\n".join(
        f"  - id: t{n}\n    title: T{n}\n    minutes: 1\n    closing: []\n    prompts: [{{id: a, ask: A}}]"
        for n in range(90)
    )
    trees = [
        tree for text in (*(each.text for each in BROKEN), too_many) if (tree := read_tree(text, FILE)[0])
    ]
    assert any(list(rule(tree, FILE)) for tree in trees)


def test_every_kind_that_a_pack_can_name_is_in_the_pack_and_the_model() -> None:
    guide = guide_for_tests("kinds")
    written = {
        entry.get("kind", "words") for theme in yaml.safe_load(PACK)["themes"] for entry in theme["prompts"]
    }
    assert written == set(KEYS_OF_KIND)
    kinds = {type(prompt.kind) for theme in guide.themes for prompt in theme.prompts}
    assert kinds == {InWords, OneChoice, SeveralChoices, InNumbers, OnDay, OnScale}


def test_scales_keep_their_order_their_words_and_their_good_end() -> None:
    practice, agree, light = guide_for_tests("kinds").scales
    assert [(each.number, each.name) for each in practice.levels][::3] == [(0, "Not begun"), (3, "Lasting")]
    assert practice.ends == (practice.level(3), practice.level(0))
    assert (agree.best, agree.ends) == (Best.NEITHER, None)
    assert (agree.dont_know, agree.not_applicable, light.dont_know) == (True, True, False)
    assert [each.meaning for each in agree.levels] == [""] * 4


def test_a_prompt_uses_the_scale_of_its_theme_or_guide_and_may_say_what_is_offered() -> None:
    week, statements, cover = guide_for_tests("kinds").themes
    heard, fair = statements.prompts
    assert isinstance(heard.kind, OnScale)
    assert [each.number for each in heard.kind.scale.levels] == [4, 3, 2, 1]
    assert (heard.dont_know, fair.dont_know, fair.not_applicable) == (True, False, True)
    assert week.prompt("ends-rating").rates == "ends"
    assert week.prompt("hours").kind == InNumbers(Decimal(0), Decimal(60), 1, "hours")
    assert week.prompt("hours").not_applicable
    assert cover.prompt("rating").ask == "Which light stands for cover in your team?"


def test_what_a_theme_ends_with_is_in_the_pack() -> None:
    week, statements, cover = guide_for_tests("kinds").themes
    usual = ("evidence", "reference", "rating", "strength", "improvement")
    assert tuple(each.id for each in week.closing) == usual
    assert statements.closing == ()
    assert [each.id for each in cover.closing] == ["rating", "improvement"]
    assert isinstance(cover.closing[0].kind, ThemeRating)


def test_without_scales_nothing_is_rated_unless_the_author_asks_for_it() -> None:
    plain = """\
format: 2
id: plain
version: "1"
language: en
title: Plain
about: Ours.
themes:
  - {id: a, title: A, minutes: 1, prompts: [{id: p, ask: Why}]}
"""
    guide, problems = parse_guide(plain, FILE)
    assert guide is not None, problems
    assert not guide.ends_with(Closing.RATING)
    assert (guide.scales, guide.sources, guide.introduction) == ((), (), ())
    asked, problems = parse_guide(plain + "closing: [{what: rating}]\n", FILE)
    assert asked is None
    assert [each.what for each in problems] == ["This needs a scale, and the guide has none."]


def test_a_pack_of_format_1_ends_as_it_always_did() -> None:
    guide, _ = parse_guide(SMALL, FILE)
    assert guide is not None
    ends = tuple(each.id for each in guide.themes[0].closing)
    assert ends == END_OF_FORMAT_1 == ("rating", "evidence", "reference", "strength", "improvement")
    assert [(each.dont_know, each.not_applicable) for each in guide.themes[0].closing] == [
        (True, False),
        (False, False),
        (False, False),
        (True, False),
        (True, False),
    ]


def test_every_key_of_format_2_is_described_and_has_a_limit() -> None:
    waiting: list[tuple[str | int, ...]] = [()]
    while waiting:
        path = waiting.pop()
        shape = shape_at_2(path)
        for key, each in shape.get("properties", {}).items():
            assert each["description"], (*path, key)
            waiting.append((*path, key))
        if "items" in shape:
            assert "maxItems" in shape, path
            waiting.append((*path, 0))
        if shape.get("type") == "string":
            assert {"maxLength", "pattern"} & set(shape), path
        if shape.get("type") == "object":
            assert shape["additionalProperties"] is False, path


@pytest.mark.parametrize("number", FORMATS)
def test_each_format_has_a_schema_for_editors(number: int) -> None:
    schema = FORMATS[number].json_schema()
    assert schema["properties"]["format"]["maximum"] == number
    schema.clear()
    assert FORMATS[number].json_schema()["properties"]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(PACK)), st.integers(0, 40), st.text(max_size=12)), max_size=3))
def test_any_change_to_a_pack_leaves_a_guide_or_problems(edits: list[tuple[int, int, str]]) -> None:
    text = PACK
    for start, length, put in edits:
        text = text[:start] + put + text[start + length :]
    guide, problems = parse_guide(text, FILE)
    assert (guide is None) is bool(problems)


@pytest.mark.parametrize("theme", guide_for_tests("kinds").themes[:2], ids=lambda theme: theme.id)
def test_a_round_may_leave_out_each_prompt_and_add_its_own(theme: Theme) -> None:
    source = pack_for_tests("kinds").source
    for prompt in theme.prompts:
        own = [OwnPrompt(theme.id, "How do you know?")]
        left_out = [(theme.id, prompt.id)]
        made = tailored(source, without_prompts=left_out, own=own, help_text="Help.").guide.theme(theme.id)
        gone = {prompt.id, *(each.id for each in theme.prompts if each.rates == prompt.id)}
        left = [each.id for each in theme.prompts if each.id not in gone]
        assert [each.id for each in made.prompts] == [*left, "own-1"]
        assert made.closing == theme.closing


SETS = guide_for_tests("sets")


@pytest.mark.parametrize(
    ("set_id", "asked", "minutes"),
    [
        ("front-line", ["seen", "change", "agree"], 5),
        ("manager", ["change", "budget", "posts", "told"], 6),
        ("board", ["change", "told", "agree"], 5),
        ("", ["seen", "change", "budget", "posts", "told", "agree"], 8),
        ("unknown", ["seen", "change", "budget", "posts", "told", "agree"], 8),
    ],
)
def test_each_set_is_asked_its_prompts_in_less_time_and_under_the_same_numbers(
    set_id: str, asked: list[str], minutes: int
) -> None:
    plans, partners = SETS.for_set(set_id).themes
    whole = SETS.theme("plans")
    assert [each.id for each in plans.prompts] == asked
    assert plans.minutes == minutes
    for prompt in whole.prompts:
        assert plans.number_of(prompt.id) == whole.number_of(prompt.id)
        assert plans.prompt(prompt.id) == prompt
    assert partners == SETS.theme("partners")
    assert SETS.for_set("board").for_set("manager") == SETS.for_set("manager"), "whatever was asked before"


def test_a_prompt_that_all_sets_are_asked_is_said_to_be_of_none() -> None:
    plans = SETS.theme("plans")
    assert [each.id for each in SETS.sets_of(plans.prompt("told"))] == ["manager", "board"]
    assert SETS.sets_of(plans.prompt("change")) == ()


@pytest.mark.parametrize(
    ("without", "left", "asked"),
    [
        (["board"], ["front-line", "manager"], ["seen", "change", "budget", "posts", "told", "agree"]),
        (["manager"], ["front-line", "board"], ["seen", "change", "told", "agree"]),
        (["front-line", "board"], [], ["change", "budget", "posts", "told"]),
    ],
)
def test_a_round_offers_some_of_the_sets_and_where_one_is_left_everybody_is_asked_its_prompts(
    without: list[str], left: list[str], asked: list[str]
) -> None:
    made = tailored(pack_for_tests("sets").source, without_sets=without).guide
    assert [each.id for each in made.sets] == left
    assert [each.id for each in made.theme("plans").prompts] == asked
    assert all(set(each.sets) <= set(left) for each in made.theme("plans").prompts)


def test_a_round_for_nobody_cannot_be_made() -> None:
    with pytest.raises(CannotTailor):
        tailored(pack_for_tests("sets").source, without_sets=[each.id for each in SETS.sets])


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (
            "sets: [front-line]",
            "sets: [frontline]",
            'There is no set "frontline". The sets here are front-line',
        ),
        ("sets: [front-line]", "sets: [manager, manager]", "set of this prompt"),
        ("  - id: board\n", "  - id: manager\n", "manager"),
        (
            "      - id: change\n        ask: What",
            "      - id: change\n        sets: [manager]\n        ask: What",
            "",
        ),
        ("sets: [front-line]", "sets: []", "sets"),
    ],
)
def test_a_slip_in_the_sets_is_told(was: str, now: str, told: str) -> None:
    source = pack_for_tests("sets").source
    assert was in source
    guide, problems = parse_guide(source.replace(was, now, 1), "sets.en.yaml")
    if told:
        assert guide is None
        assert told in "\n".join(map(str, problems))
    else:
        assert guide is not None, "each set has a prompt of its own there still"


def test_a_theme_without_a_prompt_for_a_set_is_told() -> None:
    source = pack_for_tests("sets").source.replace(
        "ask: Who do you plan with?", "ask: Who do you plan with?\n        sets: [manager]"
    )
    _, problems = parse_guide(source, "sets.en.yaml")
    assert [each.rule for each in problems] == ["set-without-prompt", "set-without-prompt"]
    assert 'no prompt for the set "board"' in str(problems[0])
