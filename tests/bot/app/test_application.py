"""The whole application over HTTP: what it takes is kept, what it keeps is answered, whatever goes wrong."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.app.application import Application
from bot.app.data_folder import open_store
from bot.channels.telegram.connecting import AnotherBot
from bot.channels.web.channel import WebChannel
from bot.settings.settings import Settings
from storage.engine.database import Database, StorageTrouble, Transaction
from storage.erasure import to_be_wiped
from storage.messages import inbox, outbox
from storage.messages.contacts import last_reached
from storage.messages.inbox import Received
from storage.rounds.ledger import ledger_of_round
from tests.bot.workshop import (
    BEGINNING,
    ROUND,
    WEB_URL,
    Clock,
    FailingDatabase,
    Workshop,
    a_card,
    until,
)
from tests.channel_names import TELEGRAM, WEB
from tests.patience import LONGEST_SECONDS
from tests.telegram.faults import Show
from tests.telegram.people import Person
from tests.telegram.stand_in import StandIn
from web.backend import Posted


class House:
    """The application on a store in a folder, with a stand-in for Telegram."""

    def __init__(self, folder: Path, telegram: StandIn, clock: Clock) -> None:
        self.telegram = telegram
        self.clock = clock
        self.settings = Settings(
            data_dir=folder,
            telegram_token=telegram.token,
            telegram_api_url=telegram.url,
            reading_seconds=0,
            sends_per_second=1000,
            sends_per_chat_per_second=100,
        )
        self.database: FailingDatabase
        self.shop: Workshop
        self.application: Application

    @asynccontextmanager
    async def running(self, **changes: Any) -> AsyncIterator[Application]:
        """A run of the application, with other settings where a test wants them."""
        settings = self.settings.model_copy(update=changes)
        self.database = FailingDatabase(await open_store(settings))
        self.shop = Workshop(self.database)
        self.shop.clock = self.clock
        try:
            self.application = Application(settings, self.database, web_url=WEB_URL, now=self.clock)
            async with self.application:
                yield self.application
        finally:
            self.database.is_down = False
            await self.database.close()

    async def open_round(self) -> None:
        await self.shop.open_round()

    async def joins(self, number: int) -> Person:
        """Somebody follows a link and is at the first prompt of theme 1."""
        person = self.telegram.person(number)
        person.starts(await self.shop.invite())
        for words in ("begin", "1", "start"):
            await self.has_seen(person, len(person.sees()) + 1)
            person.writes(words)
        await self.telegram.until(lambda: "prompt 1 of 3" in person.last.text)
        return person

    async def has_seen(self, person: Person, count: int) -> None:
        await self.telegram.until(lambda: len(person.sees()) >= count)

    async def texts(self) -> list[str]:
        entries = await self.database.read(lambda tx: list(ledger_of_round(tx, ROUND)))
        return [entry.reply.text for entry in entries if entry.reply.text]

    async def holds(self, job: Callable[[Transaction], object]) -> None:
        """Return once something is so in the store."""
        async with asyncio.timeout(LONGEST_SECONDS):
            while not await self.database.read(job):  # noqa: ASYNC110 - as soon as it is committed
                await asyncio.sleep(0)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    clock = Clock()
    async with StandIn(clock=lambda: clock().timestamp()) as telegram:
        yield House(tmp_path, telegram, clock)


async def test_a_reply_goes_all_the_way_and_the_next_prompt_comes_back(house: House) -> None:
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        anna.writes("We ask each in turn.")
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)
        assert await house.texts() == ["We ask each in turn."]
        assert house.telegram.waiting.confirmed > 0


async def test_whoever_writes_very_much_is_told_once_that_it_was_not_taken_and_may_go_on_later(
    house: House,
) -> None:
    async with house.running(messages_per_minute=5):
        await house.open_round()
        anna, ben = await house.joins(1), await house.joins(2)
        house.clock.advance(120)
        # So that the last reply is still to a prompt, however many are taken to be one.
        for words in ("/help", "/help", "/help", "Reply 3.", "Reply 4.", "Reply 5.", "Reply 6."):
            anna.writes(words)

        def told() -> int:
            return sum("I did not take your last message" in each.text for each in anna.sees())

        await house.telegram.until(told)
        ben.writes("Meanwhile.")
        await house.telegram.until(lambda: "prompt 2 of 3" in ben.last.text)
        await house.holds(lambda tx: not inbox.newest_waiting(tx))
        assert told() == 1
        assert "Reply 4." in str(await house.texts())
        assert "Reply 5." not in str(await house.texts())
        house.clock.advance(60)
        anna.writes("Reply 5.")
        await house.holds(lambda tx: "Reply 5." in str(list(ledger_of_round(tx, ROUND))))


async def test_what_cannot_be_kept_is_not_confirmed_and_comes_again(house: House) -> None:
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        await house.telegram.until(lambda: len(house.telegram.waiting) == 0)
        confirmed = house.telegram.waiting.confirmed
        house.database.is_down = True
        anna.writes("Kept in the end.")
        await until(lambda: house.database.tries_while_down >= 5)
        assert house.telegram.waiting.confirmed == confirmed
        assert len(house.telegram.waiting) == 1
        house.database.is_down = False
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)
        assert await house.texts() == ["Kept in the end."]


async def answers_twice(house: House) -> list[str]:
    """Let Telegram deliver one reply twice, as it does when we end before confirming it; what is kept."""
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        anna.writes("Once.")
        raw = house.telegram.waiting.raws[-1]
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)
        polls = house.telegram.polls
        house.telegram.injects(raw, numbered=False)
        await house.telegram.until(lambda: house.telegram.polls >= polls + 3)
        await house.holds(lambda tx: inbox.newest_waiting(tx) == 0)
        return await house.texts()


async def test_what_is_delivered_twice_counts_once(house: House) -> None:
    assert await answers_twice(house) == ["Once."]


async def test_without_the_protection_the_same_test_finds_a_double(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: an inbox that takes every delivery for a new message."""
    put, count = inbox.put, 0

    def careless(tx: Transaction, messages: list[Received], now: Any) -> None:
        nonlocal count
        count += 1
        named = [
            Received(each.channel, f"{each.external_id}/{count}", each.sender, each.raw) for each in messages
        ]
        put(tx, named, now)

    monkeypatch.setattr(inbox, "put", careless)
    assert len(await answers_twice(house)) > 1


