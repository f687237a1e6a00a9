"""What reaches us from a person, after the door: the same few values whichever channel it came through."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import NewType

Channel = NewType("Channel", str)
"""The name of a way into the one conversation. Each channel's own folder gives its name."""

TERMINAL = Channel("terminal")
"""Where a guide is tried out at the computer."""
NOWHERE = Channel("")
"""No channel: of what was not kept yet."""
PAPER = Channel("paper")
"""Nobody is reached on it: replies are typed in from it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A message in words, cleaned.

    ``message_id`` is the channel's name for it, unique per person and channel. ``sent_at`` is when it
    was written by the clock that also dated our cards. ``dropped`` is how many characters were beyond
    what one reply may hold. ``reply_to`` is the channel's name of the message of ours that this one
    answers, where the person pointed at one. ``seen_card`` is the newest card that the person's screen
    showed when this was sent, where the channel can tell (a browser can), and ``seen_seconds`` for how
    long it had been showing it. ``received_at`` is when it reached us by our own clock, which dates when we
    first tried to send a card; None where ``sent_at`` is by our own clock too. ``browser`` is the number of
    the browser among those of its person, 0 where it was sent from none. ``was_kept``: they were written for
    the card that was seen, and have lain in the browser since. ``beside`` is what came along and is not kept,
    such as the picture that the words were written below, and ``album`` the album it is in.
    """

    channel: Channel
    message_id: str
    sent_at: datetime
    text: str
    dropped: int = 0
    reply_to: str | None = None
    seen_card: int | None = None
    seen_seconds: float | None = None
    received_at: datetime | None = None
    browser: int = 0
    was_kept: bool = False
    beside: "MessageKind | None" = None
    album: str = ""


@dataclass(frozen=True, slots=True)
class Tap:
    """A button pressed: ``action`` on the card with the number ``card`` (0 when it names no card of ours).

    ``browser`` is the number of the browser among those of its person, 0 where it was tapped in none.
    """

    channel: Channel
    message_id: str
    sent_at: datetime
    card: int
    action: str
    toast_id: str | None = None
    browser: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """The person changed a message that they had sent before; ``text`` is what it says now."""

    channel: Channel
    message_id: str
    sent_at: datetime
    text: str
    dropped: int = 0


@unique
class MessageKind(StrEnum):
    """What a message holds when it holds no words."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    STICKER = "sticker"
    DOCUMENT = "document"
    CONTACT = "contact"
    LOCATION = "location"
    POLL = "poll"
    FORWARDED = "forwarded"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A message that is not words. Nothing of it is kept, only which kind it was.

    ``album`` names the album that it was sent in together with others, empty for none.
    """

    channel: Channel
    message_id: str
    sent_at: datetime
    kind: MessageKind
    album: str = ""


Incoming = Words | Tap | Correction | Unsupported


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that somebody sent, of ``size`` bytes as far as is known. Only who was asked for one is heard.

    ``content`` is what it holds. While that still lies with the channel it is None, and ``reference`` is the
    channel's name for it; without either it could not be fetched. ``card`` is the card that was open when it
    was sent, for one that had to be fetched or read meanwhile; ``read`` is then what was read of it, as it is
    kept. ``below`` are the words that were written below it.
    """

    channel: Channel
    message_id: str
    sent_at: datetime
    size: int = 0
    content: bytes | None = None
    reference: str = ""
    album: str = ""
    card: int | None = None
    below: Words | None = None
    read: str = ""

    @property
    def unread(self) -> Unsupported | Words:
        """The same to everybody who was not asked for a file: the words below it, if there are any."""
        return self.below or Unsupported(
            self.channel, self.message_id, self.sent_at, MessageKind.DOCUMENT, self.album
        )
