"""The rooms of one table: a matrix with named columns, a form of labels, or questions with their rooms."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from content.documents.blocks import DocumentCell, DocumentLine, DocumentTable
from content.documents.ticks import before_boxes, is_ticked_alone, tick_boxes
from content.drafts.columns import ColumnRole, is_plan, role_of
from content.drafts.tables import CellRow
from content.filled_forms.room_labels import leading_number, room_role
from content.filled_forms.rooms import FilledRoom, LeftOut, LooseLine, RoomRole

IsAsked = Callable[[str], bool]
"""Whether words are those of a prompt or theme that could be meant."""

TableFinding = FilledRoom | LooseLine | str
"""What a table gives: rooms, loose lines, and titles of what follows."""

_MOST_BEFORE_HEADINGS: Final = 6
_PRINTED: Final = (ColumnRole.VERY_GOOD, ColumnRole.WEAK)
_KNOWN: Final = frozenset(ColumnRole) - {ColumnRole.UNKNOWN}


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table are: those with numbers and questions, and the headings of all."""

    question: int
    number: int = 0
    headings: tuple[tuple[int, str], ...] = ()

    def heading(self, column: int) -> str:
        return dict(self.headings).get(column, "")


def rooms_of_table(table: DocumentTable, heading: str, is_asked: IsAsked) -> Iterator[TableFinding]:
    """What stands in a table under a heading, row by row."""
    heading = table.place.sheet or heading
    place, roles = _heading_row(table)
    if is_plan(roles):
        yield from _loose(table.rows, LeftOut.PLAN)
        return
    columns = _columns(table, place, roles, is_asked)
    if columns is None:
        yield from _loose(table.rows, LeftOut.LOOSE)
        return
    for number in range(0 if place is None else place + 1, len(table.rows)):
        row = table.rows[number]
        title = _section(row)
        if title:
            heading = title
            yield title
            continue
        for found in _row_rooms(row, columns, heading):
            if isinstance(found, FilledRoom):
                yield replace(found, rows=_height(table, number, found))
            else:
                yield found


def _heading_row(table: DocumentTable) -> tuple[int | None, list[ColumnRole]]:
    for place, row in enumerate(table.rows[:_MOST_BEFORE_HEADINGS]):
        roles = [role_of(cell.text) for cell in row]
        named = [
            (role in _KNOWN or room_role(cell.text) is not None) and not tick_boxes(cell.text)
            for cell, role in zip(row, roles, strict=True)
        ]
        if len(row) > 1 and (sum(named) > len(row) / 2 and sum(named) >= 2):
            return place, roles
    return None, []


def _columns(
    table: DocumentTable, place: int | None, roles: list[ColumnRole], is_asked: IsAsked
) -> _Columns | None:
    headings: tuple[tuple[int, str], ...] = ()
    number = question = 0
    if place is not None:
        row = table.rows[place]
        headings = tuple((cell.place.column, cell.text.strip()) for cell in row)
        by_role = {role: cell.place.column for cell, role in zip(row, roles, strict=True)}
        number, question = by_role.get(ColumnRole.NUMBER, 0), by_role.get(ColumnRole.INDICATOR, 0)
    asked = Counter(
        cell.place.column
        for row in table.rows[0 if place is None else place + 1 :]
        for cell in row
        if not _section(row) and is_asked(_first_words(cell))
    )
    question = asked.most_common(1)[0][0] if asked else question
    is_form = all(len(row) <= 2 for row in table.rows)
    if not question and not is_form:
        return None
    return _Columns(question or table.rows[0][0].place.column, number, headings)


def _section(row: CellRow) -> str:
    """The title that a row gives to those below it: the only words in it, over several columns."""
    written = [cell for cell in row if cell.text.strip()]
    alone = len(written) == 1 and written[0].columns > 1 and written[0] is row[0]
    return _first_words(written[0]) if alone else ""


