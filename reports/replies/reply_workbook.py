"""A table of replies as a workbook: the replies, what its columns mean, and which replies they are."""

from datetime import datetime

from content.phrases import Phrases
from reports.layout.described_columns import dictionary_headings, dictionary_rows
from reports.layout.workbook import WorkbookSheet, workbook_file
from reports.replies.reply_table import ReplyTable

_WIDTHS = (24, 34, 80)


def reply_workbook(table: ReplyTable, phrases: Phrases, made_at: datetime) -> bytes:
    """The workbook as bytes."""
    p = phrases
    long_ones = p.say(
        "Excel takes 32,767 characters in a cell. A longer reply goes on in the row below, and the last "
        "column counts its parts."
    )
    columns = tuple((each.heading, each.width) for each in table.columns)
    headings = tuple(zip(dictionary_headings(p), _WIDTHS, strict=True))
    about = tuple((each,) for each in (*table.about, long_ones))
    sheets = (
        WorkbookSheet(p.say("Replies"), columns, table.rows),
        WorkbookSheet(p.say("Data dictionary"), headings, dictionary_rows(table.columns)),
        WorkbookSheet(p.say("About this file"), ((table.title, 100),), about),
    )
    return workbook_file(
        sheets, title=table.title, goes_on=p.say("Part"), made_at=made_at, direction=p.direction
    )
