"""A notice: what is sent to people who are not looking, such as an invitation, and leads them to a chat.

It holds no word that staff wrote and no figure. What a carrier shows of it is the carrier's own affair.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice, finished but for its form.

    ``name`` is its own and random: by it a carrier, and a report of what became of it, know it again.
    ``link`` is the address that it is about, in full. ``genuine`` says how its reader can check that it is
    from whom it says. ``stop_link`` is where a reader ends notices like this one. ``sender`` is the name that
    it comes from and ``reply_to`` the address that an answer goes to, empty for what the operator has set.
    """

    name: str
    made_at: datetime
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""
    genuine: str = ""
    stop_link: str = ""
    stop_words: str = ""
    sender: str = ""
    reply_to: str = ""


def notice_to_json(notice: Notice) -> str:
    """A notice as it is kept in the outbox."""
    return orjson.dumps(asdict(notice)).decode()


def notice_from_json(text: str) -> Notice:
    """A notice as ``notice_to_json`` wrote it."""
    value: dict[str, Any] = orjson.loads(text)
    made_at = datetime.fromisoformat(value.pop("made_at"))
    paragraphs = tuple(value.pop("paragraphs"))
    return Notice(made_at=made_at, paragraphs=paragraphs, **value)
