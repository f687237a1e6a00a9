"""Tables as CSV files that open rightly in a spreadsheet and carry nothing that it would run.

A file begins with the mark of UTF-8, without which Excel takes it for Windows-1252, and its lines end as
RFC 4180 says. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from conversations.reading.formulas import as_cell


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as the bytes of a CSV file, the first row being the headings."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([as_cell(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
