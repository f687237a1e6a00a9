"""A notice: what is sent to people who are not looking, and leads them to a page.

It holds no word that staff wrote and no figure. How a carrier shows it is the carrier's own affair.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice, without the form in which it is sent.

    ``name`` is random and its own: a carrier, and a report that it did not arrive, know it by that. ``link``
    is the address that it is about, in full. ``genuine`` tells its reader how to check who it is from.
    ``stop_link`` is where a reader ends notices like this one, and ``stop_words`` say so. ``sender`` is the
    name that it comes from and ``reply_to`` the address that an answer goes to, empty for what the operator
    has set.
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
