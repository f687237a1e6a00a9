"""What a document holds, as values: lines and tables in reading order, each with its place, and remarks.

A remark says what was left out, or was kept though it does not look like plain text. Its text is all that
was left out, so that nothing vanishes silently.
"""

from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final


@unique
class DocumentPart(StrEnum):
    """The parts of a document that are read one after the other."""

    BODY = "body"
    TEXT_BOX = "text box"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Where something stands, each number counted from 1 as people count; 0 or "" where it does not apply.

    ``paragraph`` counts within the cell for what stands in a table. ``inside`` is the place of the cell
    around a table within a table.
    """

    part: DocumentPart = DocumentPart.BODY
    number: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    sheet: str = ""
    inside: "DocumentPlace | None" = None

    def __str__(self) -> str:
        """The place in short, such as ``table 2, row 3, column 1`` or ``2 Planning!B4``."""
        if self.sheet:
            return f"{self.sheet}!{column_letters(self.column)}{self.row}" if self.row else self.sheet
        counted = [
            ("paragraph", self.paragraph if not self.row else 0),
            ("table", self.table),
            ("row", self.row),
            ("column", self.column),
        ]
        part = [] if self.part is DocumentPart.BODY else [f"{self.part} {self.number or ''}".strip()]
        around = [f"{self.inside}"] if self.inside else []
        return ", ".join([*around, *part, *(f"{name} {number}" for name, number in counted if number)])


def column_letters(column: int) -> str:
    """A column of a sheet as its heading shows it: A, B, and AA after Z."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def row_of(place: DocumentPlace) -> DocumentPlace:
    """The row of a table in which something stands."""
    return replace(place, column=0, paragraph=0)


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """Words that lead to an address. The address is ``http``, ``https`` or ``mailto``."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A paragraph with words in it.

    ``heading`` is 1 for the highest kind of heading and 0 for none. ``number`` is what Word puts before it
    without its being in the text, such as ``2.1`` or ``a)``. ``is_help``: all of it is in italics or grey,
    as guidance under a label is.
    """

    text: str
    place: DocumentPlace
    heading: int = 0
    is_title: bool = False
    number: str = ""
    is_bullet: bool = False
    is_help: bool = False
    links: tuple[DocumentLink, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentCell:
    """A cell, once however many columns and rows it spans.

    ``is_continued``: it is the lower part of a cell that spans rows, and has no text of its own. ``fill`` is
    its colour as six hexadecimal digits.
    """

    place: DocumentPlace
    blocks: tuple["DocumentBlock", ...] = ()
    columns: int = 1
    is_continued: bool = False
    fill: str = ""

    @property
    def lines(self) -> tuple[DocumentLine, ...]:
        """Its lines, with those of tables within it."""
        return all_lines(self.blocks)

    @property
    def text(self) -> str:
        """Its words, a line for each paragraph."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table row by row."""

    place: DocumentPlace
    rows: tuple[tuple[DocumentCell, ...], ...]


DocumentBlock = DocumentLine | DocumentTable


def all_lines(blocks: tuple[DocumentBlock, ...]) -> tuple[DocumentLine, ...]:
    """All lines of these blocks in reading order, also those in tables."""
    found: list[DocumentLine] = []
    for block in blocks:
        if isinstance(block, DocumentLine):
            found.append(block)
            continue
        for row in block.rows:
            for cell in row:
                found.extend(cell.lines)
    return tuple(found)


@unique
class RemarkKind(StrEnum):
    """What there is to say about a document that its blocks do not show."""

    INSERTED = "tracked insertion"
    DELETED = "tracked deletion"
    COMMENT = "comment"
    PAGE_HEADER = "page header"
    PAGE_FOOTER = "page footer"
    PLACEHOLDER = "field that nobody filled in"
    HIDDEN = "hidden text"
    HIDDEN_SHEET = "hidden sheet"
    HIDDEN_ROW = "hidden row"
    HIDDEN_COLUMN = "hidden column"
    CONTENTS = "table of contents"
    TEXT_BOX = "text box"
    NESTED_TABLE = "table within a table"
    PICTURE = "picture"
    DRAWING = "chart or drawing"
    OBJECT = "file or object within the document"
    MACRO = "macro"
    LINK = "link that is not followed"
    SYMBOL = "sign of a font of its own"
    COLOUR = "colour without words"
    FORMULA = "formula without a result"
    ERROR = "formula with an error"
    SECOND_VERSION = "second version for older programs"
    OTHER = "something that is not known"


KEPT: Final = frozenset({RemarkKind.INSERTED, RemarkKind.TEXT_BOX, RemarkKind.NESTED_TABLE})
"""What these remarks are about stands among the blocks as well."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a document that is told: what kind, where, and the words that it has."""

    kind: RemarkKind
    place: DocumentPlace
    text: str = ""

    @property
    def is_left_out(self) -> bool:
        """Whether its words are in no block."""
        return self.kind not in KEPT


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as it was read: its blocks in reading order, and what else there is to tell."""

    blocks: tuple[DocumentBlock, ...]
    remarks: tuple[Remark, ...]

    @property
    def lines(self) -> tuple[DocumentLine, ...]:
        """All its lines in reading order."""
        return all_lines(self.blocks)

    def hidden_rows(self, sheet: str) -> int:
        """How many rows with words in them are hidden in a sheet, and were not read."""
        return sum(each.kind is RemarkKind.HIDDEN_ROW and each.place.sheet == sheet for each in self.remarks)

    @property
    def plain_text(self) -> str:
        """All its words, a line for each paragraph, with the bullets and numbers that Word makes."""
        return "\n".join(" ".join(filter(None, (_mark(line), line.text))) for line in self.lines)

    @property
    def not_read(self) -> tuple[Remark, ...]:
        """What was left out, in the order in which it was met."""
        return tuple(each for each in self.remarks if each.is_left_out)


def _mark(line: DocumentLine) -> str:
    return "•" if line.is_bullet else line.number
