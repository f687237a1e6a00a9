"""What is done now and then: signs of life, sweeping, wiping after an erasure, checking the store."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import maintenance as upkeep_module
from bot.app.maintenance import Maintenance
from bot.messages.after_commit import AfterCommit
from bot.running import runner
from bot.running.runner import FIRST_REST, Pause
from storage.engine import key_values
from storage.engine.database import StorageTrouble, Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person, to_be_wiped
from storage.messages import files, inbox
from storage.messages.contacts import MOST_CLOCK_OFF, Contact
from storage.messages.files import StoredFile
from storage.messages.inbox import Received
from storage.store_facts import store_facts
from tests.bot.workshop import BEGINNING, Clock, FailingDatabase, Workshop, until
from tests.channel_names import TELEGRAM
from tests.patience import LONGEST_SECONDS
from tests.storage.samples import open_round, take_part

NIGHT = 18 * 3600.0
"""From nine in the morning to three."""


def hearing(last: datetime | None, trouble: str | None = None, ahead: timedelta = timedelta()) -> Contact:
    """How hearing goes on the channel of this store."""
    return Contact(TELEGRAM, "Telegram", last, trouble, ahead)


class House:
    """Upkeep of a store, with rests that end when a test says so."""

    def __init__(self, database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = FailingDatabase(database)
        self.clock = Clock()
        self.polling: Contact | None = None
        self.upkeep = Maintenance(
            self.database,
            file,
            keeps_ids_for={TELEGRAM: timedelta(days=3)},
            contacts=lambda: () if self.polling is None else (self.polling,),
            now=self.clock,
        )
        self.rests: list[float] = []
        self._rested = asyncio.Semaphore(0)
        self._running: list[asyncio.Task[None]] = []
        monkeypatch.setattr(asyncio, "sleep", self._rest)
        monkeypatch.setattr(runner, "until_woken", self._until_woken)

    async def _until_woken(self, wake: asyncio.Event, seconds: Pause) -> None:
        if seconds is None:
            await wake.wait()
        else:
            await self._rest(seconds)

    async def _rest(self, seconds: float) -> None:
        if seconds:
            self.rests.append(seconds)
            await self._rested.acquire()
        else:
            await asyncio.wait([asyncio.ensure_future(asyncio.to_thread(int))])

    def start(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._running.append(asyncio.create_task(work()))

    async def rested(self, times: int) -> None:
        """Return once it rests for the so manyeth time."""
        await until(lambda: len(self.rests) >= times)

    def go_on(self) -> None:
        """End the rest."""
        self._rested.release()

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


@pytest.fixture
async def house(
    database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    opened = House(database, file, monkeypatch)
    yield opened
    await opened.stop()


async def test_a_sign_of_life_tells_since_when_we_run_and_how_polling_goes(house: House) -> None:
    house.polling = hearing(BEGINNING, "conflict")
    house.start(house.upkeep.heartbeat)
    await house.rested(1)
    facts = await house.database.read(lambda tx: store_facts(tx, BEGINNING))
    assert (facts.alive_at, facts.started_at) == (BEGINNING, BEGINNING)
    assert facts.contacts == (hearing(BEGINNING, "conflict"),)
    house.clock.advance(10)
    house.polling = hearing(house.clock())
    house.go_on()
    await house.rested(2)
    facts = await house.database.read(lambda tx: store_facts(tx, BEGINNING))
    assert (facts.alive_at, facts.started_at) == (house.clock(), BEGINNING)
    assert facts.contacts == (hearing(house.clock()),)


async def test_health_says_at_once_that_polling_works_again(
    database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep_module, "HEARTBEAT_SECONDS", 86_400.0)
    contact = hearing(BEGINNING, "what arrives cannot be kept")
    ids = {TELEGRAM: timedelta(days=3)}
    upkeep = Maintenance(database, file, keeps_ids_for=ids, contacts=lambda: (contact,), now=Clock())

    async def noted(trouble: str | None) -> None:
        async with asyncio.timeout(LONGEST_SECONDS):
            while True:
                facts = await database.read(lambda tx: store_facts(tx, BEGINNING))
                if facts.alive_at is not None and [each.trouble for each in facts.contacts] == [trouble]:
                    return
                await asyncio.sleep(0)

    beating = asyncio.create_task(upkeep.heartbeat())
    await noted("what arrives cannot be kept")
    contact = hearing(BEGINNING)
    upkeep.contact_changed()
    await noted(None)
    beating.cancel()


async def test_while_the_clock_is_wrong_nothing_is_forgotten_and_the_operator_is_told_once(
    house: House, plain_logs: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[datetime] = []
    monkeypatch.setattr(upkeep_module, "SWEEP_EVERY", 1)
    monkeypatch.setattr(upkeep_module.people, "sweep_invitations", lambda _tx, now: swept.append(now))
    year = timedelta(days=365)
    for times, ahead in enumerate((year, -year, MOST_CLOCK_OFF, timedelta()), 1):
        house.polling = hearing(BEGINNING, ahead=ahead)
        if times == 1:
            house.start(house.upkeep.heartbeat)
        else:
            house.go_on()
        await house.rested(times)
        facts = await house.database.read(lambda tx: store_facts(tx, BEGINNING))
        assert [each.is_clock_wrong for each in facts.contacts] == [abs(ahead) == year]
        assert house.upkeep.is_clock_wrong is (abs(ahead) == year)
    assert len(swept) == 2
    assert plain_logs.getvalue().count("the clock of this computer is wrong") == 1


async def test_open_pages_are_told_once_what_shows_a_complaint_is_gone(
    database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[AfterCommit] = []
    monkeypatch.setattr(upkeep_module, "leave_no_trace", lambda *_: {7})
    upkeep = Maintenance(
        database,
        file,
        keeps_ids_for={},
        contacts=tuple,
        tell=told.append,
        invitations=Workshop(database).arrivals,
        now=Clock(),
    )
    await upkeep._beat_once()
    assert [each.outdated for each in told] == [{7}]


async def test_without_telegram_nothing_is_said_of_polling(house: House) -> None:
    house.start(house.upkeep.heartbeat)
    await house.rested(1)
    facts = await house.database.read(lambda tx: store_facts(tx, BEGINNING))
    assert facts.contacts == ()


async def test_whoever_looks_is_told_at_once_that_we_have_stopped(house: House) -> None:
    house.start(house.upkeep.heartbeat)
    await house.rested(1)
    house.polling = hearing(BEGINNING)
    await house.upkeep.stop()
    facts = await house.database.read(lambda tx: store_facts(tx, BEGINNING))
    assert (facts.alive_at, facts.contacts) == (None, (hearing(BEGINNING),))


async def test_a_store_that_fails_stops_no_sign_of_life_for_good(house: House) -> None:
    house.database.is_down = True
    house.start(house.upkeep.heartbeat)
    await house.rested(1)
    house.database.is_down = False
    house.go_on()
    await house.rested(2)
    assert (await house.database.read(lambda tx: store_facts(tx, BEGINNING))).alive_at == BEGINNING
    house.database.is_down = True
    await house.upkeep.stop()


@pytest.mark.exhaustive
async def test_every_hour_what_need_not_be_remembered_is_forgotten_and_the_log_emptied(
    house: House, file: Path
) -> None:
    log = file.with_name(file.name + "-wal")
    message = Received(TELEGRAM, "1", "telegram:5", b"CANARY of a stranger")

    def be_told(tx: Transaction) -> None:
        inbox.put(tx, [message], BEGINNING)
        inbox.done(tx, [row.id for row in inbox.take(tx, BEGINNING, 1)])

    await house.database.write(be_told)
    house.clock.now += timedelta(days=4)
    house.start(house.upkeep.heartbeat)
    await house.rested(1)
    assert await house.database.read(lambda tx: tx.rows("SELECT * FROM inbox")) == []
    assert log.stat().st_size == 0
    for heartbeat in range(2, upkeep_module.SWEEP_EVERY + 2):
        if heartbeat == upkeep_module.SWEEP_EVERY:
            assert log.stat().st_size > 0, "not at every beat"
        house.clock.advance(upkeep_module.HEARTBEAT_SECONDS)
        house.go_on()
        await house.rested(heartbeat)
    assert log.stat().st_size == 0


# --- wiping ----------------------------------------------------------------------------------------------


async def erase_somebody(house: House) -> None:
    if await house.database.read(lambda tx: tx.row("SELECT 1 FROM round")) is None:
        await house.database.write(open_round)
    who = await house.database.write(lambda tx: take_part(tx, "77001"))
    await house.database.write(lambda tx: erase_person(tx, who.person_id, house.clock()))


async def is_wiped(house: House, file: Path) -> bool:
    if await house.database.read(to_be_wiped) is not None:
        return False
    content = await asyncio.to_thread(
        lambda: b"".join(path.read_bytes() for path in file.parent.iterdir() if path.is_file())
    )
    return b"77001" not in content


async def wait_until_wiped(house: House, file: Path) -> None:
    async with asyncio.timeout(LONGEST_SECONDS):
        while not await is_wiped(house, file):
            pass


async def test_after_an_erasure_no_file_holds_what_was_erased(house: House, file: Path) -> None:
    house.start(house.upkeep.vacuum)
    for _ in range(2):
        await erase_somebody(house)
        assert not await is_wiped(house, file)
        house.upkeep.erased()
        await wait_until_wiped(house, file)
    assert house.rests == []


async def test_an_erasure_that_an_earlier_run_did_not_get_to_wipe_is_wiped_at_the_start(
    house: House, file: Path
) -> None:
    await erase_somebody(house)
    house.start(house.upkeep.vacuum)
    await wait_until_wiped(house, file)


async def test_a_large_store_is_wiped_in_the_next_quiet_hour(
    house: House, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep_module, "LARGE_BYTES", 1)
    await erase_somebody(house)
    house.start(house.upkeep.vacuum)
    await house.rested(1)
    assert house.rests == [NIGHT]
    assert not await is_wiped(house, file)
    house.go_on()
    await wait_until_wiped(house, file)


async def test_wiping_is_tried_again_when_somebody_reads_and_when_the_store_fails(
    house: House, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vacuum, answers = house.database.vacuum, iter([StorageTrouble("SQLITE_FULL"), False])

    async def hindered() -> bool:
        answer = next(answers, None)
        if isinstance(answer, StorageTrouble):
            raise answer
        return answer is None and await vacuum()

    monkeypatch.setattr(house.database, "vacuum", hindered)
    await erase_somebody(house)
    house.start(house.upkeep.vacuum)
    for times in (1, 2):
        await house.rested(times)
        assert not await is_wiped(house, file)
        house.go_on()
    await wait_until_wiped(house, file)
    assert house.rests == [FIRST_REST, upkeep_module.AGAIN_SECONDS]


# --- dropping files ---------------------------------------------------------------------------------------


async def test_every_hour_files_that_can_be_made_again_are_dropped_until_none_is_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FILES_AT_ONCE", 2)

    def keep(tx: Transaction) -> None:
        open_round(tx)
        person_id = take_part(tx, "7001").person_id
        for number in range(5):
            file = StoredFile("report.pdf", "application/pdf", b"%d" % number)
            files.keep_file(tx, person_id, file, BEGINNING, dataset="values")

    await house.database.write(keep)
    house.start(house.upkeep.drop_files)
    for looks, left in ((1, 5), (2, 5), (3, 0)):
        await house.rested(looks)
        held = await house.database.read(files.files_held)
        assert (held.kept, held.dropped) == (left, 5 - left)
        house.clock.now += timedelta(days=3, hours=13)
        house.go_on()
    assert set(house.rests) == {upkeep_module.DROP_SECONDS}


async def test_nothing_is_dropped_by_a_clock_that_is_wrong_nor_in_the_first_minutes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[datetime] = []

    def drop(_tx: Transaction, moment: datetime) -> bool:
        before.append(moment)
        return False

    monkeypatch.setattr(files, "drop_some", drop)
    house.upkeep._keeps_files_for = timedelta()
    house.polling = hearing(None, ahead=MOST_CLOCK_OFF * 2)
    assert await house.upkeep._drop_once() == upkeep_module.DROP_SECONDS
    house.polling = None
    await house.upkeep._drop_once()
    assert before == [BEGINNING - upkeep_module.LEAST_KEPT]


# --- checking --------------------------------------------------------------------------------------------


async def damaged(house: House) -> bool:
    return (await house.database.read(lambda tx: store_facts(tx, BEGINNING))).is_damaged


async def test_a_store_that_is_not_sound_is_noticed_by_night_and_said_aloud(
    house: House, monkeypatch: pytest.MonkeyPatch, plain_logs: io.StringIO
) -> None:
    checks: list[Path] = []

    def found_damaged(path: Path) -> None:
        checks.append(path)
        if len(checks) == 1:
            raise StorageTrouble("damaged")

    monkeypatch.setattr(upkeep_module, "quick_check", found_damaged)
    house.start(house.upkeep.check)
    await house.rested(1)
    assert checks == [], "opening has checked a small store"
    assert house.rests == [NIGHT]
    house.go_on()
    await house.rested(2)
    assert await damaged(house)
    assert "the store is not sound" in plain_logs.getvalue()
    house.go_on()
    await house.rested(3)
    assert not await damaged(house)


async def test_a_large_store_is_checked_at_the_start_beside_the_work(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep_module, "QUICK_CHECK_BYTES", 1)

    def found_damaged(_: Path) -> None:
        raise StorageTrouble("damaged")

    monkeypatch.setattr(upkeep_module, "quick_check", found_damaged)
    house.start(house.upkeep.check)
    await house.rested(1)
    assert await damaged(house)


async def test_a_real_check_finds_a_sound_store_sound(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep_module, "QUICK_CHECK_BYTES", 1)
    await house.database.write(lambda tx: key_values.note_damage(tx, is_damaged=True, now=BEGINNING))
    await Workshop(house.database).open_round()
    house.start(house.upkeep.check)
    await house.rested(1)
    assert not await damaged(house)
