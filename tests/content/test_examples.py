"""Examples that belong to a prompt go where it goes, and a document ties them to the prompt of their row."""

from datetime import UTC, datetime

import pytest

from content.drafts.guide_lines import LineUse
from content.drafts.kept_keys import prompt_of_example
from content.drafts.line_pack import pack_of_lines
from content.drafts.new_draft import with_about
from content.drafts.next_version import with_numbers_of
from content.guide_forms.composing import guide_form
from content.model import Guide, Theme
from content.own_guides.bringing_in import read_draft
from content.own_guides.draft_checks import check_draft
from content.own_guides.kept_words import kept_in_words
from content.pack import keys_of_pack, parse_guide
from content.phrases import phrases_in
from content.tailoring import tailored, version_in_words
from reports.guide.guide_docx import guide_docx
from tests.content.documents.word_files import given

P = phrases_in("en")
PACK = """\
format: 2
id: tied
version: "1"
language: en
title: Examples of prompts
about: Ours.
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
      - {id: when, ask: "When do you visit?"}
      - {id: who, ask: "Who goes along?", sets: [lead]}
      - {id: why, ask: "Why so?"}
    illustrations:
      - {level: 2, lines: [All are content.]}
      - {level: 2, prompt: when, lines: [We come when agreed.]}
      - {level: 1, prompt: when, lines: [We come when we can.]}
      - {level: 2, prompt: who, lines: [Two go along.]}
"""


def guide(text: str = PACK) -> Guide:
    found, problems = parse_guide(text, "f")
    assert found is not None, problems
    return found


def texts(theme: Theme) -> list[str]:
    return [each.text for each in theme.illustrations]


def test_examples_of_a_prompt_that_is_not_asked_are_not_shown() -> None:
    (theme,) = guide().themes
    assert [each.prompt_id for each in theme.illustrations] == ["", "when", "when", "who"]
    assert "Two go along." not in texts(guide().for_set("front").themes[0])
    assert texts(guide().for_set("lead").themes[0]) == texts(theme)


def test_a_round_without_a_prompt_or_set_has_none_of_its_examples() -> None:
    left = tailored(PACK, without_prompts=[("visits", "when")]).guide.themes[0]
    assert texts(left) == ["All are content.", "Two go along."]
    assert "Two go along." not in texts(tailored(PACK, without_sets=["lead"]).guide.themes[0])


def test_a_version_made_for_a_round_is_called_that_of_its_guide() -> None:
    made = tailored(PACK, without_prompts=[("visits", "when")]).guide
    assert version_in_words(P, made.version) == "1, with changes for this round"
    assert version_in_words(P, guide().version) == "1"


@pytest.mark.parametrize(
    ("was", "now", "rule"),
    [
        ("prompt: who, lines", "prompt: whom, lines", "no-such-prompt"),
        ("level: 1, prompt: when", "level: 2, prompt: when", "not-unique"),
    ],
)
def test_an_example_names_a_prompt_that_is_there_and_a_level_once(was: str, now: str, rule: str) -> None:
    found, problems = parse_guide(PACK.replace(was, now), "f")
    assert found is None
    assert [each.rule for each in problems] == [rule]


@pytest.mark.parametrize("as_word", [False, True])
def test_a_whole_guide_comes_back_with_its_examples_at_their_prompts(as_word: bool) -> None:
    keys = keys_of_pack(PACK)
    content = guide_docx(guide_form(keys), datetime(2026, 11, 2, tzinfo=UTC)) if as_word else PACK.encode()
    draft = read_draft(content)
    made = guide(pack_of_lines(draft.lines, id_="tied", version="1", language="en").text)
    assert made.themes[0].illustrations == guide().themes[0].illustrations


def test_a_row_of_a_document_ties_its_examples_to_its_prompt_and_says_so() -> None:
    draft = with_about(read_draft(given("w1-matrix.docx")), "Ours.")
    pack = check_draft(draft.lines, id_="g1", version="1", language="en").pack
    assert pack is not None
    for theme in pack.guide.themes:
        of_prompt = {prompt.id: 0 for prompt in theme.prompts}
        for each in theme.illustrations:
            of_prompt[each.prompt_id] += 1
        assert set(of_prompt.values()) == {2}
    examples = [each for each in draft.lines if each.used_as is LineUse.EXAMPLE]
    assert all("Belongs to the prompt “" in kept_in_words(P, each, draft.lines) for each in examples)


def test_an_example_whose_prompt_is_elsewhere_is_of_its_theme() -> None:
    draft = with_about(read_draft(given("w1-matrix.docx")), "Ours.")
    tied = {prompt_of_example(each) for each in draft.lines if each.used_as is LineUse.EXAMPLE}
    left = [each for each in draft.lines if f"p{each.number}" != min(tied)]
    text = pack_of_lines(left, id_="g1", version="1", language="en").text
    gone = [each for each in guide(text).themes[0].illustrations if not each.prompt_id]
    assert len(gone) == 2


def test_examples_stay_with_their_prompt_where_a_document_becomes_the_next_version() -> None:
    lines = with_about(read_draft(given("w1-matrix.docx")), "Ours.").lines
    before = [each for each in lines if each.used_as is not LineUse.LEFT_OUT][::-1]
    after = with_numbers_of(before, lines)
    asks = {f"p{each.number}": each.text for each in after}
    for was, now in zip(lines, after, strict=True):
        if now.used_as is LineUse.EXAMPLE:
            asked = {f"p{each.number}": each.text for each in lines}[prompt_of_example(was)]
            assert asks[prompt_of_example(now)] == asked
