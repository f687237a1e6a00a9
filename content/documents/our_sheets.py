"""Whether a document is a prompt sheet of ours, which holds what somebody replied and is no guide.

It is told by what is printed on every sheet, in any language: the codes of its prompts, and boxes to tick.
"""

import re
from typing import Final

from content.documents.blocks import ReadDocument, all_lines
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
