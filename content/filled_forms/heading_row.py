"""Which row of a filled table names its columns: never one of a form, such as “Rating | Weak (2)”."""

from collections.abc import Callable
from typing import Final

from content.documents.blocks import DocumentCell, DocumentTable
from content.documents.ticks import tick_boxes
from content.drafts.columns import ColumnRole, role_of
from content.drafts.tables import CellRow
from content.filled_forms.room_labels import leading_number, room_role
from content.filled_forms.rooms import RoomRole

IsAsked = Callable[[str], bool]
"""Whether words are those of a prompt or theme that could be meant."""

_MOST_BEFORE_HEADINGS: Final = 6
GIVEN_BY_PEOPLE: Final = (
    ColumnRole.VERY_GOOD,
    ColumnRole.WEAK,
    ColumnRole.STEP,
    ColumnRole.DONT_KNOW,
)
"""What names a column in one table, and is what somebody answered in another."""
NAMES_ROWS: Final = frozenset({ColumnRole.NUMBER, ColumnRole.INDICATOR, ColumnRole.PERSONAL})


def heading_row(table: DocumentTable, is_asked: IsAsked) -> tuple[int | None, list[ColumnRole]]:
    """The place of that row and what its columns hold; None where no row names columns."""
    for place, row in enumerate(table.rows[:_MOST_BEFORE_HEADINGS]):
        roles = [role_of(cell.text) for cell in row]
        named = sum(_is_named(cell, role) for cell, role in zip(row, roles, strict=True))
        if named >= 2 and named > len(row) / 2 and not _is_answered(table, place, roles, is_asked):
            return place, roles
    return None, []


def first_written(row: CellRow) -> DocumentCell | None:
    """The cell that a row begins with, apart from its number."""
    return next((cell for cell in row if cell.text.strip() and not is_bare_number(cell.text)), None)


def is_bare_number(text: str) -> bool:
    """Whether a text is the number of a question and nothing else."""
    bare = text.strip()
    return bool(bare) and leading_number(bare) == bare.rstrip(".):")


def is_label(cell: DocumentCell) -> bool:
    """Whether a cell names what belongs next to it, such as a rating or the evidence."""
    role = room_role(cell.text)
    return role is not None and role is not RoomRole.STEP


def _is_named(cell: DocumentCell, role: ColumnRole) -> bool:
    known = role is not ColumnRole.UNKNOWN or room_role(cell.text) is not None
    return known and not tick_boxes(cell.text)


def _is_answered(table: DocumentTable, place: int, roles: list[ColumnRole], is_asked: IsAsked) -> bool:
    """Whether a row asks something and has the answer to it, so that it is no row of headings."""
    row = table.rows[place]
    first = first_written(row)
    if first is None:
        return False
    asks = is_asked(first.text) or first.text.rstrip().endswith(("?", ":"))
    others = [
        role
        for cell, role in zip(row, roles, strict=True)
        if cell is not first and cell.text.strip() and not is_bare_number(cell.text)
    ]
    if asks and not is_label(first):
        return True
    if not is_label(first) or role_of(first.text) in NAMES_ROWS:
        return False
    if any(role in GIVEN_BY_PEOPLE or role is ColumnRole.NUMBER for role in others):
        return True
    column = first.place.column
    return any(
        cell.place.column == column and is_label(cell)
        for each in table.rows
        for cell in each
        if each is not row
    )
