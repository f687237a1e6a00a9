"""A document that asks itself how one knows: found by its prompts, and asked once when somebody says so."""

from collections.abc import Sequence

import pytest

from content.drafts.guide_lines import GuideLine, LineUse
from content.drafts.new_draft import with_about
from content.own_guides.bringing_in import read_draft
from content.own_guides.draft_checks import check_draft
from content.own_guides.own_evidence import (
    asks_how_we_know,
    themes_asked_twice,
    themes_without_ours,
    with_ours,
    without_ours,
)
from content.phrases import phrases_in
from content.prompt_kinds import Closing
from tests.content.drafts.long_guides import LONG_GUIDES
from tests.guides import OWN_FOLDER

P = phrases_in("en")
ABOUT_EVIDENCE = {Closing.EVIDENCE.value, Closing.REFERENCE.value}


@pytest.mark.parametrize(
    ("ask", "is_so"),
    [
        ("How do we know?", True),
        ("2.1 How do you know?", True),
        ("How do we know? Please list.", True),
        ("EVIDENCE:", True),
        ("What is our evidence", True),
        ("How do you know that legal duties are met in time?", False),
        ("How good are we?", False),
        ("Evidence-based practice: how far is it ours?", False),
        ("", False),
    ],
)
def test_a_prompt_asks_how_one_knows_when_it_begins_with_that_question(ask: str, *, is_so: bool) -> None:
    assert asks_how_we_know(P, ask) is is_so


def ends(lines: Sequence[GuideLine]) -> list[set[str]]:
    """What each theme ends with."""
    pack = check_draft(lines, id_="g1", version="1", language="en").pack
    assert pack is not None
    return [{each.id for each in theme.closing} for theme in pack.guide.themes]


def form() -> list[GuideLine]:
    return list(with_about(read_draft(LONG_GUIDES["form"]()), "Ours.").lines)


def changed(lines: Sequence[GuideLine], others: Sequence[GuideLine]) -> list[GuideLine]:
    new = {each.number: each for each in others}
    return [new.get(each.number, each) for each in lines]


def test_a_form_that_asks_it_in_each_theme_is_asked_once_and_can_go_back() -> None:
    lines = form()
    twice = themes_asked_twice(P, lines)
    assert len(twice) == 12
    assert all(each > ABOUT_EVIDENCE for each in ends(lines))
    once = changed(lines, [without_ours(each) for each in twice[1:]])
    first, *others = ends(once)
    assert first > ABOUT_EVIDENCE, "a theme that is not named asks as before"
    assert all(not each & ABOUT_EVIDENCE and Closing.RATING.value in each for each in others)
    assert (len(themes_asked_twice(P, once)), len(themes_without_ours(once))) == (1, 11)
    assert changed(once, [with_ours(each) for each in themes_without_ours(once)]) == lines


def test_without_a_scale_such_a_theme_asks_for_no_level() -> None:
    lines = [each for each in form() if each.used_as is not LineUse.LEVEL]
    once = changed(lines, [without_ours(each) for each in themes_asked_twice(P, lines)])
    assert all(Closing.RATING.value not in each for each in ends(once))


@pytest.mark.parametrize("name", ["matrix", "prose"])
def test_other_documents_have_no_such_hint(name: str) -> None:
    assert themes_asked_twice(P, read_draft(LONG_GUIDES[name]()).lines) == []


def test_a_whole_guide_ends_as_its_file_says() -> None:
    lines = read_draft((OWN_FOLDER / "kinds.en.yaml").read_bytes()).lines
    asked = next(each.number for each in lines if each.used_as is LineUse.PROMPT)
    own = [
        GuideLine(each.number, each.used_as, "How do we know?", kept=each.kept)
        if each.number == asked
        else each
        for each in lines
    ]
    assert (themes_asked_twice(P, own), themes_without_ours(own)) == ([], [])
