"""The tables of whatever file somebody sends as a list of people; for one without any, a sentence."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from content.documents.blocks import DocumentTable
from content.documents.reading import read_document
from content.documents.refused import DocumentRefused, Unreadable
from content.phrases import Phrases
from content.problem import LineProblem
from conversations.reading.lists.table_text import (
    LARGEST_TABLE,
    MOST_ROWS,
    Table,
    TableRow,
    read_table,
    too_large,
    too_many_rows,
)
from conversations.reading.lists.text_of_file import FileText, text_of_file

_OFFICE: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_PAGE: Final = re.compile(r"\s{0,99}<(?:!doctype|html|head|body|table|\?xml)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListFile:
    """The tables of a file, or ``refused``, the sentence why there are none.

    ``letters`` is a word with what it may be as well, where a file does not say how it writes its letters.
    """

    tables: tuple[Table, ...] = ()
    refused: str = ""
    letters: tuple[str, str] = ("", "")


def read_list_file(
    source: bytes | str, phrases: Phrases, is_headings: Callable[[Sequence[str]], bool]
) -> ListFile:
    """The tables of a file or a pasted text. ``is_headings`` tells whether cells name columns of people."""
    if len(source) > LARGEST_TABLE:
        return ListFile(refused=too_large(phrases))
    if isinstance(source, bytes) and source.startswith(_OFFICE):
        return _of_office(source, phrases)
    text = FileText(source) if isinstance(source, str) else text_of_file(source)
    if isinstance(source, bytes) and source.startswith(_PICTURES):
        text = None
    refused = _no_table(text.text if text else None, phrases)
    if refused or text is None:
        return ListFile(refused=refused)
    table = read_table(text.text, phrases, is_headings)
    return ListFile((table,), letters=(text.example, text.otherwise))


def _no_table(text: str | None, p: Phrases) -> str:
    """The sentence about what is no table of people, empty for what may be one."""
    if text is None:
        return _instead(p, p.say("This is no text and no spreadsheet."))
    begins = text[:200].lstrip("\ufeff \t\r\n")
    if begins.startswith("{\\rtf"):
        return _instead(p, p.say("This is an RTF file."))
    if begins.startswith("%PDF"):
        return _instead(p, p.say("This is a PDF."))
    if begins.casefold().startswith("begin:vcard"):
        return _instead(p, p.say("These are the cards of an address book."))
    if _PAGE.match(begins):
        return _instead(p, p.say("This is a web page, whatever its name says."))
    if begins.startswith(("{", "[")) and _is_json(text):
        return _instead(p, p.say("This is data for programs (JSON)."))
    return ""


def _instead(p: Phrases, what: str) -> str:
    return p.say(
        "{what} Send the list as an Excel or OpenDocument spreadsheet or as CSV, or paste the names here.",
        what=what,
    )


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _of_office(data: bytes, p: Phrases) -> ListFile:
    try:
        document = read_document(data)
    except DocumentRefused as fault:
        return ListFile(refused=_refusal(fault.why, p))
    sheets = [each for each in document.blocks if isinstance(each, DocumentTable) and each.place.sheet]
    if not sheets and document.blocks:
        return ListFile(
            refused=p.say("This is a Word document. Copy the names out of it, and paste them here.")
        )
    return ListFile(tuple(_of_sheet(each, document.hidden_rows(each.place.sheet), p) for each in sheets))


def _of_sheet(sheet: DocumentTable, hidden: int, p: Phrases) -> Table:
    rows = []
    for cells in sheet.rows:
        if not cells:
            continue
        wide = max(cell.place.column for cell in cells)
        texts, below = [""] * wide, set()
        for cell in cells:
            texts[cell.place.column - 1] = cell.text
            if cell.is_continued:
                below.add(cell.place.column - 1)
        if any(map(str.strip, texts)):
            rows.append(TableRow(cells[0].place.row, tuple(texts), frozenset(below)))
    if len(rows) > MOST_ROWS:
        return Table((), (LineProblem(0, too_many_rows(p)),), sheet.place.sheet)
    return Table(tuple(rows), (), sheet.place.sheet, hidden)


def _refusal(why: Unreadable, p: Phrases) -> str:
    if why is Unreadable.LOCKED:
        return p.say("This file needs a password. Save a copy without the password, and send that.")
    if why is Unreadable.OLD_OFFICE:
        return p.say(
            "This is a file of an old Excel (.xls). Which of its rows are hidden cannot be told, so people "
            "could be invited whom nobody sees on it. Open it, save it as .xlsx or as CSV, and send that."
        )
    if why is Unreadable.TOO_MUCH:
        return p.say("There is more in this file than can be read. Save the list alone, and send that.")
    return _instead(p, p.say("This file is damaged, or is no spreadsheet."))
