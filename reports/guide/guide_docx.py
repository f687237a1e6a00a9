"""A guide as a Word document: what people say stands large, what only Closer Look reads is small and grey."""

from datetime import datetime
from typing import Final

from docx.blkcntnr import BlockItemContainer
from docx.document import Document as WordDocument
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from content.guide_forms.form_parts import (
    NOTHING,
    FormCell,
    FormHeading,
    FormTable,
    GuideForm,
    LabelledRows,
)
from content.phrases import direction_of
from reports.layout import word
from reports.layout.word_direction import turn_paragraph

_OURS: Final = "en"
_QUIET: Final = RGBColor(0x59, 0x65, 0x6F)
_SMALL: Final = Pt(9)
_WIDTH: Final = 162
_LABEL: Final = 30
_NARROW: Final = 26
_NOTE: Final = (
    "This is the whole guide. Change its words, or comment on them. "
    "What is small and grey is read by Closer Look: leave it as it is. "
    "Whoever brings it back uses: closer-look guide import"
)


def guide_docx(form: GuideForm, made_at: datetime) -> bytes:
    """The guide as the bytes of a Word document, the same bytes for the same guide and time."""
    document = word.new_document(title=form.title, author="", language=form.language, made_at=made_at)
    word.with_page_numbers(document, f"{form.title} {form.version}", "{page} / {pages}")
    document.add_paragraph(form.title, "Title")
    note = document.add_paragraph()
    _quiet(note, _NOTE, is_note=True)
    turn_paragraph(note, _OURS, direction_of(form.language))
    for part in form.parts:
        match part:
            case FormHeading():
                _heading(document, part)
            case LabelledRows():
                _rows(document, part)
            case FormTable():
                _table(document, part)
    return word.as_bytes(document)


def _heading(document: WordDocument, part: FormHeading) -> None:
    printed = f"{part.printed}: " if part.words else part.printed
    paragraph = document.add_paragraph(printed, f"Heading {part.level}")
    word.in_language(paragraph, _OURS)
    paragraph.add_run(part.words)


def _rows(document: WordDocument, part: LabelledRows) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, cell in part.rows:
        left, right = table.add_row().cells
        _quiet(left.paragraphs[0], label)
        _fill(right, cell)
    word.set_columns(table, (_LABEL, _WIDTH - _LABEL))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _table(document: WordDocument, part: FormTable) -> None:
    table = document.add_table(rows=1, cols=len(part.columns), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, part.columns, strict=True):
        _quiet(cell.paragraphs[0], label)
    for row in part.rows:
        for made, cell in zip(table.add_row().cells, row, strict=True):
            _fill(made, cell)
    narrow = [all(row[place].is_setting for row in part.rows) for place in range(len(part.columns))]
    rest = (_WIDTH - _NARROW * sum(narrow)) // max(len(narrow) - sum(narrow), 1)
    word.set_columns(table, tuple(_NARROW if each else rest for each in narrow))
    word.name_columns(table, ", ".join(part.columns))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill(made: BlockItemContainer, cell: FormCell) -> None:
    """Write what stands under a key: a paragraph for each of a text's, or for each entry of a list."""
    if cell.is_list and not cell.texts:
        _quiet(made.paragraphs[0], NOTHING, is_note=True)
        return
    texts = cell.texts if cell.is_list else [piece for text in cell.texts for piece in text.split("\n\n")]
    for place, text in enumerate(texts):
        paragraph = made.add_paragraph() if place else made.paragraphs[0]
        if cell.is_setting:
            _quiet(paragraph, text)
        else:
            paragraph.add_run(text)
        paragraph.paragraph_format.space_after = Pt(4)


def _quiet(paragraph: Paragraph, text: str, *, is_note: bool = False) -> None:
    """Write what is not the guide's own words."""
    run = paragraph.add_run(text)
    run.font.size = _SMALL
    run.font.color.rgb = _QUIET
    run.italic = is_note or None
    word.in_language(paragraph, _OURS)
