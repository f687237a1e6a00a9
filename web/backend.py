"""What the browser's pages need from the rest of the product, as one small interface.

The pages know nothing of storage or of how a reply is decided; ``bot`` hands them this backend.
"""

from asyncio import Event
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

from conversations.outgoing import Attach, Card
from web.desk.desks import Desks


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is signed in to the chat page, and the language they read.

    ``pseudonym`` is what they are called in the replies of their round. ``has_role``: they run rounds or
    read reports. ``has_return_word``: a word of theirs brings them back. ``round_title`` is their current
    round's, and ``is_anonymous`` that nobody knows which place in it is whose.
    ``browser`` is the number of this browser among theirs, and ``is_used_today`` whether it is noted that
    they used it today. ``commands`` are those of their roles that the page may offer, without the slash.
    """

    person_id: int
    language: str
    pseudonym: str = ""
    has_role: bool = False
    browser: int = field(default=0, compare=False)
    is_used_today: bool = field(default=True, compare=False)
    has_return_word: bool = False
    round_title: str = ""
    is_anonymous: bool = False
    commands: tuple[str, ...] = ()

    @property
    def may_have_word(self) -> bool:
        """Whether a word may open their conversation for good, as nothing may with a role."""
        return not self.has_role


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What a link that still works leads to, shown before it is used.

    ``gives_role``: the name of the role that it gives in an organisation, and then it leads to no round.
    ``signs_in``: to the conversation of somebody who is known already; without a round where they take part
    in none. ``hands_on``: to a prompt that a
    colleague passed on, for the person who is signed in. ``is_shared``: several people come in by it, each to
    a place of their own. ``kept_apart``: what it leads to is never one with the conversation of the session.
    """

    round_title: str
    organisation: str
    language: str
    gives_role: str = ""
    signs_in: bool = False
    hands_on: bool = False
    is_shared: bool = False
    kept_apart: bool = False


_SHORT, _LITTLE_MORE, _GOES_ON = 60, 5, "..."


@dataclass(frozen=True, slots=True)
class Own:
    """What the person themselves sent, shown back on each of their devices.

    ``message_id`` is the browser's name for it; ``correctable`` says whether it holds words that they
    may correct by editing; ``corrected`` that they did. ``refused`` says that their latest correction could
    not be taken, and ``text`` is what stands. ``waits`` says that they are asked whether it is their reply.
    """

    message_id: str
    text: str
    correctable: bool
    corrected: bool
    refused: bool = False
    waits: bool = False

    @property
    def in_short(self) -> str:
        """Its beginning, which names it where there is little room."""
        if len(self.text) <= _SHORT + _LITTLE_MORE:
            return self.text
        return f"{self.text[: _SHORT - len(_GOES_ON)].rsplit(' ', 1)[0]}{_GOES_ON}"


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

    @property
    def text(self) -> str:
        """Its words, without its buttons."""
        if isinstance(self.body, Attach):
            return f"{self.body.caption}\n{self.body.alt}\n{self.body.name}"
        return self.body.text


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some entries of a chat that follow each other, in order of number.

    ``change`` is the newest change of the whole chat. ``has_earlier`` and ``has_later`` say whether there
    are entries before the first and after the last of these.
    """

    entries: Sequence[ChatEntry]
    change: int
    has_earlier: bool
    has_later: bool


@dataclass(frozen=True, slots=True)
class NewEntries:
    """What is new for the page of a session: whose it is, the language that they read, and the entries.

    ``has_more``: there may be more behind the last of them.
    """

    person_id: int
    language: str
    entries: Sequence[ChatEntry]
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class ThemeAtHand:
    """A theme of somebody's round: its number and title, how far it is in words, and whether it is open.

    ``number`` is the one that people know. ``section`` stands above it where it is the first of one. ``part``
    is the part of a long list that it is in, by its first and last number.
    """

    number: str
    title: str
    state: str
    is_open: bool
    section: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class RoundAtHand:
    """The round that somebody takes part in, as it stands around their conversation.

    ``until`` says in words how long it is open, empty where it has no last day. ``readers`` says who reads
    what, in the words of the welcome. ``steps_done`` of ``steps`` are done of the theme that is open, or of
    all themes where none is, and ``progress`` says so in words. ``part`` is the one in front of them of a
    list that has several.
    """

    title: str
    organisation: str
    themes: tuple[ThemeAtHand, ...]
    until: str
    readers: tuple[str, ...]
    steps_done: int
    steps: int
    progress: str
    part: str = ""

    @property
    def parts(self) -> tuple[tuple[str, tuple[ThemeAtHand, ...]], ...]:
        """The themes in their parts, each with its name; a list that is not long is one without a name."""
        return tuple((part, tuple(held)) for part, held in groupby(self.themes, key=lambda each: each.part))


@dataclass(frozen=True, slots=True)
class Posted:
    """What the browser sends: words, a tap (``card`` and ``action``), a correction (``corrects``) or a file.

    ``message_id`` was made in the browser and makes sending twice harmless. ``seen_card`` is the newest
    card that was on the screen, ``seen_seconds`` for how long; both None where the page could not tell.
    ``was_kept``: the words were written for that card, and have lain in the browser since.
    """

    message_id: str
    text: str = ""
    card: int | None = None
    action: str | None = None
    corrects: str | None = None
    seen_card: int | None = None
    seen_seconds: float | None = None
    was_kept: bool = False
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
    """More has come in than may at once: the browser waits, for ``wait`` where it is known how long."""

    def __init__(self, wait: timedelta | None = None) -> None:
        super().__init__()
        self.wait = wait


class BeingMade(Exception):
    """A file is being made again, for longer than whoever asked for it waits. It will be there soon."""


class SignedOut(Exception):
    """There is no such session, or it has ended."""


class NoPlaceLeft(Exception):
    """A shared link works and has let in as many people as it may."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A place that was just taken, or a way back just made: the session's secret, and the word or the code of
    the link that leads back to it.
    """

    session: str
    return_word: str = ""
    link_code: str = ""


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word that is somebody's. ``session`` is the one of theirs that this browser holds already, if any."""

    session: str | None


