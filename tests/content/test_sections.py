"""Sections of a guide and its own numbers: what a slip in them is told, and what a round may leave out."""

import pytest

from content.pack import parse_guide
from content.tailoring import tailored
from tests.guides import OWN_FOLDER

PACK = """\
format: 2
id: numbered
version: "1"
language: en
title: Numbered
about: Ours.
closing: []
sections:
  - {id: one, number: "1", title: People}
  - {id: two, number: "2", title: Staff}
themes:
  - {id: a, section: one, number: 1.1, title: Kindness, minutes: 1, prompts: [{id: p, number: 1.1a, ask: A}]}
  - {id: b, section: one, number: 1.10, title: Safety, minutes: 1, prompts: [{id: p, ask: Why}]}
  - {id: c, section: two, number: QI 2.1, title: Learning, minutes: 1, prompts: [{id: p, ask: Why}]}
"""


def test_numbers_stay_as_they_are_written() -> None:
    guide, problems = parse_guide(PACK, "f")
    assert guide is not None, problems
    assert [guide.label_of(each.id) for each in guide.themes] == ["1.1", "1.10", "QI 2.1"]
    assert [each.number_of("p") for each in guide.themes] == [1, 1, 1]
    assert guide.theme("a").prompt("p").numbered_ask == "1.1a A"
    begun = [section.title if (section := guide.section_begun_by(each)) else "" for each in guide.themes]
    assert begun == ["People", "", "Staff"]


@pytest.mark.parametrize(
    ("was", "now", "rules"),
    [
        ("section: one, number: 1.10", "section: none, number: 1.10", ["no-such-section"]),
        ("section: one, number: 1.10", "number: 1.10", ["no-section"]),
        ("section: two", "section: one", ["empty-section"]),
        ("section: one, number: 1.1,", "section: two, number: 1.1,", ["section-order"]),
        ("number: 1.10", "number: '1.1'", ["not-unique"]),
        ("number: 1.10, ", "", ["no-number"]),
        ('id: two, number: "2"', 'id: one, number: "2"', ["not-unique", "no-such-section"]),
        ("title: Staff", "title: people", ["not-unique"]),
        ("number: QI 2.1", "number: Quality indicator 2.1", ["too-long"]),
    ],
)
def test_a_slip_in_sections_and_numbers_is_told(was: str, now: str, rules: list[str]) -> None:
    assert was in PACK
    guide, problems = parse_guide(PACK.replace(was, now, 1), "f")
    assert guide is None
    assert [each.rule for each in problems] == rules


def test_a_round_without_the_themes_of_a_section_is_without_the_section() -> None:
    made = tailored(PACK, without_themes=["c"]).guide
    assert [each.id for each in made.sections] == ["one"]
    source = (OWN_FOLDER / "sets.en.yaml").read_text("utf-8")
    assert tailored(source, without_themes=["partners"]).guide.sections == ()
