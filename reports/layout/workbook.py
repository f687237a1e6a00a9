"""Tables as an Excel workbook in which every cell is text, so that nothing in it runs or changes.

A cell that looks like a formula, a number with leading zeros, a date or an address stays what was written.
What is longer than a cell can be goes on in the row below, which says so. Nothing is written to a disk.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

MOST_IN_A_CELL: Final = 32_767
"""How much Excel takes in one cell, in UTF-16 units."""
MOST_IN_A_NAME: Final = 31
"""How long the name of a sheet can be."""

_LEFT_OUT_OF_NAMES = re.compile(r"[\[\]:*?/\\]")
_NO_LETTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What no file can hold as text."""
_A4 = 9
_AS_TEXT = 49
"""The number of the built-in format for text, in which a cell also stays text when somebody edits it."""


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet: its name, its headings with how wide each column is in letters, and its rows."""

    name: str
    headings: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]


def workbook_file(
    sheets: Iterable[WorkbookSheet], *, title: str, goes_on: str, made_at: datetime, direction: str = "ltr"
) -> bytes:
    """The sheets as the bytes of a workbook, their first columns on the side that one reads from.

    ``goes_on`` is the heading of a column that says which part of a long text a row holds. A sheet without
    long texts has none.
    """
    written = io.BytesIO()
    # In memory: what people wrote must not lie in a folder for temporary files.
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": made_at})
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"num_format": _AS_TEXT, "text_wrap": True, "valign": "top"})
        names: set[str] = set()
        for sheet in sheets:
            rows = list(_in_parts(sheet.rows))
            headings = [*sheet.headings, *([(goes_on, 8)] if any(len(parts) > 1 for parts in rows) else [])]
            page = book.add_worksheet(_free_name(sheet.name, names))
            _set_up(page)
            if direction == "rtl":
                page.right_to_left()
            for column, (words, width) in enumerate(headings):
                page.set_column(column, column, width, text)
                page.write_string(0, column, words, heading)
            flat = [row for parts in rows for row in parts]
            for number, row in enumerate(flat, start=1):
                for column, words in enumerate(row):
                    if words:
                        page.write_string(number, column, words, text)
            if flat:
                page.autofilter(0, 0, len(flat), len(headings) - 1)
    return written.getvalue()


def _set_up(page: Worksheet) -> None:
    """Let the headings stay in sight and stand on each printed page, which is as wide as the table."""
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)


def _in_parts(rows: Iterable[Sequence[str]]) -> Iterator[list[list[str]]]:
    """Each row as one or more: what is too long for a cell goes on below, with the same other cells."""
    for row in rows:
        cells = [list(_pieces(_NO_LETTER.sub("\ufffd", cell))) for cell in row]
        most = max((len(pieces) for pieces in cells), default=1)
        if most == 1:
            yield [[pieces[0] for pieces in cells]]
            continue
        columns = [pieces if len(pieces) > 1 else pieces * most for pieces in cells]
        yield [
            [*part, f"{number}/{most}"]
            for number, part in enumerate(zip_longest(*columns, fillvalue=""), start=1)
        ]


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that a cell can hold; no letter is cut in two."""
    if len(text) * 2 <= MOST_IN_A_CELL:
        yield text
        return
    start = units = 0
    for place, letter in enumerate(text):
        width = 2 if letter > "\uffff" else 1
        if units + width > MOST_IN_A_CELL:
            yield text[start:place]
            start, units = place, 0
        units += width
    yield text[start:]


def _free_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet and that no other sheet has."""
    plain = _LEFT_OUT_OF_NAMES.sub(" ", wanted).strip("' ")[:MOST_IN_A_NAME].strip("' ") or "Sheet"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = plain[: MOST_IN_A_NAME - len(end)] + end
    taken.add(name.casefold())
    return name
