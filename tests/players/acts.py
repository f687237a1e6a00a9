"""What a person can do in a dialogue, and who can play it: the one contract between dialogues and players."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from conversations.groups.themes_asked import GroupKind, ThemesAsked
from conversations.incoming import Channel
from tests.content.documents.word_files import given
from tests.players.heard import Turn

BEGINNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""When every dialogue begins: a Monday morning."""

ROUND_TITLE = "Autumn round"
ORGANISATION = "Example Council"


@dataclass(frozen=True)
class Scene:
    """Where a dialogue takes place. ``closes_on`` is the last day of the round, where it has one.

    ``role`` is what the person's link gives them, empty for a link that lets them take part. ``asks`` is the
    id of the one theme that is asked of everybody, empty for all.
    """

    guide: str = "example"
    reading_seconds: float = 4.0
    closes_on: date | None = None
    role: str = ""
    asks: str = ""

    @property
    def themes_asked(self) -> tuple[ThemesAsked, ...]:
        """The same as a round has it."""
        return (ThemesAsked(GroupKind.EVERYBODY, "", (self.asks,)),) if self.asks else ()


@dataclass(frozen=True)
class Joins:
    """Comes in by an invitation to the round of this title."""

    round_title: str = ROUND_TITLE


@dataclass(frozen=True)
class Writes:
    """Sends words, ``after`` so many seconds.

    ``to`` is a text on the card that the message is a Telegram reply to. ``unseen`` words were sent before
    the newest card had reached the person. ``below`` is the kind of what they were sent below, such as a
    photo, and ``formatted`` says that they came with formatting (both Telegram only).
    """

    text: str
    after: float = 60.0
    to: str | None = None
    unseen: bool = False
    below: str = ""
    formatted: bool = False


@dataclass(frozen=True)
class Taps:
    """Taps the button with this label on the newest card that shows it; ``on`` names an older card by a
    text that was on it, whose button may be gone by now.
    """

    label: str
    on: str | None = None


@dataclass(frozen=True)
class Edits:
    """Changes the newest of their own messages with these words, with or without formatting."""

    words: str
    into: str
    formatted: bool = False


@dataclass(frozen=True)
class Sends:
    """Sends a message that is not words: photo, voice, … (Telegram only)."""

    kind: str


@dataclass(frozen=True)
class HandsIn:
    """Sends a file that holds this text, or the document of the tests that has this name."""

    text: str

    @property
    def content(self) -> bytes:
        """What the file holds."""
        return given(self.text) if self.text.endswith(".docx") else self.text.encode()


@dataclass(frozen=True)
class IsAsked:
    """Uses the link of a colleague, who passes the first prompt of the guide on for this reason."""

    reason: str


@dataclass(frozen=True)
class Waits:
    """Lets time pass."""

    seconds: float


@dataclass(frozen=True)
class Closes:
    """The coordinator closes the round of this title."""

    round_title: str = ROUND_TITLE


@dataclass(frozen=True)
class IsReminded:
    """The coordinator reminds everybody they may remind."""


@dataclass(frozen=True)
class IsJoined:
    """Somebody else comes in with a role in the same organisation, by what a colleague called them."""

    role: str
    name: str


@dataclass(frozen=True)
class LosesRole:
    """The operator ends the person's role, and the person is informed."""


@dataclass(frozen=True)
class Receives:
    """Waits until what follows later has come: one of ``LATER``. Only what is said behind it is heard.

    Those who run rounds receive “what was made”: all that has come since, word by word.
    """

    what: str


LATER = ("theme report", "theme report as a page", "own data", "web link", "erasure", "what was made")

OfTheScene = Waits | Closes | IsJoined
"""What happens around the person, who hears nothing of it at that moment."""

Act = (
    Joins | Writes | Taps | Edits | Sends | HandsIn | IsAsked | IsReminded | LosesRole | Receives | OfTheScene
)

Kept = Mapping[str, tuple[str, ...]]
"""Every reply that was kept, all versions oldest first, by “theme/prompt” or “theme/prompt/entry”."""


class Player(Protocol):
    """Somebody who plays a dialogue's person against something that converses."""

    channel: Channel

    def act(self, act: Act) -> Turn:
        """Do it, and hear what is said."""
        ...

    def kept(self) -> Kept:
        """What has been kept of this person, as :func:`tests.players.kept.kept_as_text` writes it."""
        ...

    def places_of(self, words: str) -> set[str]:
        """Where words are kept still, by the names of the places."""
        ...


class AsyncPlayer(Protocol):
    """The same for a whole application, which takes its time."""

    channel: Channel

    def act(self, act: Act) -> Awaitable[Turn]:
        """Do it, and hear what is said."""
        ...

    def kept(self) -> Awaitable[Kept]:
        """What has been kept of this person, as :func:`tests.players.kept.kept_as_text` writes it."""
        ...

    def places_of(self, words: str) -> Awaitable[set[str]]:
        """Where words are kept still, by the names of the places."""
        ...
