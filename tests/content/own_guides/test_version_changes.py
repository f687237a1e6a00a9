"""What differs between two versions of a guide is told: each kind of change by itself, and nothing else."""

import pytest

from content.model import Guide
from content.own_guides.changes_in_words import changes_in_full, changes_in_short
from content.own_guides.version_changes import changes_between
from content.pack import parse_guide
from content.phrases import phrases_in

ENGLISH = phrases_in("en")
PACK = """
format: 2
id: small
version: "1"
language: en
title: Small
about: Ours.
scales:
  - id: four
    levels: [{level: 2, name: Good}, {level: 1, name: Weak}]
sets:
  - {id: front, title: Front line}
  - {id: board, title: Board}
themes:
  - id: listening
    title: Listening
    prompts:
      - {id: a, ask: "How do we listen?", help: In short.}
      - {id: b, ask: "Who decides?"}
      - {id: c, ask: "What went wrong?"}
  - id: learning
    title: Learning
    prompts:
      - {id: d, ask: "What have we learnt?"}
"""


def small(*changes: tuple[str, str]) -> Guide:
    text = PACK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    guide, problems = parse_guide(text, "small")
    assert guide is not None, problems
    return guide


A, B, C, D = (
    f"      - {{id: {id_}, ask: {ask}}}\n"
    for id_, ask in (
        ("a", '"How do we listen?", help: In short.'),
        ("b", '"Who decides?"'),
        ("c", '"What went wrong?"'),
        ("d", '"What have we learnt?"'),
    )
)


@pytest.mark.parametrize(
    ("changes", "short", "full"),
    [
        ([('"1"', '"2"')], ["Nothing is different."], []),
        (
            [(C, C + "      - {id: e, ask: What next}\n")],
            ["1 prompt is new"],
            ["New in “Listening”: “What next”"],
        ),
        ([(B, "")], ["1 prompt is gone"], ["Gone from “Listening”: “Who decides?”"]),
        (
            [("Who decides?", "Who decides here?")],
            ["1 prompt has other words"],
            ["Other words: “Who decides here?”, until now “Who decides?”"],
        ),
        ([(A + B, B + A)], ["1 prompt has moved"], None),
        (
            [(B, ""), (D, D + B)],
            ["1 prompt has moved"],
            ["Moved, now in “Learning”: “Who decides?”"],
        ),
        (
            [(C, ""), (D, D + C.replace("id: c", "id: x"))],
            ["1 prompt has moved"],
            ["Moved, now in “Learning”: “What went wrong?”"],
        ),
        (
            [('"Who decides?"', '"Who decides?", sets: [board]')],
            ["1 prompt is asked of other people"],
            ["Is asked of other people: “Who decides?”"],
        ),
        (
            [('"Who decides?"', '"Who decides?", kind: number, least: 0, most: 9')],
            ["1 prompt takes another kind of reply"],
            ["Takes another kind of reply: “Who decides?”"],
        ),
        ([("name: Weak", "name: Poor")], ["The levels of its scale are different."], None),
        (
            [("Front line", "Staff")],
            ["The kinds of people who are asked different prompts are different."],
            None,
        ),
        (
            [("title: Learning", "title: Going on")],
            ["1 theme has another title"],
            ["Theme with another title: “Going on”, until now “Learning”"],
        ),
        (
            [(f"  - id: learning\n    title: Learning\n    prompts:\n{D}", "")],
            ["1 theme is gone", "1 prompt is gone"],
            ["Theme that is gone: “Learning”", "Gone from “Learning”: “What have we learnt?”"],
        ),
        (
            [("In short.", "In long.")],
            ["Something else is different: help, illustrations, introductions or how themes end."],
            None,
        ),
        ([("title: Small", "title: Smaller")], ["The guide has another title: “Smaller”"], None),
        (
            [("about: Ours.", "about: Ours.\nlicence: Anybody may use it.")],
            ["Something else is different: help, illustrations, introductions or how themes end."],
            None,
        ),
    ],
)
def test_each_kind_of_change_is_told_in_short_and_with_its_words(
    changes: list[tuple[str, str]], short: list[str], full: list[str] | None
) -> None:
    found = changes_between(small(), small(*changes))
    assert changes_in_short(ENGLISH, found) == short
    if full is not None:
        assert changes_in_full(ENGLISH, found) == full


def test_several_changes_are_told_together_and_a_new_prompt_makes_nothing_else_different() -> None:
    found = changes_between(
        small(), small((B, "      - {id: e, ask: What next}\n"), ("What went wrong?", "What failed?"))
    )
    assert changes_in_short(ENGLISH, found) == [
        "1 prompt is new",
        "1 prompt is gone",
        "1 prompt has other words",
    ]
