"""Whose page is made next. Time stands still here, and only pages take some."""

import asyncio

import pytest

from bot.channels.web import page_turns
from bot.channels.web.page_turns import AHEAD_SECONDS, LONGEST_SECONDS, SHARE, PageTurns
from web.backend import TooMany


class Making:
    """Pages that take a time, and how long each was waited for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.rests: list[float] = []
        self.turns = PageTurns(lambda: self.now)
        monkeypatch.setattr(page_turns.asyncio, "sleep", self._rest)

    async def _rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.now += seconds

    async def make(self, person_id: int, seconds: float) -> None:
        async with self.turns.turn(person_id):
            self.now += seconds


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> Making:
    return Making(monkeypatch)


async def test_the_first_pages_of_a_person_come_without_a_rest(making: Making) -> None:
    for _ in range(10):
        await making.make(1, 0.02)
    assert making.rests == []


async def test_whoever_opens_very_many_takes_up_no_more_than_their_share_and_no_one_else_waits(
    making: Making,
) -> None:
    for _ in range(100):
        await making.make(1, 0.1)
    passed = making.now - 100.0
    assert passed >= SHARE * 100 * 0.1 - AHEAD_SECONDS - SHARE * 0.1
    rests = len(making.rests)
    await making.make(2, 0.1)
    assert len(making.rests) == rests


async def test_a_share_comes_back_with_time(making: Making) -> None:
    for _ in range(20):
        await making.make(1, 0.1)
    making.now += 60
    rests = len(making.rests)
    await making.make(1, 0.1)
    assert len(making.rests) == rests > 0


async def test_a_page_that_fails_ends_its_turn_and_counts(making: Making) -> None:
    async def breaks() -> None:
        async with making.turns.turn(1):
            making.now += 1
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await breaks()
    await making.make(1, 0.1)
    assert making.rests[-1] == (SHARE - 1) * 1 - AHEAD_SECONDS


async def test_one_page_of_a_person_is_made_at_a_time_and_others_do_not_wait_for_it() -> None:
    turns, order = PageTurns(), list[str]()
    may_end = asyncio.Event()

    async def make(name: str, person_id: int) -> None:
        async with turns.turn(person_id):
            order.append(name)
            await may_end.wait()

    making = [asyncio.create_task(make(*each)) for each in (("first", 1), ("second", 1), ("other", 2))]
    for _ in range(10):
        await asyncio.sleep(0)
    assert order == ["first", "other"]
    may_end.set()
    await asyncio.gather(*making)
    assert order == ["first", "other", "second"]


async def test_nobody_is_remembered_longer_than_their_share_is_used_up(making: Making) -> None:
    for person_id in range(50):
        await making.make(person_id, 0.1)
    making.now += 60
    await making.make(99, 0.1)
    assert list(making.turns._people) == [99]


async def test_whoever_asks_faster_than_pages_are_made_is_told_so_and_never_held_for_long(
    making: Making,
) -> None:
    waited: list[float] = []

    async def ask(seconds: float) -> None:
        asked = making.now
        try:
            async with making.turns.turn(1):
                waited.append(making.now - asked)
                making.now += seconds
        except TooMany:
            waited.append(making.now - asked)
            raise

    all_ask = asyncio.Event()

    async def first() -> None:
        async with making.turns.turn(1):
            await all_ask.wait()

    async def last() -> None:
        all_ask.set()

    _, *answers, _ = await asyncio.gather(
        first(), *(ask(0.5) for _ in range(60)), last(), return_exceptions=True
    )
    refused = [each for each in answers if isinstance(each, TooMany)]
    assert 0 < len(refused) < 60
    assert all(each.wait is not None and each.wait.total_seconds() >= 1 for each in refused)
    assert max(waited) <= LONGEST_SECONDS + 0.5
    await making.make(1, 0.5)


async def test_a_page_that_nobody_asked_before_is_made_however_long_the_last_one_took(making: Making) -> None:
    await making.make(1, 30)
    await making.make(1, 0.1)
    assert making.rests == [LONGEST_SECONDS]
