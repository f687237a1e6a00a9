"""The application: all its parts, wired once, started and stopped together."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from bot.app.channel_table import CHANNELS, MakeCarrier, all_channels
from bot.app.health import current_health
from bot.app.maintenance import Maintenance
from bot.inbox.invitations import Invitations
from bot.inbox.turn import Turn, TurnSettings
from bot.inbox.turn_worker import TurnWorker
from bot.jobs.job_worker import JobWorker
from bot.jobs.render_process import end_rendering, keep_waiting
from bot.messages.after_commit import AfterCommit
from bot.messages.channel_contract import Carrier
from bot.messages.guide_cache import GuideShelf, available_packs
from bot.messages.host import Host, ListForms, OverviewForms, PeopleForms, RoundForms
from bot.messages.quotas import Quotas
from bot.notices.own_notices import OwnNoticeWays
from bot.outbox.delivery import Delivery
from bot.schedule.complaint_notices import ComplaintNotices
from bot.schedule.digests import DigestWorker
from bot.schedule.late_tasks import LateTasksWorker
from bot.schedule.mails import MailWays, MailWorker
from bot.schedule.news import NewsWorker
from bot.schedule.reminder_requests import ReminderRequests
from bot.schedule.reminders import ReminderWorker
from bot.schedule.retention import RetentionWorker
from bot.schedule.round_end import RoundEndWorker
from bot.settings.addresses import chat_page, no_more_link
from bot.settings.settings import Settings
from content.library import Library
from conversations.incoming import Channel
from storage.engine.database import Database

if TYPE_CHECKING:
    from bot.coordinator.dispatch import CoordinatorDispatch
    from bot.coordinator.request import Services
    from web.backend import Health

REPORT_DATA = "bot.coordinator.report_data"
"""What the figures of reports are made by."""

CLOCK_SECONDS = 60.0
"""How long the channels' first answers are waited for before any round ends by our clock."""

HEALTH_KEEPS_SECONDS = 5.0
"""How long an answer about our health is given again, so that asking often costs nothing."""

Clock = Callable[[], datetime]


