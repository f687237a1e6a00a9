"""Text that a spreadsheet would take for a formula, on its way out and in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.reading.formulas import as_cell, without_formula_signs

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20", " =", "\u3000="]


@pytest.mark.parametrize("start", STARTS)
def test_a_cell_that_would_be_a_formula_begins_with_an_apostrophe(start: str) -> None:
    assert as_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "Ann", "O'Brien", "a=b", "1-2", "'quoted'", "https://example.org/a-b"])
def test_any_other_text_is_a_cell_as_it_is(text: str) -> None:
    assert as_cell(text) == text
    assert without_formula_signs(text) == text


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("=cmd|'/c calc'!A1", "cmd|'/c calc'!A1"),
        ("'=1+1", "1+1"),
        ("- Ann", "Ann"),
        ("@@ '-Bob", "Bob"),
        ("+", ""),
    ],
)
def test_a_name_loses_the_signs_in_front(given_name: str, kept: str) -> None:
    assert without_formula_signs(given_name) == kept


@given(st.text(st.sampled_from("=+-@' \tab\uff1d\u3000")))
def test_nothing_that_could_be_a_formula_is_left(text: str) -> None:
    kept = without_formula_signs(text).strip()
    assert as_cell(kept) == kept
