"""The loop of turns: nothing that fails stops it, starves anybody or costs a reply."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from bot.inbox.turn import Turn
from bot.inbox.turn_worker import TurnWorker
from bot.messages.after_commit import AfterCommit
from bot.running import runner
from storage.engine.database import Database, StorageTrouble, Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages import inbox
from storage.messages.cut_off import MOST_ENDS
from storage.messages.inbox import Received, WaitingMessage
from tests.bot.workshop import FailingDatabase, Workshop, drain, until
from tests.patience import LONGEST_SECONDS


class FaultyTurn:
    """A turn that breaks as soon as certain words are in it; ``how`` says with what."""

    def __init__(self, turn: Turn, poison: bytes, how: Callable[[Transaction], None]) -> None:
        self._turn = turn
        self._poison = poison
        self._how = how
        self.taken: list[int] = []

    def take(
        self, tx: Transaction, waiting: Sequence[WaitingMessage], now: datetime, *, is_begun: bool = False
    ) -> AfterCommit:
        self.taken.append(len(waiting))
        told = self._turn.take(tx, waiting, now, is_begun=is_begun)
        if any(self._poison in row.raw for row in waiting):
            self._how(tx)
        return told

    def put_aside(self, tx: Transaction, row: WaitingMessage, now: datetime) -> AfterCommit:
        return self._turn.put_aside(tx, row, now)


def breaks_a_rule(tx: Transaction) -> None:
    tx.run("INSERT INTO inbox SELECT * FROM inbox")


def breaks(_: Transaction) -> None:
    raise ZeroDivisionError


def power_cut(_: Transaction) -> None:
    """What no code can catch: the process is gone."""
    raise PowerCut


class PowerCut(BaseException):
    pass


@pytest.fixture
async def shop(database: SqliteDatabase) -> Workshop:
    workshop = Workshop(database)
    await workshop.open_round()
    await workshop.join("1", "2", "3")
    await workshop.begin_theme("1", "2", "3")
    return workshop


async def attempts(shop: Workshop) -> list[int]:
    rows = await shop.database.read(lambda tx: inbox.take(tx, shop.clock() + timedelta(days=1), 10))
    return [row.attempts for row in rows]


async def receive_one_poisonous(shop: Workshop) -> None:
    await shop.receive(shop.wrote("1", "a"), shop.wrote("2", "poison"), shop.wrote("3", "c"))


@pytest.mark.parametrize("how", [breaks, breaks_a_rule])
async def test_when_a_batch_cannot_be_saved_its_messages_are_taken_one_by_one(
    shop: Workshop, how: Callable[[Transaction], None]
) -> None:
    await receive_one_poisonous(shop)
    turn = FaultyTurn(shop.turn, b"poison", how)
    await drain(shop.turns(turn))  # type: ignore[arg-type]
    assert turn.taken == [3, 1, 1, 1]
    assert await shop.texts() == ["a", "c"]
    assert await attempts(shop) == [1]


@pytest.mark.parametrize("how", [breaks, breaks_a_rule])
async def test_what_can_never_be_saved_is_put_aside_after_three_tries_and_its_sender_told(
    shop: Workshop, how: Callable[[Transaction], None]
) -> None:
    await receive_one_poisonous(shop)
    turn = FaultyTurn(shop.turn, b"poison", how)
    turns = shop.turns(turn)  # type: ignore[arg-type]
    for _ in range(4):
        await drain(turns)
        shop.clock.advance(60)
    # Three tries alone, two of them after a batch that held nothing else, and the two others once.
    assert turn.taken == [3, 1, 1, 1, 1, 1, 1, 1]
    assert (await shop.states())["quarantined"] == 1
    assert "could not" in shop.said_to("2")[-1]
    await shop.receive(shop.wrote("2", "later"))
    await drain(turns)
    assert await shop.texts() == ["a", "c", "later"]


async def test_after_one_by_one_batches_come_again(shop: Workshop) -> None:
    await receive_one_poisonous(shop)
    turn = FaultyTurn(shop.turn, b"poison", breaks)
    turns = shop.turns(turn)  # type: ignore[arg-type]
    await drain(turns)
    await shop.receive(shop.wrote("1", "d"), shop.wrote("3", "e"))
    turn.taken.clear()
    await drain(turns)
    assert turn.taken == [2]


async def test_a_message_that_ends_the_process_each_time_is_put_aside_and_everybody_else_served(
    shop: Workshop,
) -> None:
    await receive_one_poisonous(shop)
    turn = FaultyTurn(shop.turn, b"poison", power_cut)
    lives = 0
    for _ in range(2 * MOST_ENDS):
        turns = shop.turns(turn)  # type: ignore[arg-type]
        await turns.recover()
        lives += 1
        try:
            await drain(turns)
        except PowerCut:
            shop.clock.advance(60)
            continue
        break
    assert lives == MOST_ENDS + 1
    assert await shop.texts() == ["a", "c"]
    assert (await shop.states())["quarantined"] == 1
    assert "could not" in shop.said_to("2")[-1]


async def test_ten_ends_in_a_row_are_held_against_no_message(shop: Workshop) -> None:
    await receive_one_poisonous(shop)
    for _ in range(10):
        turns = shop.turns(FaultyTurn(shop.turn, b"poison", power_cut))  # type: ignore[arg-type]
        await turns.recover()
        with pytest.raises(PowerCut):
            await drain(turns)
        shop.clock.advance(60)
    turns = shop.turns()
    await turns.recover()
    await drain(turns)
    assert await shop.texts() == ["a", "c", "poison"]
    assert set(await shop.states()) == {"done"}


async def test_a_message_that_was_put_aside_is_taken_once_more_where_its_sender_wants_it(
    shop: Workshop,
) -> None:
    await receive_one_poisonous(shop)
    turns = shop.turns(FaultyTurn(shop.turn, b"poison", breaks))  # type: ignore[arg-type]
    for _ in range(4):
        await drain(turns)
        shop.clock.advance(60)
    cards = [due.body for told in shop.told for due in told.due if due.address == "2"]
    assert '"/retry"' in cards[-1]
    await shop.receive(shop.wrote("2", "/retry"), shop.wrote("1", "/retry"))
    await shop.go_on()
    assert await shop.texts() == ["a", "c", "poison"]


async def test_a_message_whose_sender_cannot_even_be_told_stops_nobody(shop: Workshop) -> None:
    """Somebody's row is broken, so that everything about them breaks: loading, saving, informing."""
    await shop.database.write(
        lambda tx: tx.run(
            "UPDATE participant SET place = 'no JSON' WHERE pseudonym IN"
            " (SELECT pseudonym FROM participant ORDER BY id LIMIT 1 OFFSET 1)"
        )
    )
    await shop.receive(shop.wrote("1", "a"), shop.wrote("2", "b"), shop.wrote("3", "c"))
    turns = shop.turns()
    for _ in range(4):
        await drain(turns)
        shop.clock.advance(60)
    assert await shop.texts() == ["a", "c"]
    assert (await shop.states())["quarantined"] == 1


