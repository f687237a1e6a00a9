"""The application: all its parts, wired once, started and stopped together."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from types import TracebackType
from typing import Any, Self

import orjson

from bot.app.health import current_health
from bot.app.maintenance import Maintenance, Polling
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.connecting import identify, prepare
from bot.channels.telegram.incoming import update_key
from bot.channels.telegram.poll import Poller
from bot.channels.telegram.sender import TelegramSender
from bot.channels.web.backend import WebBackend
from bot.channels.web.notifier import Notifier
from bot.coordinator.dispatch import CoordinatorDispatch
from bot.coordinator.request import Services
from bot.inbox.after_outage import OutageWatch
from bot.inbox.invitations import Invitations
from bot.inbox.turn import Turn, TurnSettings
from bot.inbox.turn_worker import TurnWorker
from bot.jobs.job_worker import JobWorker
from bot.jobs.render_process import end_rendering
from bot.messages.after_commit import AfterCommit
from bot.messages.guide_cache import GuideShelf, packs_at_hand
from bot.outbox.delivery import Delivery
from bot.outbox.rate_limit import RateLimiter
from bot.schedule.digests import DigestWorker
from bot.schedule.reminder_requests import ReminderRequests
from bot.schedule.reminders import ReminderWorker
from bot.schedule.round_end import RoundEndWorker
from bot.settings.addresses import bot_name, web_address
from bot.settings.settings import Settings
from content.library import Library
from conversations.incoming import Channel
from storage.engine import key_values
from storage.engine.database import Database, Transaction, moment
from storage.messages import inbox
from storage.messages.inbox import Received
from storage.people import people
from web.backend import Health

OFFSET_KEEPS = timedelta(days=6)
"""How long after the newest update its number still says where to go on."""

CLOCK_SECONDS = 60.0
"""How long Telegram's first answer is waited for before any round ends by our clock."""

HEALTH_KEEPS_SECONDS = 5.0
"""How long an answer about our health is given again, so that asking often costs nothing."""

Clock = Callable[[], datetime]


