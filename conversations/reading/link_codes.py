"""The code of a link as it comes back from mail programs, chats and paper, with what they add to it.

A full stop, a bracket or a space that breaks no line stands behind it, or another query. Nothing is guessed:
a code that is cut short or mistyped stays so.
"""

import re

from content.visible import without_unseen

_OPENING = re.compile("[\\s<>(\\[{\"'=:\u2018\u2019\u201c\u201d\u00ab\u00bb]*")
_CODE = re.compile(_OPENING.pattern + r"([A-Za-z0-9_-]{1,64})(?![A-Za-z0-9_-])(?:[?&#%].*|\W*)", re.DOTALL)
_ADDRESS = re.compile(
    _OPENING.pattern
    + r"https?://[^\s/<>]+(?:/[^\s<>]*)?(?:/join/|[?&]start=)([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])\S*",
    re.IGNORECASE,
)


def code_in(text: str) -> str:
    """The code in what was handed on as one; empty where there is none, and for words."""
    found = _CODE.fullmatch(without_unseen(text))
    return found[1] if found else ""


def code_of_address(text: str) -> str | None:
    """The code of a message that is one of our own links and nothing else; None for any other message."""
    found = _ADDRESS.fullmatch(without_unseen(text).strip())
    return found[1] if found else None