class Application:
    """Closer Look on one store: takes turns, makes reports, and speaks and hears on every channel."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        web_url: str | None,
        library: Library | None = None,
        table: Sequence[MakeCarrier] = CHANNELS,
        now: Clock = lambda: datetime.now(UTC),
    ) -> None:
        """``library`` are the packs that rounds can be opened on; without them they are read when needed."""
        self._settings = settings
        self._database = database
        self._now = now
        self._known_health: tuple[float, Health] | None = None
        self._looking_at_health = asyncio.Lock()
        self._shelf = GuideShelf()
        self.quotas = Quotas(settings.limits)
        self.channels = channels = all_channels(settings, web_url=web_url, table=table)
        self._hearing = tuple(channels.values())
        shown_on = channels.with_history
        by_mail = channels.for_notices is not None
        self.reminders = ReminderRequests(
            self._shelf, settings.reminder_hours, shown_on=shown_on, by_mail=by_mail
        )

        @cache
        def services() -> "Services":
            from bot.coordinator.request import Services

            return Services(
                self._shelf,
                (lambda: library) if library is not None else cache(lambda: available_packs(settings)[0]),
                channels,
                settings.invitation_days,
                self.reminders,
                web_url,
                settings.session_limits,
                settings.ask_about_identifiers,
                self.quotas,
            )

        @cache
        def dispatch() -> "CoordinatorDispatch":
            # Only for the first who has a role: their commands take long to load, and no reply needs them.
            from bot.coordinator.dispatch import CoordinatorDispatch

            return CoordinatorDispatch(services())

        @cache
        def round_forms() -> "RoundForms":
            # Only for the first who opens that page.
            from bot.coordinator.round_pages.opening import RoundPages

            return RoundPages(services)

        @cache
        def people_forms() -> "PeopleForms":
            # As above.
            from bot.coordinator.desk_pages.people_desk_forms import PeoplePages

            return PeoplePages(services)

        @cache
        def overview_forms() -> "OverviewForms":
            # As above.
            from bot.coordinator.desk_pages.overview_forms import OverviewPages

            return OverviewPages(services)

        self._round_forms, self._people_forms = round_forms, people_forms

        @cache
        def list_forms() -> "ListForms":
            # As above.
            from bot.coordinator.desk_pages.list_forms import ListPages

            return ListPages(services)

        self._overview_forms, self._list_forms = overview_forms, list_forms

        self.invitations = Invitations(self._shelf, channels, dispatch, has_web=web_url is not None)
        turn_settings = TurnSettings(
            settings.reading_seconds, web_url, settings.ask_about_identifiers, settings.session_limits
        )
        turn = Turn(self._shelf, turn_settings, channels, self.invitations, dispatch)
        self._turns = TurnWorker(database, turn, self._tell, now=now)
        processes = settings.processes_for_reports
        keep_waiting(processes)
        self._job_worker = JobWorker(
            database, self._shelf, self._tell, channels=channels, processes=processes, now=now
        )
        self.reminding = ReminderWorker(
            database,
            self._shelf,
            settings.reminder_hours,
            self._tell,
            shown_on=shown_on,
            now=now,
            by_mail=self._own_notice_ways(),
        )
        self._mailing = self._mail_worker()
        self._news = self._news_worker()
        self._digests = DigestWorker(database, settings.reminder_hours, self._tell, now=now)
        self._late_tasks = LateTasksWorker(database, settings.reminder_hours, self._tell, now=now)
        self._complaint_notices = ComplaintNotices(database, settings.reminder_hours, self._tell, now=now)
        self._maintenance = maintenance = Maintenance(
            database,
            settings.database_path,
            keeps_ids_for=channels.keeps_ids_for,
            contacts=channels.contacts,
            limits=settings.session_limits,
            keeps_files_for=timedelta(days=settings.keep_files_days),
            shelf=self._shelf,
            tell=self._tell,
            invitations=self.invitations,
            now=now,
        )
        self._endings = RoundEndWorker(
            database, self._tell, now=now, is_clock_wrong=lambda: maintenance.is_clock_wrong
        )
        self._retention = RetentionWorker(
            database,
            self._tell,
            now=now,
            publish_all=lambda: _publish_all(database, self._shelf),
            is_clock_wrong=lambda: maintenance.is_clock_wrong,
        )
        self._deliveries: dict[Channel, Delivery] = {}
        self._stack = AsyncExitStack()
        self._tasks: list[asyncio.Task[Any]] = []

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
        await self._open_channels()
        await self._turns.recover()
        self._start_channels()
        self._start(self._turns.run())
        self._start(self._job_worker.run())
        self._start(self.reminding.run())
        if self._mailing is not None:
            self._start(self._mailing.run())
        if self._news is not None:
            self._start(self._news.run())
        self._start(self._after_hearing(self._endings.run))
        self._start(self._digests.run())
        self._start(self._late_tasks.run())
        self._start(self._after_hearing(self._retention.run))
        self._start(self._complaint_notices.run())
        self._start(self._maintenance.heartbeat())
        self._start(self._maintenance.vacuum())
        self._start(self._maintenance.drop_files())
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

    async def _open_channels(self) -> None:
        host = Host(
            self._database,
            self._now,
            self.invitations,
            take_in=self._turns.take_in,
            take_at_once=self._turns.take_at_once,
            wake=self._turns.wake,
            tell=self._tell,
            health=self._health,
            contact_changed=self._maintenance.contact_changed,
            quotas=self.quotas,
            round_forms=self._round_forms,
            people_forms=self._people_forms,
            overview_forms=self._overview_forms,
            list_forms=self._list_forms,
        )
        for carrier in self.channels.carriers.values():
            self._stack.push_async_callback(carrier.close)
            if not await carrier.open(host):
                continue
            delivery = self._deliveries[carrier.name] = Delivery(self._database, carrier, now=self._now)
            await delivery.recover()

    def _start_channels(self) -> None:
        for name, carrier in self.channels.carriers.items():
            for task in carrier.tasks():
                self._start(task)
            if name in self._deliveries:
                self._start(_deliver(carrier, self._deliveries[name]))

    async def _after_hearing(self, run: Callable[[], Awaitable[None]]) -> None:
        # Whether our clock is right is known from a channel's first answer; without one it must do.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOCK_SECONDS):
                for name in self._deliveries:
                    await self.channels.carriers[name].ready()
        await run()

    def _tell(self, after_commit: AfterCommit) -> None:
        """Pass on what a committed turn leaves to be done."""
        for name, delivery in self._deliveries.items():
            delivery.post([each for each in after_commit.due if each.channel == name])
            delivery.pass_on([each for each in after_commit.passing if each.channel == name])
        for channel in self._hearing:
            channel.note(after_commit)
        if after_commit.has_work:
            self._job_worker.wake()
        if after_commit.has_received:
            self._turns.wake()
        if after_commit.has_reminders:
            self.reminding.wake()
            if self._mailing is not None:
                self._mailing.wake()
        if after_commit.has_erased:
            self._maintenance.erased()

    def _own_notice_ways(self) -> OwnNoticeWays | None:
        """What takes notices to people's own addresses, None where no carrier takes any."""
        carrier, settings = self.channels.for_notices, self._settings
        if carrier is None:
            return None
        return OwnNoticeWays(
            carrier.name,
            page=lambda tx: chat_page(tx, settings),
            stop_link=lambda tx, code: no_more_link(tx, settings, code),
            answers_to=carrier.answers_to,
            per_second=carrier.pace.per_second,
        )

    def _news_worker(self) -> NewsWorker | None:
        """What sends news to people's own addresses, None where no carrier takes any."""
        ways, hearing = self._own_notice_ways(), self._hearing
        if ways is None:
            return None
        return NewsWorker(
            self._database,
            self._settings.reminder_hours,
            self._tell,
            ways,
            shown_on=self.channels.with_history,
            is_looking=lambda person_id: any(each.is_looked_at(person_id) for each in hearing),
            now=self._now,
        )

    def _mail_worker(self) -> MailWorker | None:
        """What passes mails on, None where no carrier takes any."""
        carrier, settings, channels = self.channels.for_notices, self._settings, self.channels
        if carrier is None:
            return None
        return MailWorker(
            self._database,
            self._shelf,
            settings.reminder_hours,
            self._tell,
            ways=MailWays(
                carrier.name,
                way_in=lambda tx, code, view: next(iter(channels.links_into(tx, code, view)), None),
                stop_link=lambda tx, code: no_more_link(tx, settings, code),
                answers_to=carrier.answers_to,
                per_second=carrier.pace.per_second,
            ),
            valid=timedelta(days=settings.invitation_days),
            now=self._now,
        )

    async def _health(self) -> "Health":
        # Only here: who asks is a page, and what pages need is loaded by then.
        from web.backend import Health

        # One looks for all who ask meanwhile: while something is wrong a look takes seconds, and writes.
        async with self._looking_at_health:
            clock = asyncio.get_running_loop().time
            if self._known_health is None or clock() - self._known_health[0] >= HEALTH_KEEPS_SECONDS:
                found = await current_health(self._database, self._settings, self._now())
                self._known_health = (clock(), Health(found.healthy, found.reasons))
            return self._known_health[1]


async def _publish_all(database: Database, shelf: GuideShelf) -> None:
    # Another thread loads it, so that nobody's message waits for that.
    report_data = await asyncio.to_thread(import_module, REPORT_DATA)
    await report_data.publish_all(database, shelf)


async def _deliver(carrier: Carrier, delivery: Delivery) -> None:
    await carrier.ready()
    await delivery.run()