async def test_an_orderly_stop_and_start_says_nothing_twice_and_leaves_nothing_out(house: House) -> None:
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
    seen = len(anna.sees())
    anna.writes("Written while you were down.")
    async with house.running():
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)
        assert len(anna.sees()) == seen + 1
        assert await house.texts() == ["Written while you were down."]


async def test_what_waited_when_we_ended_is_delivered_by_the_next_run(house: House) -> None:
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        house.telegram.fail(Show.HTML, "sendMessage", times=None, status=503)
        anna.writes("We ask them.")
        await house.holds(lambda tx: list(ledger_of_round(tx, ROUND)) and outbox.waiting(tx, TELEGRAM))
        assert "prompt 1 of 3" in anna.last.text
    house.telegram.recover()
    async with house.running():
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)


async def test_a_round_that_ended_while_we_were_away_is_told_of_by_the_next_run(house: House) -> None:
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        await house.shop.close_round()
    async with house.running():
        await house.telegram.until(lambda: "Thank you for taking part." in anna.last.text)


async def test_a_message_that_is_told_to_wait_arrives_later(house: House) -> None:
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        house.telegram.fail(Show.TOO_MANY, "sendMessage", times=1, retry_after=1)
        anna.writes("We ask them.")
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)


async def test_somebody_who_blocks_us_is_left_alone_and_welcomed_back(house: House) -> None:
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        anna.has_blocked = True  # Telegram has not said so yet: we learn it from a refusal
        anna.writes("My last words.")
        await house.holds(
            lambda tx: tx.row("SELECT 1 FROM address WHERE unreachable_because = 'blocked'") is not None
        )
        assert await house.texts() == ["My last words."]
        anna.returns()
        anna.writes("/start")
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)
        await house.holds(lambda tx: tx.row("SELECT 1 FROM address WHERE unreachable_at IS NULL") is not None)


