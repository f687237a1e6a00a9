"""A form that somebody had filled in is told from an empty one, where that is sure."""

import io
from pathlib import Path

import docx
import pytest

from content.documents.reading import read_document
from content.drafts.draft import ReadAs
from content.drafts.guide_lines import GuideLine, LineUse
from content.drafts.new_draft import new_draft_of
from content.own_guides.bringing_in import read_draft
from content.own_guides.filled_in import filled_in_words, lines_filled_in
from content.phrases import phrases_in

INPUTS = Path(__file__).parent.parent / "documents" / "inputs"
HEADS = ["Indicator", "Very good", "Our evidence", "Strengths / areas for improvement", "Grade", "Team"]
ASKED = ["We plan with people.", "We listen.", "We act on what we hear.", "We tell people what we did."]


def matrix(*given: tuple[str, str, str], team: str = "Home care") -> int:
    """A council's matrix with these words in the fields of its rows: how many count as filled in."""
    document = docx.Document()
    document.add_heading("How good is our service?", 0)
    document.add_heading("Planning", 1)
    table = document.add_table(rows=1, cols=len(HEADS))
    rows = [
        HEADS,
        *([ask, "Plans are shared.", *fields, team] for ask, fields in zip(ASKED, given, strict=True)),
    ]
    for row, cells in enumerate(rows):
        if row:
            table.add_row()
        for cell, text in zip(table.rows[row].cells, cells, strict=True):
            cell.text = text
    kept = io.BytesIO()
    document.save(kept)
    return lines_filled_in(read_draft(kept.getvalue()).lines)


@pytest.mark.parametrize(
    "name", ["w1-matrix.docx", "w2-form.docx", "w3-prose-and-plan.docx", "e1-checklist.xlsx"]
)
def test_a_form_that_was_filled_in_is_known(name: str) -> None:
    draft = new_draft_of(read_document((INPUTS / name).read_bytes()))
    replies = [each for each in draft.lines if each.reading == ReadAs.ANSWER.name]
    assert lines_filled_in(draft.lines) == len(replies) > 0


EMPTY = ("", "", "")


@pytest.mark.parametrize(
    "row",
    [
        EMPTY,
        ("", "S:\nAFI:", ""),
        ("How do we know?", "Strengths:", "Grade:"),
        ("see guidance", "", "1 to 6"),
    ],
)
def test_an_empty_form_with_its_labels_and_cues_is_none(row: tuple[str, str, str]) -> None:
    assert matrix(*[row] * len(ASKED)) == 0


def test_a_form_with_a_reply_in_most_rows_is_one_and_with_a_slip_in_one_row_is_none() -> None:
    given = [("Survey", "S: kind staff", "4"), ("Audit", "S:", "3"), ("", "", "5"), EMPTY]
    assert matrix(*given) == 6
    assert matrix(("Survey", "", "4"), EMPTY, EMPTY, EMPTY) == 0


def test_what_somebody_took_into_the_guide_counts_no_more() -> None:
    asked = GuideLine(1, LineUse.PROMPT, "What works?")
    left, taken = LineUse.LEFT_OUT, LineUse.HELP
    lines = [GuideLine(n, left, f"Reply {n}.", reading=ReadAs.ANSWER.name) for n in (2, 3, 4)]
    assert lines_filled_in([asked, *lines]) == 3
    assert lines_filled_in([asked, *lines[:2], GuideLine(4, taken, "Reply 4.", reading="ANSWER")]) == 0


def test_it_is_said_where_replies_go() -> None:
    p = phrases_in("en")
    assert filled_in_words(p, 0) == ""
    assert "/typein" in filled_in_words(p, 6)
    assert filled_in_words(p, 6).startswith("6 lines look like replies")
