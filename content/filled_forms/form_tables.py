"""The rooms of one table: a matrix with named columns, a form of labels, or questions with their rooms."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from content.documents.blocks import DocumentCell, DocumentLine, DocumentTable
from content.documents.ticks import before_boxes, is_ticked_alone, tick_boxes
from content.drafts.columns import ColumnRole, is_plan, role_of
from content.drafts.tables import CellRow
from content.filled_forms.heading_row import (
    NAMES_ROWS,
    IsAsked,
    first_written,
    heading_row,
    is_bare_number,
    is_label,
)
from content.filled_forms.left_words import (
    ReadRow,
    boxes_left,
    is_number_of_row,
    left_words,
    printed_columns,
)
from content.filled_forms.room_labels import graded, leading_number, room_role
from content.filled_forms.rooms import FilledRoom, LeftOut, LooseLine, RoomRole

TableFinding = FilledRoom | LooseLine | str
"""What a table gives: rooms, loose lines, and titles of what follows."""

_PRINTED: Final = (ColumnRole.VERY_GOOD, ColumnRole.WEAK)


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table are: those with numbers and questions, and the headings of all.

    ``is_listed``: a heading says that the column of questions holds questions. ``printed`` are the columns
    that say what good and weak look like.
    """

    question: int
    number: int = 0
    headings: tuple[tuple[int, str], ...] = ()
    is_listed: bool = False
    printed: frozenset[int] = frozenset()

    def heading(self, column: int) -> str:
        return dict(self.headings).get(column, "")

    @property
    def numbers(self) -> tuple[int, ...]:
        """The columns that hold numbers of questions."""
        named = (column for column, text in self.headings if role_of(text) is ColumnRole.NUMBER)
        return (self.number, *named)


def rooms_of_table(table: DocumentTable, heading: str, is_asked: IsAsked) -> Iterator[TableFinding]:
    """What stands in a table under a heading, row by row. No word that somebody wrote is left untold."""
    heading = table.place.sheet or heading
    place, roles = heading_row(table, is_asked)
    if place:
        # What stands above the headings of the columns is a table of its own.
        above = replace(table, rows=table.rows[:place])
        for found in rooms_of_table(above, heading, is_asked):
            if isinstance(found, str) and not is_asked(found) and not leading_number(found):
                continue
            heading = found if isinstance(found, str) else heading
            yield found
        table = replace(table, rows=table.rows[place:])
    if is_plan(roles):
        yield from _loose(table.rows, LeftOut.PLAN)
        return
    columns = _columns(table, roles, is_asked)
    if columns is None:
        yield from _loose(table.rows, LeftOut.LOOSE)
        return
    found_below = list(_rows(table, columns, heading, is_asked, 0 if place is None else 1))
    yield from found_below
    if place is not None:
        yield from _headings_left(table.rows[0], roles, found_below)


def _headings_left(row: CellRow, roles: list[ColumnRole], found: list[TableFinding]) -> Iterator[LooseLine]:
    """What stands among headings and may be a reply: all where the first does not say what the rows are."""
    first = first_written(row)
    is_sure = first is None or role_of(first.text) in NAMES_ROWS
    used = {each.label for each in found if isinstance(each, FilledRoom)} if is_sure else set()
    for cell, role in zip(row, roles, strict=True):
        is_named = role is not ColumnRole.UNKNOWN or is_label(cell)
        is_told = not is_named or (not is_sure and cell is not first)
        if is_told and cell.text.strip() not in used:
            yield from _lines_left(cell, LeftOut.PRINTED)


def _rows(
    table: DocumentTable, columns: _Columns, heading: str, is_asked: IsAsked, first: int
) -> Iterator[TableFinding]:
    asked: DocumentCell | None = None
    for number in range(first, len(table.rows)):
        row = table.rows[number]
        title = _section(row)
        if title and asked is not None and not is_asked(title):
            # The row below a question that goes over the whole table is the room for its reply.
            question = _first_words(asked)
            room = FilledRoom(row[0].place, (), room_role(question) or RoomRole.ANSWER, question)
            number_before = leading_number(question)
            yield from filled(replace(room, number=number_before, heading=heading), row[0].lines)
            asked = None
            continue
        if title and not graded(title):
            asked = row[0] if is_asked(title) or title.endswith("?") or is_label(row[0]) else None
            if not is_label(row[0]):
                heading = title
                yield title
            if asked is None:
                yield LooseLine(row[0].place, title, LeftOut.LOOSE)
            yield from _below_question(row[0])
            continue
        asked = None
        found = [
            replace(each, rows=_height(table, number, each)) if isinstance(each, FilledRoom) else each
            for each in _row_rooms(row, columns, heading, is_asked)
        ]
        yield from found
        read = ReadRow(
            row,
            tuple(found),
            _asking(row, columns, is_asked),
            is_listed=columns.is_listed,
            printed=columns.printed,
            numbers=columns.numbers,
        )
        yield from left_words(read, is_asked)


