"""Rows of cells out of a pasted text or a file, whatever program wrote it. Never raises, on any bytes.

Comma, semicolon, tab or bar separates cells. The text is UTF-8, UTF-16 or Windows-1252, and no workbook.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.phrases import Phrases, number_in
from content.problem import LineProblem
from conversations.reading.clean import LINE_ENDS

LARGEST_TABLE = 2 * 1024 * 1024
"""How many bytes a file may have, or characters a pasted text."""

MOST_ROWS = 5_000
LONGEST_LINE = 4_000
MOST_LINES_IN_ROW = 10
"""How many lines a row may go over, by line breaks between quotation marks."""

_PARTERS = "|\t;,"
"""What may separate cells, the one that is rarest in names first. A bar stands between those of a table that
came with its formatting.
"""

_EMPTY_ROW = f'{_PARTERS}" \N{NO-BREAK SPACE}'
_TRIED_LINES = 100
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_SEPARATOR = re.compile(r'"?sep=([\t;,|])"?\s*', re.IGNORECASE)
"""The first line by which some programs tell Excel what separates the cells."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row, as the text has them, and the line that it begins on."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows that could be read, blank ones left out, and every problem with the others."""

    rows: tuple[TableRow, ...]
    problems: tuple[LineProblem, ...]


def read_table(source: bytes | str, phrases: Phrases) -> Table:
    """The rows of a file or a pasted text."""
    if len(source) > LARGEST_TABLE:
        return _nothing(too_large(phrases))
    text = source if isinstance(source, str) else _decoded(source)
    if text is None:
        return _nothing(
            phrases.say(
                "This is not a text file. If it is a workbook, open it, choose “Save as” and the type "
                "“CSV UTF-8 (comma delimited)”, and send that file."
            )
        )
    rows: list[TableRow] = []
    problems: list[LineProblem] = []
    for each in _read(LINE_ENDS.sub("\n", text.removeprefix("\ufeff")).split("\n"), phrases):
        if len(rows) + len(problems) == MOST_ROWS:
            problems.append(
                LineProblem(
                    each.line,
                    phrases.say(
                        "A list may have {most} rows at most.",
                        most=number_in(f"{MOST_ROWS:,}", phrases.language),
                    ),
                )
            )
            break
        if isinstance(each, TableRow):
            rows.append(each)
        else:
            problems.append(each)
    return Table(tuple(rows), tuple(problems))


def too_large(phrases: Phrases) -> str:
    """The sentence about a file of more than ``LARGEST_TABLE`` bytes."""
    return phrases.say("This is too large. A list may have 2 MiB at most.")


def _nothing(why: str) -> Table:
    return Table((), (LineProblem(0, why),))


def _decoded(data: bytes) -> str | None:
    """The text of a file, None where it is no text."""
    if data.startswith(_WORKBOOKS):
        return None
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _utf_16(data)
    if encoding is not None:
        text = data.decode(encoding, "replace")
    else:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    # Now and then a control character slips into a text; a picture or a program is full of them.
    return None if 50 * len(_CONTROL.findall(text)) > 100 + len(text) else text


def _utf_16(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of western text is then zero."""
    half = len(data) // 2
    if half and data[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if half and data[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    return None


def _read(lines: list[str], phrases: Phrases) -> Iterator[TableRow | LineProblem]:
    told = _SEPARATOR.fullmatch(lines[0])
    delimiter = told[1] if told else _delimiter(lines)
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


def _delimiter(lines: list[str]) -> str:
    """What separates the cells: what makes several cells of the most lines."""
    tried = [line[:LONGEST_LINE] for line in lines if line.strip()][:_TRIED_LINES]

    def parted(delimiter: str) -> int:
        return sum(len(next(csv.reader([line], delimiter=delimiter))) > 1 for line in tried)

    return max(_PARTERS, key=parted)
