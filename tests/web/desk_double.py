"""A stand-in for the rest of the product: a backend in memory that plays a given conversation.

It keeps what the pages send, numbers entries as the real one does, and fails on demand.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from conversations.outgoing import Attach, Card
from tests.web import samples
from web.backend import (
    BeingMade,
    Busy,
    ChatEntry,
    Entered,
    Health,
    InvitationView,
    KeptFile,
    KnownWord,
    NewEntries,
    Own,
    Posted,
    RoundAtHand,
    SignedOut,
    Stretch,
    ThemeAtHand,
    Visitor,
)
from web.desk.desk_round import NoSuchDesk
from web.desk.guide_desk import GuideDesk, NoSuchGuide
from web.desk.list_desk import ListDesk
from web.desk.mail_desk import MailedLink, MailsToReader
from web.desk.new_round_desk import NewRoundDesk, NoRoundToOpen
from web.desk.overview_desk import OverviewDesk
from web.desk.people_desk import PeopleDesk

AT = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)

CODE = "an-invitation-that-still-works-0123456789abcdef"


@dataclass
class Person:
    """What one person's chat holds."""

    visitor: Visitor
    entries: dict[int, ChatEntry] = field(default_factory=dict)
    received: list[Posted] = field(default_factory=list)
    number: int = 0

    def put(self, body: Card | Attach | Own, *, is_open: bool = False) -> int:
        self.number += 1
        self.entries[self.number] = ChatEntry(self.number, self.number, AT, body, is_open)
        return self.number

    def say(self, card: Card) -> int:
        """Say a card that becomes the open one; all before it are closed and updated."""
        number = self.put(card, is_open=True)
        for other in [entry for entry in self.entries.values() if entry.is_open and entry.number != number]:
            self.entries[other.number] = replace(other, change=number, is_open=False)
        return number

    def redraw(self, number: int, body: Card | Own) -> None:
        self.number += 1
        self.entries[number] = replace(self.entries[number], change=self.number, body=body)


AROUND = RoundAtHand(
    "Looking at our service, autumn",
    "Glenmore Council",
    (
        ThemeAtHand("1", "Leading a performance culture", "Complete", is_open=False),
        ThemeAtHand("2", "Planning for outcomes", "2 of 11 prompts, about 10 minutes left", is_open=True),
        ThemeAtHand("3", "Knowing how we are doing", "Not begun, about 12 minutes", is_open=False),
        ThemeAtHand("4", "Using what we learn to improve", "Not begun, about 12 minutes", is_open=False),
    ),
    "Open until 18 December 2026",
    (
        "The people who run this round see who has finished, and read replies without names after closing.",
        "Strengths and areas for improvement are quoted without names in the group's report.",
    ),
    2,
    16,
    "2 of 16 steps done",
)

Script = Callable[[Person, Posted], None]


def play(*cards: Card) -> Script:
    """A conversation that answers each message with the next of these cards, and the last for ever."""
    left = list(cards)

    def answer(person: Person, posted: Posted) -> None:
        if posted.action is not None and posted.card is not None:
            shown = person.entries[posted.card].body
            assert isinstance(shown, Card)
            person.redraw(posted.card, Card((*shown.lines, *samples.NOTED.lines), shown.buttons))
        person.say(left.pop(0) if len(left) > 1 else left[0])

    return answer


class NoRounds:
    """Implements ``web.desk.new_round_desk.NewRoundDesk`` for people who may open none."""

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def refuse(*_: object) -> None:
            raise NoRoundToOpen

        return refuse


class NoPeople:
    """Implements ``web.desk.people_desk.PeopleDesk`` for people who may see nobody's."""

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def refuse(*_: object, **__: object) -> None:
            raise NoSuchDesk

        return refuse


class NoGuides:
    """Implements ``web.desk.guide_desk.GuideDesk`` for people who have none."""

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def refuse(*_: object, **__: object) -> None:
            raise NoSuchGuide

        return refuse