class Application:
    """Closer Look on one store: takes turns, delivers, reports and, with a token, polls Telegram."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        web_url: str | None,
        library: Library | None = None,
        now: Clock = lambda: datetime.now(UTC),
    ) -> None:
        """``library`` are the packs that rounds can be opened on; without them they are read when needed."""
        self._settings = settings
        self._database = database
        self._now = now
        self._known_health: tuple[float, Health] | None = None
        self._shelf = GuideShelf()
        self._changes = Notifier()
        self.reminders = ReminderRequests(self._shelf, settings.reminder_hours)
        office = CoordinatorDispatch(
            Services(
                self._shelf,
                (lambda: library) if library is not None else cache(lambda: packs_at_hand(settings)[0]),
                lambda tx: (web_address(tx, settings), bot_name(tx)),
                settings.invitation_days,
                self.reminders,
                web_url,
            )
        )
        self.invitations = Invitations(self._shelf, office, has_web=web_url is not None)
        turn = Turn(self._shelf, TurnSettings(settings.reading_seconds, web_url), self.invitations, office)
        self._turns = TurnWorker(database, turn, self._tell, now=now)
        self._job_worker = JobWorker(database, self._shelf, self._tell, fetch=self._fetch_file, now=now)
        self.reminding = ReminderWorker(database, self._shelf, settings.reminder_hours, self._tell, now=now)
        self._digests = DigestWorker(database, settings.reminder_hours, self._tell, now=now)
        self._outage = OutageWatch(database, self.invitations, self._tell, now=now)
        self._maintenance = maintenance = Maintenance(
            database, settings.database_path, polling=self._polling, now=now
        )
        self._endings = RoundEndWorker(
            database, self._tell, now=now, is_clock_wrong=lambda: maintenance.is_clock_wrong
        )
        self._delivery: Delivery | None = None
        self._poller: Poller | None = None
        self._api: BotApi | None = None
        self._identified = asyncio.Event()
        self._no_contact: str | None = None
        self._stack = AsyncExitStack()
        self._tasks: list[asyncio.Task[Any]] = []
        self.backend = WebBackend(
            database,
            self.invitations,
            self._changes,
            received=self._turns.wake,
            health=self._health,
            now=now,
        )

    async def __aenter__(self) -> Self:
        """Take up what the last run left, and begin."""
        try:
            await self._begin()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; what was taken is in the store."""
        await self._end()

    async def _begin(self) -> None:
        if self._settings.telegram_token is not None:
            await self._connect_telegram(self._settings.telegram_token.get_secret_value())
        await self._turns.recover()
        self._start(self._turns.run())
        self._start(self._job_worker.run())
        self._start(self.reminding.run())
        self._start(self._end_rounds())
        self._start(self._digests.run())
        self._start(self._maintenance.heartbeat())
        self._start(self._maintenance.vacuum())
        self._start(self._maintenance.check())

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._stack.aclose()
        await asyncio.to_thread(end_rendering)
        await self._maintenance.stop()

    async def until_failure(self) -> None:
        """Return when a part has ended, which none does by itself. Raises what ended it."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            await task

    def _start(self, work: Awaitable[None]) -> None:
        self._tasks.append(asyncio.ensure_future(work))

    async def _connect_telegram(self, token: str) -> None:
        api = self._api = await self._stack.enter_async_context(
            BotApi(token, self._settings.telegram_api_url)
        )
        settings = self._settings
        delivery = self._delivery = Delivery(
            self._database,
            TelegramSender(api, self._database),
            RateLimiter(settings.sends_per_second, settings.sends_per_chat_per_second),
            at_once=settings.sends_at_once,
            now=self._now,
        )
        await delivery.recover()
        offset, self._outage.last_poll = await self._database.read(partial(_poll_marks, now=self._now()))
        poller = self._poller = Poller(
            api, self._keep_updates, offset=offset, polled=self._outage.polled, now=self._now
        )
        self._start(self._poll(api, poller))
        self._start(self._deliver(delivery))
        self._start(self._outage.run())

    async def _poll(self, api: BotApi, poller: Poller) -> None:
        await identify(api, self._database, self._now, self._note_contact)
        self._identified.set()
        await prepare(api, self._note_contact)
        # The first poll may be a quiet one and last its whole time.
        self._outage.polled(self._now())
        await poller.run()

    async def _end_rounds(self) -> None:
        # Whether our clock is right is known from Telegram's first answer; without one it must do.
        if self._api is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOCK_SECONDS):
                    await self._identified.wait()
        await self._endings.run()

    async def _deliver(self, delivery: Delivery) -> None:
        # In another bot's name everybody would be out of reach, and what waits for them given up.
        await self._identified.wait()
        await delivery.run()

    async def _fetch_file(self, reference: str) -> bytes | None:
        """What a file on Telegram holds; None while no bot is connected that could fetch it."""
        return await self._api.fetch_file(reference) if self._api is not None else None

    def _note_contact(self, trouble: str | None) -> None:
        self._no_contact = trouble

    def _polling(self) -> Polling | None:
        if self._poller is None:
            return None
        ahead = self._api.clock_ahead if self._api is not None else timedelta()
        return Polling(self._outage.last_poll, self._poller.trouble or self._no_contact, ahead)

    async def _keep_updates(self, updates: list[dict[str, Any]], offset: int) -> None:
        """Keep what Telegram sent, how far it may forget, and what follows from it, in one commit."""
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
            key_values.set_key_value(tx, key_values.TELEGRAM_OFFSET, str(offset), now)

        await self._turns.take_in(keep)
        self._outage.arrived()

    def _tell(self, after_commit: AfterCommit) -> None:
        """Hand on what a committed turn leaves to be done."""
        if self._delivery is not None:
            self._delivery.post(after_commit.due)
            self._delivery.pass_on(after_commit.passing)
        self._changes.tell(after_commit.changed)
        if after_commit.has_work:
            self._job_worker.wake()
        if after_commit.has_received:
            self._turns.wake()
        if after_commit.has_reminders:
            self.reminding.wake()
        if after_commit.has_erased:
            self._maintenance.erased()

    async def _health(self) -> Health:
        clock = asyncio.get_running_loop().time()
        if self._known_health is None or clock - self._known_health[0] >= HEALTH_KEEPS_SECONDS:
            found = await current_health(self._database, self._settings, self._now())
            self._known_health = (clock, Health(found.healthy, found.reasons))
        _, health = self._known_health
        if not health.healthy:
            self._known_health = None  # whether that has ended is worth a look each time
        return health


def _poll_marks(tx: Transaction, *, now: datetime) -> tuple[int, datetime | None]:
    offset, last = (
        key_values.key_value(tx, key_values.TELEGRAM_OFFSET),
        key_values.key_value(tx, key_values.LAST_POLL),
    )
    # After a week without updates Telegram may begin to number again from anywhere; from 0 nothing is missed.
    is_fresh = offset is not None and now - moment(offset[1]) < OFFSET_KEEPS
    return int(offset[0]) if offset and is_fresh else 0, moment(last[1]) if last else None