def _columns(table: DocumentTable, roles: list[ColumnRole], is_asked: IsAsked) -> _Columns | None:
    headings: tuple[tuple[int, str], ...] = ()
    number = question = 0
    printed: frozenset[int] = frozenset()
    if roles:
        row = table.rows[0]
        headings = tuple((cell.place.column, cell.text.strip()) for cell in row)
        by_role = {role: cell.place.column for cell, role in zip(row, roles, strict=True)}
        number, question = by_role.get(ColumnRole.NUMBER, 0), by_role.get(ColumnRole.INDICATOR, 0)
        printed = printed_columns(row, roles)
    asked = Counter(
        cell.place.column
        for row in table.rows[1 if roles else 0 :]
        for cell in row
        if not _section(row) and is_asked(_first_words(cell))
    )
    listed = question
    question = asked.most_common(1)[0][0] if asked else question
    is_form = all(len(row) <= 2 for row in table.rows)
    if not question and not is_form:
        return None
    question = question or table.rows[0][0].place.column
    return _Columns(question, number, headings, question == listed, printed)


def _section(row: CellRow) -> str:
    """The title that a row gives to those below it: the only words in it, over several columns."""
    written = [cell for cell in row if cell.text.strip()]
    alone = len(written) == 1 and written[0].columns > 1 and written[0] is row[0]
    return _first_words(written[0]) if alone else ""


def _asking(row: CellRow, columns: _Columns, is_asked: IsAsked) -> DocumentCell | None:
    """The cell with the question or the label of a row."""
    asked = next((cell for cell in row if cell.place.column == columns.question), None)
    first = first_written(row)
    if first is None or first is asked or first.place.column >= max(columns.question, 2):
        return asked
    is_question = asked is not None and is_asked(_first_words(asked))
    is_words = first.place.column in columns.numbers and not is_number_of_row(first.text)
    if not is_question and (is_label(first) or is_words or first.text.rstrip().endswith((":", "?"))):
        return first
    return asked


def _row_rooms(
    row: CellRow, columns: _Columns, heading: str, is_asked: IsAsked
) -> Iterator[FilledRoom | LooseLine]:
    asked = _asking(row, columns, is_asked)
    question = _first_words(asked) if asked is not None else ""
    own = [cell.text.strip() for cell in row if cell is not asked and _is_number_cell(cell, columns)]
    number = next((each for each in own if each), leading_number(question))
    steps = [cell for cell in row if cell is not asked and _is_step(cell, columns)]
    if asked is not None:
        yield from _below_question(asked)
    others = [
        cell for cell in row if cell is not asked and cell.text.strip() and not is_bare_number(cell.text)
    ]
    if graded(question) and not is_asked(question) and asked is not None and not others:
        yield FilledRoom(asked.place, (graded(question),), RoomRole.RATING, heading=heading, label=question)
        return
    for cell in row:
        if cell is asked or cell in steps or _is_number_cell(cell, columns):
            continue
        label = columns.heading(cell.place.column)
        if role_of(label) in (ColumnRole.PERSONAL, ColumnRole.PLAN):
            yield from _lines_left(cell, LeftOut.PERSONAL)
        elif cell.place.column not in columns.printed:
            role = room_role(label or question) or RoomRole.ANSWER
            yield from filled(FilledRoom(cell.place, (), role, question, number, heading, label), cell.lines)
    yield from _ticked_steps(
        steps, columns, FilledRoom(row[0].place, (), RoomRole.STEP, question, number, heading)
    )


def _is_step(cell: DocumentCell, columns: _Columns) -> bool:
    """Whether a cell is one step of a scale: its heading says so, or nothing but a tick stands in it."""
    label = columns.heading(cell.place.column)
    if room_role(label) is RoomRole.STEP:
        return True
    is_crossed = is_ticked_alone(cell.text) and cell.text.strip().casefold() not in ("yes", "1")
    named = not tick_boxes(cell.text) or not any(box.label for box in tick_boxes(cell.text))
    is_open = room_role(label) is None or cell.place.column in columns.printed
    return bool(label) and is_crossed and named and is_open


def _ticked_steps(
    steps: list[DocumentCell], columns: _Columns, room: FilledRoom
) -> Iterator[FilledRoom | LooseLine]:
    """The steps of a scale that have a tick in a row, as one room; other words in their columns are told."""
    ticked = [cell for cell in steps if is_ticked_alone(cell.text)]
    if ticked:
        names = tuple(columns.heading(cell.place.column) for cell in ticked)
        yield replace(room, place=ticked[0].place, lines=names, label=" / ".join(names))
    for cell in steps:
        if any(box.label for box in tick_boxes(cell.text)) or (
            cell not in ticked and not tick_boxes(cell.text)
        ):
            yield from _lines_left(cell, LeftOut.LOOSE)


def _is_number_cell(cell: DocumentCell, columns: _Columns) -> bool:
    label = columns.heading(cell.place.column)
    if cell.place.column >= columns.question:
        return False
    is_numbers = cell.place.column in columns.numbers and is_number_of_row(cell.text)
    return is_numbers or (not label and is_bare_number(cell.text))


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
            yield from boxes_left(line)
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
