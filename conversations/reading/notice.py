"""An organisation's own privacy notice as it is given: its address, or its text."""

import re

from conversations.reading.clean import clean_text

LONGEST_NOTICE = 10_000
"""How many characters a notice may hold, which is some four pages."""

_ADDRESS = re.compile(r"https://[^\s<>\"]{4,500}")
_SHOWN = 60


def is_address(text: str) -> bool:
    """Whether a notice is given by its address on the web, which has to be an encrypted one."""
    return _ADDRESS.fullmatch(text) is not None


def notice_in(text: str) -> str | None:
    """The notice that a text gives; None for one that is too long, and for any other kind of address."""
    notice = clean_text(text, LONGEST_NOTICE + 1).text
    is_other_address = "://" in notice and not re.search(r"\s", notice) and not is_address(notice)
    return None if len(notice) > LONGEST_NOTICE or is_other_address else notice


def notice_shown(notice: str) -> str:
    """Enough of a notice to recognise it."""
    first = " ".join(notice.split())
    return first if is_address(notice) or len(first) <= _SHOWN else f"{first[:_SHOWN].rstrip()} …"
