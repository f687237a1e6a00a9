"""Conditions of format 2: values only, looking back, and the same for whoever looks at the guide again."""

import pytest

from content.model import Guide
from content.pack import parse_guide
from content.tailoring import tailored

PACK = """\
format: 2
id: behind
version: "1"
language: en
title: Behind choices
about: Ours.
closing: []
scales:
  - {id: light, levels: [{level: 2, name: Green}, {level: 1, name: Red}]}
sets:
  - {id: front, title: Front line}
  - {id: lead, title: Manager}
themes:
  - id: visits
    title: Visits
    minutes: 10
    prompts:
      - id: where
        ask: Where do you meet?
        kind: one choice
        options: [{id: home, text: At home}, {id: office, text: In the office}, {id: phone, text: By phone}]
      - id: way
        ask: How do you get there?
        only_if: {prompt: where, chosen: [home]}
      - id: safe
        ask: How safe is it there?
        kind: scale
        only_if: {prompt: where, chosen: [home, office]}
      - id: why
        ask: What makes it unsafe?
        only_if: {prompt: safe, chosen: [1]}
      - id: staff
        ask: Who goes along?
        sets: [lead]
        only_if: {prompt: where, chosen: [home]}
"""


def guide() -> Guide:
    found, problems = parse_guide(PACK, "f")
    assert found is not None, problems
    return found


@pytest.mark.parametrize(
    ("set_id", "chosen", "asked"),
    [
        ("front", {}, ["where"]),
        ("front", {"where": ("home",)}, ["where", "way", "safe"]),
        ("lead", {"where": ("home",)}, ["where", "way", "safe", "staff"]),
        ("front", {"where": ("office",)}, ["where", "safe"]),
        ("front", {"where": ("office",), "safe": ("1",)}, ["where", "safe", "why"]),
        ("front", {"where": ("phone",), "safe": ("1",)}, ["where"]),
    ],
)
def test_what_is_asked_follows_from_what_was_chosen(
    set_id: str, chosen: dict[str, tuple[str, ...]], asked: list[str]
) -> None:
    whole = guide()
    found = whole.as_asked(set_id, {"visits": chosen})
    theme = found.theme("visits")
    assert [each.id for each in theme.prompts] == asked
    assert theme.minutes <= whole.theme("visits").minutes
    assert [theme.number_of(each) for each in ("where", "staff")] == [1, 5], "codes stay"
    assert theme.prompt("why").ask == "What makes it unsafe?", "what is not asked can still be read about"


def test_what_is_asked_does_not_depend_on_what_was_asked_before() -> None:
    whole, home = guide(), {"visits": {"where": ("home",)}}
    once = whole.as_asked("front", {}).as_asked("lead", home)
    assert once.themes == whole.as_asked("lead", home).themes
    assert once.as_asked("", {}).theme("visits").asked_ids == ("where",)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (
            "{prompt: where, chosen: [home]}",
            "{prompt: were, chosen: [home]}",
            'There is no prompt "were" before',
        ),
        (
            "{prompt: where, chosen: [home]}",
            "{prompt: safe, chosen: [1]}",
            'There is no prompt "safe" before',
        ),
        (
            "{prompt: where, chosen: [home]}",
            "{prompt: way, chosen: [home]}",
            'There is no prompt "way" before',
        ),
        ("[home, office]", "[home, garden]", '"garden" cannot be chosen at "where". There is home, office'),
        ("[home, office]", "[home, home]", "value of this condition"),
        ("prompt: safe, chosen: [1]", "prompt: safe, chosen: [3]", '"3" cannot be chosen at "safe"'),
        ("prompt: safe, chosen: [1]", "prompt: way, chosen: [1]", 'Nothing can be chosen at "way"'),
        ("chosen: [1]}", "chosen: []}", "chosen"),
        ("prompt: safe, chosen: [1]", "prompt: safe, chosen: [level > 1]", '"level > 1" cannot be chosen'),
        (
            "        ask: Where do you meet?",
            "        sets: [front]\n        ask: Where do you meet?",
            '"where" is not asked of the set "lead"',
        ),
    ],
)
def test_a_slip_in_a_condition_is_told(was: str, now: str, told: str) -> None:
    assert was in PACK
    found, problems = parse_guide(PACK.replace(was, now, 1), "f")
    assert found is None
    assert told in "\n".join(map(str, problems))


def test_a_round_without_a_prompt_is_without_what_waits_for_it() -> None:
    made = tailored(PACK, without_prompts=[("visits", "safe")]).guide
    assert [each.id for each in made.theme("visits").prompts] == ["where", "way", "staff"]
