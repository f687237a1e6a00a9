"""Whether a document of ours holds what people replied, and is no guide: a prompt sheet, a table of replies.

It is told by what is in each, in any language: the codes of prompts, and on a sheet boxes to tick.
"""

import re
from typing import Final

from content.documents.blocks import DocumentTable, ReadDocument, all_lines
from content.documents.ticks import tick_boxes

_CODE: Final = re.compile(r"\W{0,4}(T\d{1,2}\.(?:P\d{1,3}|[A-Z]))\b")
"""The code of a prompt as it begins a line, such as T1.P2, or T1.R at the end of a theme."""

_LEAST: Final = 2
"""So many codes the shortest sheet has: a prompt, and one that every theme ends with."""


def is_prompt_sheet(document: ReadDocument) -> bool:
    """Whether a document is a sheet of ours, filled in or not."""
    texts = [line.text for line in all_lines(document.blocks)]
    codes = {found[1] for text in texts if (found := _CODE.match(text))}
    return len(codes) >= _LEAST and any(tick_boxes(text) for text in texts)


def is_table_of_replies(document: ReadDocument) -> bool:
    """Whether a document is a table of ours in which each reply stands behind the code of its prompt."""
    tables = [each for each in document.blocks if isinstance(each, DocumentTable)]
    return any(_CODE.fullmatch(row[0].text.strip()) for table in tables for row in table.rows[1:] if row)
