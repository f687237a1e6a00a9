"""An Excel workbook from the parts of its file: each visible sheet as a table, its cells as shown."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element

from content.documents.archive import OfficeArchive, Relationship
from content.documents.blocks import (
    DocumentCell,
    DocumentLine,
    DocumentLink,
    DocumentPlace,
    DocumentTable,
    ReadDocument,
    Remark,
    RemarkKind,
)
from content.documents.refused import DocumentRefused, Unreadable
from content.documents.sheet_numbers import BUILT_IN, GENERAL, shown_number
from content.documents.word_unwrapping import is_marked
from content.formatting.addresses import is_followed
from content.whole_numbers import whole_number

_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_MOST_MERGED: Final = 100_000
_MOST_ROWS: Final = 9_999_999
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HIDDEN_STATES: Final = ("hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share."""

    archive: OfficeArchive
    strings: tuple[str, ...]
    formats: tuple[str, ...]
    fills: tuple[str, ...]
    from_1904: bool


@dataclass(slots=True)
class _Sheet:
    """What is known of one sheet before its rows are read."""

    name: str
    spans: dict[tuple[int, int], int] = field(default_factory=dict)
    continued: dict[int, set[int]] = field(default_factory=dict)
    hidden_columns: list[range] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def place(self, row: int = 0, column: int = 0) -> DocumentPlace:
        return DocumentPlace(sheet=self.name, row=row, column=column)


def read_workbook(archive: OfficeArchive, main: str, tree: Element) -> ReadDocument:
    """The visible sheets of a workbook in their order, by its main part's name and tree.

    Raises ``DocumentRefused`` where a part is damaged or holds too much.
    """
    targets = archive.targets(main)
    by_kind = {each.kind: each.target for each in targets.values() if not each.is_outside}
    formats, fills = _looks(archive.part(by_kind.get("styles", "")))
    book = _Book(
        archive,
        tuple(_rich_text(each) for each in archive.part(by_kind.get("sharedStrings", "")) or ()),
        formats,
        fills,
        is_marked(tree.find("s_workbookPr"), "date1904"),
    )
    tables: list[DocumentTable] = []
    remarks: list[Remark] = []
    for each in tree.iterfind("s_sheets/s_sheet"):
        target = targets.get(each.get("r_id", ""))
        sheet = _Sheet(each.get("name", ""))
        if target is None or target.kind != "worksheet" or target.is_outside:
            remarks.append(Remark(RemarkKind.DRAWING, sheet.place()))
            continue
        table = _table(book, sheet, target.target)
        if each.get("state") in _HIDDEN_STATES:
            remarks.append(Remark(RemarkKind.HIDDEN_SHEET, sheet.place(), _words_of_table(table)))
            continue
        remarks += sheet.remarks
        if table.rows:
            tables.append(table)
    if "vbaProject" in by_kind:
        remarks.append(Remark(RemarkKind.MACRO, DocumentPlace()))
    return ReadDocument(tuple(tables), tuple(remarks))


def _table(book: _Book, sheet: _Sheet, name: str) -> DocumentTable:
    tree = book.archive.part(name)
    if tree is None:
        raise DocumentRefused(Unreadable.DAMAGED)
    targets = book.archive.targets(name)
    _take_columns(sheet, tree)
    _take_links(sheet, tree, targets)
    rows = list(_numbered_rows(tree))
    _take_merges(sheet, tree, sorted(number for number, _ in rows))
    found: list[tuple[DocumentCell, ...]] = []
    for number, row in rows:
        cells = tuple(sorted(_cells(book, sheet, number, row), key=lambda cell: cell.place.column))
        if is_marked(row, "hidden"):
            if _words_of_row(cells):
                sheet.remarks.append(
                    Remark(RemarkKind.HIDDEN_ROW, sheet.place(number, 1), _words_of_row(cells))
                )
        elif any(cell.blocks or cell.is_continued or cell.fill for cell in cells):
            found.append(cells)
    _tell_parts(book.archive, sheet, targets)
    for each in tree.iterfind("s_headerFooter/*"):
        kind = RemarkKind.PAGE_HEADER if each.tag.endswith("Header") else RemarkKind.PAGE_FOOTER
        if each.text:
            sheet.remarks.append(Remark(kind, sheet.place(), each.text))
    return DocumentTable(sheet.place(), tuple(found))


