"""What one row of the inbox says, whichever channel it came through. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from conversations.incoming import Correction, SentFile, Tap, Unsupported, Words


@dataclass(frozen=True, slots=True)
class Start:
    """The person opened the chat, with the code of an invitation where their link carried one.

    ``message_id`` names the message, which is removed when it held a code.
    """

    message_id: str
    sent_at: datetime
    code: str | None


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person shut us out: nothing can reach them until they return."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The person let us in again."""


@unique
class Why(StrEnum):
    """Why something that arrived is of no consequence."""

    GROUP = "group"
    """It is about a group or channel that we are in and should leave; its id is the address."""
    NOT_A_PERSON = "not a person"
    SERVICE = "service"
    """The channel reports something that nobody wrote: a pinned message, a changed timer."""
    UNKNOWN = "unknown"
    """A kind of message that we did not ask for."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that changes nothing here."""

    why: Why


Arrived = Words | Tap | Correction | Unsupported | SentFile | Start | Blocked | Returned | Ignored
"""What one row of the inbox says."""
