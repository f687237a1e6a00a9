"""What goes with a prompt that is a prompt no more, and comes back with it, however it stops being one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import yaml

from content.documents.blocks import DocumentPlace
from content.drafts.going_along import went_with_its_prompt, with_what_goes_along
from content.drafts.guide_lines import ASKED_USES, GuideLine
from content.drafts.guide_lines import LineUse as U
from content.drafts.kept_keys import KeptOf, kept_to_text
from content.drafts.line_pack import pack_of_lines
from content.own_guides.draft_words import why_left_out
from content.phrases import phrases_in


def example_of(prompt: str) -> str:
    return kept_to_text(KeptOf.EXAMPLE, {"prompt": prompt})


WHOLE = (
    GuideLine(1, U.TITLE, "Our guide", kept=kept_to_text(KeptOf.GUIDE, {"format": 2})),
    GuideLine(2, U.ABOUT, "Ours."),
    GuideLine(3, U.THEME, "Listening", kept=kept_to_text(KeptOf.THEME, {"id": "t"})),
    GuideLine(4, U.PROMPT, "How do we listen?", kept=kept_to_text(KeptOf.PROMPT, {"id": "a"})),
    GuideLine(5, U.HELP, "Help of the first."),
    GuideLine(6, U.PROMPT, "What comes of it?", kept=kept_to_text(KeptOf.PROMPT, {"id": "b"})),
    GuideLine(7, U.HELP, "Help of the second."),
    GuideLine(8, U.PROMPT, "Who is heard?", kept=kept_to_text(KeptOf.PROMPT, {"id": "c"})),
    GuideLine(9, U.HELP, "Help of the third."),
    GuideLine(10, U.EXAMPLE, "Of the theme.", 5),
    GuideLine(11, U.EXAMPLE, "Of the first.", 5, kept=example_of("a")),
    GuideLine(12, U.EXAMPLE, "Of the second.", 2, kept=example_of("b")),
    GuideLine(13, U.EXAMPLE, "Of the third.", 5, kept=example_of("c")),
    GuideLine(14, U.THEME, "Acting", kept=kept_to_text(KeptOf.THEME, {"id": "u"})),
    GuideLine(15, U.PROMPT, "What do we do?", kept=kept_to_text(KeptOf.PROMPT, {"id": "d"})),
    GuideLine(16, U.HELP, "Help of the fourth."),
)
"""A guide that was written out whole: an illustration is of a prompt, or of its theme."""


def _row(number: int) -> DocumentPlace:
    return DocumentPlace(table=1, row=number, column=1)


OF_DOCUMENT = (
    GuideLine(1, U.TITLE, "Our guide"),
    GuideLine(2, U.ABOUT, "Ours."),
    GuideLine(3, U.LEVEL, "Very good", 5),
    GuideLine(4, U.THEME, "Listening"),
    GuideLine(5, U.PROMPT, "How do we listen?", place=_row(2)),
    GuideLine(6, U.HELP, "Help of the first.", place=_row(2)),
    GuideLine(7, U.EXAMPLE, "Beside the first.", 5, place=_row(2)),
    GuideLine(8, U.STATEMENT, "We listen.", place=_row(3)),
    GuideLine(9, U.EXAMPLE, "Beside the second.", 5, place=_row(3)),
    GuideLine(10, U.HELP, "Help of the second.", place=_row(3)),
    GuideLine(11, U.PROMPT, "Who is heard?"),
)
GUIDES = {"whole": WHOLE, "of a document": OF_DOCUMENT}
PROMPTS = [
    (name, line.number) for name, lines in GUIDES.items() for line in lines if line.used_as in ASKED_USES
]


def corrected(lines: Sequence[GuideLine], *numbers: int, used_as: U) -> list[GuideLine]:
    mended = {each.number: replace(each, used_as=used_as) for each in lines if each.number in numbers}
    found = with_what_goes_along(lines, mended)
    return [found.get(each.number, each) for each in lines]


def themes(lines: Sequence[GuideLine]) -> Any:
    return yaml.safe_load(pack_of_lines(lines, id_="g1", version="1", language="en").text)["themes"]


def without(lines: Sequence[GuideLine], prompt: int) -> Any:
    """The themes as they were, less one prompt and what is its own."""
    at = next(at for at, each in enumerate(lines) if each.number == prompt)
    own = {prompt}
    for each in lines[at + 1 :]:
        if each.used_as in (*ASKED_USES, U.THEME):
            break
        if each.used_as is U.HELP or (
            each.used_as is U.EXAMPLE and each.place and each.place == lines[at].place
        ):
            own.add(each.number)
    own |= {
        each.number for each in lines if each.kept == example_of({4: "a", 6: "b", 8: "c"}.get(prompt, "none"))
    }
    return themes([each for each in lines if each.number not in own])


@pytest.mark.parametrize("used_as", [U.LEFT_OUT, U.TITLE])
@pytest.mark.parametrize(("name", "prompt"), PROMPTS)
def test_what_is_a_prompts_own_goes_with_it_and_comes_back(name: str, prompt: int, used_as: U) -> None:
    lines = GUIDES[name]
    was = next(each for each in lines if each.number == prompt)
    gone = corrected(lines, prompt, used_as=used_as)
    assert themes(gone) == without(lines, prompt)
    assert tuple(corrected(gone, prompt, used_as=was.used_as)) == lines


def test_a_prompt_comes_back_alone_where_the_one_below_it_is_left_out_too() -> None:
    gone = corrected(WHOLE, 4, 6, used_as=U.LEFT_OUT)
    assert themes(gone)[0]["prompts"][0]["ask"] == "Who is heard?"
    back = corrected(gone, 4, used_as=U.PROMPT)
    assert back == corrected(WHOLE, 6, used_as=U.LEFT_OUT)
    assert tuple(corrected(back, 6, used_as=U.PROMPT)) == WHOLE


def test_help_that_was_left_out_before_stays_so() -> None:
    alone = corrected(WHOLE, 7, used_as=U.LEFT_OUT)
    gone = corrected(alone, 6, used_as=U.LEFT_OUT)
    assert corrected(gone, 6, used_as=U.PROMPT) == alone


def test_help_that_is_made_a_prompt_in_the_same_step_stays_one() -> None:
    mended = {6: replace(WHOLE[5], used_as=U.LEFT_OUT), 7: replace(WHOLE[6], used_as=U.PROMPT)}
    found = with_what_goes_along(WHOLE, mended)
    assert found[7].used_as is U.PROMPT


def test_a_prompt_that_becomes_help_keeps_its_own_behind_it() -> None:
    gone = corrected(WHOLE, 6, used_as=U.HELP)
    assert themes(gone)[0]["prompts"][0]["help"].splitlines() == [
        "Help of the first.",
        "What comes of it?",
        "Help of the second.",
    ]
    assert "Of the second." not in repr(themes(gone))


def test_a_line_says_that_it_went_with_its_prompt() -> None:
    gone = corrected(WHOLE, 6, used_as=U.LEFT_OUT)
    went = [each for each in gone if went_with_its_prompt(each)]
    assert [each.number for each in went] == [7, 12]
    told = {why_left_out(phrases_in("en"), each) for each in went}
    assert told == {"goes with its prompt, and comes back with it"}
    assert why_left_out(phrases_in("en"), gone[5]) == ""


def test_without_that_rule_the_help_would_hang_on_the_prompt_above() -> None:
    alone = [replace(each, used_as=U.LEFT_OUT) if each.number == 6 else each for each in WHOLE]
    assert themes(alone) != without(WHOLE, 6)
    assert themes(alone)[0]["prompts"][0]["help"].endswith("Help of the second.")