def _numbered_rows(tree: Element) -> Iterator[tuple[int, Element]]:
    number = 0
    for row in tree.iterfind("s_sheetData/s_row"):
        given = row.get("r", "")
        found = whole_number(given, most=_MOST_ROWS)
        number = number + 1 if found is None else found
        yield number, row


def _cells(book: _Book, sheet: _Sheet, row: int, element: Element) -> Iterator[DocumentCell]:
    column = 0
    there = set()
    for cell in element.iterfind("s_c"):
        place = _place_of(cell.get("r", ""))
        column = place[1] if place else column + 1
        there.add(column)
        yield _cell(book, sheet, cell, row, column)
    for below in sheet.continued.get(row, set()) - there:
        yield DocumentCell(sheet.place(row, below), is_continued=True)


def _cell(book: _Book, sheet: _Sheet, cell: Element, row: int, column: int) -> DocumentCell:
    place = sheet.place(row, column)
    style = cell.get("s", "0")
    look = whole_number(style) or 0
    text = _shown(book, sheet, cell, place, look)
    fill = book.fills[look] if look < len(book.fills) else ""
    if text and any(column in hidden for hidden in sheet.hidden_columns):
        sheet.remarks.append(Remark(RemarkKind.HIDDEN_COLUMN, place, text))
        text = ""
    is_continued = column in sheet.continued.get(row, ())
    if text and is_continued:
        sheet.remarks.append(Remark(RemarkKind.HIDDEN, place, text))
        text = ""
    if fill and not text and not is_continued:
        sheet.remarks.append(Remark(RemarkKind.COLOUR, place, fill))
    address = sheet.links.get((row, column), "")
    links = (DocumentLink(text, address),) if address and text else ()
    blocks = (DocumentLine(text, replace(place, paragraph=1), links=links),) if text else ()
    return DocumentCell(place, blocks, sheet.spans.get((row, column), 1), is_continued, fill)


def _shown(book: _Book, sheet: _Sheet, cell: Element, place: DocumentPlace, look: int) -> str:
    """What a cell shows; a formula without a result and one with an error are told."""
    value = cell.findtext("s_v") or ""
    formula = cell.find("s_f")
    match cell.get("t", "n"):
        case "s":
            number = whole_number(value, most=len(book.strings) - 1)
            text = "" if number is None else book.strings[number]
        case "inlineStr":
            inline = cell.find("s_is")
            text = _rich_text(inline) if inline is not None else ""
        case "b":
            text = {"1": "TRUE", "0": "FALSE"}.get(value, value)
        case "e":
            sheet.remarks.append(Remark(RemarkKind.ERROR, place, value))
            return ""
        case "str" | "d":
            text = _plain_text(value)
        case _:
            code = book.formats[look] if look < len(book.formats) else GENERAL
            text = shown_number(value, code, from_1904=book.from_1904)
    if formula is not None and not text.strip():
        sheet.remarks.append(Remark(RemarkKind.FORMULA, place, formula.text or ""))
    return text if text.strip() else ""


def _rich_text(element: Element) -> str:
    """The words of a text in pieces, without the reading aid that some languages put above it."""
    pieces = [each.findtext("s_t") or "" for each in element if each.tag == "s_r"]
    return _plain_text((element.findtext("s_t") or "") + "".join(pieces))


def _plain_text(text: str) -> str:
    """A text without Excel's way of writing control characters."""
    return _ESCAPED.sub(lambda match: _kept_character(int(match[1], 16)), text.replace("\r\n", "\n"))


def _kept_character(code: int) -> str:
    return "_" if code == ord("_") else "\n" if code in (10, 13) else "\t" if code == 9 else ""


