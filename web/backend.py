"""What the browser's pages need from the rest of the product, as one small interface.

The pages know nothing of storage or of how a reply is decided; ``bot`` hands them this backend.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from conversations.outgoing import Attach, Card


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is signed in to the chat page, and the language they read.

    ``pseudonym`` is what they are called in the replies of their round. ``gets_links`` says that the chat
    gives them links of their own with which to come back. ``has_role``: they run rounds or read reports.
    """

    person_id: int
    language: str
    pseudonym: str = ""
    gets_links: bool = False
    has_role: bool = False


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What a link that still works leads to, shown before it is used.

    ``gives_role``: to running an organisation's rounds or reading their reports, and to no round.
    ``signs_in``: to the conversation of somebody who is known already; without a round where they take part
    in none. ``hands_on``: to a prompt that a
    colleague passed on, for the person who is signed in.
    """

    round_title: str
    organisation: str
    language: str
    gives_role: bool = False
    signs_in: bool = False
    hands_on: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What the person themselves sent, shown back on each of their devices.

    ``message_id`` is the browser's name for it; ``correctable`` says whether it holds words that they
    may correct by editing; ``corrected`` that they did. ``refused`` says that their latest correction could
    not be taken, and ``text`` is what stands.
    """

    message_id: str
    text: str
    correctable: bool
    corrected: bool
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ChatEntry:
    """One entry of the chat's history.

    ``number`` is its place, ``change`` grows with every entry that is new or updated, so "all changes
    after n" is what a page that was away has missed. ``is_open`` marks the card whose buttons count.
    """

    number: int
    change: int
    at: datetime
    body: Card | Attach | Own
    is_open: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """What the browser sends: words, a tap (``card`` and ``action``), a correction (``corrects``) or a file.

    ``message_id`` was made in the browser and makes sending twice harmless. ``seen_card`` is the newest
    card that was on the screen, ``seen_seconds`` for how long; both None where the page could not tell.
    """

    message_id: str
    text: str = ""
    card: int | None = None
    action: str | None = None
    corrects: str | None = None
    seen_card: int | None = None
    seen_seconds: float | None = None
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A finished file: a report's picture or document, or the person's own data."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the product works; ``reasons`` names in words what does not."""

    healthy: bool
    reasons: tuple[str, ...]


class Busy(Exception):
    """Nothing can be kept at the moment (a full disk, a locked database): the browser tries again later."""


class TooMany(Exception):
    """More has been sent than is being worked off, or too many links tried: the browser waits a little."""


class ChatBackend(Protocol):
    """What the pages may ask for. Every call that keeps something returns only once it is kept for good."""

    async def invitation(self, code: str, session: str | None = None) -> InvitationView | None:
        """What a link leads to, without using it; None for an unknown, used or expired one alike.

        What a colleague passed on is there only for a session of somebody who takes part in that round.
        """

    async def join(self, code: str, session: str | None = None) -> str | None:
        """Use a link once: the new session's secret, or None for an unknown, used or expired one alike.

        With a session, the person whose it is comes in, and the new one takes its place.
        """

    async def visitor(self, session: str) -> Visitor | None:
        """The person whose session this is, None when there is none."""

    async def is_erased(self, visitor: Visitor) -> bool:
        """Whether everything about a person who was here has been erased since."""

    async def sign_out(self, session: str) -> None:
        """End a session. What the person wrote stays."""

    async def receive(self, visitor: Visitor, posted: Posted) -> None:
        """Keep what a person sent. Raises ``Busy`` when it cannot be, ``TooMany`` when too much waits."""

    async def history(self, visitor: Visitor, *, after_change: int = 0) -> Sequence[ChatEntry]:
        """All entries that are new or changed after this change, in the order of their changes.

        From 0 on, the whole history in order of number.
        """

    async def wait_for_change(self, visitor: Visitor, after_change: int) -> None:
        """Return once there may be something after this change. May return early and for nothing."""

    async def file(self, visitor: Visitor, file_id: int) -> KeptFile | None:
        """One of this person's own finished files, None when there is no such file."""

    async def health(self) -> Health:
        """How the product is at this moment."""
