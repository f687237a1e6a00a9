"""What the browser's pages ask for, done with the store."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from bot.channels.web.notifier import Notifier
from bot.channels.web.posted import WEB, posted_to_json
from bot.coordinator.actions import ACTION
from bot.messages.host import Entrance
from content.phrases import SOURCE_LANGUAGE
from conversations.outgoing import Attach, Card, card_from_json
from storage.engine.database import Database, Result, StorageTrouble, Transaction, TransactionJob, moment
from storage.messages import inbox, outbox
from storage.messages.files import file_of
from storage.messages.inbox import Received
from storage.messages.outbox import EntryKind, StoredEntry
from storage.people import people, sessions
from storage.roles.organisations import role_offered
from storage.roles.role_holders import load_role_holders
from storage.rounds.conversations import load
from storage.rounds.rounds import find_round
from web.backend import Busy, ChatEntry, Health, InvitationView, KeptFile, Own, Posted, TooMany, Visitor

MOST_WAITING = 200
"""How many messages of one person may wait; nobody writes that fast, and others are served meanwhile.
A file, which is large, has to be the only one.
"""

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
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._entrance = entrance
        self._changes = changes
        self._received = received
        self._health = health
        self._now = now

    async def invitation(self, code: str, session: str | None = None) -> InvitationView | None:
        """What a link leads to, without using it; None for an unknown, used or expired one alike.

        What a colleague passed on is there only for a session of somebody who takes part in that round.
        """

        def look(tx: Transaction) -> InvitationView | None:
            known = sessions.session_of(tx, session) if session else None
            delegated = self._entrance.offer_for(tx, code, known.person_id if known else None, self._now())
            if known is not None and delegated is not None:
                round_ = find_round(tx, delegated[0].round_id)
                return InvitationView(round_.title if round_ else "", "", known.language, hands_on=True)
            offered = role_offered(tx, code, self._now())
            if offered is not None:
                return InvitationView("", offered.organisation.name, SOURCE_LANGUAGE, gives_role=True)
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
            )

        found = await self._read(look)
        if found is None:
            self._entrance.looked_in_vain(self._now())
        return found

    async def join(self, code: str, session: str | None = None) -> str | None:
        """Use a link once: the new session's secret, or None for a link that does not work.

        With a session, the person whose it is comes in, and the new one takes its place.
        """

        def use(tx: Transaction) -> tuple[int, str] | None:
            known, now = sessions.session_of(tx, session) if session else None, self._now()
            came_in = self._entrance.join(tx, code, WEB, str(known.person_id) if known else None, now)
            if came_in is None:
                return None
            if session:
                sessions.close_session(tx, session)
            return came_in.person_id, sessions.open_session(tx, came_in.person_id, now)

        signed_in = await self._write(use)
        if signed_in is None:
            return None
        person_id, opened = signed_in
        self._changes.tell([person_id])
        return opened

    async def visitor(self, session: str) -> Visitor | None:
        """The person whose session this is, None when there is none."""
        found = await self._read(lambda tx: sessions.session_of(tx, session))
        if found is None:
            return None
        return Visitor(
            found.person_id,
            found.language,
            found.pseudonym,
            gets_links=self._entrance.has_web,
            has_role=found.has_role,
        )

    async def is_erased(self, visitor: Visitor) -> bool:
        """Whether everything about a person who was here has been erased since."""
        return not await self._read(lambda tx: people.is_known(tx, visitor.person_id))

    async def sign_out(self, session: str) -> None:
        """End a session. What the person wrote stays."""
        await self._write(lambda tx: sessions.close_session(tx, session))

    async def receive(self, visitor: Visitor, posted: Posted) -> None:
        """Keep what a person sent. Raises ``Busy`` when it cannot be, ``TooMany`` when too much waits."""
        sender = people.sender_of(WEB, str(visitor.person_id))
        external_id = f"{visitor.person_id}{people.SENDER_SEPARATOR}{posted.message_id}"
        message = Received(WEB, external_id, sender, posted_to_json(posted))

        def keep(tx: Transaction) -> bool:
            if inbox.waiting_of(tx, sender) >= (MOST_WAITING if posted.file is None else 1):
                return False
            inbox.put(tx, [message], self._now())
            return True

        if not await self._write(keep):
            raise TooMany
        self._received()

    async def history(self, visitor: Visitor, *, after_change: int = 0) -> Sequence[ChatEntry]:
        """All entries that are new or changed after this change, in the order of their changes."""

        def look(tx: Transaction) -> tuple[_OpenCards, list[StoredEntry]]:
            sender = people.sender_of(WEB, str(visitor.person_id))
            loaded = load(tx, [sender]).get(sender)
            role_holder = load_role_holders(tx, [sender]).get(sender)
            own = loaded.conversation.place.card if loaded else 0
            return _OpenCards(own, role_holder.place.card if role_holder else 0), outbox.history(
                tx, visitor.person_id, after_change
            )

        open_cards, kept = await self._read(look)
        if after_change == 0:
            kept.sort(key=lambda each: each.number)
        return [_entry(each, open_cards) for each in kept]

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


@dataclass(frozen=True, slots=True)
class _OpenCards:
    """The numbers of the cards that are open: in a person's own evaluation, and in their role."""

    own: int
    of_role: int

    def has(self, number: int, body: Card) -> bool:
        """Whether the buttons of this card count: of a role only its one open card's do."""
        if any(each.action.startswith(ACTION) for row in body.buttons for each in row):
            return number == self.of_role
        return number >= self.own


def _entry(kept: StoredEntry, open_cards: _OpenCards) -> ChatEntry:
    body = _body(kept)
    is_open = isinstance(body, Card) and open_cards.has(kept.number, body)
    return ChatEntry(kept.number, kept.change, moment(kept.created_at), body, is_open=is_open)


def _body(kept: StoredEntry) -> Card | Attach | Own:
    value = orjson.loads(kept.body)
    if kept.kind is EntryKind.OWN:
        return Own(
            kept.message_id or "",
            value["t"],
            correctable=value["c"],
            corrected=value["x"],
            refused="r" in value,
        )
    if kept.kind is EntryKind.ATTACH:
        pixels = tuple(value["pixels"]) if value.get("pixels") else None
        return Attach(value["file"], value["name"], value["type"], value["caption"], value["alt"], pixels)
    return card_from_json(value)
