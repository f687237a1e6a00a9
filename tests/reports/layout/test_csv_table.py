"""CSV files: what goes in comes out in any spreadsheet, and nothing of it is run there."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from reports.layout.csv_table import csv_file


def read(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def test_a_file_says_that_it_is_utf_8_and_ends_its_lines_as_excel_does() -> None:
    assert csv_file([["Name"], ["Zoë"]]) == b"\xef\xbb\xbfName\r\nZo\xc3\xab\r\n"


def test_what_parts_cells_and_lines_is_quoted() -> None:
    rows = [["a,b", 'c "d"'], ["e\nf", "g;h"]]
    assert read(csv_file(rows)) == rows


def test_a_formula_is_text() -> None:
    cells = ["=1+1", "+44 7700", "-1", "@sum", "\t=x", "\uff1dx"]
    assert read(csv_file([cells])) == [[f"'{cell}" for cell in cells]]


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=3), max_size=5)
)
def test_no_cell_of_any_text_is_a_formula_and_none_is_lost(rows: list[list[str]]) -> None:
    found = read(csv_file(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not [
        cell for row in found for cell in row if cell.lstrip()[:1] and cell.lstrip()[0] in "=+-@\uff1d"
    ]
