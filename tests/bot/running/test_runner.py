"""The loop of every part, in virtual time: it pauses, is woken, and goes on through trouble of the store."""

import asyncio
import io
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.running.runner import LONGEST_PAUSE, SHORTEST_PAUSE, Pause, pause_until, run_forever, until_woken
from storage.engine.database import StorageTrouble
from tests.bot.virtual import clock, run
from tests.bot.workshop import BEGINNING

Outcome = Pause | BaseException


class Part:
    """Takes steps that come out as told; after the last it is stopped."""

    def __init__(self, *outcomes: Outcome, step_takes: float = 0.0) -> None:
        self.times: list[float] = []
        self.wake = asyncio.Event()
        self._outcomes: Iterator[Outcome] = iter(outcomes)
        self._step_takes = step_takes
        self._over = asyncio.Event()

    async def step(self) -> Pause:
        self.times.append(clock())
        outcome = next(self._outcomes, self._over)
        if outcome is self._over:
            self._over.set()
            return None
        await asyncio.sleep(self._step_takes)
        if isinstance(outcome, BaseException):
            raise outcome
        assert not isinstance(outcome, asyncio.Event)
        return outcome

    async def runs(self, *, longest_rest: float = 60.0) -> list[float]:
        """When each step was taken."""
        running = asyncio.create_task(
            run_forever("a test", self.step, wake=self.wake, longest_rest=longest_rest)
        )
        await self._over.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return self.times


def trouble(times: int) -> list[Exception]:
    return [StorageTrouble("SQLITE_FULL") for _ in range(times)]


def test_a_step_says_when_the_next_is_taken() -> None:
    async def main() -> None:
        assert await Part(0.0, 5.0, 0.0, 3600.0).runs() == [0, 0, 5, 5, 3605]

    run(main())


def test_what_waits_for_nothing_but_a_wake_is_taken_then() -> None:
    async def main() -> None:
        part = Part(None, None)
        for at in (7, 100):
            asyncio.get_running_loop().call_later(at, part.wake.set)
        assert await part.runs() == [0, 7, 100]

    run(main())


def test_a_wake_ends_a_pause() -> None:
    async def main() -> None:
        part = Part(60.0, 60.0)
        asyncio.get_running_loop().call_later(2, part.wake.set)
        assert await part.runs() == [0, 2, 62]

    run(main())


def test_a_wake_during_a_step_is_not_lost() -> None:
    async def main() -> None:
        part = Part(None, step_takes=10)
        asyncio.get_running_loop().call_later(3, part.wake.set)
        assert await part.runs() == [0, 10]

    run(main())


def test_a_part_that_nobody_wakes_goes_by_time_alone() -> None:
    async def main() -> None:
        part = Part(20.0, 20.0)
        running = asyncio.create_task(run_forever("a test", part.step))
        await asyncio.sleep(50)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert part.times == [0, 20, 40]

    run(main())


def test_while_the_store_fails_it_tries_again_less_and_less_often() -> None:
    async def main() -> None:
        times = await Part(*trouble(8)).runs()
        rests = [later - earlier for earlier, later in pairwise(times)]
        assert rests == [1, 2, 4, 8, 16, 32, 60, 60]

    run(main())


def test_a_part_may_rest_less() -> None:
    async def main() -> None:
        assert await Part(*trouble(6)).runs(longest_rest=5.0) == [0, 1, 3, 7, 12, 17, 22]

    run(main())


def test_a_step_that_works_ends_the_trouble() -> None:
    async def main() -> None:
        assert await Part(*trouble(2), 10.0, *trouble(2)).runs() == [0, 1, 3, 13, 14, 16]

    run(main())


def test_a_wake_ends_a_rest() -> None:
    async def main() -> None:
        part = Part(*trouble(5))
        asyncio.get_running_loop().call_later(20, part.wake.set)
        assert await part.runs() == [0, 1, 3, 7, 15, 20]

    run(main())


def test_trouble_of_the_store_is_logged_when_it_begins_and_when_it_is_over(plain_logs: io.StringIO) -> None:
    async def main() -> None:
        await Part(*trouble(3), StorageTrouble("SQLITE_BUSY"), 0.0, *trouble(1)).runs()

    run(main())
    lines = plain_logs.getvalue().splitlines()
    assert ["SQLITE_FULL" in each for each in lines] == [True, False, False, True, False]
    assert "SQLITE_BUSY" in lines[1]
    assert ["the store works again" in each for each in lines] == [False, False, True, False, True]
    assert all("a test" in each for each in lines)


@pytest.mark.parametrize("fault", [ZeroDivisionError(), asyncio.CancelledError()], ids=repr)
def test_any_other_fault_ends_it_and_so_does_cancelling(fault: BaseException) -> None:
    async def main() -> None:
        with pytest.raises(type(fault)):
            await run_forever("a test", Part(fault).step)

    run(main())


def test_who_waits_to_be_woken_learns_whether_it_was() -> None:
    async def main() -> None:
        wake = asyncio.Event()
        assert not await until_woken(wake, 5.0)
        assert clock() == 5
        wake.set()
        assert await until_woken(wake, 5.0)
        assert clock() == 5

    run(main())


@pytest.mark.parametrize(
    ("due_in", "pause"),
    [(None, LONGEST_PAUSE), (-5, SHORTEST_PAUSE), (0, SHORTEST_PAUSE), (8, 8), (3600, LONGEST_PAUSE)],
)
def test_it_pauses_for_what_is_due_but_never_long_by_a_clock_that_may_be_set(
    due_in: float | None, pause: float
) -> None:
    due = None if due_in is None else BEGINNING + timedelta(seconds=due_in)
    assert pause_until(due, BEGINNING) == pause
