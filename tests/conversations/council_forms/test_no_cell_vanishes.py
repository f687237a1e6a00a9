"""Forms of two and three columns: each written cell is a reply or is told with its place."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.documents.reading import read_document
from content.filled_forms import form_tables, heading_row
from content.model import Guide
from content.phrases import phrases_in
from conversations.council_forms.placed import PlacedForm
from conversations.council_forms.placing import place_form
from tests.content.documents.word_files import word_file
from tests.conversations.council_forms.test_placing import (
    BEGINS,
    ENDS,
    ITALIC,
    KINDS,
    OVER_TWO,
    guide_out_of,
    heading,
    paragraph,
    table,
    words,
)

ENGLISH = phrases_in("en")
LEADERSHIP = "9.2 Leadership of strategy"
WRITTEN = (
    "Weak (2)",
    "4 Good",
    "3 \N{EN DASH} Adequate",
    "2",
    "Very good",
    "Good practice everywhere",
    "we are weak at this",
    "Yes",
    "No",
    "n/a",
    "Agree",
    "Red",
    "x",
    "☒ Good",
    "☒",
    "☐ Other: by phone",
    "Evidence",
    "Comments",
    "Strengths",
    "Gap",
    "Lead",
    "Action",
    "Progress",
    "Ann",
    "Name",
    "Statement",
    "How good is it really?",
    "1.4 visits a week",
    "S: kind staff",
    "Rating: 4 Good",
)
PRINTED = (
    "Rating",
    "Level",
    "Our score",
    "Our overall grade",
    "Evidence",
    "How do we know?",
    "Comments",
    "Strengths",
    "Areas for improvement",
    "Completed by:",
    "Who brings the cake?",
    "How are we doing?",
    BEGINS,
    ENDS,
)
HEADINGS = (
    ("Question", "Our response", "Rating"),
    ("Question", "Our response", "Comments"),
    ("No", "Indicator", "Evidence"),
    ("Strengths", "Areas for improvement", "Evidence"),
    ("Question", "Good", "Weak"),
    ("Statement", "Yes", "No"),
)
LABELS_WRITTEN_INTO = ("Rating: 4 Good", "Our score = 2", "Completed by: Ann, May", "We were asked late")
LIKE_LABELS = ("Evidence", "Comments", "Strengths", "Gap", "How good is it really?")

_Cell = tuple[str, bool]
"""What stands in a cell, and whether somebody wrote it."""


@st.composite
def rows(draw: st.DrawFn, columns: int) -> list[list[_Cell]]:
    written = st.sampled_from(WRITTEN).map(lambda text: (text, True))
    empty = st.just(("", False))
    made: list[list[_Cell]] = []
    if draw(st.booleans()):
        made.append([(text, False) for text in draw(st.sampled_from(HEADINGS))[:columns]])
    for _ in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(("label", "label", "label", "written into", "over all", "numbered")))
        if kind == "written into":
            made.append([(draw(st.sampled_from(LABELS_WRITTEN_INTO)), True), *[("", False)] * (columns - 1)])
        elif kind == "over all":
            # A label alone in a row can only be taken for printed.
            told = written.filter(lambda cell: cell[0] not in LIKE_LABELS)
            made.append([draw(st.sampled_from(PRINTED).map(lambda text: (text, False)) | told)])
        else:
            label = (draw(st.sampled_from(PRINTED)), False)
            number = [("1", False)] if kind == "numbered" and columns > 2 else []
            made.append([*number, label, *(draw(written | empty) for _ in range(columns - 1 - len(number)))])
    return made


def as_word(made: list[list[_Cell]], columns: int, title: str) -> bytes:
    over_all = OVER_TWO.replace('"2"', f'"{columns}"')
    cells = [
        [over_all + paragraph(row[0][0])] if len(row) == 1 else [text for text, _ in row] for row in made
    ]
    return word_file((heading(title) if title else "") + table(*cells))


def vanished(form: PlacedForm, made: Sequence[Sequence[_Cell]]) -> list[str]:
    """The written cells of which neither a reply nor anything that is told says the place or the words."""
    places = {(each.place.row, each.place.column) for each in (*form.replies, *form.unplaced)}
    shown = [text for each in form.replies for text in (each.text, each.label)]
    told = "\n".join([*shown, *(text for each in form.unplaced for text in (each.text, each.label))])
    return [
        f"row {row}, column {column}: {text}"
        for row, cells in enumerate(made, 1)
        for column, (text, is_written) in enumerate(cells, 1)
        if is_written and (row, column) not in places and text.lstrip("☒☐ ") not in told
    ]


@pytest.mark.parametrize("guide", [KINDS, guide_out_of("w2-form.docx")], ids=["kinds", "form"])
@settings(max_examples=100, deadline=None)
@given(data=st.data(), title=st.sampled_from(("", LEADERSHIP, "Anything else")), columns=st.integers(2, 3))
def test_every_written_cell_of_a_form_is_a_reply_or_is_told(
    guide: Guide, data: st.DataObject, title: str, columns: int
) -> None:
    made = data.draw(rows(columns))
    form = place_form(read_document(as_word(made, columns, title)), guide, ENGLISH)
    assert vanished(form, made) == []


@pytest.mark.parametrize(
    ("label", "written", "level"),
    [
        ("Rating", "Weak (2)", "2"),
        ("Rating: 4 Good", "", "4"),
        ("Rating — 4 Good", "", "4"),
        ("Level", "3 \N{EN DASH} Adequate", "3"),
        ("Level", "3 — Adequate", "3"),
        ("Our score", "2", "2"),
        ("Overall self-evaluation grade", "(5) Very good", "5"),
        ("Team's rating", "Weak", "2"),
        ("Our overall score = 2", "", "2"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("columns", [2, 3])
def test_a_rating_row_is_read_wherever_it_stands(
    label: str, written: str, level: str, place: int, columns: int
) -> None:
    asked = [("How are we doing?", "Well"), ("What will we do next?", "Hire")]
    asked.insert(place, (label, written))
    made = [("1" if columns > 2 else "", *row)[3 - columns :] for row in asked]
    form = place_form(
        read_document(word_file(heading(LEADERSHIP) + table(*made))), guide_out_of("w2-form.docx"), ENGLISH
    )
    assert {(each.code, each.text) for each in form.replies} >= {("T2.P1", "Well"), ("T2.R", level)}


def test_a_reply_below_its_question_over_the_whole_table_is_read() -> None:
    over = [(OVER_TWO + paragraph(each),) for each in ("How are we doing?", "Well indeed")]
    made = table(*over, ("Rating", "2"))
    form = place_form(
        read_document(word_file(heading(LEADERSHIP) + made)), guide_out_of("w2-form.docx"), ENGLISH
    )
    assert [(each.code, each.text) for each in form.replies] == [("T2.P1", "Well indeed"), ("T2.R", "2")]


def test_a_reply_in_italics_below_its_question_is_told_with_its_place() -> None:
    cell = paragraph(ENDS) + f"<w:p>{words('Tired but glad', ITALIC)}</w:p>"
    form = place_form(read_document(word_file(table((cell, ""), (BEGINS, "Early")))), KINDS, ENGLISH)
    assert [(str(each.place), each.text) for each in form.unplaced] == [
        ("table 1, row 1, column 1", "Tired but glad")
    ]


def test_readers_that_drop_a_row_or_what_is_left_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[_Cell]] = [
        [("Rating", False), ("Weak (2)", True)],
        [("Completed by: Ann, May", True), ("", False)],
    ]

    def read() -> PlacedForm:
        guide = guide_out_of("w2-form.docx")
        return place_form(read_document(as_word(made, 2, LEADERSHIP)), guide, ENGLISH)

    assert [each.code for each in read().replies] == ["T2.R"]
    monkeypatch.setattr(form_tables, "left_words", lambda *_: iter(()))
    assert vanished(read(), made) == ["row 2, column 1: Completed by: Ann, May"]
    monkeypatch.setattr(heading_row, "_is_answered", lambda *_: False)
    assert read().replies == ()
