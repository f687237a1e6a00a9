"""Rows of cells out of a text, whatever program wrote it. Never raises, on any text.

Comma, semicolon, tab or bar separates cells.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from content.phrases import Phrases, number_in
from content.problem import LineProblem
from conversations.reading.clean import LINE_ENDS

LARGEST_TABLE = 2 * 1024 * 1024
"""How many bytes a file may have, or characters a pasted text."""

MOST_ROWS = 5_000
LONGEST_LINE = 4_000
MOST_LINES_IN_ROW = 40
"""How many lines a row may go over, by line breaks between quotation marks."""

_PARTERS = "|\t;,"
"""What may separate cells, the one that is rarest in names first. A bar stands between those of a table that
came with its formatting.
"""

_CURLY = re.compile(
    r"(?<![^,;\t| ])[\u201c\u201e\u00ab\u00bb]"
    r"([^\u201c\u201d\u201e\u00ab\u00bb]{0,200})[\u201c\u201d\u00ab\u00bb](?![^,;\t| ])"
)
"""A cell in the quotation marks of a text, as they come out of Word or a mail."""

_EMPTY_ROW = f'{_PARTERS}" \N{NO-BREAK SPACE}'
_TRIED_LINES = 100
_TRIED_HEADINGS = 20
_SEPARATOR = re.compile(r'"?sep=([\t;,|])"?\s*', re.IGNORECASE)
"""The first line by which some programs tell Excel what separates the cells."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row, as the text has them, and the line that it begins on.

    ``below`` has the places of cells that go on from the row above, as joined cells of a sheet do.
    """

    line: int
    cells: tuple[str, ...]
    below: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """All rows that could be read, blank ones left out, and every problem with the others.

    Of a spreadsheet also the name of the sheet, and how many rows are hidden in it and were not read.
    """

    rows: tuple[TableRow, ...]
    problems: tuple[LineProblem, ...]
    sheet: str = ""
    hidden: int = 0


def read_table(text: str, phrases: Phrases, is_headings: Callable[[Sequence[str]], bool]) -> Table:
    """The rows of a text. Where it can be parted in several ways, a line that ``is_headings`` tells which."""
    lines = LINE_ENDS.sub("\n", text.removeprefix("\ufeff")).split("\n")
    if '"' not in text:
        lines = [_CURLY.sub(r'"\1"', line) for line in lines]
    rows: list[TableRow] = []
    problems: list[LineProblem] = []
    for each in _read(lines, phrases, is_headings):
        if len(rows) + len(problems) == MOST_ROWS:
            return Table((), (LineProblem(0, too_many_rows(phrases)),))
        if isinstance(each, TableRow):
            rows.append(each)
        else:
            problems.append(each)
    return Table(tuple(rows), tuple(problems))


def too_many_rows(phrases: Phrases) -> str:
    """The sentence about a list of more than ``MOST_ROWS`` rows."""
    return phrases.say(
        "A list may have {most} rows at most.", most=number_in(f"{MOST_ROWS:,}", phrases.language)
    )


def too_large(phrases: Phrases) -> str:
    """The sentence about a file of more than ``LARGEST_TABLE`` bytes."""
    return phrases.say("This is too large. A list may have 2 MiB at most.")


def _read(
    lines: list[str], phrases: Phrases, is_headings: Callable[[Sequence[str]], bool]
) -> Iterator[TableRow | LineProblem]:
    told = _SEPARATOR.fullmatch(lines[0])
    delimiter = told[1] if told else _delimiter(lines, is_headings)
    at = 1 if told else 0
    while at < len(lines):
        if not lines[at].strip(_EMPTY_ROW):
            at += 1
            continue
        # A quotation mark that is never closed takes in the blank line that is put behind all others.
        taken = [line[: LONGEST_LINE + 1] for line in lines[at : at + MOST_LINES_IN_ROW]]
        reader = csv.reader([*(f"{line}\n" for line in taken), "\n"], delimiter=delimiter)
        cells = tuple(next(reader))
        is_closed = reader.line_num <= len(taken)
        read = reader.line_num if is_closed else 1
        if max(map(len, taken[:read])) > LONGEST_LINE:
            yield LineProblem(at + 1, phrases.say("This line is too long."))
        elif not is_closed:
            yield LineProblem(at + 1, phrases.say("A quotation mark begins on this line and does not end."))
        elif any(map(str.strip, cells)):
            yield TableRow(at + 1, cells)
        at += read


def _delimiter(lines: list[str], is_headings: Callable[[Sequence[str]], bool]) -> str:
    """What separates the cells: what makes headings of a line, else several cells of the most lines."""
    tried = [line[:LONGEST_LINE] for line in lines if line.strip()][:_TRIED_LINES]

    def parted(delimiter: str) -> tuple[int, int]:
        rows = [next(csv.reader([line], delimiter=delimiter)) for line in tried]
        headed = max(
            (len(row) for row in rows[:_TRIED_HEADINGS] if len(row) > 1 and is_headings(row)), default=0
        )
        return headed, sum(len(row) > 1 for row in rows)

    return max(_PARTERS, key=parted)
