"""The poller, the Bot API client and the stand-in together: through each fault nothing is lost."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from bot.channels.telegram.api import BotApi
from bot.channels.telegram.poll import Poller
from bot.channels.telegram.transport import AiohttpRequest
from tests.telegram.faults import Show
from tests.telegram.stand_in import TOKEN, StandIn

ANNA = 4001


class Inbox:
    """What was kept, once each, and the offset that goes with it."""

    def __init__(self, telegram: StandIn) -> None:
        self._telegram = telegram
        self.texts: dict[int, str] = {}
        self.offset = 0
        self.is_broken = False

    async def keep(self, updates: list[dict[str, Any]], offset: int) -> None:
        self._telegram.changed()
        if self.is_broken:
            raise OSError("disk full")
        for each in updates:
            self.texts[each["update_id"]] = each.get("message", {}).get("text", "")
        self.offset = offset

    @property
    def said(self) -> list[str]:
        return list(self.texts.values())


@asynccontextmanager
async def polling(telegram: StandIn, inbox: Inbox, *, seconds: float = 5.0) -> AsyncIterator[Poller]:
    """The poller at work; its waits last no time, so a fault is over as soon as it has struck."""
    async with BotApi(TOKEN, telegram.url, request=Hasty(read_timeout=seconds)) as api:

        async def no_time(_: float) -> None:
            telegram.changed()
            await asyncio.sleep(0)

        poller = Poller(api, inbox.keep, offset=inbox.offset, sleep=no_time)
        task = asyncio.create_task(poller.run())
        try:
            yield poller
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


class Hasty(AiohttpRequest):
    """Gives up on a poll as early as on anything else, so that tests need not wait a minute."""

    async def do_request(self, *given: Any, **limits: Any) -> tuple[int, bytes]:
        return await super().do_request(*given, **(limits | {"read_timeout": self.read_timeout}))


@pytest.fixture
def inbox(telegram: StandIn) -> Inbox:
    return Inbox(telegram)


async def test_what_people_write_is_kept_and_only_then_confirmed(telegram: StandIn, inbox: Inbox) -> None:
    anna = telegram.person(ANNA)
    async with polling(telegram, inbox):
        anna.writes("first")
        await telegram.until(lambda: inbox.said == ["first"])
        anna.writes("second")
        await telegram.until(lambda: telegram.waiting.confirmed == inbox.offset and len(inbox.said) == 2)

    assert len(telegram.waiting) == 0


async def test_nothing_is_confirmed_while_it_cannot_be_kept(telegram: StandIn, inbox: Inbox) -> None:
    inbox.is_broken = True
    telegram.person(ANNA).writes("first")
    async with polling(telegram, inbox) as poller:
        await telegram.until(lambda: poller.trouble)
        assert (len(telegram.waiting), telegram.waiting.confirmed, telegram.polls) == (1, 0, 1)
        inbox.is_broken = False
        await telegram.until(lambda: inbox.said == ["first"])


async def test_only_what_is_wanted_is_asked_for(telegram: StandIn, inbox: Inbox) -> None:
    async with polling(telegram, inbox):
        await telegram.until(lambda: telegram.polls)
        telegram.waiting.add("poll_answer", {"poll_id": "1"})
        telegram.person(ANNA).writes("first")
        await telegram.until(lambda: inbox.said)

    assert inbox.said == ["first"]


@pytest.mark.parametrize(
    "fault",
    [
        {"show": Show.STATUS, "status": 401, "description": "Unauthorized"},
        {"show": Show.STATUS, "status": 404, "description": "Not Found"},
        {"show": Show.STATUS, "status": 409, "description": "Conflict"},
        {"show": Show.TOO_MANY, "retry_after": 3},
        {"show": Show.STATUS, "status": 500, "description": "Internal Server Error"},
        {"show": Show.HTML, "status": 502},
        {"show": Show.HTML, "status": 504},
        {"show": Show.HTML, "status": 200},
        {"show": Show.BROKEN_JSON},
        {"show": Show.HALF, "accepted": True},
        {"show": Show.RESET},
        {"show": Show.RESET, "accepted": True},
    ],
    ids=lambda fault: "-".join(map(str, fault.values())),
)
async def test_each_fault_is_survived_and_nothing_is_lost(
    telegram: StandIn, inbox: Inbox, fault: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    anna = telegram.person(ANNA)
    anna.writes("before the fault")
    struck = telegram.fail(method="getUpdates", times=3, **fault)
    async with polling(telegram, inbox) as poller:
        await telegram.until(lambda: struck.struck == 3)
        anna.writes("after the fault")
        await telegram.until(lambda: inbox.said == ["before the fault", "after the fault"])
        await telegram.until(lambda: poller.trouble is None)

    assert TOKEN not in caplog.text
    assert "the fault" not in caplog.text


async def test_a_connection_that_hangs_half_open_is_given_up(telegram: StandIn, inbox: Inbox) -> None:
    telegram.person(ANNA).writes("hello")
    telegram.fail(Show.HANG, "getUpdates")
    async with polling(telegram, inbox, seconds=0.1):
        await telegram.until(lambda: inbox.said == ["hello"])


async def test_telegram_away_and_back_is_survived(telegram: StandIn, inbox: Inbox) -> None:
    async with polling(telegram, inbox) as poller:
        await telegram.until(lambda: telegram.polls)
        await telegram.stop()
        await telegram.until(lambda: poller.trouble)
        await telegram.start()
        telegram.person(ANNA).writes("still here")
        await telegram.until(lambda: inbox.said == ["still here"])


async def test_two_pollers_lose_nothing_between_them(telegram: StandIn, inbox: Inbox) -> None:
    async with polling(telegram, inbox):
        await telegram.until(lambda: telegram.polls == 1)
        async with BotApi(TOKEN, telegram.url) as other:
            await other.get_updates(0, 0)
        await telegram.until(lambda: any(call.status == 409 for call in telegram.calls))
        telegram.person(ANNA).writes("hello")
        await telegram.until(lambda: inbox.said == ["hello"])


async def test_a_batch_with_updates_from_nowhere_is_kept_all_the_same(
    telegram: StandIn, inbox: Inbox
) -> None:
    telegram.person(ANNA).writes("one")
    telegram.injects(None)
    telegram.injects({"message": {"text": "torn \ud83d"}})
    telegram.injects({"message": {}}, numbered=False)
    telegram.person(ANNA).writes("two")
    async with polling(telegram, inbox):
        await telegram.until(lambda: len(telegram.waiting) == 0)

    assert [text for text in inbox.said if text] == ["one", "torn ", "two"]


async def test_started_again_it_goes_on_where_it_was(telegram: StandIn, inbox: Inbox) -> None:
    telegram.person(ANNA).writes("one")
    async with polling(telegram, inbox):
        await telegram.until(lambda: inbox.said == ["one"])
    telegram.person(ANNA).writes("two")
    async with polling(telegram, inbox):
        await telegram.until(lambda: inbox.said == ["one", "two"])
