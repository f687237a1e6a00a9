"""After a silence of ours: the busy are asked again, once, and only when what did arrive is decided on."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.inbox import after_outage as outage_module
from bot.inbox.after_outage import MOST_AT_ONCE, NOTICEABLE, OutageWatch
from bot.messages.after_commit import AfterCommit
from bot.running import runner
from storage.engine.database import Database
from storage.engine.sqlite import SqliteDatabase
from storage.messages.contacts import last_reached
from tests.bot.workshop import FailingDatabase, Workshop, shown, until
from tests.channel_names import TELEGRAM

MINUTE = 60.0


class Silence:
    """An outage's watch over a workshop. What it says reaches the chats at once."""

    def __init__(self, shop: Workshop, database: Database | None = None) -> None:
        self.shop = shop
        self.told: list[AfterCommit] = []
        self.outage = OutageWatch(
            database or shop.database, shop.arrivals, self.told.append, channel=TELEGRAM, now=shop.clock
        )
        self.running = asyncio.create_task(self.outage.run())

    def polled(self) -> None:
        self.outage.polled(self.shop.clock())

    def silent(self, seconds: float) -> None:
        """Telegram is reached, then not for so many seconds, then again."""
        self.polled()
        self.shop.clock.advance(seconds)
        self.polled()

    @property
    def asked(self) -> list[str]:
        """Who was asked again, by address."""
        return [due.address for told in self.told for due in told.due]

    async def settled(self) -> None:
        """Return once a noticed silence has been dealt with, and the next one is waited for."""
        await until(lambda: self.outage._silence is None and self.outage._noticed._waiters)

    async def stop(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)


@pytest.fixture
async def silence(database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Silence]:
    monkeypatch.setattr(outage_module, "_QUIET_SECONDS", 0.0)
    shop = Workshop(database)
    await shop.open_round()
    await shop.join("1", "2", "3")
    await shop.begin_theme("1", "2")
    opened = Silence(shop)
    yield opened
    await opened.stop()


async def test_the_busy_are_shown_their_open_card_again_with_a_word_about_it(silence: Silence) -> None:
    silence.silent(3 * MINUTE)
    await until(lambda: len(silence.asked) == 3)
    cards = [shown(due) for told in silence.told for due in told.due]
    assert all(card.startswith("I was away for a while.") for card in cards)
    assert "prompt 1 of 3" in cards[0]
    conversation = await silence.shop.conversation("1")
    assert conversation.place.card == conversation.number


async def test_a_silence_too_short_to_lose_a_tap_is_nobodys_business(silence: Silence) -> None:
    silence.silent(NOTICEABLE.total_seconds() - 1)
    await silence.settled()
    assert silence.asked == []
    silence.silent(NOTICEABLE.total_seconds())
    await until(lambda: len(silence.asked) == 3)


async def test_whoever_was_last_spoken_to_long_before_is_left_alone(silence: Silence) -> None:
    silence.shop.clock.advance(16 * MINUTE)
    await silence.shop.begin_theme("3")
    silence.silent(3 * MINUTE)
    await until(lambda: silence.asked)
    await silence.settled()
    assert silence.asked == ["3"]


async def test_nobody_is_asked_twice_about_one_silence(silence: Silence) -> None:
    silence.silent(3 * MINUTE)
    await until(lambda: len(silence.asked) == 3)
    silence.polled()
    await silence.settled()
    assert len(silence.asked) == 3


async def test_nobody_is_asked_twice_when_we_end_right_after_asking(silence: Silence) -> None:
    silence.silent(3 * MINUTE)
    await until(lambda: len(silence.asked) == 3)
    noted = await silence.shop.database.read(lambda tx: last_reached(tx, TELEGRAM))
    assert noted == silence.shop.clock()


async def test_a_silence_that_began_in_an_earlier_run_is_noticed(silence: Silence) -> None:
    silence.outage.last_reached = silence.shop.clock()
    silence.shop.clock.advance(10 * MINUTE)
    silence.polled()
    await until(lambda: len(silence.asked) == 3)


async def test_a_silence_is_not_over_before_the_busy_have_been_asked(silence: Silence) -> None:
    """A run that ends in between leaves it to the next one, which knows only what was noted."""
    silence.polled()
    before = silence.shop.clock()
    silence.shop.clock.advance(3 * MINUTE)
    silence.polled()
    assert silence.outage.reached_until == before
    await until(lambda: len(silence.asked) == 3)
    assert silence.outage.reached_until == silence.shop.clock()


async def test_what_arrived_is_decided_on_before_anybody_is_asked(silence: Silence) -> None:
    """Somebody wrote during the silence. Asked first, their words would belong to an older card."""
    silence.polled()
    silence.shop.clock.advance(MINUTE)
    message = silence.shop.wrote("1", "Written while you were away.")
    silence.shop.clock.advance(3 * MINUTE)
    await silence.shop.receive(message)
    silence.polled()
    silence.shop.clock.advance(1)
    silence.outage.arrived()
    for _ in range(200):
        await asyncio.sleep(0)
    assert silence.asked == []
    await silence.shop.go_on()
    await silence.settled()
    assert sorted(silence.asked) == ["2", "3"]
    assert await silence.shop.texts() == ["Written while you were away."]


async def test_waiting_for_what_arrives_has_an_end(silence: Silence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage_module, "_LONGEST_WAIT", 0.05)
    await silence.shop.receive(silence.shop.wrote("1", "It stays undecided."))
    silence.silent(3 * MINUTE)
    await until(lambda: silence.asked)


async def test_nobody_is_asked_about_a_round_that_is_over(silence: Silence) -> None:
    await silence.shop.close_round()
    silence.silent(3 * MINUTE)
    await silence.settled()
    assert silence.asked == []


async def test_many_are_asked_in_several_commits_each_once(silence: Silence) -> None:
    many = [str(number) for number in range(1000, 1000 + MOST_AT_ONCE * 2 + 5)]
    await silence.shop.join(*many)
    await silence.shop.go_on()
    silence.silent(3 * MINUTE)
    await until(lambda: len(silence.asked) == len(many) + 3)
    assert len(set(silence.asked)) == len(silence.asked)


async def test_one_persons_broken_row_keeps_nobody_else_from_being_asked(silence: Silence) -> None:
    await silence.shop.database.write(
        lambda tx: tx.run("UPDATE participant SET place = 'no JSON' WHERE id = 2")
    )
    silence.silent(3 * MINUTE)
    await silence.settled()
    assert sorted(silence.asked) == ["1", "3"]


async def test_a_store_that_fails_then_ends_nothing(silence: Silence, database: SqliteDatabase) -> None:
    failing = FailingDatabase(database)
    other = Silence(silence.shop, failing)
    failing.is_down = True
    other.silent(3 * MINUTE)
    await until(lambda: failing.tries_while_down)
    failing.is_down = False
    silence.shop.clock.advance(timedelta(minutes=1).total_seconds())
    other.silent(3 * MINUTE)
    await until(lambda: len(other.asked) == 3)
    await other.stop()


async def test_those_who_could_not_be_noted_at_once_are_asked_all_the_same(
    silence: Silence, database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "FIRST_REST", 0.0)
    failing = FailingDatabase(database)
    failing.writes_to_fail = {1, 2}
    other = Silence(silence.shop, failing)
    other.silent(3 * MINUTE)
    await until(lambda: len(other.asked) == 3)
    await other.stop()
