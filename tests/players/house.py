"""The whole application on a store in a temporary folder, which can be restarted between any two turns."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.role_acts import end_role
from bot.app.application import Application
from bot.app.channel_table import CHANNELS, MakeCarrier
from bot.app.data_folder import open_store
from bot.channels.web.backend import WebBackend
from bot.channels.web.channel import WebChannel
from bot.channels.web.posted import inbox_name
from bot.coordinator.role_names import role_ended
from bot.inbox import after_outage
from bot.jobs.job_worker import WorkPlace
from bot.schedule.reminder_preview import Group
from bot.settings.settings import Settings
from conversations.groups.round_view import RoundView
from conversations.groups.themes_asked import ThemesAsked
from conversations.incoming import PAPER, Channel
from conversations.state import (
    Place,
)
from storage.engine.database import Database, Result, Transaction, TransactionJob
from storage.erasure import to_be_wiped
from storage.people import delegations, people
from storage.roles.organisations import Organisation, Role, find_organisation
from storage.roles.role_list import colleagues
from storage.rounds import rounds
from storage.rounds.ledger import LedgerEntry, ledger_of_round
from storage.rounds.rounds import frozen, new_round_id
from storage.rounds.stored_place import place_to_json
from storage.rounds.themes_asked import keep_themes_asked
from tests.bot.joining import join_web, role_link
from tests.channel_names import WEB
from tests.guides import guide_for_tests, pack_for_tests
from tests.patience import LONGEST_SECONDS
from tests.players.acts import (
    BEGINNING,
    ORGANISATION,
    ROUND_TITLE,
    Closes,
    IsJoined,
    OfTheScene,
    Scene,
    Waits,
)
from tests.players.rendering import one_child_for_all_reports
from tests.storage.whole_store import columns_with, files_with
from web.backend import Posted

WEB_URL = "http://closer-look.test"


class Clock:
    """The time of day in a test: it stands still until it is moved."""

    def __init__(self, now: datetime = BEGINNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        """The same as seconds since 1970."""
        return self.now.timestamp()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


class WatchedDatabase:
    """A store that tells when something has been committed, so that tests wait for facts and not for time."""

    def __init__(self, inner: Database) -> None:
        self._inner = inner
        self._committed = asyncio.Condition()

    async def write(self, job: TransactionJob[Result], *, lasting: bool = True) -> Result:
        result = await self._inner.write(job, lasting=lasting)
        async with self._committed:
            self._committed.notify_all()
        return result

    async def read(self, job: TransactionJob[Result]) -> Result:
        return await self._inner.read(job)

    async def close(self) -> None:
        await self._inner.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def until(self, holds: Callable[[Transaction], bool]) -> None:
        """Return once something holds; looked at after every commit."""
        async with asyncio.timeout(LONGEST_SECONDS), self._committed:
            while not await self._inner.read(holds):
                await self._committed.wait()


def is_quiet(tx: Transaction) -> bool:
    """Whether nothing waits to be decided on or to be delivered."""
    row = tx.row(
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')"
        " + (SELECT count(*) FROM outbox WHERE state = 'waiting')"
    )
    return row is not None and row[0] == 0


def are_reminded(tx: Transaction) -> bool:
    """Whether no reminder waits."""
    return tx.row("SELECT 1 FROM reminder WHERE state = 'waiting'") is None


def is_done(tx: Transaction) -> bool:
    """Whether, beyond that, all reports and files are made."""
    row = tx.row("SELECT count(*) FROM work WHERE state = 'waiting'")
    return is_quiet(tx) and row is not None and row[0] == 0


class House:
    """Closer Look as a whole. ``restart`` ends it and starts it again on the same folder."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        pack: str = "example",
        has_web: bool = True,
        reading_seconds: float = 4.0,
        closes_on: date | None = None,
        closes_at: datetime | None = None,
        role: str = "",
        themes_asked: Sequence[ThemesAsked] = (),
        further: Sequence[MakeCarrier] = (),
        **settings: Any,
    ) -> None:
        """``further`` are channels besides those of the product."""
        self.clock = clock
        self._table = (*CHANNELS, *further)
        self._pack = pack
        self._has_web = has_web
        self._closes_on = closes_on
        self._closes_at = closes_at
        self.role = role
        self._themes_asked = themes_asked
        self.settings = Settings(
            data_dir=folder,
            reading_seconds=reading_seconds,
            sends_per_second=1000,
            sends_per_chat_per_second=100,
            **settings,
        )
        self.round_id = new_round_id()
        self._rounds = {ROUND_TITLE: self.round_id}
        self._stack = AsyncExitStack()
        self._stack_of_house = ExitStack()
        self._reports = asyncio.Event()
        self.database: WatchedDatabase
        self.application: Application

    @classmethod
    def of(cls, scene: Scene, folder: Path, clock: Clock, **settings: Any) -> Self:
        """The house that a dialogue's scene asks for."""
        closes_at = None
        if scene.closes_on:
            closes_at = datetime.combine(scene.closes_on, datetime.min.time(), UTC) + timedelta(days=1)
        return cls(
            folder,
            clock,
            pack=scene.guide,
            reading_seconds=scene.reading_seconds,
            closes_on=scene.closes_on,
            closes_at=closes_at,
            role=scene.role,
            themes_asked=scene.themes_asked,
            **settings,
        )

    async def __aenter__(self) -> Self:
        # The clock of a dialogue jumps; that is no silence of ours.
        self._noticeable, after_outage.NOTICEABLE = after_outage.NOTICEABLE, timedelta.max
        self._stack_of_house.enter_context(one_child_for_all_reports())
        await self._start()
        await self._open_round(ROUND_TITLE)
        return self

    async def _open_round(self, title: str) -> None:
        pack = pack_for_tests(self._pack)
        view = RoundView(
            self._rounds[title], title, ORGANISATION, False, self._closes_on, self._closes_at, None
        )

        def open_round(tx: Transaction) -> None:
            rounds.keep_guide(tx, frozen(pack))
            rounds.open_round(tx, view, pack.sha256, self.clock())
            for asked in self._themes_asked:
                keep_themes_asked(tx, view.id, asked)

        await self.database.write(open_round)

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
        self._stack_of_house.close()
        after_outage.NOTICEABLE = self._noticeable

    async def _start(self) -> None:
        self.database = WatchedDatabase(await open_store(self.settings))
        self._stack.push_async_callback(self.database.close)
        web_url = WEB_URL if self._has_web else None
        self.application = Application(
            self.settings, self.database, web_url=web_url, table=self._table, now=self.clock
        )
        self._hold_reports(self.application)
        self._hold_endings(self.application)
        await self._stack.enter_async_context(self.application)

    @property
    def backend(self) -> WebBackend:
        """What the browser's pages ask."""
        return self.application.channels.of_kind(WebChannel).backend

    def _hold_reports(self, application: Application) -> None:
        """Let reports be made when the dialogue comes to receive them, and not by chance before."""
        worker = application._job_worker
        make = worker.do_one

        async def make_when_let(*place: WorkPlace) -> bool:
            await self._reports.wait()
            return await make(*place)

        worker.do_one = make_when_let  # type: ignore[method-assign]

    def _hold_endings(self, application: Application) -> None:
        """Let nobody be informed of the end of a round while a dialogue is about something else."""

        async def nothing() -> None:
            return

        application._endings.notice = nothing  # type: ignore[method-assign]

    async def make_reports(self) -> None:
        """Let everything that was asked for be made and delivered."""
        self._reports.set()
        self.application._job_worker.wake()
        await self.database.until(is_done)
        self._reports.clear()

    async def restart(self) -> None:
        """End the application and start it again, with nothing carried over but the folder."""
        await self._stack.aclose()
        await self._start()

    async def invite(self, title: str = ROUND_TITLE) -> str:
        """A new code for the round of this title, or for the role that the scene gives."""
        if not self.role and title not in self._rounds:
            self._rounds[title] = new_round_id()
            await self._open_round(title)
        return await self.database.write(lambda tx: self._invite(tx, title))

    def _invite(self, tx: Transaction, title: str) -> str:
        now = self.clock()
        if not self.role:
            return people.invite(tx, self._rounds[title], now, valid=timedelta(days=14))
        return role_link(tx, now, Role(self.role))

    async def pass_on(self, reason: str) -> str:
        """A code with which somebody else in the round passes the first prompt of the guide on."""
        return await self.database.write(lambda tx: self._pass_on(tx, reason))

    def _pass_on(self, tx: Transaction, reason: str) -> str:
        now, valid = self.clock(), timedelta(days=14)
        code = self._invite(tx, ROUND_TITLE)
        place = place_to_json(Place())
        colleague = people.join(tx, code, WEB, None, now, place=place, language="en")
        assert colleague is not None
        theme = guide_for_tests(self._pack).themes[0]
        return delegations.delegate(
            tx, colleague.participant_id, theme.id, theme.prompts[0].id, reason, now, valid=valid
        )

    async def lets_happen(self, act: OfTheScene) -> None:
        """Let something happen around the person."""
        match act:
            case Waits():
                self.clock.advance(act.seconds)
            case Closes():
                await self.close_round(act.round_title)
            case IsJoined():
                await self.database.write(lambda tx: self._let_in(tx, act))

    async def end_role(self) -> None:
        """End the role of whoever came first, and let them be informed."""
        await self.database.write(self._end_first_role)
        await self.make_reports()

    def _let_in(self, tx: Transaction, act: IsJoined) -> None:
        now = self.clock()
        code = role_link(tx, now, Role(act.role), label=act.name)
        assert join_web(self.application.invitations, tx, code, now) is not None

    def _end_first_role(self, tx: Transaction) -> None:
        now, found = self.clock(), find_organisation(tx, ORGANISATION)
        assert found is not None
        place = Organisation(found.id, found.name)
        first = colleagues(tx, place.id, now)[0]
        end_role(Acting(tx, OPERATOR_HERE, now), place, first, notice=role_ended)

    async def close_round(self, title: str = ROUND_TITLE) -> None:
        """Close the round of this title now."""
        round_id = self._rounds[title]
        await self.database.write(lambda tx: rounds.close_round(tx, round_id, self.clock()))

    async def remind(self) -> None:
        """Remind everybody a coordinator may remind now."""
        reminders = self.application.reminders

        def ask(tx: Transaction) -> None:
            preview = reminders.preview(tx, self.round_id, Group.ALL, self.clock())
            reminders.confirm(tx, self.round_id, preview.batch, by=0, now=self.clock())

        await self.database.write(ask)
        self.application.reminding.wake()
        await self.database.until(are_reminded)
        await self.quiet()

    async def quiet(self) -> None:
        """Return once nothing waits to be decided on or delivered."""
        await self.database.until(is_quiet)

    async def ledger(self, channel: Channel | None = None) -> list[LedgerEntry]:
        """Everything that was given, round by round: all of it, or on one channel and on paper."""
        ids = self._rounds.values()
        entries = await self.database.read(
            lambda tx: [entry for round_id in ids for entry in ledger_of_round(tx, round_id)]
        )
        return [each for each in entries if channel is None or each.reply.channel in (channel, PAPER)]

    async def places_of(self, words: str) -> set[str]:
        """Where words are kept still: columns of the store, and files that hold a byte of them."""
        await self.database.until(lambda tx: to_be_wiped(tx) is None)
        columns = await self.database.read(lambda tx: columns_with(tx, words))
        return columns | await asyncio.to_thread(files_with, self.settings.data_dir, words)

    async def reported_messages(self) -> set[str]:
        """The channel's names of all messages that belong to reports and files."""
        rows = await self.database.read(
            lambda tx: tx.rows("SELECT message_id FROM outbox WHERE priority = 1 AND message_id IS NOT NULL")
        )
        return {row[0] for row in rows}

    async def messages_for_files(self) -> set[str]:
        """The channel's names of all messages that are files, or stand for files in words."""
        rows = await self.database.read(
            lambda tx: tx.rows(
                "SELECT message_id FROM outbox WHERE kind = 'attach' AND message_id IS NOT NULL"
            )
        )
        return {row[0] for row in rows}

    async def reported_numbers(self) -> set[int]:
        """The numbers of all entries that belong to reports and files."""
        rows = await self.database.read(lambda tx: tx.rows("SELECT number FROM outbox WHERE priority = 1"))
        return {row[0] for row in rows}

    async def has_received_from_browser(self, message_id: str, person_id: int) -> None:
        """The same for a message that the browser of this person gave this name.

        What they sent to have everything erased went with all the rest.
        """
        name = inbox_name(Posted(message_id)).name
        await self.database.until(
            lambda tx: (
                tx.row("SELECT 1 FROM inbox WHERE external_id LIKE :id", {"id": f"{person_id}:{name}:%"})
                is not None
                or not people.is_known(tx, person_id)
            )
        )

    async def has_received(self, external_id: str) -> None:
        """Return once a message is in the inbox or has been through it."""
        await self.database.until(
            lambda tx: tx.row("SELECT 1 FROM inbox WHERE external_id = :id", {"id": external_id}) is not None
        )
