"""The application: all its parts, wired once, started and stopped together."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

import orjson
import structlog

from bot.arrivals import Arrivals
from bot.changes import Changes
from bot.delivery import Delivery
from bot.desk import BotDesk
from bot.guides import GuideShelf
from bot.health import current_health
from bot.outage import NOTICEABLE, ask_again
from bot.pacing import Pace
from bot.rendering import end_rendering
from bot.reporter import Reporter
from bot.settings import Settings
from bot.telegram.api import BotApi
from bot.telegram.connecting import connect
from bot.telegram.incoming import update_key
from bot.telegram.poll import Poller
from bot.telegram.sender import TelegramSender
from bot.told import Told
from bot.turn import Turn, TurnSettings
from bot.turns import Turns
from conversations.incoming import Channel
from storage import inbox, marks, people
from storage.database import Database, StorageTrouble, Transaction, moment
from storage.inbox import Received
from web.desk import Health

HEARTBEAT_SECONDS = 10.0
SWEEP_EVERY = 360
"""Heartbeats between two sweeps of what need not be remembered."""

_log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]


class Application:
    """Closer Look on one store: takes turns, delivers, reports and, with a token, polls Telegram."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        web_url: str,
        now: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._database = database
        self._now = now
        self._shelf = GuideShelf()
        self._changes = Changes()
        self.arrivals = Arrivals(self._shelf, has_web=True)
        turn = Turn(self._shelf, TurnSettings(settings.reading_seconds, web_url), self.arrivals)
        self._turns = Turns(database, turn, self._tell, now=now)
        self._reporter = Reporter(database, self._shelf, self._tell, now=now)
        self._delivery: Delivery | None = None
        self._poller: Poller | None = None
        self._last_poll: datetime | None = None
        self._stack = AsyncExitStack()
        self._tasks: list[asyncio.Task[Any]] = []
        self._asking: set[asyncio.Task[None]] = set()
        self.desk = BotDesk(
            database,
            self.arrivals,
            self._changes,
            received=self._turns.wake,
            health=self._health,
            now=now,
        )

    async def __aenter__(self) -> Self:
        """Take up what the last run left, and begin."""
        if self._settings.telegram_token is not None:
            await self._connect_telegram(self._settings.telegram_token.get_secret_value())
        await self._turns.recover()
        self._start(self._turns.run())
        self._start(self._reporter.run())
        self._start(self._beat())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; what was taken is in the store."""
        tasks = [*self._tasks, *self._asking]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._stack.aclose()
        await asyncio.to_thread(end_rendering)

    async def until_failure(self) -> None:
        """Return when a part has ended, which none does by itself. Raises what ended it."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            await task

    def _start(self, work: Awaitable[None]) -> None:
        self._tasks.append(asyncio.ensure_future(work))

    async def _connect_telegram(self, token: str) -> None:
        api = await self._stack.enter_async_context(BotApi(token, self._settings.telegram_api_url))
        settings = self._settings
        self._delivery = Delivery(
            self._database,
            TelegramSender(api, self._database),
            Pace(settings.sends_per_second, settings.sends_per_chat_per_second),
            at_once=settings.sends_at_once,
            now=self._now,
        )
        await self._delivery.recover()
        offset, last = await self._database.read(_poll_marks)
        self._last_poll = last
        self._poller = Poller(api, self._keep_updates, offset=offset, polled=self._polled, now=self._now)
        self._start(self._delivery.run())
        self._start(self._poll(api, self._poller))

    async def _poll(self, api: BotApi, poller: Poller) -> None:
        await connect(api, self._database, self._now)
        await poller.run()

    async def _keep_updates(self, updates: list[dict[str, Any]], offset: int) -> None:
        """Keep what Telegram sent, and how far it may forget, in one commit."""
        received = []
        for update in updates:
            key = update_key(update)
            if key is None:
                continue
            update_id, address = key
            # What names nobody has a turn of its own, so that it holds up nobody.
            sender = people.sender_of(Channel.TELEGRAM, address or f"update {update_id}")
            received.append(Received(Channel.TELEGRAM, str(update_id), sender, orjson.dumps(update)))
        now = self._now()

        def keep(tx: Transaction) -> None:
            inbox.put(tx, received, now)
            marks.set_mark(tx, marks.TELEGRAM_OFFSET, str(offset), now)

        await self._database.write(keep)
        self._turns.wake()

    def _polled(self, now: datetime) -> None:
        last, self._last_poll = self._last_poll, now
        if last is not None and now - last >= NOTICEABLE:
            asking = asyncio.create_task(self._ask_again(last))
            self._asking.add(asking)
            asking.add_done_callback(self._asking.discard)

    async def _ask_again(self, since: datetime) -> None:
        """People who may have tapped in vain are asked again, once what did arrive is decided on."""
        try:
            self._tell(
                await self._database.write(lambda tx: ask_again(tx, self.arrivals, since, self._now()))
            )
        except StorageTrouble as trouble:
            _log.error("nobody could be asked again after an outage", because=str(trouble))

    def _tell(self, told: Told) -> None:
        """Hand on what a committed turn leaves to be done."""
        if self._delivery is not None:
            self._delivery.post(told.due)
            self._delivery.pass_on(told.passing)
        self._changes.tell(told.changed)
        if told.has_work:
            self._reporter.wake()

    async def _beat(self) -> None:
        """Note at regular times that we are alive, and how polling goes, for those who look from outside."""
        beats = 0
        while True:
            try:
                await self._database.write(partial(self._mark, sweep=beats % SWEEP_EVERY == 0))
            except StorageTrouble as trouble:
                _log.error("the store does not work", because=str(trouble))
            beats += 1
            await asyncio.sleep(HEARTBEAT_SECONDS)

    def _mark(self, tx: Transaction, *, sweep: bool) -> None:
        now = self._now()
        marks.set_mark(tx, marks.ALIVE, "", now)
        if self._poller is not None:
            marks.set_mark(tx, marks.POLL_TROUBLE, self._poller.trouble or "", now)
            if self._last_poll is not None:
                marks.set_mark(tx, marks.LAST_POLL, "", self._last_poll)
        if sweep:
            inbox.sweep(tx, now)

    async def _health(self) -> Health:
        found = await current_health(self._database, self._settings, self._now())
        return Health(found.healthy, found.reasons)


def _poll_marks(tx: Transaction) -> tuple[int, datetime | None]:
    offset, last = marks.mark(tx, marks.TELEGRAM_OFFSET), marks.mark(tx, marks.LAST_POLL)
    return int(offset[0]) if offset else 0, moment(last[1]) if last else None
