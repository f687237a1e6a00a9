"""An OpenDocument spreadsheet from the parts of its file: each visible sheet as a table, as it is shown."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from content.documents.archive import OfficeArchive
from content.documents.blocks import (
    DocumentCell,
    DocumentLine,
    DocumentPlace,
    DocumentTable,
    ReadDocument,
    Remark,
    RemarkKind,
)
from content.documents.refused import DocumentRefused, Unreadable
from content.whole_numbers import whole_number

KIND: Final = "application/vnd.oasis.opendocument.spreadsheet"
"""What the file says of itself."""

_MOST_REPEATED: Final = 10_000
"""No row or cell with words in it stands more often in a list or a guide: what repeats it is made to harm."""

_MOST_ROWS: Final = 9_999_999
_ROWS: Final = ("odt_table-row",)
_AROUND_ROWS: Final = ("odt_table-header-rows", "odt_table-rows", "odt_table-row-group")


def read_open_workbook(archive: OfficeArchive) -> ReadDocument:
    """The visible sheets of a spreadsheet in their order. Raises ``DocumentRefused`` for a damaged one."""
    content = archive.part("content.xml")
    body = content.find("odo_body/odo_spreadsheet") if content is not None else None
    if content is None or body is None:
        raise DocumentRefused(Unreadable.DAMAGED)
    unseen = _unseen_styles(content)
    tables: list[DocumentTable] = []
    remarks: list[Remark] = []
    for sheet in body.iterfind("odt_table"):
        name = sheet.get("odt_name", "")
        rows = tuple(_rows(sheet, name, remarks))
        if sheet.get("odt_style-name", "") in unseen:
            remarks.append(Remark(RemarkKind.HIDDEN_SHEET, DocumentPlace(sheet=name), _words(rows)))
        elif rows:
            tables.append(DocumentTable(DocumentPlace(sheet=name), rows))
    return ReadDocument(tuple(tables), tuple(remarks))


def _unseen_styles(content: Element) -> frozenset[str]:
    """The styles of sheets that are not shown."""
    return frozenset(
        style.get("ods_name", "")
        for style in content.iterfind("odo_automatic-styles/ods_style")
        for looks in style.iterfind("ods_table-properties")
        if looks.get("odt_display") == "false"
    )


def _rows(sheet: Element, name: str, remarks: list[Remark]) -> Iterator[tuple[DocumentCell, ...]]:
    number = 0
    left = _MOST_REPEATED
    below: dict[int, int] = {}
    for row in _all_rows(sheet):
        times = _repeated(row, "odt_number-rows-repeated")
        cells = tuple(_cells(row, name, number + 1, below))
        below = {column: rows - 1 for column, rows in below.items() if rows > 1}
        if any(cell.blocks or cell.is_continued for cell in cells):
            if row.get("odt_visibility") in ("collapse", "filter"):
                place = DocumentPlace(sheet=name, row=number + 1, column=1)
                remarks.append(Remark(RemarkKind.HIDDEN_ROW, place, _words((cells,))))
            else:
                left -= times - 1
                if left < 0:
                    raise DocumentRefused(Unreadable.TOO_MUCH)
                for again in range(times):
                    yield tuple(_moved(cell, number + 1 + again) for cell in cells) if again else cells
        number += times


def _all_rows(sheet: Element) -> Iterator[Element]:
    for each in sheet:
        if each.tag in _ROWS:
            yield each
        elif each.tag in _AROUND_ROWS:
            yield from _all_rows(each)


def _cells(row: Element, sheet: str, number: int, below: dict[int, int]) -> Iterator[DocumentCell]:
    column = 0
    for each in row:
        if each.tag not in ("odt_table-cell", "odt_covered-table-cell"):
            continue
        times = _repeated(each, "odt_number-columns-repeated")
        text = "\n".join(filter(None, map(_paragraph, each.iterfind("odx_p"))))
        place = DocumentPlace(sheet=sheet, row=number, column=column + 1)
        if each.tag == "odt_covered-table-cell":
            yield from (
                DocumentCell(DocumentPlace(sheet=sheet, row=number, column=at), is_continued=True)
                for at in range(column + 1, column + times + 1)
                if below.get(at)
            )
        elif text.strip():
            if times > _MOST_REPEATED:
                raise DocumentRefused(Unreadable.TOO_MUCH)
            rows = whole_number(each.get("odt_number-rows-spanned", "1"), most=_MOST_ROWS) or 1
            if rows > 1:
                below[column + 1] = rows
            columns = whole_number(each.get("odt_number-columns-spanned", "1"), most=_MOST_REPEATED) or 1
            for again in range(times):
                at = DocumentPlace(sheet=sheet, row=number, column=place.column + again)
                yield DocumentCell(at, (DocumentLine(text, at),), columns)
        column += times


def _paragraph(element: Element) -> str:
    """The words of a paragraph; blanks and line breaks are elements of their own in it."""
    pieces = [element.text or ""]
    for each in element:
        if each.tag == "odx_s":
            pieces.append(" " * min(_repeated(each, "odx_c"), 100))
        elif each.tag == "odx_tab":
            pieces.append("\t")
        elif each.tag == "odx_line-break":
            pieces.append("\n")
        elif each.tag != "odo_annotation":
            pieces.append(_paragraph(each))
        pieces.append(each.tail or "")
    return "".join(pieces)


def _repeated(element: Element, name: str) -> int:
    return whole_number(element.get(name, "1"), most=_MOST_ROWS) or 1


def _moved(cell: DocumentCell, row: int) -> DocumentCell:
    place = DocumentPlace(sheet=cell.place.sheet, row=row, column=cell.place.column)
    return DocumentCell(place, cell.blocks, cell.columns, cell.is_continued)


def _words(rows: tuple[tuple[DocumentCell, ...], ...]) -> str:
    return "\n".join(filter(None, (cell.text for row in rows for cell in row)))
