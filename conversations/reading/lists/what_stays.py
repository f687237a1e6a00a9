"""What may stay of a list in the history of whoever sent it: who was read of it, and nothing else."""

import re
from typing import Final

from conversations.reading.lists.people_list import PeopleList

_CONTACT: Final = re.compile(r"[^\s<>,;]{1,200}@[^\s<>,;]{1,200}|[+(]?[0-9][0-9 ()-]{5,30}[0-9]")
_GONE: Final = "…"


def what_may_stay(found: PeopleList) -> tuple[str, ...] | None:
    """The people of a list, a line for each, without their addresses; None where it holds nothing else."""
    is_all_read = not (found.left_out or found.lines_left_out or found.problems)
    if is_all_read and not any(each.mail for each in found.people):
        return None
    return tuple(", ".join(filter(None, (each.name, each.team, each.partner))) for each in found.people)


def without_contacts(text: str) -> str:
    """Some words without the e-mail addresses and telephone numbers in them."""
    return _CONTACT.sub(_GONE, text)