async def test_another_bots_token_is_refused_before_a_word_is_said_in_its_name(
    house: House, tmp_path: Path
) -> None:
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        house.telegram.fail(Show.HTML, "sendMessage", times=None, status=503)
        anna.writes("We ask them.")
        await house.holds(lambda tx: list(ledger_of_round(tx, ROUND)) and outbox.waiting(tx, TELEGRAM))
    other = StandIn(token="800800800:CANARY-token_0123456789abcdefghijkl")
    async with other:
        strangers = House(tmp_path, other, house.clock)
        async with strangers.running() as application:
            with pytest.raises(AnotherBot):
                async with asyncio.timeout(LONGEST_SECONDS):
                    await application.until_failure()
            assert len(await strangers.database.read(lambda tx: outbox.waiting(tx, TELEGRAM))) == 1
        assert other.calls_of("sendMessage", "editMessageText", "getUpdates", "setMyCommands") == []


async def test_without_a_token_the_web_chat_works_and_what_waits_for_telegram_waits(house: House) -> None:
    async with house.running():
        await house.open_round()
    async with house.running(telegram_token=None) as application:
        ((welcome,),) = await house.shop.join("1")
        backend = application.channels.of_kind(WebChannel).backend
        session = await backend.join(await house.shop.invite())
        assert session is not None
        visitor = await backend.visitor(session)
        assert visitor is not None
        woken = asyncio.Event()
        with backend.watch(visitor, woken):
            await backend.post(session, Posted("m-000001", "begin"))
            async with asyncio.timeout(20):
                await woken.wait()
        assert len((await backend.stretch(visitor, 100)).entries) == 3
        assert [due.key for due in await house.database.read(lambda tx: outbox.waiting(tx, TELEGRAM))] == [
            welcome.key
        ]
    anna = house.telegram.person(1)
    anna.has_started = True
    async with house.running():
        await house.telegram.until(lambda: anna.sees())


async def test_after_somebody_is_erased_no_file_holds_a_byte_of_theirs(house: House, tmp_path: Path) -> None:
    canary = "CANARY" + "x" * 50
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        anna.writes(canary * 20)
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)
        for words in ("/forget", "erase everything"):
            seen = len(anna.sees())
            anna.writes(words)
            await house.has_seen(anna, seen + 1)
        assert "has been erased" in anna.last.text
        await house.holds(lambda tx: to_be_wiped(tx) is None)
        content = await asyncio.to_thread(
            lambda: b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        )
        assert canary.encode() not in content
        assert await house.texts() == []


async def test_a_stranger_hears_one_sentence_and_leaves_no_trace(house: House, tmp_path: Path) -> None:
    async with house.running():
        await house.open_round()
        stranger = house.telegram.person(5)
        stranger.writes("CANARY words of a stranger")
        await house.has_seen(stranger, 1)
        assert "working link" in stranger.last.text
        await house.holds(lambda tx: inbox.newest_waiting(tx) == 0)
    content = await asyncio.to_thread(
        lambda: b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    )
    assert b"CANARY" not in content


async def test_after_an_outage_the_busy_are_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.after_outage._QUIET_SECONDS", 0.0)
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
    seen = len(anna.sees())
    house.clock.advance(600)
    async with house.running():
        await house.has_seen(anna, seen + 1)
        assert anna.last.text.startswith("I was away for a while.")
        assert "prompt 1 of 3" in anna.last.text
        anna.taps("Skip")
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)


