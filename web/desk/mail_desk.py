"""What the page that ends mails may ask for."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol


class MailedLink(Enum):
    """What the link in a mail does now. That in a notice to who takes part lets nobody in who is not in."""

    WORKS = auto()
    WAS_USED = auto()
    WAS_TAKEN_BACK = auto()
    HAS_ENDED = auto()
    ROUND_IS_CLOSED = auto()
    LETS_NOBODY_IN = auto()


@dataclass(frozen=True, slots=True)
class MailsToReader:
    """The mails that a code ends: about which round, whether they have ended, and what their link does.

    ``is_only_counted``: whoever invited people sees how many want no more mails, and of nobody who they are.
    """

    title: str
    is_stopped: bool
    link: MailedLink
    is_only_counted: bool = False


class MailDesk(Protocol):
    """Ends mails, by the code in their link."""

    async def mails_of(self, code: str) -> MailsToReader | None:
        """The mails that a code ends; None for an unknown code. Changes nothing."""

    async def stop(self, code: str) -> MailsToReader | None:
        """End the mails, once or again: the mails as they are afterwards; None for an unknown code.

        Raises ``Busy`` where nothing can be kept now.
        """

    async def start(self, code: str) -> MailsToReader | None:
        """Let mails go again, as :meth:`stop` ends them."""
