"""A table of a document as part of a guide: a matrix, a form of labels and answers, a survey or a plan."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from content.documents.blocks import DocumentCell, DocumentLine, DocumentTable
from content.documents.ticks import before_boxes, tick_boxes
from content.drafts.columns import ColumnRole, is_plan, role_of
from content.drafts.draft import DraftLevel, ReadAs
from content.drafts.growing import GrowingDraft
from content.whole_numbers import number_of

CellRow = tuple[DocumentCell, ...]

_LEVEL = re.compile(r"(.{1,60}?)\s*\(?\b(\d{1,2})\)?")
_MOST_BEFORE_HEADINGS: Final = 6
_LEAST_LEVELS: Final = 3
_TAKEN_BEFORE = (ColumnRole.VERY_GOOD, ColumnRole.WEAK)


def take_table(draft: GrowingDraft, table: DocumentTable) -> None:
    """Read a table into a draft, every line of it."""
    place, roles = _headings(table)
    if place is None:
        _without_headings(draft, table)
        return
    by_column = {cell.place.column: role for cell, role in zip(table.rows[place], roles, strict=True)}
    if table.place.sheet and not is_plan(roles):
        draft.begin_theme(table.place.sheet, table.place)
    for row in table.rows[:place]:
        for line in _lines(row):
            draft.take_before_headings(line)
    _take_headings(draft, table.rows[place], roles)
    read = _reader_of(roles)
    for row in table.rows[place + 1 :]:
        read(draft, row, by_column)


def _headings(table: DocumentTable) -> tuple[int | None, list[ColumnRole]]:
    """Which row names the columns, and what they are for; None where no row does."""
    for place, row in enumerate(table.rows[:_MOST_BEFORE_HEADINGS]):
        roles = [role_of(cell.text) for cell in row]
        known = [role for role in roles if role is not ColumnRole.UNKNOWN]
        is_guide = ColumnRole.INDICATOR in known and len(known) >= 2
        is_survey = known.count(ColumnRole.PERSONAL) >= 2
        if is_guide or is_survey or is_plan(roles):
            return place, roles
    return None, []


_Read = Callable[[GrowingDraft, CellRow, dict[int, ColumnRole]], None]


def _reader_of(roles: list[ColumnRole]) -> _Read:
    if is_plan(roles):
        return _plan_row
    return _survey_row if roles.count(ColumnRole.PERSONAL) >= 2 else _matrix_row


def _take_headings(draft: GrowingDraft, row: CellRow, roles: list[ColumnRole]) -> None:
    is_survey = _reader_of(roles) is _survey_row
    steps = [cell.text for cell, role in zip(row, roles, strict=True) if role is ColumnRole.STEP]
    found = [DraftLevel(number, name) for number, name in zip(range(len(steps), 0, -1), steps, strict=True)]
    draft.use_levels(found, row[0].place)
    for cell, role in zip(row, roles, strict=True):
        for line in cell.lines:
            if is_survey and role is ColumnRole.PERSONAL:
                draft.take(line, ReadAs.PERSONAL)
            elif is_survey:
                draft.add_prompt(line)
            elif role is ColumnRole.STEP:
                draft.take(line, ReadAs.LEVEL)
            else:
                draft.take(line, ReadAs.COLUMN)


def _plan_row(draft: GrowingDraft, row: CellRow, _: dict[int, ColumnRole]) -> None:
    _take_all(draft, row, ReadAs.PLAN)


def _survey_row(draft: GrowingDraft, row: CellRow, roles: dict[int, ColumnRole]) -> None:
    for cell in row:
        is_personal = roles.get(cell.place.column) is ColumnRole.PERSONAL
        for line in cell.lines:
            draft.take(line, ReadAs.PERSONAL if is_personal else ReadAs.ANSWER)


def _matrix_row(draft: GrowingDraft, row: CellRow, roles: dict[int, ColumnRole]) -> None:
    written = [cell for cell in row if cell.text.strip()]
    if len(written) == 1 and written[0].columns > 1:
        _spanning(draft, written[0])
        return
    is_statement = ColumnRole.STEP in roles.values()
    number = ""
    for cell in row:
        role = roles.get(cell.place.column, ColumnRole.UNKNOWN)
        for place, line in enumerate(cell.lines):
            if role is ColumnRole.NUMBER:
                number = line.text.strip()
                draft.take(line, ReadAs.NUMBER)
            elif role is ColumnRole.INDICATOR and place == 0:
                draft.add_prompt(line, number=number, is_statement=is_statement)
            elif role is ColumnRole.INDICATOR:
                draft.add_help(line)
            elif role in _TAKEN_BEFORE:
                draft.add_example(line, 5 if role is ColumnRole.VERY_GOOD else 2)
            else:
                is_known = role is not ColumnRole.UNKNOWN
                draft.take(line, ReadAs.ANSWER if is_known else ReadAs.NOT_UNDERSTOOD)


def _spanning(draft: GrowingDraft, cell: DocumentCell) -> None:
    """A row of one cell: the title of a theme where it begins at the edge, else a prompt in words."""
    first, *others = cell.lines
    if cell.place.column == 1:
        draft.begin_theme(first.text, first.place)
        draft.take(first, ReadAs.THEME)
    else:
        draft.add_prompt(first)
    for line in others:
        draft.add_help(line)


def _without_headings(draft: GrowingDraft, table: DocumentTable) -> None:
    """A form of two columns, a label and room; any other table is not understood."""
    asks = any(cell.text.rstrip().endswith("?") for row in table.rows for cell in row[:1])
    if draft.is_below_end and not asks:
        for line in (line for row in table.rows for line in _lines(row)):
            draft.take_below_end(line)
        return
    is_form = all(len(row) == 2 and row[0].text.strip() for row in table.rows)
    for row in table.rows:
        if is_form:
            _form_row(draft, *row)
        else:
            _take_all(draft, row, ReadAs.NOT_UNDERSTOOD)


def _form_row(draft: GrowingDraft, label: DocumentCell, room: DocumentCell) -> None:
    boxes = [line for line in room.lines if tick_boxes(line.text) and not before_boxes(line.text).strip()]
    is_scale = len(boxes) >= _LEAST_LEVELS
    if is_scale:
        found = [level for line in boxes if (level := _level_of(line)) is not None]
        draft.use_levels(found, room.place)
    first, *others = label.lines
    if is_scale:
        draft.take(first, ReadAs.CLOSING)
    else:
        draft.add_prompt(first)
    for line in others:
        draft.add_help(line)
    for line in room.lines:
        draft.take(line, ReadAs.LEVEL if line in boxes else ReadAs.ANSWER)


def _level_of(line: DocumentLine) -> DraftLevel | None:
    (first, *_) = tick_boxes(line.text)
    found = _LEVEL.fullmatch(first.label)
    return None if found is None else DraftLevel(number_of(found[2]), found[1].strip())


def _lines(row: CellRow) -> Iterator[DocumentLine]:
    for cell in row:
        yield from cell.lines


def _take_all(draft: GrowingDraft, row: CellRow, read_as: ReadAs) -> None:
    for line in _lines(row):
        draft.take(line, read_as)
