"""What the browser's pages ask for, done with the store."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from bot.channels.web.chat_entries import (
    OpenCards,
    commands_offered,
    open_cards_in_news,
    shown_body,
    shown_entry,
)
from bot.channels.web.desk.own_desk import OwnDesk
from bot.channels.web.door import Door
from bot.channels.web.invitation_view import invitation_view
from bot.channels.web.links_used_before import is_of_closed_round, place_held
from bot.channels.web.looking_back import LARGEST_LOOKED_THROUGH, entries_with
from bot.channels.web.notifier import Notifier
from bot.channels.web.open_streams import OpenStreams
from bot.channels.web.own_files import OwnFiles
from bot.channels.web.page_turns import PageTurns
from bot.channels.web.posted import WEB, inbox_name, posted_to_json
from bot.channels.web.round_at_hand import round_at_hand
from bot.channels.web.stretches import stretch_of
from bot.messages.guide_cache import GuideShelf
from bot.messages.host import Entrance, NotLetIn, TakeAtOnce, WhyNotIn
from bot.messages.quotas import QuotaName, Quotas
from bot.messages.sign_in_link import own_code
from storage.engine.database import Database, Result, StorageTrouble, Transaction, TransactionJob
from storage.messages import inbox, outbox
from storage.messages.inbox import Received
from storage.page_news import PageNews, page_news
from storage.people import people, return_words, sessions
from web.backend import (
    Busy,
    ChatEntry,
    Entered,
    Health,
    InvitationView,
    KeptFile,
    KnownWord,
    NewEntries,
    NoPlaceLeft,
    Own,
    Posted,
    RoundAtHand,
    SignedOut,
    Stretch,
    TooMany,
    Visitor,
)


class WebBackend:
    """Implements :class:`web.backend.ChatBackend`."""

    def __init__(
        self,
        database: Database,
        entrance: Entrance,
        changes: Notifier,
        *,
        received: Callable[[], None],
        take_at_once: TakeAtOnce,
        health: Callable[[], Awaitable[Health]],
        limits: sessions.SessionLimits = sessions.LIMITS,
        quotas: Quotas | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._entrance = entrance
        self._changes = changes
        self._received = received
        self._health = health
        self._limits = limits
        self._quotas = quotas or Quotas()
        self._now = now
        self._guides = GuideShelf()
        desk = OwnDesk.of(self._read, self._write, self._quotas, now)
        self.guides, self.new_rounds, self.mails = desk.guides, desk.new_rounds, desk.mails
        self.round_people, self.overviews, self.lists = desk.people, desk.overviews, desk.lists
        self._files = OwnFiles(database, self._guides, self._quotas, now)
        self._door = Door(take_at_once, self._quotas, limits, now)
        self._turns = PageTurns()
        self._streams = OpenStreams(self._quotas.limits.streams_open, partial(self._note, QuotaName.STREAMS))

    async def invitation(self, code: str, session: str | None = None) -> InvitationView | None:
        """What a link leads to, without using it; None for an unknown, used or expired one alike.

        What a colleague passed on is there only for a session of somebody who takes part in that round.
        """

        def look(tx: Transaction) -> InvitationView | None:
            return invitation_view(tx, self._entrance, code, self._session(tx, session), self._now())

        found = await self._read(look)
        if found is None:
            self._entrance.looked_in_vain(self._now())
        return found

    async def join(self, code: str, session: str | None = None) -> str | None:
        """Use a link once: the new session's secret, or None for a link that does not work.

        With a session, the person whose it is comes in, and the new one takes its place. Where what the link
        leads to is kept apart from them, it is as without a session.
        """
        signed_in = await self._come_in(lambda tx: self._use(tx, code, session))
        return signed_in[1] if signed_in else None

    def _use(self, tx: Transaction, code: str, session: str | None) -> tuple[int, str] | None:
        """Use a link: who came in, and their new session's secret. Raises ``NotLetIn``."""
        known, now = self._session(tx, session), self._now()
        if known is not None and not self._entrance.may_add(tx, code, known.person_id, now):
            known = None
        came_in = self._entrance.join(tx, code, WEB, str(known.person_id) if known else None, now)
        if came_in is None:
            return None
        if session and known is not None:
            sessions.close_session(tx, session)
        return came_in.person_id, self._open_session(tx, came_in.person_id)

    async def take_place(self, code: str, session: str | None = None) -> Entered | None:
        """Take a place by a shared link; None for a link that does not work.

        Raises ``NoPlaceLeft``, and ``TooMany`` when many come in at once.
        """

        def take(tx: Transaction) -> tuple[int, Entered] | None:
            came_in = self._use(tx, code, session)
            if came_in is None:
                return None
            person_id, opened = came_in
            return person_id, Entered(opened, return_words.new_return_word(tx, person_id))

        taken = await self._come_in(take)
        return taken[1] if taken else None

    async def _come_in(self, use: TransactionJob[tuple[int, Result] | None]) -> tuple[int, Result] | None:
        try:
            came_in = await self._write(use)
        except NotLetIn as refusal:
            raise (NoPlaceLeft if refusal.why is WhyNotIn.FULL else TooMany) from refusal
        if came_in is not None:
            self._changes.tell([came_in[0]])
        return came_in

    async def place_of(
        self, code: str, sessions_here: Sequence[str], *, may_be_closed: bool = False
    ) -> str | None:
        """The one of these sessions whose person takes part already in the round of a shared link.

        ``may_be_closed``: also of one that lets nobody in any more, and of a link of their own that was used.
        """

        def look(tx: Transaction) -> str | None:
            known = [(each, found.person_id) for each in sessions_here if (found := self._session(tx, each))]
            return place_held(tx, code, known, self._now(), may_be_closed=may_be_closed)

        return await self._read(look) if sessions_here else None

    async def is_over(self, code: str) -> bool:
        """Whether a link once led into a round that is closed by now."""
        return await self._read(lambda tx: is_of_closed_round(tx, code, self._now()))

    async def new_return_word(self, visitor: Visitor) -> str:
        """A new word with which a person comes back. The one before works no more."""
        return await self._write(lambda tx: return_words.new_return_word(tx, visitor.person_id))

    async def new_own_link(self, visitor: Visitor) -> str:
        """The code of a link that opens a person's conversation once, within a day."""
        return await self._write(lambda tx: own_code(tx, visitor.person_id, None, self._now()))

    async def known_word(self, word: str, sessions_here: Sequence[str]) -> KnownWord | None:
        """Whether a word is somebody's, and which of these sessions is theirs already; None for nobody's."""

        def look(tx: Transaction) -> KnownWord | None:
            person_id = return_words.person_of_word(tx, word)
            if person_id is None:
                return None
            found = ((each, self._session(tx, each)) for each in sessions_here)
            return KnownWord(next((each for each, of in found if of and of.person_id == person_id), None))

        found = await self._read(look)
        if found is None:
            self._entrance.looked_in_vain(self._now())
        return found

    async def come_back(self, word: str) -> str | None:
        """The new session's secret of the person with this word, None for a word of nobody."""

        def open_again(tx: Transaction) -> str | None:
            person_id = return_words.person_of_word(tx, word)
            return self._open_session(tx, person_id) if person_id else None

        return await self._write(open_again)

    def _open_session(self, tx: Transaction, person_id: int) -> str:
        full = partial(self._note, QuotaName.BROWSERS)
        return sessions.open_session(tx, person_id, self._now(), self._limits, full=full)

    async def visitor(self, session: str) -> Visitor | None:
        """The person whose session this is, None when there is none or it has ended."""

        def look(tx: Transaction) -> tuple[sessions.Session | None, tuple[str, ...]]:
            known = self._session(tx, session)
            return known, commands_offered(tx, known.person_id) if known and known.has_role else ()

        found, commands = await self._read(look)
        if found is None:
            return None
        return Visitor(
            found.person_id,
            found.language,
            found.pseudonym,
            has_role=found.has_role,
            has_return_word=found.has_return_word and not found.has_role,
            is_anonymous=found.is_anonymous,
            round_title=found.round_title,
            browser=found.browser,
            is_used_today=found.is_used_today,
            commands=commands,
        )

    async def round_at_hand(self, visitor: Visitor) -> RoundAtHand | None:
        """The round that a person takes part in, None for who takes part in none."""
        return await self._read(lambda tx: round_at_hand(tx, WEB, visitor, self._guides, self._now()))

    async def note_use(self, visitor: Visitor) -> None:
        """Note that a person uses this browser today."""
        await self._write(lambda tx: sessions.note_use(tx, visitor.person_id, visitor.browser, self._now()))

    def _session(self, tx: Transaction, session: str | None) -> sessions.Session | None:
        return sessions.session_of(tx, session, self._now(), self._limits) if session else None

    async def awaits_answer(self, visitor: Visitor) -> bool:
        """Whether something that a person sent has not been dealt with yet."""
        sender = people.sender_of(WEB, str(visitor.person_id))
        return await self._read(lambda tx: inbox.waiting_of(tx, sender)) > 0

    async def is_erased(self, visitor: Visitor) -> bool:
        """Whether everything about a person who was here has been erased since."""
        return not await self._read(lambda tx: people.is_known(tx, visitor.person_id))

    async def sign_out(self, session: str) -> None:
        """End a session. What the person wrote stays."""
        await self._write(lambda tx: sessions.close_session(tx, session))

    async def post(self, session: str, posted: Posted) -> None:
        """Keep what was sent in a session, and answer it in the same commit where that can be.

        Raises ``SignedOut`` where there is no such session or it has ended, and otherwise as ``receive``.
        """
        try:
            if await self._door.take(session, posted):
                return
        except StorageTrouble as trouble:
            raise Busy from trouble
        visitor = await self.visitor(session)
        if visitor is None:
            raise SignedOut
        if not visitor.is_used_today:
            await self.note_use(visitor)
        await self.receive(visitor, posted)
        self._door.heard(session, visitor.person_id)

    async def receive(self, visitor: Visitor, posted: Posted) -> None:
        """Keep what a person sent. Raises ``Busy`` when it cannot be, ``TooMany`` when too much waits.

        The same again changes nothing. Other words under a name that is taken, as a form has that somebody
        went back to, are a message of their own.
        """
        sender = people.sender_of(WEB, str(visitor.person_id))
        start, name = f"{visitor.person_id}{people.SENDER_SEPARATOR}", inbox_name(posted)
        whole_name, written = name.whole(visitor.person_id), posted_to_json(posted, visitor.browser)
        # Version 1 kept the browser's own name, which may still come again after an update.
        first_name = f"{start}{posted.message_id}"

        # A file, which is large, has to be the only message that waits.
        most = self._quotas.limits.messages_waiting if posted.file is None else 1
        size, files, now = len(posted.text), 0 if posted.file is None else 1, self._now()
        if full := self._quotas.take_message(sender, size, now, files=files):
            raise TooMany(full.ends_in)

        def keep(tx: Transaction) -> bool:
            if inbox.waiting_of(tx, sender) >= most:
                return False
            known = inbox.named_like(tx, WEB, f"{start}{name.name}{people.SENDER_SEPARATOR}", first_name)
            if {whole_name, first_name} & known:
                return True
            again = replace(posted, message_id=name.content)
            sent = posted_to_json(again, visitor.browser) if known else written
            inbox.put(tx, [Received(WEB, whole_name, sender, sent)], now)
            return True

        is_kept = False
        try:
            is_kept = await self._write(keep)
        finally:
            if not is_kept:
                self._quotas.give_back(sender, size, now, files=files)
        if not is_kept:
            self._note(QuotaName.WAITING)
            raise TooMany
        self._received()

    async def news(self, session: str, after_change: int, most: int) -> NewEntries | None:
        """The first so many entries that are new for the page of a session, None where that has ended.

        The last change among them is whole: what follows comes after it.
        """
        now = self._now()

        def look(tx: Transaction) -> tuple[PageNews, OpenCards] | None:
            found = page_news(tx, session, after_change, most, now, self._limits)
            return (found, open_cards_in_news(tx, found, now)) if found else None

        try:
            read = await self._database.look(look)
        except StorageTrouble as trouble:
            raise Busy from trouble
        if read is None:
            return None
        found, open_cards = read
        entries = [shown_entry(each, open_cards) for each in found.entries]
        return NewEntries(found.person_id, found.language, entries, found.has_more)

    async def stretch(
        self, visitor: Visitor, most: int, *, before: int | None = None, after: int | None = None
    ) -> Stretch:
        """So many entries: the newest, those before a number, or those after one; fewer large ones."""
        now = self._now()
        return await self._read(lambda tx: stretch_of(tx, visitor, most, now, before=before, after=after))

    async def own(self, visitor: Visitor, message_id: str) -> Own | None:
        """What a person sent, by the browser's name for it; None when there is no such message of theirs."""
        kept = await self._read(lambda tx: outbox.own_entry(tx, visitor.person_id, message_id))
        body = shown_body(kept) if kept else None
        return body if isinstance(body, Own) else None

    async def search(self, visitor: Visitor, words: str, most: int) -> Sequence[ChatEntry]:
        """The newest entries in which all of these words stand, newest first; none for no words."""
        at_most = LARGEST_LOOKED_THROUGH

        async def part(count: int, before: int | None) -> Stretch:
            return await self._read(
                lambda tx: stretch_of(tx, visitor, count, self._now(), before=before, largest=at_most)
            )

        return await entries_with(words, most, part)

    def watch(
        self, visitor: Visitor, woken: asyncio.Event, outdated: Callable[[], None] = lambda: None
    ) -> AbstractContextManager[None]:
        """Set an event whenever there may be something new for somebody."""
        return self._changes.watch(visitor.person_id, woken, outdated)

    def open_page(self, person_id: int) -> None:
        """Count that somebody opens a page. Raises ``TooMany`` where they open very many."""
        if full := self._quotas.take_page(people.sender_of(WEB, str(person_id)), self._now()):
            raise TooMany(full.ends_in)

    def place_for_stream(
        self, visitor: Visitor, crowd_out: Callable[[], None]
    ) -> AbstractContextManager[None]:
        """Count a stream for as long as it is open. ``crowd_out`` is called once another takes its place."""
        return self._streams.place(visitor.person_id, crowd_out)

    def page_turn(self, visitor: Visitor) -> AbstractAsyncContextManager[None]:
        """A person's turn to have a page made: others come in between where they open many."""
        return self._turns.turn(visitor.person_id)

    def _note(self, limit: QuotaName) -> None:
        self._quotas.note(limit, self._now())

    async def file(self, visitor: Visitor, file_id: int, patience: float) -> KeptFile | None:
        """One of this person's own finished files, None when there is no such file of that person."""
        return await self._files.file(visitor.person_id, file_id, patience)

    async def health(self) -> Health:
        """How the product is at this moment."""
        return await self._health()

    async def _read(self, job: TransactionJob[Result]) -> Result:
        try:
            return await self._database.read(job)
        except StorageTrouble as trouble:
            raise Busy from trouble

    async def _write(self, job: TransactionJob[Result]) -> Result:
        try:
            return await self._database.write(job)
        except StorageTrouble as trouble:
            raise Busy from trouble
