"""A letter as a Word document on one page, to be finished and sent by whoever signs it."""

import re
from itertools import groupby
from typing import Final

from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from content.phrases import Phrases
from reports.exercise.letter import LetterDocument, LetterPart, LetterPiece, widths_of
from reports.layout import word
from reports.layout.characters import with_marks

_IN_BRACKETS: Final = re.compile(r"(\[[^\[\]]*\])")
_STYLES: Final = {
    LetterPart.TITLE: "Title",
    LetterPart.HEADING: "Heading 2",
    LetterPart.TEXT: "Normal",
    LetterPart.ITEM: "List Bullet",
}
_TIGHTER: Final = {LetterPart.TITLE: (0, 6, 18), LetterPart.HEADING: (6, 2, 12)}
"""Points before and after, and the size of letters: smaller than in a report, as all of it is on one page."""


def letter_docx(made: LetterDocument, phrases: Phrases) -> bytes:
    """The letter as the bytes of a Word document; what is still to be written is marked in yellow."""
    title = made.letter[0].text
    document = word.new_document(
        title=title, author=made.organisation, language=phrases.language, made_at=made.made_at
    )
    for is_table, pieces in groupby(made.letter, key=lambda piece: bool(piece.cells)):
        if is_table:
            _table(document, list(pieces), title, is_mirrored=phrases.direction == "rtl")
        else:
            for piece in pieces:
                _paragraph(document, piece)
    return word.as_bytes(document)


def _paragraph(document: WordDocument, piece: LetterPiece) -> None:
    paragraph = document.add_paragraph(style=_STYLES[piece.part])
    before, after, size = _TIGHTER.get(piece.part, (0, 3, 0))
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.line_spacing = 1.0
    _write(paragraph, piece.text)
    if size:
        for run in paragraph.runs:
            run.font.size = Pt(size)


def _table(document: WordDocument, rows: list[LetterPiece], told: str, *, is_mirrored: bool) -> None:
    table = document.add_table(rows=0, cols=len(rows[0].cells), style="Table Grid")
    for each in rows:
        for cell, text in zip(table.add_row().cells, each.cells, strict=True):
            _write(cell.paragraphs[0], text)
            if each.part is LetterPart.HEAD_ROW:
                for run in cell.paragraphs[0].runs:
                    run.bold = True
    word.finish_table(table, told, widths_of(rows[-1]), is_mirrored=is_mirrored)
    for line in table.rows:
        for cell in line.cells:
            spacing = cell.paragraphs[0].paragraph_format
            spacing.space_before = spacing.space_after = Pt(1)
            spacing.line_spacing = 1.0


def _write(paragraph: Paragraph, text: str) -> None:
    """A text, with what is in brackets marked: it is still to be written."""
    for place, piece in enumerate(_IN_BRACKETS.split(text)):
        if piece:
            run = paragraph.add_run(with_marks(piece))
            if place % 2:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