class MailsToEnd:
    """Implements ``web.desk.mail_desk.MailDesk`` for one code; ``stopped`` counts how often it was used."""

    code = "a-code-that-ends-mails"

    def __init__(self) -> None:
        self.stopped = 0
        self.link = MailedLink.WORKS

    async def mails_of(self, code: str) -> MailsToReader | None:
        return MailsToReader("Autumn", self.stopped > 0, self.link) if code == self.code else None

    async def stop(self, code: str) -> MailsToReader | None:
        self.stopped += code == self.code
        return await self.mails_of(code)

    async def start(self, code: str) -> MailsToReader | None:
        self.stopped = 0 if code == self.code else self.stopped
        return await self.mails_of(code)


class DeskDouble:
    """Implements ``web.backend.ChatBackend``.

    ``trouble`` is raised by every call while it is set, ``intake_trouble`` only where something is kept.
    """

    def __init__(self, script: Script | None = None) -> None:
        self.script = script or play(samples.PROMPT, samples.NEXT_PROMPT)
        self.over: set[str] = set()
        self.invitations = {CODE: InvitationView("Looking at our service, autumn", "Glenmore Council", "en")}
        self.people: list[Person] = []
        self.used: list[int] = []
        self.around = AROUND
        self.mails = MailsToEnd()
        self.guides: GuideDesk = NoGuides()  # type: ignore[assignment]
        self.new_rounds: NewRoundDesk = NoRounds()  # type: ignore[assignment]
        self.round_people: PeopleDesk = NoPeople()  # type: ignore[assignment]
        self.overviews: OverviewDesk = NoPeople()  # type: ignore[assignment]
        self.lists: ListDesk = NoPeople()  # type: ignore[assignment]
        self.sessions: dict[str, Person] = {}
        self.places: dict[str, str] = {}
        self.owners: dict[str, Person] = {}
        self.word = "abcde-fghjk-mnpqr"
        self.is_making = False
        self.patience: list[float] = []
        self.files: dict[int, KeptFile] = {
            samples.PICTURE_ID: KeptFile("theme 2.png", "image/png", samples.PICTURE),
            samples.DOCUMENT_ID: KeptFile("Bericht „zwei“.pdf", "application/pdf", b"%PDF-1.7 stand-in"),
        }
        self.refuses_corrections = False
        self.erased: set[int] = set()
        self.undone: list[Person] = []
        self.looked_at = asyncio.Event()
        self.trouble: Exception | None = None
        self.intake_trouble: Exception | None = None
        self.found = Health(healthy=True, reasons=())
        self.streams_cut = False
        self.pages_opened: list[int] = []
        self.turns_begun: list[int] = []
        self.turns_ended: list[int] = []
        self.page_trouble: Exception | None = None
        self.streams: dict[int, list[Callable[[], None]]] = {}
        self._watching: list[asyncio.Event] = []
        self.outdates: list[Callable[[], None]] = []

    def sign_in(self, *cards: Card, language: str = "en") -> tuple[str, Person]:
        """A person who has joined already, and their session's secret."""
        person = Person(Visitor(len(self.people) + 1, language, "P-abcd2345"))
        self.people.append(person)
        for card in cards:
            person.say(card)
        secret = secrets.token_urlsafe(32)
        self.sessions[secret] = person
        return secret, person

    def tell(self) -> None:
        """Wake every open page, after something was said by hand."""
        for woken in self._watching:
            woken.set()

    async def is_listened_to(self) -> None:
        """Return once an open page waits for news."""
        while not any(woken._waiters for woken in self._watching):  # type: ignore[attr-defined]  # noqa: ASYNC110 - tests only, and over within a few rounds of the loop
            await asyncio.sleep(0)

    def cut_streams(self) -> None:
        """Let every open line break, as a restart or a bad network does."""
        self.streams_cut = True
        self.tell()

    async def invitation(self, code: str, session: str | None = None) -> InvitationView | None:
        self._fail()
        found = self.invitations.get(code)
        return None if found is not None and found.hands_on and session not in self.sessions else found

    async def join(self, code: str, session: str | None = None) -> str | None:
        self._fail()
        if self.invitations.pop(code, None) is None:
            return None
        if session in self.sessions:
            return session
        secret, _ = self.sign_in(samples.WELCOME)
        if code in self.owners:
            self.people.pop()
            self.sessions[secret] = self.owners[code]
        return secret

    async def take_place(self, code: str, session: str | None = None) -> Entered | None:
        self._fail()
        if code not in self.invitations:
            return None
        if session in self.sessions:
            return Entered(session or "", self.word)
        secret, person = self.sign_in(samples.WELCOME)
        person.visitor = replace(
            person.visitor, has_return_word=True, round_title="Autumn", is_anonymous=True
        )
        self.places[secret] = code
        return Entered(secret, self.word)

    async def place_of(
        self,
        code: str,
        sessions_here: Sequence[str],
        *,
        may_be_closed: bool = False,  # noqa: ARG002
    ) -> str | None:
        return next((each for each in sessions_here if self.places.get(each) == code), None)

    async def is_over(self, code: str) -> bool:
        return code in self.over

    async def new_return_word(self, visitor: Visitor) -> str:
        person = self._person(visitor)
        person.visitor = replace(person.visitor, has_return_word=True)
        self.word = f"word{visitor.person_id}-fghjk-mnpqr"
        return self.word

    async def new_own_link(self, visitor: Visitor) -> str:
        return f"own-link-of-{visitor.person_id}"

    async def known_word(self, word: str, sessions_here: Sequence[str]) -> KnownWord | None:
        self._fail()
        found = [each for each in self.people if each.visitor.has_return_word]
        if word != self.word or not found:
            return None
        theirs = (each for each in sessions_here if self.sessions.get(each) is found[-1])
        return KnownWord(next(theirs, None))

    async def come_back(self, word: str) -> str | None:
        self._fail()
        found = [each for each in self.people if each.visitor.has_return_word]
        if word != self.word or not found:
            return None
        secret = secrets.token_urlsafe(32)
        self.sessions[secret] = found[-1]
        return secret

    async def visitor(self, session: str) -> Visitor | None:
        person = self.sessions.get(session)
        return person.visitor if person else None

    def erase(self, person: Person) -> None:
        """Erase everything about a person."""
        self.erased.add(person.visitor.person_id)
        person.entries.clear()
        self.sessions = {secret: each for secret, each in self.sessions.items() if each is not person}

    async def round_at_hand(self, visitor: Visitor) -> RoundAtHand | None:
        self._fail()
        return self.around if visitor.pseudonym else None

    async def note_use(self, visitor: Visitor) -> None:
        self._fail()
        self.used.append(visitor.person_id)

    async def awaits_answer(self, visitor: Visitor) -> bool:
        self.looked_at.set()
        return any(each.visitor.person_id == visitor.person_id for each in self.undone)

    async def is_erased(self, visitor: Visitor) -> bool:
        return visitor.person_id in self.erased

    async def sign_out(self, session: str) -> None:
        self.sessions.pop(session, None)
        self.tell()

    async def post(self, session: str, posted: Posted) -> None:
        person = self.sessions.get(session)
        if person is None:
            raise SignedOut
        if not person.visitor.is_used_today:
            with contextlib.suppress(Exception):
                await self.note_use(person.visitor)
        await self.receive(person.visitor, posted)

    async def receive(self, visitor: Visitor, posted: Posted) -> None:
        self._fail()
        if self.intake_trouble is not None:
            raise self.intake_trouble
        person = self._person(visitor)
        if any(known.message_id == posted.message_id for known in person.received):
            return
        person.received.append(posted)
        if posted.corrects is not None:
            self._correct(person, posted)
        else:
            if posted.action is None:
                person.put(Own(posted.message_id, posted.text, correctable=True, corrected=False))
            self.script(person, posted)
        self.tell()

    async def news(self, session: str, after_change: int, most: int) -> NewEntries | None:
        self._fail()
        if self.streams_cut:
            self.streams_cut = False
            raise Busy
        person = self.sessions.get(session)
        if person is None:
            return None
        entries = [entry for entry in person.entries.values() if entry.change > after_change]
        ordered = sorted(entries, key=lambda entry: (entry.change, -entry.number))
        last = ordered[:most][-1].change if ordered else 0
        whole = [entry for entry in ordered if entry.change <= last]
        return NewEntries(person.visitor.person_id, person.visitor.language, whole, len(whole) >= most)

    async def stretch(
        self, visitor: Visitor, most: int, *, before: int | None = None, after: int | None = None
    ) -> Stretch:
        self._fail()
        person = self._person(visitor)
        whole = sorted(person.entries.values(), key=lambda entry: entry.number)
        wanted = [
            entry
            for entry in whole
            if (before is None or entry.number < before) and (after is None or entry.number > after)
        ]
        part = wanted[:most] if after is not None else wanted[-most:]
        return Stretch(
            part,
            max((entry.change for entry in whole), default=0),
            has_earlier=bool(part) and part[0] is not whole[0],
            has_later=bool(part) and part[-1] is not whole[-1],
        )

    async def own(self, visitor: Visitor, message_id: str) -> Own | None:
        self._fail()
        bodies = (entry.body for entry in self._person(visitor).entries.values())
        return next(
            (body for body in bodies if isinstance(body, Own) and body.message_id == message_id), None
        )

    async def search(self, visitor: Visitor, words: str, most: int) -> Sequence[ChatEntry]:
        self._fail()
        entries = reversed(self._person(visitor).entries.values())
        wanted = words.casefold().split()
        return [each for each in entries if wanted and all(word in each.text.casefold() for word in wanted)][
            :most
        ]

    @contextlib.contextmanager
    def watch(
        self,
        visitor: Visitor,  # noqa: ARG002
        woken: asyncio.Event,
        outdated: Callable[[], None] = lambda: None,
    ) -> Iterator[None]:
        self._watching.append(woken)
        self.outdates.append(outdated)
        try:
            yield
        finally:
            self._watching.remove(woken)
            self.outdates.remove(outdated)

    def open_page(self, person_id: int) -> None:
        self.pages_opened.append(person_id)
        if self.page_trouble is not None:
            raise self.page_trouble

    @contextlib.asynccontextmanager
    async def page_turn(self, visitor: Visitor) -> AsyncIterator[None]:
        self.turns_begun.append(visitor.person_id)
        yield
        self.turns_ended.append(visitor.person_id)

    @contextlib.contextmanager
    def place_for_stream(self, visitor: Visitor, crowd_out: Callable[[], None]) -> Iterator[None]:
        streams = self.streams.setdefault(visitor.person_id, [])
        streams.append(crowd_out)
        try:
            yield
        finally:
            streams.remove(crowd_out)

    async def file(self, visitor: Visitor, file_id: int, patience: float) -> KeptFile | None:
        self.patience.append(patience)
        if self.is_making:
            raise BeingMade
        return self.files.get(file_id) if visitor.person_id == 1 else None

    async def health(self) -> Health:
        return self.found

    def _correct(self, person: Person, posted: Posted) -> None:
        for entry in list(person.entries.values()):
            if isinstance(entry.body, Own) and entry.body.message_id == posted.corrects:
                if self.refuses_corrections:
                    person.redraw(entry.number, replace(entry.body, refused=True))
                    person.put(samples.REMARK)
                    return
                changed = replace(entry.body, text=posted.text, corrected=True, refused=False)
                person.redraw(entry.number, changed)
                person.put(samples.CORRECTED)
                return

    def _person(self, visitor: Visitor) -> Person:
        return next(person for person in self.people if person.visitor.person_id == visitor.person_id)

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble
