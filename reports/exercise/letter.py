"""A letter as a value: its parts in order, which every kind of file and the chat show alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final


@unique
class LetterPart(StrEnum):
    """What a piece of a letter is."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    HEAD_ROW = "head_row"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class LetterPiece:
    """One piece of a letter. A row of a table has its ``cells``, and is in a chat one line of them."""

    part: LetterPart
    text: str
    cells: tuple[str, ...] = ()


def row(text: str, *cells: str) -> LetterPiece:
    """A row of a table, with the line that says the same where there are no tables."""
    return LetterPiece(LetterPart.ROW, text, cells)


def head_row(*names: str) -> LetterPiece:
    """The names of a table's columns, which stand on paper alone."""
    return LetterPiece(LetterPart.HEAD_ROW, "", names)


Letter = tuple[LetterPiece, ...]
"""A whole letter. The first piece is its title."""


@dataclass(frozen=True, slots=True)
class LetterDocument:
    """A letter to be written into a document, with who it is from and when it was made."""

    letter: Letter
    organisation: str
    made_at: datetime


def letter_of(title: str, *pieces: LetterPiece | Sequence[LetterPiece] | str) -> Letter:
    """A letter from its pieces; a plain text is a paragraph."""
    return (LetterPiece(LetterPart.TITLE, title), *_flat(pieces))


def heading(text: str) -> LetterPiece:
    """A heading."""
    return LetterPiece(LetterPart.HEADING, text)


def items(texts: Iterable[str]) -> tuple[LetterPiece, ...]:
    """A list."""
    return tuple(LetterPiece(LetterPart.ITEM, text) for text in texts)


def _flat(pieces: Iterable[LetterPiece | Sequence[LetterPiece] | str]) -> Iterator[LetterPiece]:
    for each in pieces:
        if isinstance(each, str):
            if each:
                yield LetterPiece(LetterPart.TEXT, each)
        elif isinstance(each, LetterPiece):
            yield each
        else:
            yield from each


# How much room it takes

LINES_OF_PAGE: Final = 56
"""So many lines of our Word letters fit on a page."""

CHARACTERS_OF_LINE: Final = 84
"""So many characters of usual words fit in a line of them, or a few more."""

_LINES_AROUND: Final = {LetterPart.TITLE: 1.2, LetterPart.HEADING: 0.8, LetterPart.TEXT: 0.4}
_MM_OF_LINE: Final = 162

AGENDA_WIDTHS: Final = (18, 104, 40)
FINDINGS_WIDTHS: Final = (62, 36, 64)
"""The widths of the columns of our two tables, in mm."""


def lines_on_paper(letter: Letter) -> float:
    """About how many lines a letter takes on paper."""
    return sum(_lines(each) for each in letter)


def fits_one_page(letter: Letter) -> bool:
    """Whether a letter fits on one page, as far as can be told from its words."""
    return lines_on_paper(letter) <= LINES_OF_PAGE


def widths_of(row_: LetterPiece) -> tuple[int, ...]:
    """The widths of the columns of the table that a row is in: an agenda's rows begin with minutes."""
    return AGENDA_WIDTHS if row_.cells[0].isdecimal() else FINDINGS_WIDTHS


def _lines(piece: LetterPiece) -> float:
    if piece.cells:
        shares = (CHARACTERS_OF_LINE * width // _MM_OF_LINE - 2 for width in widths_of(piece))
        long = zip(piece.cells, shares, strict=True)
        return max(-(-len(cell) // share) or 1 for cell, share in long) + 0.2
    lines = -(-len(piece.text) // CHARACTERS_OF_LINE) or 1
    return lines + _LINES_AROUND.get(piece.part, 0.1)
