"""The words of a table that are in no room and were told nowhere: whatever nobody can have printed is told.

Words that a form has printed, such as the labels of its rooms, are told by nobody.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from content.documents.blocks import DocumentCell, DocumentLine
from content.documents.ticks import before_boxes, tick_boxes
from content.drafts.columns import ColumnRole, role_of
from content.drafts.tables import CellRow
from content.filled_forms.heading_row import GIVEN_BY_PEOPLE, IsAsked, first_written, is_bare_number
from content.filled_forms.room_labels import room_role
from content.filled_forms.rooms import FilledRoom, LeftOut, LooseLine, RoomRole

_SHORT_NUMBER = re.compile(r"[^\W\d_]{0,4}[. ]?\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?[.):]?", re.IGNORECASE)
_PRINTED_COLUMNS: Final = (ColumnRole.VERY_GOOD, ColumnRole.WEAK)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a table and what was made of it. ``asks`` is the cell with its question or label, if any.

    ``printed`` are the columns that say what good and weak look like, ``numbers`` those with numbers.
    """

    row: CellRow
    found: tuple[FilledRoom | LooseLine, ...]
    asks: DocumentCell | None = None
    is_headings: bool = False
    is_listed: bool = False
    printed: Collection[int] = ()
    numbers: Collection[int] = ()


def left_words(read: ReadRow, is_asked: IsAsked) -> Iterator[LooseLine]:
    """The lines of a row that are told because they are in no room, each with its place."""
    rooms = [each for each in read.found if isinstance(each, FilledRoom)]
    loose = {each.place for each in read.found if isinstance(each, LooseLine)}
    held = {each.place for each in rooms}
    shown = {words for each in rooms for words in (each.label, each.question)}
    for cell in read.row:
        if cell.place in held:
            continue
        for line in cell.lines:
            if line.place in loose or not line.text.strip() or line.text.strip() in shown:
                continue
            if cell.place.column in read.printed:
                yield LooseLine(line.place, line.text, LeftOut.PRINTED)
            elif not _is_printed(read, cell, line, is_asked, is_filled=bool(rooms)):
                yield LooseLine(line.place, line.text, _why(read, cell, line))


def _why(read: ReadRow, cell: DocumentCell, line: DocumentLine) -> LeftOut:
    """Help below a label is most likely printed, and so is what stands among questions."""
    if cell is read.asks and (line.is_help or read.is_listed):
        return LeftOut.PRINTED
    if line.is_help:
        return LeftOut.HELP
    return LeftOut.LOOSE


def printed_columns(row: CellRow, roles: list[ColumnRole]) -> frozenset[int]:
    """The columns with examples of what is good and what is weak."""
    return frozenset(
        cell.place.column for cell, role in zip(row, roles, strict=True) if role in _PRINTED_COLUMNS
    )


def boxes_left(line: DocumentLine) -> Iterator[LooseLine]:
    """What somebody wrote next to a box that is not ticked, or before boxes of which none is."""
    boxes = tick_boxes(line.text)
    before = before_boxes(line.text).strip()
    if before and not any(box.is_ticked for box in boxes):
        yield LooseLine(line.place, before, LeftOut.LOOSE)
    for box in boxes:
        said = box.label.partition(":")[2]
        if not box.is_ticked and re.search(r"[^\W_]", said):
            yield LooseLine(line.place, box.label, LeftOut.LOOSE)


def _is_printed(
    read: ReadRow, cell: DocumentCell, line: DocumentLine, is_asked: IsAsked, *, is_filled: bool
) -> bool:
    """Whether words are those of the form: its headings, labels, questions, numbers, boxes and help."""
    text = line.text.strip()
    if read.is_headings or is_bare_number(text):
        return True
    if cell.place.column in read.numbers and is_number_of_row(text):
        return True
    if tick_boxes(text):
        return not any(boxes_left(line)) and not any(box.is_ticked for box in tick_boxes(text))
    asks = cell is read.asks or (read.asks is None and cell is first_written(read.row))
    if not asks:
        return False
    if line.is_help:
        return is_filled
    return text.endswith(("?", ":")) or _is_known(text) or is_asked(text)


def is_number_of_row(text: str) -> bool:
    """Whether a text can be the number of a row, such as 1.1a or QI 6.4; nothing at all can."""
    return not text.strip() or _SHORT_NUMBER.fullmatch(text.strip()) is not None


def _is_known(text: str) -> bool:
    role = room_role(text)
    is_answer = role is RoomRole.STEP or role_of(text) in (ColumnRole.UNKNOWN, *GIVEN_BY_PEOPLE)
    return not is_answer or (role is not None and role is not RoomRole.STEP)
