import asyncio

import pytest

from web.serving.waiting import Stopping, Waits


async def test_whoever_waits_is_sent_away_when_we_stop() -> None:
    waits, never = Waits(), asyncio.Event()

    async def waiting() -> None:
        async with waits.until_stopped():
            await never.wait()

    begun = asyncio.create_task(waiting())
    await asyncio.sleep(0)
    waits.end()
    with pytest.raises(Stopping):
        await begun


async def test_once_we_have_stopped_nothing_is_begun_not_even_what_takes_no_time() -> None:
    waits, begun = Waits(), []
    waits.end()
    with pytest.raises(Stopping):
        async with waits.until_stopped():
            begun.append("a turn that is free at once")
    assert begun == []


async def test_what_is_done_in_time_is_nobodys_trouble() -> None:
    waits = Waits()
    async with waits.until_stopped():
        await asyncio.sleep(0)
    waits.end()


async def test_a_time_out_of_ones_own_is_no_stopping() -> None:
    with pytest.raises(TimeoutError):
        async with Waits().until_stopped():
            raise TimeoutError
