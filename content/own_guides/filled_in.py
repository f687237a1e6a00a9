"""Whether a document that became a draft was a form that somebody had filled in, and what is said of it.

What they wrote there is no part of a guide. It is told only where it is sure: an empty form has labels and
cues in its fields too.
"""

from collections.abc import Sequence
from typing import Final

from content.drafts.draft import ReadAs
from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.phrases import Phrases
from content.visible import is_blank

_FEWEST_DIFFERENT: Final = 3
"""So many replies that are not the same: one cue may stand in each field of an empty form."""


def lines_filled_in(lines: Sequence[GuideLine]) -> int:
    """How many lines of a draft are replies that somebody had filled in; 0 where that is not sure."""
    asked = sum(each.used_as in ASKED_USES for each in lines)
    replies = [
        each.text
        for each in lines
        if each.used_as is LineUse.LEFT_OUT
        and each.reading == ReadAs.ANSWER.name
        and _says_something(each.text)
    ]
    different = {" ".join(each.casefold().split()) for each in replies}
    return len(replies) if len(different) >= _FEWEST_DIFFERENT and 2 * len(replies) >= asked else 0


def _says_something(text: str) -> bool:
    """Whether any line of a field is more than a label or a question."""
    return any(
        not is_blank(line) and not line.rstrip().endswith((":", "?", "…", "...")) for line in text.split("\n")
    )


def filled_in_words(p: Phrases, n: int) -> str:
    """That so many lines look like replies, and where replies go; empty for none."""
    if not n:
        return ""
    return p.count(
        "{n} line looks like a reply that somebody filled in, and is left out. A guide is made of the empty "
        "form. To keep replies, send the filled form with /typein while a round is open.",
        "{n} lines look like replies that somebody filled in, and are left out. A guide is made of the empty "
        "form. To keep replies, send the filled form with /typein while a round is open.",
        n,
    )