async def test_a_store_that_fails_is_never_held_against_a_message(
    shop: Workshop, database: SqliteDatabase
) -> None:
    await receive_one_poisonous(shop)
    failing = FailingDatabase(database)
    # Of every two writes the first succeeds (counting the attempt) and the second fails (the turn).
    failing.writes_to_fail = set(range(2, 40, 2))
    turns = shop.turns(database=failing)
    await turns.recover()
    troubles = 0
    for _ in range(40):
        try:
            await turns._take_some()
        except StorageTrouble:
            troubles += 1
    assert troubles >= 3
    assert await shop.texts() == ["a", "c", "poison"]
    assert await shop.states() == {"done": 9 + 3}


async def rests_of(turns: TurnWorker, monkeypatch: pytest.MonkeyPatch, count: int) -> list[float]:
    """How long the loop rests, one time after another, while no time passes."""
    rests: list[float] = []
    enough = asyncio.Event()

    async def rest(_: asyncio.Event, seconds: float) -> None:
        rests.append(seconds)
        if len(rests) >= count:
            enough.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(runner, "until_woken", rest)
    running = asyncio.create_task(turns.run())
    async with asyncio.timeout(LONGEST_SECONDS):
        await enough.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return rests


async def test_when_the_store_works_again_everything_is_taken_without_a_restart(
    shop: Workshop, database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    await receive_one_poisonous(shop)
    failing = FailingDatabase(database)
    failing.is_down = True
    turns = shop.turns(database=failing)
    tries = 0

    async def rest(_wake: asyncio.Event, _seconds: float) -> None:
        nonlocal tries
        tries += 1
        if tries == 5:
            failing.is_down = False
        if tries > 5:
            await asyncio.Event().wait()

    monkeypatch.setattr(runner, "until_woken", rest)
    running = asyncio.create_task(turns.run())
    await until(lambda: tries > 5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await shop.texts() == ["a", "c", "poison"]


async def test_with_nothing_to_do_it_rests_until_something_comes(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await rests_of(shop.turns(), monkeypatch, 2) == [60, 60]


async def test_it_does_not_spin_over_a_message_that_waits_behind_one_put_off(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.receive(shop.wrote("1", "a"), shop.wrote("1", "b"))
    (first, *_) = await shop.database.read(lambda tx: inbox.take(tx, shop.clock(), 10))
    in_a_while = shop.clock() + timedelta(seconds=8)
    await shop.database.write(lambda tx: inbox.put_off(tx, first.id, in_a_while))
    assert await rests_of(shop.turns(), monkeypatch, 1) == [8]


async def test_a_new_message_wakes_it(shop: Workshop) -> None:
    turns = shop.turns()
    running = asyncio.create_task(turns.run())
    for number in range(3):
        shop.told.clear()
        await shop.receive(shop.wrote("1", f"/themes {number}"))
        turns.wake()
        await until(lambda: shop.told)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_nothing_is_told_before_it_is_committed(shop: Workshop, database: SqliteDatabase) -> None:
    await shop.receive(shop.wrote("1", "a"))
    seen: list[int] = []

    class Watching(FailingDatabase):
        async def write(self, job, *, lasting=True):  # type: ignore[no-untyped-def]
            result = await super().write(job, lasting=lasting)
            seen.append(len(shop.told))
            return result

    told = len(shop.told)
    await drain(shop.turns(database=Watching(database)))
    assert seen[0] == told
    assert len(shop.told) == told + 1


async def test_a_turn_whose_commit_fails_tells_nothing_and_is_taken_again(
    shop: Workshop, database: SqliteDatabase
) -> None:
    await shop.receive(shop.wrote("1", "a"))
    failing = FailingDatabase(database)
    failing.writes_to_fail = {1}
    turns = shop.turns(database=failing)
    told = len(shop.told)
    with pytest.raises(StorageTrouble):
        await turns._take_some()
    assert len(shop.told) == told
    await drain(turns)
    assert await shop.texts() == ["a"]


def keeping(shop: Workshop, *messages: Received) -> Callable[[Transaction], None]:
    return lambda tx: inbox.put(tx, messages, shop.clock())


async def turns_after_the_first(
    shop: Workshop, turn: FaultyTurn | None = None, *, database: Database
) -> TurnWorker:
    """Turns of a process that has taken in something already."""
    turns = shop.turns(turn, database=database)  # type: ignore[arg-type]
    await turns.take_in(keeping(shop, shop.wrote("3", "/themes")))
    await drain(turns)
    return turns


async def test_what_arrives_is_kept_and_decided_on_in_one_commit(
    shop: Workshop, database: SqliteDatabase
) -> None:
    counting = FailingDatabase(database)
    turns = await turns_after_the_first(shop, database=counting)
    writes, told = counting.writes, len(shop.told)
    await turns.take_in(keeping(shop, shop.wrote("1", "a"), shop.wrote("2", "b")))
    assert counting.writes == writes + 1
    assert len(shop.told) == told + 1
    assert await shop.texts() == ["a", "b"]


async def test_when_what_arrives_cannot_be_kept_nothing_is_decided_or_told(
    shop: Workshop, database: SqliteDatabase
) -> None:
    failing = FailingDatabase(database)
    turns = await turns_after_the_first(shop, database=failing)
    failing.writes_to_fail = {failing.writes + 1}
    keep, told = keeping(shop, shop.wrote("1", "a")), len(shop.told)
    with pytest.raises(StorageTrouble):
        await turns.take_in(keep)
    assert (await shop.texts(), len(shop.told)) == ([], told)
    await turns.take_in(keep)
    assert await shop.texts() == ["a"]


@pytest.mark.parametrize("how", [breaks, breaks_a_rule])
async def test_what_arrives_is_kept_even_where_deciding_on_it_breaks(
    shop: Workshop, database: SqliteDatabase, how: Callable[[Transaction], None]
) -> None:
    turns = await turns_after_the_first(shop, FaultyTurn(shop.turn, b"poison", how), database=database)
    messages = (shop.wrote("1", "a"), shop.wrote("2", "poison"), shop.wrote("3", "/themes"))
    await turns.take_in(keeping(shop, *messages))
    for _ in range(4):
        await drain(turns)
        shop.clock.advance(60)
    assert await shop.texts() == ["a"]
    assert (await shop.states())["quarantined"] == 1


async def test_a_message_that_ends_each_process_as_it_arrives_is_put_aside_too(
    shop: Workshop, database: SqliteDatabase
) -> None:
    """Telegram sends what was not confirmed again, first of all, to the process that comes after."""
    keep = keeping(shop, shop.wrote("1", "a"), shop.wrote("2", "poison"))
    turn = FaultyTurn(shop.turn, b"poison", power_cut)
    turns = await turns_after_the_first(shop, turn, database=database)
    with pytest.raises(PowerCut):
        await turns.take_in(keep)
    assert await shop.texts() == []
    for _ in range(2 * MOST_ENDS):
        turns = shop.turns(turn)  # type: ignore[arg-type]
        await turns.recover()
        try:
            await turns.take_in(keep)
            await drain(turns)
        except PowerCut:
            shop.clock.advance(60)
            continue
        break
    assert await shop.texts() == ["a"]
    assert (await shop.states())["quarantined"] == 1


async def test_while_messages_are_taken_one_by_one_others_are_only_kept(shop: Workshop) -> None:
    turn = FaultyTurn(shop.turn, b"poison", breaks)
    turns = shop.turns(turn)  # type: ignore[arg-type]
    await turns.take_in(keeping(shop, shop.wrote("1", "a"), shop.wrote("2", "b")))
    await turns.take_in(keeping(shop, shop.wrote("1", "/themes"), shop.wrote("3", "d")))
    assert turn.taken == []
    await drain(turns)
    assert turn.taken == [1, 1, 2]
    assert await shop.texts() == ["a", "b", "d"]
