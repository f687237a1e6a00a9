"""The blocks of an unwrapped Word document: its paragraphs and tables in reading order, with their places."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from content.documents.archive import Relationship
from content.documents.blocks import (
    DocumentBlock,
    DocumentCell,
    DocumentLine,
    DocumentPart,
    DocumentPlace,
    DocumentTable,
    Remark,
    RemarkKind,
)
from content.documents.word_numbers import WordNumbers
from content.documents.word_paragraphs import ParagraphRead, ParagraphReader
from content.documents.word_styles import WordStyles
from content.documents.word_unwrapping import REMARK, words_in
from content.whole_numbers import whole_number

_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
_NO_COLOUR: Final = ("ffffff", "auto", "")
_MOST_COLUMNS: Final = 63
"""More columns no table of Word has."""


class BlockReader:
    """Reads the parts of one document one after the other, counting lists, tables and text boxes on."""

    def __init__(self, styles: WordStyles, numbers: WordNumbers, targets: dict[str, Relationship]) -> None:
        """Read with the styles and lists of the document, and what it refers to."""
        self._styles = styles
        self._numbers = numbers
        self._paragraphs = ParagraphReader(styles, targets)
        self._tables = self._boxes = 0
        self.remarks: list[Remark] = []

    def blocks(self, container: Element, around: DocumentPlace) -> tuple[DocumentBlock, ...]:
        """What stands in a body, a cell, a note or a text box."""
        found: list[DocumentBlock] = []
        counted = 0
        held: DocumentLine | None = None
        for child in container:
            if child.tag == "w_p":
                counted += 1
                place = replace(around, paragraph=counted)
                line, boxes = self._line(child, place)
                if held is not None:
                    line = _joined(held, line)
                    held = None
                if _runs_into_next(child) and line is not None:
                    held = line
                elif line is not None:
                    found.append(line)
                found.extend(boxes)
            elif child.tag == "w_tbl":
                found.append(self._table(child, around))
            else:
                self._elsewhere(child, around)
        if held is not None:
            found.append(held)
        return tuple(found)

    def _elsewhere(self, element: Element, place: DocumentPlace) -> None:
        """Tell what is neither a paragraph nor a table and has words all the same."""
        if element.tag == REMARK:
            self.remarks.append(Remark(RemarkKind(element.get("kind", "")), place, element.text or ""))
        elif words_in(element):
            self.remarks.append(Remark(RemarkKind.OTHER, place, words_in(element)))

    def _line(
        self, paragraph: Element, place: DocumentPlace
    ) -> tuple[DocumentLine | None, list[DocumentBlock]]:
        read = self._paragraphs.read(paragraph)
        self.remarks += [Remark(kind, place, text) for kind, text in read.remarks]
        line: DocumentLine | None = None
        if read.text.strip():
            line = self._dressed(paragraph, read, place)
        boxes = [block for box in read.boxes for block in self._box(box, place)]
        return line, boxes

    def _dressed(self, paragraph: Element, read: ParagraphRead, place: DocumentPlace) -> DocumentLine | None:
        if self._styles.is_contents(paragraph):
            self.remarks.append(Remark(RemarkKind.CONTENTS, place, read.text))
            return None
        number, is_bullet = self._number(paragraph)
        return DocumentLine(
            text=read.text,
            place=place,
            heading=self._styles.heading_of(paragraph),
            is_title=self._styles.is_title(paragraph),
            number=number,
            is_bullet=is_bullet,
            is_help=read.is_help,
            links=tuple(read.links),
        )

    def _number(self, paragraph: Element) -> tuple[str, bool]:
        listed, level, style = self._styles.numbering_of(paragraph)
        if listed in ("", "0"):
            return "", False
        known = whole_number(level)
        return self._numbers.next_number(
            listed, self._numbers.level_of_style(listed, style) if known is None else known
        )

    def _box(self, box: Element, place: DocumentPlace) -> Iterator[DocumentBlock]:
        self._boxes += 1
        within = DocumentPlace(DocumentPart.TEXT_BOX, self._boxes, inside=place if place.table else None)
        self.remarks.append(Remark(RemarkKind.TEXT_BOX, within, words_in(box)))
        yield from self.blocks(box, within)

    def _table(self, table: Element, around: DocumentPlace) -> DocumentTable:
        self._tables += 1
        place = DocumentPlace(
            around.part, around.number, table=self._tables, inside=around if around.table else around.inside
        )
        if around.table:
            self.remarks.append(Remark(RemarkKind.NESTED_TABLE, place, words_in(table)))
        rows: list[tuple[DocumentCell, ...]] = []
        for child in table:
            if child.tag != "w_tr":
                self._elsewhere(child, place)
                continue
            rows.append(tuple(self._row(child, replace(place, row=len(rows) + 1))))
        return DocumentTable(place, tuple(rows))

    def _row(self, row: Element, place: DocumentPlace) -> Iterator[DocumentCell]:
        column = 1 + _counted(row.find("w_trPr/w_gridBefore"), 0)
        for child in row:
            if child.tag != "w_tc":
                self._elsewhere(child, place)
                continue
            columns = _counted(child.find("w_tcPr/w_gridSpan"), 1) or 1
            yield self._cell(child, replace(place, column=column), columns)
            column += columns

    def _cell(self, cell: Element, place: DocumentPlace, columns: int) -> DocumentCell:
        blocks = self.blocks(cell, place)
        fill = _fill(cell)
        if _is_continued(cell):
            # Word does not show what stands in the lower part of a cell that spans rows.
            text = "\n".join(line.text for line in DocumentCell(place, blocks).lines)
            if text:
                self.remarks.append(Remark(RemarkKind.HIDDEN, place, text))
            return DocumentCell(place, (), columns, is_continued=True, fill=fill)
        if fill and not blocks:
            self.remarks.append(Remark(RemarkKind.COLOUR, place, fill))
        return DocumentCell(place, blocks, columns, fill=fill)


def _joined(first: DocumentLine, second: DocumentLine | None) -> DocumentLine:
    """Two paragraphs whose break was deleted, as one."""
    if second is None:
        return first
    return replace(
        first,
        text=first.text + second.text,
        is_help=first.is_help and second.is_help,
        links=first.links + second.links,
    )


def _runs_into_next(paragraph: Element) -> bool:
    """Whether the end of a paragraph was deleted and the deletion tracked."""
    return paragraph.find("w_pPr/w_rPr/w_del") is not None


def _is_continued(cell: Element) -> bool:
    marks: Iterable[Element | None] = (cell.find("w_tcPr/w_vMerge"), cell.find("w_tcPr/w_hMerge"))
    return any(mark is not None and mark.get("w_val", "continue") == "continue" for mark in marks)


def _fill(cell: Element) -> str:
    shade = cell.find("w_tcPr/w_shd")
    colour = shade.get("w_fill", "") if shade is not None else ""
    return colour.lower() if _COLOUR.fullmatch(colour) and colour.lower() not in _NO_COLOUR else ""


def _counted(element: Element | None, otherwise: int) -> int:
    text = element.get("w_val", "") if element is not None else ""
    number = whole_number(text, most=999)
    return otherwise if number is None else min(number, _MOST_COLUMNS)