class ChatBackend(Desks, Protocol):
    """What the pages may ask for. Every call that keeps something returns only once it is kept for good."""

    async def invitation(self, code: str, session: str | None = None) -> InvitationView | None:
        """What a link leads to, without using it; None for an unknown, used or expired one alike.

        What a colleague passed on is there only for a session of somebody who takes part in that round.
        """

    async def join(self, code: str, session: str | None = None) -> str | None:
        """Use a link once: the new session's secret, or None for an unknown, used or expired one alike.

        With a session, the person whose it is comes in, and the new one takes its place. Where what the link
        leads to is kept apart from them, it is as without a session.
        """

    async def take_place(self, code: str, session: str | None = None) -> Entered | None:
        """Take a place by a shared link; None for a link that does not work.

        With a session, as with ``join``. Raises ``NoPlaceLeft``, and ``TooMany`` when many come in at once.
        """

    async def place_of(
        self, code: str, sessions_here: Sequence[str], *, may_be_closed: bool = False
    ) -> str | None:
        """The one of these sessions whose person takes part already in the round of a shared link.

        ``may_be_closed``: also of one that lets nobody in any more, and of a link of their own that was used.
        """

    async def is_over(self, code: str) -> bool:
        """Whether a link once led into a round that is closed by now."""

    async def new_return_word(self, visitor: Visitor) -> str:
        """A new word with which a person comes back. The one before works no more."""

    async def new_own_link(self, visitor: Visitor) -> str:
        """The code of a link that opens a person's conversation once, within a day."""

    async def known_word(self, word: str, sessions_here: Sequence[str]) -> KnownWord | None:
        """Whether a word is somebody's, and which of these sessions is theirs already; None for nobody's."""

    async def come_back(self, word: str) -> str | None:
        """The new session's secret of the person with this word, None for a word of nobody."""

    async def visitor(self, session: str) -> Visitor | None:
        """The person whose session this is, None when there is none or it has ended."""

    async def round_at_hand(self, visitor: Visitor) -> RoundAtHand | None:
        """The round that a person takes part in, None for who takes part in none."""

    async def note_use(self, visitor: Visitor) -> None:
        """Note that a person uses this browser today, from which its session lasts on."""

    async def awaits_answer(self, visitor: Visitor) -> bool:
        """Whether something that a person sent has not been dealt with yet."""

    async def is_erased(self, visitor: Visitor) -> bool:
        """Whether everything about a person who was here has been erased since."""

    async def sign_out(self, session: str) -> None:
        """End a session. What the person wrote stays."""

    async def post(self, session: str, posted: Posted) -> None:
        """Keep what was sent in a session, and answer it in the same commit where that can be.

        Raises ``SignedOut`` where there is no such session or it has ended, and otherwise as ``receive``.
        """

    async def receive(self, visitor: Visitor, posted: Posted) -> None:
        """Keep what a person sent. Raises ``Busy`` when it cannot be, ``TooMany`` when too much waits."""

    async def news(self, session: str, after_change: int, most: int) -> NewEntries | None:
        """The first so many entries that are new for the page of a session, None where that has ended.

        They come in the order of their changes. The last change among them is whole: what follows comes
        after it.
        """

    async def stretch(
        self, visitor: Visitor, most: int, *, before: int | None = None, after: int | None = None
    ) -> Stretch:
        """So many entries: the newest, those before a number, or those after one; fewer large ones."""

    async def own(self, visitor: Visitor, message_id: str) -> Own | None:
        """What a person sent, by the browser's name for it; None when there is no such message of theirs."""

    async def search(self, visitor: Visitor, words: str, most: int) -> Sequence[ChatEntry]:
        """The newest entries in which all of these words stand, newest first; none for no words."""

    def watch(
        self, visitor: Visitor, woken: Event, outdated: Callable[[], None] = ...
    ) -> AbstractContextManager[None]:
        """Set an event whenever there may be something new for somebody; whoever waits clears it.

        ``outdated`` is called when something of what they were shown is gone.

        What was kept elsewhere than in this process sets none, so a page looks by itself from time to time.
        """

    def open_page(self, person_id: int) -> None:
        """Count that somebody opens a page. Raises ``TooMany`` where they open very many."""

    def page_turn(self, visitor: Visitor) -> AbstractAsyncContextManager[None]:
        """A person's turn to have a page made: others come in between where they open many."""

    def place_for_stream(
        self, visitor: Visitor, crowd_out: Callable[[], None]
    ) -> AbstractContextManager[None]:
        """Count a stream for as long as it is open. ``crowd_out`` is called once another takes its place."""

    async def file(self, visitor: Visitor, file_id: int, patience: float) -> KeptFile | None:
        """One of this person's own finished files, None when there is no such file.

        One that is made again is waited for, for so many seconds. Raises ``BeingMade`` after that.
        """

    async def health(self) -> Health:
        """How the product is at this moment."""
