"""The document of a guide read back: which cell is which key, and what is none and is told with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any, Final

from pydantic import BaseModel

from content.documents.blocks import (
    DocumentBlock,
    DocumentCell,
    DocumentLine,
    DocumentPlace,
    DocumentTable,
    ReadDocument,
)
from content.documents.refused import DocumentRefused, Unreadable
from content.guide_forms.form_parts import NOTHING
from content.guide_forms.pack_keys import (
    HEADED,
    entry_under,
    fits_a_row,
    heading_of,
    is_list,
    labels_of,
)
from content.pack import FORMATS
from content.whole_numbers import whole_number

_MARKS: Final = frozenset({"format", "id", "version", "language"})
"""The labels in the first table of a guide's own document."""


@unique
class FormLine(StrEnum):
    """What a line of a guide's document is, if no words under a key."""

    LABEL = "label"
    NOTE = "note of ours"
    NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, slots=True)
class FormReading:
    """One line of the document, and the key that it was read as, such as ``themes 2 > prompts 1 > ask``."""

    read_as: str
    place: DocumentPlace
    text: str


@dataclass(frozen=True, slots=True)
class FormRead:
    """The keys of a pack as they stand in a document. Nothing in them is checked yet."""

    keys: dict[str, Any]
    readings: tuple[FormReading, ...]


def read_form(document: ReadDocument) -> FormRead | None:
    """The keys that a guide's own document holds; None for any other document.

    Raises ``DocumentRefused`` for a guide of a newer format.
    """
    first = next((each for each in document.blocks if isinstance(each, DocumentTable)), None)
    rows = _labelled(first) if first is not None else {}
    number = whole_number(rows["format"].text.strip()) if rows.keys() >= _MARKS else None
    form = FORMATS.get(number or 0)
    if number is not None and number > max(FORMATS):
        raise DocumentRefused(Unreadable.OTHER_FORMAT)
    return None if form is None else _FormReader(form.entry).read(document.blocks)


def _labelled(table: DocumentTable) -> dict[str, DocumentCell]:
    return {row[0].text.strip().casefold(): row[1] for row in table.rows if len(row) == 2}


@dataclass(slots=True)
class _Open:
    """An entry that is being filled, or the list whose table comes next."""

    entry: type[BaseModel]
    keys: dict[str, Any]
    path: str = ""
    table: list[dict[str, Any]] | None = None


@dataclass(slots=True)
class _FormReader:
    """Reads from top to bottom, knowing which entries are open at which level of headings."""

    entry: type[BaseModel]
    readings: list[FormReading] = field(default_factory=list)

    def read(self, blocks: tuple[DocumentBlock, ...]) -> FormRead:
        """Read a whole document."""
        keys: dict[str, Any] = {}
        levels: list[_Open | None] = [_Open(self.entry, keys)]
        for block in blocks:
            if isinstance(block, DocumentTable):
                self._table(levels[-1], block)
            elif block.is_title:
                self._put(levels[0], HEADED, [block])
            elif block.heading:
                del levels[min(block.heading, len(levels)) :]
                levels.append(self._opened(levels[-1], block))
            else:
                self._tell(FormLine.NOTE if block.is_help else FormLine.NOT_UNDERSTOOD, block)
        return FormRead(keys, tuple(self.readings))

    def _tell(self, read_as: str, line: DocumentLine) -> None:
        self.readings.append(FormReading(read_as, line.place, line.text))

    def _opened(self, around: _Open | None, line: DocumentLine) -> _Open | None:
        """The entry or the list that begins with a heading; None where it is not known."""
        printed, _, words = line.text.partition(":")
        named = printed.strip().rstrip("0123456789").rstrip().casefold()
        opened = _begun(around, named) if around is not None else None
        if opened is None:
            self._tell(FormLine.NOT_UNDERSTOOD, line)
        elif opened.table is None and words.strip() and HEADED in opened.entry.model_fields:
            self._note(opened, HEADED, line)
            opened.keys[HEADED] = words.removeprefix(" ")
        else:
            self._tell(FormLine.LABEL, line)
        return opened

    def _table(self, opened: _Open | None, table: DocumentTable) -> None:
        if opened is not None and opened.table is not None and table.rows:
            self._rows(opened, table)
            return
        for row in table.rows:
            label, *cells = row
            key = labels_of(opened.entry).get(label.text.strip().casefold()) if opened is not None else None
            is_known = opened is not None and key is not None and len(cells) == 1
            for line in label.lines:
                self._tell(FormLine.LABEL if is_known else FormLine.NOT_UNDERSTOOD, line)
            for cell in cells:
                self._put(opened, key or "", cell.lines) if is_known else self._lost(cell)

    def _rows(self, opened: _Open, table: DocumentTable) -> None:
        """A row for each entry, under the labels of the first row."""
        headings, *rows = table.rows
        labels = labels_of(opened.entry)
        by_column = {cell.place.column: labels.get(cell.text.strip().casefold()) for cell in headings}
        for cell in headings:
            known = by_column[cell.place.column] is not None
            for line in cell.lines:
                self._tell(FormLine.LABEL if known else FormLine.NOT_UNDERSTOOD, line)
        for row in rows:
            entry = _Open(opened.entry, {}, f"{opened.path} {len(opened.table or ()) + 1} > ")
            for cell in row:
                key = by_column.get(cell.place.column)
                self._lost(cell) if key is None else self._put(entry, key, cell.lines)
            if entry.keys and opened.table is not None:
                opened.table.append(entry.keys)

    def _lost(self, cell: DocumentCell) -> None:
        for line in cell.lines:
            self._tell(FormLine.NOT_UNDERSTOOD, line)

    def _note(self, opened: _Open, key: str, line: DocumentLine) -> None:
        self._tell(f"{opened.path}{key}", line)

    def _put(
        self, opened: _Open | None, key: str, lines: tuple[DocumentLine, ...] | list[DocumentLine]
    ) -> None:
        """Put what stands in a cell under its key. What stands there twice is told, and not kept twice."""
        if opened is None or key in opened.keys:
            for line in lines:
                self._tell(FormLine.NOT_UNDERSTOOD, line)
            return
        for line in lines:
            self._note(opened, key, line)
        value = _value(opened.entry, key, list(lines))
        if value is not None:
            opened.keys[key] = value


def _begun(around: _Open, named: str) -> _Open | None:
    """What begins under a heading within an entry. An entry that there is once does not begin again."""
    for key in around.entry.model_fields:
        kind = entry_under(around.entry, key)
        if kind is None or named != heading_of(around.entry, key).casefold():
            continue
        path = f"{around.path}{key}"
        if not is_list(around.entry, key):
            if key in around.keys:
                return None
            return _Open(kind, around.keys.setdefault(key, {}), f"{path} > ")
        listed: list[dict[str, Any]] = around.keys.setdefault(key, [])
        if fits_a_row(kind):
            return _Open(kind, {}, path, listed)
        listed.append({})
        return _Open(kind, listed[-1], f"{path} {len(listed)} > ")
    return None


def _value(entry: type[BaseModel], key: str, lines: list[DocumentLine]) -> Any:
    if is_list(entry, key):
        is_empty = len(lines) == 1 and lines[0].is_help and lines[0].text.strip() == NOTHING
        return [] if is_empty else [line.text for line in lines] or None
    return "\n\n".join(line.text for line in lines) or None


def not_understood(read: FormRead) -> Iterator[FormReading]:
    """The lines that are under no key."""
    return (each for each in read.readings if each.read_as == FormLine.NOT_UNDERSTOOD)
