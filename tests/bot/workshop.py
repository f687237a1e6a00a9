"""The parts that take turns, on a round of the example guide in a real store; the clock stands still."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import orjson

from bot.app.channel_table import all_channels
from bot.channels.mail.channel import MailCarrier
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.web.channel import WebChannel
from bot.channels.web.posted import posted_to_json
from bot.coordinator.dispatch import CoordinatorDispatch
from bot.coordinator.request import Services
from bot.inbox.invitations import Invitations
from bot.inbox.turn import Turn, TurnSettings
from bot.inbox.turn_worker import TurnWorker
from bot.messages.after_commit import AfterCommit
from bot.messages.guide_cache import GuideShelf
from bot.messages.host import Kept
from bot.messages.outbox_entries import body_of
from bot.schedule.reminder_requests import ReminderRequests
from bot.settings.settings import Settings
from content.library import Pack
from conversations.groups.round_view import RoundView
from conversations.outgoing import Card, Line, card_from_json
from conversations.state import (
    Conversation,
    Reply,
)
from storage.engine.database import Database, Result, StorageTrouble, Transaction, TransactionJob
from storage.messages import inbox, outbox
from storage.messages.inbox import Received
from storage.messages.outbox import EntryKind, OutboxEntry, PendingEntry, SendOutcome
from storage.people import people
from storage.rounds import rounds
from storage.rounds.conversations import ConversationRow, load
from storage.rounds.ledger import ledger_of_round
from storage.rounds.rounds import frozen
from tests.bot.joining import join_telegram, join_web
from tests.channel_names import TELEGRAM, WEB
from tests.guides import library
from tests.patience import LONGEST_SECONDS
from tests.telegram import updates
from web.backend import Posted

BEGINNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)
WEB_URL = "http://closer-look.test"
ROUND = "r1"
MAIL_SETTINGS: dict[str, Any] = {
    "mail_host": "127.0.0.1",
    "mail_security": "none",
    "mail_from": "closer-look@example.org",
    "mail_from_name": "Example Council",
    "mail_reply_to": "team@example.org",
}


class Clock:
    """The time of day in a test: it stands still until it is moved."""

    def __init__(self) -> None:
        self.now = BEGINNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class NamedBot(TelegramChannel):
    """Telegram with a bot whose name is known, though none was ever connected."""

    def link(self, tx: Transaction, code: str, *, everywhere: bool = False) -> str | None:  # noqa: ARG002
        return f"https://t.me/closer_look_bot?start={code}"


class FailingDatabase:
    """A store that can be out of order: wholly, or for the jobs that a test picks out."""

    def __init__(self, inner: Database) -> None:
        self.inner = inner
        self.is_down = False
        self.writes_to_fail: set[int] = set()
        self.writes = 0
        self.tries_while_down = 0

    async def write(self, job: TransactionJob[Result], *, lasting: bool = True) -> Result:
        self.writes += 1
        self._fail(self.writes in self.writes_to_fail)
        return await self.inner.write(job, lasting=lasting)

    async def read(self, job: TransactionJob[Result]) -> Result:
        self._fail()
        return await self.inner.read(job)

    async def look(self, job: TransactionJob[Result]) -> Result:
        self._fail()
        return await self.inner.look(job)

    async def checkpoint(self) -> bool:
        self._fail()
        return await self.inner.checkpoint()

    async def vacuum(self) -> bool:
        self._fail()
        return await self.inner.vacuum()

    async def close(self) -> None:
        await self.inner.close()

    def _fail(self, fails: bool = False) -> None:
        if self.is_down:
            self.tries_while_down += 1
        if self.is_down or fails:
            raise StorageTrouble("SQLITE_FULL")


@cache
def example() -> Pack:
    """The shipped example as a pack."""
    return library()[("example", "en")]


class Workshop:
    """A round, people who take part in it, and turns on what they send."""

    def __init__(
        self,
        database: Database,
        *,
        reading_seconds: float = 0.0,
        asks_about_identifiers: bool = True,
        has_mail: bool = False,
    ) -> None:
        """``has_mail``: the operator has set a mail server."""
        self.database = database
        self.clock = Clock()
        self.told: list[AfterCommit] = []
        self.shelf = GuideShelf()
        self.channels = all_channels(
            Settings(public_url=WEB_URL, **(MAIL_SETTINGS if has_mail else {})),
            web_url=WEB_URL,
            table=(WebChannel, NamedBot, MailCarrier),
        )
        shown_on = self.channels.with_history if has_mail else ()
        reminders = ReminderRequests(
            self.shelf, Settings().reminder_hours, shown_on=shown_on, by_mail=has_mail
        )
        self.services = services = Services(self.shelf, library, self.channels, 14, reminders, WEB_URL)
        self.dispatch = CoordinatorDispatch(services)
        self.arrivals = Invitations(self.shelf, self.channels, lambda: self.dispatch, has_web=True)
        turn_settings = TurnSettings(reading_seconds, WEB_URL, asks_about_identifiers)
        self.turn = Turn(self.shelf, turn_settings, self.channels, self.arrivals, lambda: self.dispatch)
        self._update_id = 1000
        self._message_id = 0

    def turns(self, turn: Turn | None = None, *, database: Database | None = None) -> TurnWorker:
        """The loop of turns, as a process that has just started has it."""
        return TurnWorker(database or self.database, turn or self.turn, self.told.append, now=self.clock)

    async def open_round(
        self, round_id: str = ROUND, *, closes_at: datetime | None = None, pack: Pack | None = None
    ) -> None:
        pack = pack or example()

        def open_it(tx: Transaction) -> None:
            rounds.keep_guide(tx, frozen(pack))
            view = RoundView(round_id, f"Round {round_id}", "Example Council", False, None, closes_at, None)
            rounds.open_round(tx, view, pack.sha256, self.clock())

        await self.database.write(open_it)

    async def close_round(self, round_id: str = ROUND) -> None:
        await self.database.write(lambda tx: rounds.close_round(tx, round_id, self.clock()))

    async def invite(self, round_id: str = ROUND, *, person_id: int | None = None) -> str:
        return await self.database.write(
            lambda tx: people.invite(tx, round_id, self.clock(), valid=FORTNIGHT, person_id=person_id)
        )

    async def join(self, *addresses: str, round_id: str = ROUND) -> list[list[PendingEntry]]:
        """Let people join from Telegram; what is said to each."""
        said = []
        for address in addresses:
            code = await self.invite(round_id)
            due = await self.database.write(
                lambda tx, c=code, a=address: join_telegram(self.arrivals, tx, c, a, self.clock())  # type: ignore[misc]
            )
            assert due is not None
            said.append(due)
        return said

    async def join_web(self, code: str | None = None) -> int:
        """Let somebody join from a browser: who they are."""
        used = code or await self.invite()
        signed_in = await self.database.write(lambda tx: join_web(self.arrivals, tx, used, self.clock()))
        assert signed_in is not None
        return signed_in.person_id

    # --- what people send ----------------------------------------------------------------------------

    def update(self, address: str, content: dict[str, Any]) -> Received:
        """An update about somebody, as polling hands it on."""
        self._update_id += 1
        raw = orjson.dumps({"update_id": self._update_id, **content})
        sender = people.sender_of(TELEGRAM, address)
        return Received(TELEGRAM, str(self._update_id), sender, raw)

    def wrote(self, address: str, text: str, *, seconds: float = 0.0) -> Received:
        """A message in words from Telegram."""
        self._message_id += 1
        date = int((self.clock() + timedelta(seconds=seconds)).timestamp())
        return self.update(address, {"message": updates.written(int(address), self._message_id, date, text)})

    def tapped(self, address: str, data: str) -> Received:
        """A tap on a button with this data."""
        self._message_id += 1
        message = updates.written(int(address), self._message_id, int(self.clock().timestamp()), "card")
        return self.update(
            address,
            {"callback_query": updates.tap(int(address), f"tap{self._message_id}", data, message=message)},
        )

    def posted(self, person_id: int, message_id: str, text: str = "", **fields: Any) -> Received:
        """A message from a browser."""
        return Received(
            WEB,
            f"{person_id}:{message_id}",
            people.sender_of(WEB, str(person_id)),
            posted_to_json(Posted(message_id, text, **fields)),
        )

    async def receive(self, *messages: Received) -> None:
        """Let messages reach the inbox."""
        await self.database.write(lambda tx: inbox.put(tx, messages, self.clock()))

    async def go_on(self) -> None:
        """Take turns until nothing is left to take, then let everything said reach its chat at once."""
        await drain(self.turns())
        await self.database.write(self._deliver)

    def _deliver(self, tx: Transaction) -> None:
        due = outbox.waiting(tx, TELEGRAM)
        outbox.begin_attempts(tx, [(each.key, each.target) for each in due], self.clock())
        outbox.record_outcomes(
            tx, [SendOutcome(each.key, f"{each.person_id}{each.number:04}", self.clock()) for each in due]
        )

    async def begin_theme(self, *addresses: str) -> None:
        """Bring people on Telegram to the first prompt of theme 1."""
        await self.go_on()
        for words in ("begin", "1", "start"):
            await self.receive(*(self.wrote(address, words) for address in addresses))
            await self.go_on()

    # --- what has come of it -------------------------------------------------------------------------

    async def loaded(self, sender: str) -> ConversationRow | None:
        return (await self.database.read(lambda tx: load(tx, [sender]))).get(sender)

    async def conversation(self, address: str) -> Conversation:
        loaded = await self.loaded(people.sender_of(TELEGRAM, address))
        assert loaded is not None
        return loaded.conversation

    async def replies(self) -> list[Reply]:
        """All versions of all replies."""
        entries = await self.database.read(lambda tx: list(ledger_of_round(tx, ROUND)))
        return [entry.reply for entry in entries]

    async def texts(self) -> list[str]:
        return sorted(reply.text for reply in await self.replies())

    async def states(self) -> dict[str, int]:
        """How many messages of the inbox are in each state."""
        rows = await self.database.read(
            lambda tx: tx.rows("SELECT state, count(*) FROM inbox GROUP BY state")
        )
        return dict(rows)

    def said_to(self, address: str) -> list[str]:
        """The cards announced for somebody, as plain text."""
        return [shown(due) for told in self.told for due in told.due if due.address == address]


def shown(due: PendingEntry) -> str:
    return card_from_json(orjson.loads(due.body)).text if due.kind is EntryKind.SAY else due.kind.value


def a_card(
    person_id: int, number: int, *, address: str = "1", text: str = "Hello.", **fields: Any
) -> OutboxEntry:
    """An entry for Telegram with one line."""
    body = body_of(Card((Line(text),)))
    return OutboxEntry(person_id, number, TELEGRAM, address, EntryKind.SAY, body, **fields)


async def leave_to_the_inbox(_: TransactionJob[Kept]) -> Kept | None:
    """Decides on nothing at once, so that what browsers post waits for its turn."""
    return None


async def drain(turns: TurnWorker) -> None:
    """Take turns until there is nothing more to take at this moment."""
    while await turns._take_some():
        pass


async def until(condition: Callable[[], object]) -> None:
    """Let others go on until something holds; no time passes that a test would notice."""
    async with asyncio.timeout(LONGEST_SECONDS):
        while not condition():  # noqa: ASYNC110 - what is waited for happens on another thread
            await asyncio.sleep(0)