def _looks(tree: Element | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The number format and the colour of each look that a cell can have."""
    if tree is None:
        return (), ()
    own = {
        each.get("numFmtId", ""): each.get("formatCode", "") for each in tree.iterfind("s_numFmts/s_numFmt")
    }
    colours = [_colour(each) for each in tree.iterfind("s_fills/s_fill")]
    formats, fills = [], []
    for each in tree.iterfind("s_cellXfs/s_xf"):
        number = each.get("numFmtId", "0")
        formats.append(own.get(number) or BUILT_IN.get(whole_number(number) or 0, GENERAL))
        fill = each.get("fillId", "0")
        place = whole_number(fill) or 0
        fills.append(colours[place] if place < len(colours) else "")
    return tuple(formats), tuple(fills)


def _colour(fill: Element) -> str:
    pattern = fill.find("s_patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    colour = pattern.find("s_fgColor")
    written = colour.get("rgb", "")[-6:].lower() if colour is not None else ""
    return written if len(written) == 6 and written != "ffffff" else ""


def _place_of(reference: str) -> tuple[int, int] | None:
    """The row and the column of a reference such as B4."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = whole_number(found[2], most=_MOST_ROWS)
    return None if row is None else (row, column)


def _range_of(reference: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    first, _, last = reference.partition(":")
    start, end = _place_of(first), _place_of(last or first)
    return (start, end) if start and end else None


def _take_merges(sheet: _Sheet, tree: Element, rows: list[int]) -> None:
    merged = 0
    for each in tree.iterfind("s_mergeCells/s_mergeCell"):
        found = _range_of(each.get("ref", ""))
        if found is None:
            continue
        (top, left), (bottom, right) = found
        sheet.spans[top, left] = max(right - left + 1, 1)
        below = rows[bisect_right(rows, top) : bisect_right(rows, bottom)]
        merged += len(below)
        if merged > _MOST_MERGED:
            raise DocumentRefused(Unreadable.TOO_MUCH)
        for row in below:
            sheet.continued.setdefault(row, set()).add(left)


def _take_columns(sheet: _Sheet, tree: Element) -> None:
    for each in tree.iterfind("s_cols/s_col"):
        first, last = whole_number(each.get("min", "")), whole_number(each.get("max", ""))
        if is_marked(each, "hidden") and first is not None and last is not None:
            sheet.hidden_columns.append(range(first, last + 1))


def _take_links(sheet: _Sheet, tree: Element, targets: dict[str, Relationship]) -> None:
    for each in tree.iterfind("s_hyperlinks/s_hyperlink"):
        target = targets.get(each.get("r_id", ""))
        found = _range_of(each.get("ref", ""))
        if target is None or found is None or not target.is_outside:
            continue
        if is_followed(target.target):
            sheet.links[found[0]] = target.target
        else:
            sheet.remarks.append(Remark(RemarkKind.LINK, sheet.place(*found[0])))


def _tell_parts(archive: OfficeArchive, sheet: _Sheet, targets: dict[str, Relationship]) -> None:
    """Tell what a sheet holds besides its cells."""
    for each in targets.values():
        if each.is_outside or not each.target.casefold().endswith(".xml"):
            continue
        tree = archive.part(each.target) if each.kind in ("comments", "drawing") else None
        if tree is None:
            continue
        if each.kind == "comments":
            for comment in tree.iter("s_comment"):
                words = "".join(piece.text or "" for piece in comment.iter("s_t"))
                place = _place_of(comment.get("ref", "")) or (0, 0)
                sheet.remarks.append(Remark(RemarkKind.COMMENT, sheet.place(*place), words))
        else:
            drawn = "\n".join(piece.text for piece in tree.iter("a_t") if piece.text)
            sheet.remarks.append(Remark(RemarkKind.DRAWING, sheet.place(), drawn))


def _words_of_row(cells: tuple[DocumentCell, ...]) -> str:
    return "\n".join(cell.text for cell in cells if cell.text)


def _words_of_table(table: DocumentTable) -> str:
    return "\n".join(_words_of_row(row) for row in table.rows)
