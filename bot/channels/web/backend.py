"""What the browser's pages ask for, done with the store."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from bot.channels.web.chat_entries import OpenCards, commands_offered, open_cards_of, shown_body, shown_entry
from bot.channels.web.links_used_before import is_of_closed_round, place_held
from bot.channels.web.looking_back import entries_with
from bot.channels.web.notifier import Notifier
from bot.channels.web.open_streams import OpenStreams
from bot.channels.web.posted import WEB, inbox_name, posted_to_json
from bot.channels.web.round_at_hand import round_at_hand
from bot.messages.guide_cache import GuideShelf
from bot.messages.host import Entrance, NotLetIn, WhyNotIn
from bot.messages.quotas import QuotaName, Quotas
from bot.messages.sign_in_link import own_code
from content.phrases import SOURCE_LANGUAGE
from conversations.reading.clean import LONGEST_REPLY
from storage.engine.database import Database, Result, StorageTrouble, Transaction, TransactionJob
from storage.messages import chat_history, inbox, outbox
from storage.messages.files import file_of
from storage.messages.inbox import Received
from storage.messages.outbox import StoredEntry
from storage.people import people, return_words, sessions
from storage.roles.organisations import role_offered
from storage.rounds.rounds import find_round
from web.backend import (
    Busy,
    ChatEntry,
    Entered,
    Health,
    InvitationView,
    KeptFile,
    KnownWord,
    NoPlaceLeft,
    Own,
    Posted,
    RoundAtHand,
    Stretch,
    TooMany,
    Visitor,
)

_NEWS_SECONDS = 25.0


class WebBackend:
    """Implements :class:`web.backend.ChatBackend`."""

    def __init__(
        self,
        database: Database,
        entrance: Entrance,
        changes: Notifier,
        *,
        received: Callable[[], None],
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
        self._streams = OpenStreams(self._quotas.limits.streams_open, partial(self._note, QuotaName.STREAMS))

    async def invitation(self, code: str, session: str | None = None) -> InvitationView | None:
        """What a link leads to, without using it; None for an unknown, used or expired one alike.

        What a colleague passed on is there only for a session of somebody who takes part in that round.
        """

        def look(tx: Transaction) -> InvitationView | None:
            known = self._session(tx, session)
            delegated = self._entrance.offer_for(tx, code, known.person_id if known else None, self._now())
            if known is not None and delegated is not None:
                round_ = find_round(tx, delegated[0].round_id)
                return InvitationView(round_.title if round_ else "", "", known.language, hands_on=True)
            is_apart = known is not None and not self._entrance.may_add(
                tx, code, known.person_id, self._now()
            )
            offered = role_offered(tx, code, self._now())
            if offered is not None:
                name = offered.organisation.name
                role = offered.role.value
                return InvitationView("", name, SOURCE_LANGUAGE, gives_role=role, kept_apart=is_apart)
            invited = people.invited_to(tx, code, self._now())
            if invited is not None and invited.round_id is None:
                return InvitationView("", "", SOURCE_LANGUAGE, signs_in=True)
            round_ = self._entrance.invited_to(tx, code, self._now())
            if round_ is None:
                return None
            return InvitationView(
                round_.title,
                round_.organisation,
                self._entrance.language_of(tx, round_),
                signs_in=invited is not None and invited.person_id is not None,
                is_shared=self._entrance.is_shared(tx, code, self._now()),
                kept_apart=is_apart,
            )

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
            for each in sessions_here:
                known = self._session(tx, each)
                if known and known.person_id == person_id:
                    return KnownWord(each)
            return KnownWord(None)

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
            has_role = known is not None and known.has_role
            return known, commands_offered(tx, known.person_id) if known and has_role else ()

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

    async def receive(self, visitor: Visitor, posted: Posted) -> None:
        """Keep what a person sent. Raises ``Busy`` when it cannot be, ``TooMany`` when too much waits.

        The same again changes nothing. Other words under a name that is taken, as a form has that somebody
        went back to, are a message of their own.
        """
        sender = people.sender_of(WEB, str(visitor.person_id))
        start, name = f"{visitor.person_id}{people.SENDER_SEPARATOR}", inbox_name(posted)
        whole_name, written = f"{start}{name}", posted_to_json(posted, visitor.browser)
        # Version 1 kept the browser's own name, which may still come again after an update.
        first_name = f"{start}{posted.message_id}"

        # A file, which is large, has to be the only message that waits.
        most = self._quotas.limits.messages_waiting if posted.file is None else 1
        # Whoever hands in the largest list must still be able to say yes to it.
        size, now = len(posted.text) + min(len(posted.file or b""), LONGEST_REPLY), self._now()
        if full := self._quotas.take_message(sender, size, now):
            raise TooMany(full.ends_in)

        def keep(tx: Transaction) -> bool:
            if inbox.waiting_of(tx, sender) >= most:
                return False
            known = inbox.named_like(tx, WEB, f"{start}{name.name}{people.SENDER_SEPARATOR}", first_name)
            if {whole_name, first_name} & known:
                return True
            sent = written
            if known:
                sent = posted_to_json(replace(posted, message_id=name.content), visitor.browser)
            inbox.put(tx, [Received(WEB, whole_name, sender, sent)], now)
            return True

        is_kept = False
        try:
            is_kept = await self._write(keep)
        finally:
            if not is_kept:
                self._quotas.give_back(sender, size, now)
        if not is_kept:
            self._note(QuotaName.WAITING)
            raise TooMany
        self._received()

    async def changes(self, visitor: Visitor, after_change: int, most: int) -> Sequence[ChatEntry]:
        """The first so many entries that are new or changed after this change, in the order of changes."""

        def look(tx: Transaction) -> tuple[OpenCards, list[StoredEntry]]:
            return open_cards_of(tx, visitor, self._now()), chat_history.changes(
                tx, visitor.person_id, after_change, most
            )

        open_cards, kept = await self._read(look)
        return [shown_entry(each, open_cards) for each in kept]

    async def stretch(
        self, visitor: Visitor, most: int, *, before: int | None = None, after: int | None = None
    ) -> Stretch:
        """So many entries: the newest, those before a number, or those after one."""

        def look(tx: Transaction) -> Stretch:
            person = visitor.person_id
            kept = chat_history.stretch(tx, person, most, before=before, after=after)
            first, last = (kept[0].number, kept[-1].number) if kept else (before or 0, (before or 0) - 1)
            open_cards = open_cards_of(tx, visitor, self._now())
            return Stretch(
                [shown_entry(each, open_cards) for each in kept],
                outbox.newest_change(tx, person),
                has_earlier=bool(chat_history.stretch(tx, person, 1, before=first)),
                has_later=bool(chat_history.stretch(tx, person, 1, after=last)),
            )

        return await self._read(look)

    async def own(self, visitor: Visitor, message_id: str) -> Own | None:
        """What a person sent, by the browser's name for it; None when there is no such message of theirs."""
        kept = await self._read(lambda tx: outbox.own_entry(tx, visitor.person_id, message_id))
        body = shown_body(kept) if kept else None
        return body if isinstance(body, Own) else None

    async def search(self, visitor: Visitor, words: str, most: int) -> Sequence[ChatEntry]:
        """The newest entries in which all of these words stand, newest first; none for no words."""
        return await entries_with(
            words, most, lambda at_once, before: self.stretch(visitor, at_once, before=before)
        )

    async def wait_for_change(self, visitor: Visitor, after_change: int) -> None:
        """Return once there may be something after this change. May return early and for nothing."""
        with self._changes.watch(visitor.person_id) as changed:
            if await self._read(lambda tx: outbox.newest_change(tx, visitor.person_id)) > after_change:
                return
            try:
                async with asyncio.timeout(_NEWS_SECONDS):
                    await changed.wait()
            except TimeoutError:
                return

    def open_page(self, visitor: Visitor) -> None:
        """Count that somebody opens a page. Raises ``TooMany`` where they open very many."""
        if full := self._quotas.take_page(people.sender_of(WEB, str(visitor.person_id)), self._now()):
            raise TooMany(full.ends_in)

    def open_stream(self, visitor: Visitor) -> AbstractContextManager[asyncio.Event]:
        """Count a stream for as long as it is open; the event is set once another takes its place."""
        return self._streams.open(visitor.person_id)

    def _note(self, limit: QuotaName) -> None:
        self._quotas.note(limit, self._now())

    async def file(self, visitor: Visitor, file_id: int) -> KeptFile | None:
        """One of this person's own finished files, None when there is no such file of that person."""
        found = await self._read(lambda tx: file_of(tx, visitor.person_id, file_id))
        return KeptFile(found.name, found.media_type, found.content) if found else None

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
