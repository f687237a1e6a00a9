"""Lines of a list that are nobody: titles, totals, headings that come again, names of the teams below."""

import re
from collections.abc import Sequence
from typing import Final

from content.phrases import Phrases
from conversations.reading.lists.table_text import TableRow
from conversations.reading.lists.written_names import label
from conversations.reading.typed import listed, plain

_ERROR: Final = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|#{2,20})")
_FORMULA: Final = re.compile(r"[=+@-][A-Za-z][A-Za-z0-9.]{0,30}\(.*", re.DOTALL)
_NUMBERED_TITLE: Final = re.compile(r"[0-9]{1,2}\.[ \t].*", re.DOTALL)

_PAGE_NUMBER: Final = re.compile(
    r"[^\W\d_]{1,12}\.?[ \t][0-9]{1,4}[ \t]?(?:/|-|[^\W\d_]{1,4}[ \t])[ \t]?[0-9]{1,4}"
)
"""Such as “Page 1 of 2”, as a printed list has it."""


def why_nobody(row: TableRow, phrases: Phrases) -> str:
    """Why a line of a table with headings is left out, empty for a line that should be somebody."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if is_total(filled, phrases):
        return phrases.say("it looks like a total")
    if len(filled) == 1 and _PAGE_NUMBER.fullmatch(filled[0]):
        return phrases.say("it looks like a title")
    if len(filled) == 1 and len(row.cells) > 3 and _NUMBERED_TITLE.fullmatch(filled[0]):
        return phrases.say("it looks like a title")
    return ""


def is_total(filled: Sequence[str], phrases: Phrases) -> bool:
    """Whether the cells of a line that are not empty begin with a word for a sum, and numbers follow."""
    if not filled:
        return False
    words = [word.rstrip(":=") for word in plain(filled[0]).split(" ")]
    sums = listed(phrases.say("total; totals; subtotal; grand total; sum; count; headcount"))
    begins = any(" ".join(words[:many]) in sums for many in (1, 2))
    return begins and not any(each.isalpha() for cell in filled[1:] for each in cell)


def team_below(row: TableRow) -> str:
    """The team that a line of a list names for the lines below it, such as “Home care:”; empty for others."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if len(filled) == 1 and filled[0].endswith(":") and len(filled[0]) > 1:
        return label(filled[0].removesuffix(":"))
    return ""


def why_unreadable(cell: str, phrases: Phrases) -> str:
    """The sentence about a cell of which a spreadsheet shows no result, empty for any other."""
    if _ERROR.fullmatch(cell.strip()):
        return phrases.say("The spreadsheet shows an error here: {error}", error=cell.strip())
    if _FORMULA.fullmatch(cell.strip()):
        return phrases.say("There is a formula here, and not its result.")
    return ""
