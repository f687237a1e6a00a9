"""The one contract for a channel: what the product asks of a way to people, and all that it knows of one.

A *carrier* takes notices to people. A *channel* is a carrier that also hears, so people can talk with us on
it. Each has one folder in ``bot/channels/`` and one line in ``bot/app/channel_table.py``. Nobody else knows
it by name.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, unique

from bot.messages.after_commit import AfterCommit, Transient
from bot.messages.arrived import Arrived
from bot.messages.host import Host
from bot.settings.settings import Settings
from content.phrases import Phrases
from conversations.incoming import Channel
from storage.engine.database import Transaction
from storage.messages.contacts import Contact
from storage.messages.outbox import PendingEntry


@unique
class Buttons(Enum):
    """What happens to a card's buttons: shown, numbered lines that can be typed, or nothing at all."""

    SHOWN = "shown"
    NUMBERED = "numbered"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Shows:
    """What can be shown to people. What cannot is put into words (``bot/outbox/in_words.py``)."""

    buttons: Buttons = Buttons.SHOWN
    pictures: bool = True
    files: bool = True
    edits: bool = True


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast entries may go: messages a second in all and into one chat, and how many at once."""

    per_second: float
    per_chat_per_second: float
    at_once: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a carrier says of a message it has taken: its own name for it, and when by its clock.

    ``has_more``: the entry is longer than one message, and the next of them is to follow.
    """

    message_id: str | None
    at: datetime
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class CameBack:
    """A notice that came back: its name, and the address that does not take it."""

    name: str
    recipient: str


class Carrier(ABC):
    """Takes notices to people. ``name`` is what is stored of it, and so stays as it is for ever.

    ``takes_notices``: it reaches people who never wrote to us, each at an address that somebody gave. Then
    an entry's body is no card but a notice with its address (``bot/notices/addressed.py``).
    ``knows_what_it_took``: it can be asked about an entry that may have been taken, so none is in doubt for
    long.
    """

    name: Channel
    shows: Shows = Shows()
    pace: Pace
    takes_notices: bool = False
    knows_what_it_took: bool = False

    def __init__(self, settings: Settings, web_url: str | None) -> None:
        """``web_url`` is where people elsewhere reach the web chat, None where they cannot."""
        self.settings = settings
        self.web_url = web_url

    @property
    def is_set(self) -> bool:
        """Whether the operator has set what it needs."""
        return True

    @property
    def sent_as(self) -> str:
        """Who notices come from, as their readers see it."""
        return ""

    @property
    def answers_to(self) -> str:
        """The address that an answer to a notice goes to, empty where nobody can answer."""
        return ""

    @abstractmethod
    async def open(self, host: Host) -> bool:
        """Get ready; whether entries can be sent in this run. What was opened is closed by ``close``."""

    async def close(self) -> None:  # noqa: B027
        """Let go of what ``open`` took."""

    def tasks(self) -> Iterable[Awaitable[None]]:
        """What runs for as long as the application does, once this is open. None of them ends by itself."""
        return ()

    async def ready(self) -> None:  # noqa: B027
        """Return once something may be sent; nothing is until then."""

    @abstractmethod
    async def send(self, entry: PendingEntry, part: int) -> Delivered:
        """Send one message of an entry, counted from 0. Raises ``DeliveryFailed``, by a table of its own."""

    async def took(self, entry: PendingEntry) -> Delivered | None:  # noqa: ARG002
        """What happened to an entry that may have been taken before.

        None where it certainly was not, or where nobody can be asked. Raises ``DeliveryFailed``.
        """
        return None

    def came_back(self, report: bytes) -> list[CameBack]:  # noqa: ARG002
        """The notices of which a report says that they will never arrive."""
        return []

    async def say_in_passing(self, transient: Transient) -> None:  # noqa: B027
        """Say something that is kept nowhere. Raises ``DeliveryFailed``."""


class ChatChannel(Carrier):
    """A channel: a carrier that also hears.

    ``keeps_ids_for`` is how long the ids of what came in are remembered, so that a late copy changes nothing.
    ``shows_history``: its rows of the outbox are what people see, so they are shown and never sent.
    ``answers_strangers``: people who write without an invitation learn how to get one.
    ``points_at_cards``: a message can be an answer to an earlier one of ours.
    ``knows_people``: whoever carries the messages knows who writes, and the address here names an account.
    ``has_way_back``: a page of its own gives people a word and a link with which they come back here.
    """

    keeps_ids_for: timedelta
    shows_history: bool = False
    answers_strangers: bool = True
    points_at_cards: bool = False
    knows_people: bool = False
    has_way_back: bool = False

    @property
    def opens_elsewhere(self) -> bool:
        """Whether somebody can come in here now who is not at the computer that Closer Look runs on."""
        return True

    @abstractmethod
    def read(self, raw: bytes, received_at: datetime) -> Arrived:
        """What a row of the inbox says. Pure."""

    @abstractmethod
    def link(self, tx: Transaction, code: str, *, everywhere: bool = False) -> str | None:
        """The personal link that a code makes here, None where nobody can come in this way now.

        ``everywhere``: one that opens wherever its reader is, and not on this computer only.
        """

    @abstractmethod
    def called(self, phrases: Phrases) -> str:
        """What people call this channel, as in “Link for …”."""

    @abstractmethod
    def whereabouts(self, phrases: Phrases) -> str:
        """Where somebody is who uses it, as in “reader since Monday, …”."""

    def privacy_note(self, phrases: Phrases) -> str:  # noqa: ARG002
        """What people must know of it before they write here, empty for nothing."""
        return ""

    def anonymity_note(self, phrases: Phrases) -> str:  # noqa: ARG002
        """What can be known of people here even in an anonymous round, empty for nothing."""
        return ""

    def reach_note(self, phrases: Phrases) -> str:  # noqa: ARG002
        """How a reminder reaches people here, empty where it reaches them like any message."""
        return ""

    def removal_note(self, phrases: Phrases) -> str:  # noqa: ARG002
        """What stays here of words that were taken out, empty where nothing does."""
        return ""

    def farewell(self, phrases: Phrases) -> str:  # noqa: ARG002
        """What somebody reads whose data have just been erased, empty where the page itself tells them."""
        return ""

    async def fetch(self, reference: str) -> bytes | None:  # noqa: ARG002
        """What a file holds that somebody sent, by the channel's name for it; None if it is not given out."""
        return None

    def is_looked_at(self, person_id: int) -> bool:  # noqa: ARG002
        """Whether somebody has what is said here before them at this moment, as far as is known."""
        return False

    def note(self, after_commit: AfterCommit) -> None:
        """See what a committed turn leaves to be done, such as pages to be woken."""

    def contact(self) -> Contact | None:
        """How hearing goes, None where there is nothing to report."""
        return None
