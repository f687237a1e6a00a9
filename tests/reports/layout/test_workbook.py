"""A workbook holds every text as it was written, as text, and nothing that is run or changed."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reports.layout.workbook import MOST_IN_A_CELL, MOST_IN_A_NAME, WorkbookSheet, workbook_file

AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
NO_LETTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
UNLIKELY = (
    "=1+1",
    "@SUM(A1)",
    "+44 20",
    "007",
    "1.10",
    "2026-01-01",
    "TRUE",
    "'x",
    "_x0041_",
    "\x0b\x00",
    "a\rb\r\nc",
    " before and behind ",
    "https://example.org",
    "<&>\"'",
    "\u202e\u200b\u00ad",
)


def book(*rows: tuple[str, ...], name: str = "Replies") -> bytes:
    return workbook_file(
        [WorkbookSheet(name, (("Code", 8), ("Reply", 60)), rows)], title="Autumn", goes_on="Part", made_at=AT
    )


def read_back(made: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", UNLIKELY)
def test_what_looks_like_something_else_stays_the_text_that_it_was(text: str) -> None:
    assert read_back(book(("T1.P1", text)))[1] == ["T1.P1", text]


@given(st.text(st.characters(), min_size=1, max_size=40))
@example("\ud800\ufffe")
def test_any_text_is_read_back_the_same(text: str) -> None:
    # Three kinds of sign can stand in no file at all; each is shown as the mark for that.
    assert read_back(book(("T1.P1", text)))[1] == ["T1.P1", NO_LETTER.sub("\ufffd", text)]


def test_every_cell_is_text_and_none_is_a_formula_a_number_or_a_link() -> None:
    with zipfile.ZipFile(io.BytesIO(book(*[("T1.P1", text) for text in UNLIKELY]))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert set(re.findall(r'<c [^>]*?(?: t="(\w+)")?(?:/>|>)', sheet)) == {"s"}
        assert 'numFmtId="49"' in parts.read("xl/styles.xml").decode()


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("x" * MOST_IN_A_CELL, [MOST_IN_A_CELL]),
        ("x" * (MOST_IN_A_CELL + 1), [MOST_IN_A_CELL, 1]),
        # Outside the first plane a letter takes two units, and none is cut in half.
        ("\U0001f642" * MOST_IN_A_CELL, [MOST_IN_A_CELL // 2] * 2 + [1]),
    ],
)
def test_what_is_longer_than_a_cell_goes_on_in_the_row_below_which_says_so(
    text: str, lengths: list[int]
) -> None:
    headings, *rows = read_back(book(("T1.P1", "short"), ("T1.P2", text)))
    parts = [row for row in rows if row[0] == "T1.P2"]
    assert "".join(str(row[1]) for row in parts) == text
    assert [len(str(row[1])) for row in parts] == lengths
    if len(lengths) == 1:
        assert headings == ["Code", "Reply"]
    else:
        assert headings == ["Code", "Reply", "Part"]
        assert [row[2] for row in rows] == ["", *(f"{n}/{len(lengths)}" for n in range(1, len(lengths) + 1))]


def test_the_same_is_the_same_file_at_the_same_moment() -> None:
    assert book(("T1.P1", "x")) == book(("T1.P1", "x"))


@pytest.mark.parametrize("name", ["[a]: b/c?", "'", "", "x" * 40])
def test_a_sheet_has_a_name_that_excel_takes(name: str) -> None:
    sheets = [WorkbookSheet(name, (("A", 5),), ()), WorkbookSheet(name, (("A", 5),), ())]
    made = workbook_file(sheets, title="", goes_on="Part", made_at=AT)
    names = CalamineWorkbook.from_filelike(io.BytesIO(made)).sheet_names
    assert len(set(names)) == 2
    assert all(1 <= len(each) <= MOST_IN_A_NAME for each in names)
    assert not re.search(r"[\[\]:*?/\\]", "".join(names))