def _row_rooms(row: CellRow, columns: _Columns, heading: str) -> Iterator[FilledRoom | LooseLine]:
    asked = next((cell for cell in row if cell.place.column == columns.question), None)
    question = _first_words(asked) if asked is not None else ""
    own = [cell.text.strip() for cell in row if cell is not asked and _is_number_cell(cell, columns)]
    number = next((each for each in own if each), leading_number(question))
    steps = [cell for cell in row if room_role(columns.heading(cell.place.column)) is RoomRole.STEP]
    if asked is not None:
        yield from _below_question(asked)
    for cell in row:
        if cell is asked or cell in steps or _is_number_cell(cell, columns):
            continue
        label = columns.heading(cell.place.column)
        if role_of(label) in (ColumnRole.PERSONAL, ColumnRole.PLAN):
            yield from _lines_left(cell, LeftOut.PERSONAL)
        elif role_of(label) not in _PRINTED:
            role = room_role(label or question) or RoomRole.ANSWER
            yield from filled(FilledRoom(cell.place, (), role, question, number, heading, label), cell.lines)
    yield from _ticked_steps(
        steps, columns, FilledRoom(row[0].place, (), RoomRole.STEP, question, number, heading)
    )


def _ticked_steps(
    steps: list[DocumentCell], columns: _Columns, room: FilledRoom
) -> Iterator[FilledRoom | LooseLine]:
    """The steps of a scale that have a tick in a row, as one room; other words in their columns are told."""
    ticked = [cell for cell in steps if is_ticked_alone(cell.text)]
    if ticked:
        names = tuple(columns.heading(cell.place.column) for cell in ticked)
        yield replace(room, place=ticked[0].place, lines=names, label=" / ".join(names))
    for cell in steps:
        if cell not in ticked and not tick_boxes(cell.text):
            yield from _lines_left(cell, LeftOut.LOOSE)


def _is_number_cell(cell: DocumentCell, columns: _Columns) -> bool:
    label = columns.heading(cell.place.column)
    is_numbers = cell.place.column == columns.number or role_of(label) is ColumnRole.NUMBER
    return is_numbers or (not label and _is_number(cell))


def filled(room: FilledRoom, lines: tuple[DocumentLine, ...]) -> Iterator[FilledRoom | LooseLine]:
    """A room with these lines. Those in italics are help, and told; a box counts where it is ticked."""
    written = [line for line in lines if not line.is_help]
    yield from (LooseLine(line.place, line.text, LeftOut.HELP) for line in lines if line.is_help)
    words: list[str] = []
    for line in written:
        boxes = tick_boxes(line.text)
        if boxes:
            before = before_boxes(line.text).strip()
            ticked = [box.label for box in boxes if box.is_ticked]
            words += [before, *ticked] if before and ticked else ticked
        else:
            words.append(f"• {line.text}" if line.is_bullet else line.text)
    if any(each.strip() for each in words):
        yield replace(room, lines=tuple(words))


def _height(table: DocumentTable, number: int, room: FilledRoom) -> int:
    """Over how many rows the cell of a room goes."""
    height = 1
    for row in table.rows[number + 1 :]:
        below = next((cell for cell in row if cell.place.column == room.place.column), None)
        if below is None or not below.is_continued:
            break
        height += 1
    return height


def _first_words(cell: DocumentCell) -> str:
    return next((line.text.strip() for line in cell.lines if not line.is_help), "")


def _is_number(cell: DocumentCell) -> bool:
    text = cell.text.strip()
    return bool(text) and leading_number(text) == text.rstrip(".):")


def _below_question(cell: DocumentCell) -> Iterator[LooseLine]:
    """What stands below a question in its own cell and not in italics: somebody may have written it."""
    lines = [line for line in cell.lines if not line.is_help][1:]
    yield from (LooseLine(line.place, line.text, LeftOut.LOOSE) for line in lines)


def _loose(rows: tuple[CellRow, ...], why: LeftOut) -> Iterator[LooseLine]:
    for row in rows:
        for cell in row:
            yield from _lines_left(cell, why)


def _lines_left(cell: DocumentCell, why: LeftOut) -> Iterator[LooseLine]:
    yield from (LooseLine(line.place, line.text, why) for line in cell.lines)
