"""The sentences about columns of which it is not clear what they are. No address is in them."""

from typing import Final

from content.phrases import Phrases
from conversations.reading.lists.contacts import without_contacts
from conversations.reading.lists.headings import Headings
from conversations.reading.lists.table_text import TableRow
from conversations.reading.lists.written_names import label

_LONGEST_EXAMPLE: Final = 60


def no_column_of_names(headings: Headings, p: Phrases) -> str:
    """That no column is named as the one with the names."""
    return p.say(
        "This line names the columns {columns}, and none of them is “name”. Write “name” above the names, "
        "and send the list again.",
        columns=p.with_commas(f"“{shown_words(each.heading)}”" for each in headings.columns if each.heading),
    )


def columns_unclear(row: TableRow, p: Phrases) -> str:
    """That nothing says which column is which."""
    first = [shown_words(label(cell)) for cell in row.cells if cell.strip()]
    return p.say(
        "It is not clear what the columns are. This line has {cells}. Begin the list with a line that names "
        "them, such as: name, team, organisation.",
        cells=p.with_commas(f"“{cell}”" for cell in first[:6]),
    )


def shown_words(text: str) -> str:
    """A few words of a list as they are shown, and so kept: no address and no number of anybody's."""
    return without_contacts(text)[:_LONGEST_EXAMPLE]