async def test_runs_that_end_soon_are_no_absence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run ends before its first sign of life, and notes nothing when it ends."""
    monkeypatch.setattr("bot.app.maintenance.HEARTBEAT_SECONDS", 3600.0)
    monkeypatch.setattr("bot.inbox.after_outage._QUIET_SECONDS", 0.0)
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
    monkeypatch.setattr("bot.app.maintenance.Maintenance.stop", _nothing)
    seen = len(anna.sees())
    for _ in range(4):
        house.clock.advance(45)
        async with house.running():
            began = house.clock()
            await house.holds(
                lambda tx, began=began: (known := last_reached(tx, TELEGRAM)) is not None and known >= began
            )
    assert len(anna.sees()) == seen


async def _nothing(_self: object) -> None:
    """A run that is killed notes nothing."""


async def test_its_health_can_be_asked_for(house: House) -> None:
    async with house.running() as application:
        await house.telegram.until(lambda: house.telegram.polls)
        for mark in ("alive", "last_reached telegram"):
            sql = f"SELECT 1 FROM mark WHERE name = '{mark}'"  # noqa: S608
            await house.holds(lambda tx, sql=sql: tx.row(sql) is not None)
        backend = application.channels.of_kind(WebChannel).backend
        assert (await backend.health()).healthy


async def test_a_part_that_ends_ends_the_run_with_its_reason(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.running() as application:

        def breaks(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(application._turns, "_tell", breaks)
        house.telegram.person(5).writes("hello")
        with pytest.raises(ZeroDivisionError):
            async with asyncio.timeout(LONGEST_SECONDS):
                await application.until_failure()


async def test_a_start_that_fails_leaves_nothing_running(house: House) -> None:
    database: Database = await open_store(house.settings)
    failing = FailingDatabase(database)
    failing.is_down = True
    before = asyncio.all_tasks()
    with pytest.raises(StorageTrouble):
        async with Application(house.settings, failing, web_url=WEB_URL, now=house.clock):
            pass
    assert asyncio.all_tasks() == before
    await database.close()


async def test_the_children_that_make_reports_end_with_the_application(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    monkeypatch.setattr("bot.app.application.end_rendering", lambda: ended.append("ended"))
    async with house.running():
        assert ended == []
    assert ended == ["ended"]


async def test_an_update_that_nobody_can_read_harms_nobody(house: House) -> None:
    async with house.running():
        await house.open_round()
        anna = await house.joins(1)
        for raw in (
            {"message": {"chat": {"id": 1, "type": "private"}, "text": None}},
            {"message": "no object"},
            {"callback_query": {"from": {"id": 1}, "data": "x" * 5000}},
            {"something_new": {"n": 2**70}},
        ):
            house.telegram.injects(raw)
        anna.writes("Still here.")
        await house.telegram.until(lambda: "prompt 2 of 3" in anna.last.text)
        assert await house.texts() == ["Still here."]


async def test_what_was_said_before_a_restart_is_not_dated_anew(house: House) -> None:
    """Rows that a turn left behind are what a restart finds: nothing of it lives in memory alone."""
    async with house.running(telegram_token=None):
        await house.open_round()
        await house.shop.join("1")
        entry = a_card(1, 2, address="1", text="Said before.")
        await house.database.write(lambda tx: outbox.add(tx, [entry], BEGINNING, shown_on={WEB}))
    anna = house.telegram.person(1)
    anna.has_started = True
    async with house.running():
        await house.has_seen(anna, 2)
        assert anna.last.text == "Said before."
        await house.holds(lambda tx: not outbox.waiting(tx, TELEGRAM))
        kept = await house.database.read(
            lambda tx: tx.rows("SELECT message_id FROM outbox WHERE state = 'sent' ORDER BY number")
        )
    assert [row[0] for row in kept] == [str(message.message_id) for message in anna.sees()]
    assert orjson.loads(entry.body)["l"]
