"""How much is asked of the store for one message: from its POST to the card on the stream of an open page."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.channels.web.backend import WebBackend
from bot.channels.web.notifier import Notifier
from bot.messages.after_commit import AfterCommit
from storage.engine.sqlite import SqliteDatabase
from tests.bot.counted_database import Counted, CountedDatabase
from tests.bot.workshop import Workshop, until
from tests.patience import LONGEST_SECONDS
from tests.web.browser import serving
from tests.web.test_changes import Line
from web.app import build_app
from web.backend import Health

MOST_STATEMENTS = 9
MOST_TRANSACTIONS = 3


class OpenPage:
    """The chat as it is served, with the page of one person open and listening."""

    def __init__(self, shop: Workshop, store: CountedDatabase) -> None:
        self.shop, self.store = shop, store
        self.pages = Notifier()
        self.turns = shop.turns(database=store)
        self.backend = WebBackend(
            store,
            shop.arrivals,
            self.pages,
            received=self.turns.wake,
            take_at_once=self.turns.take_at_once,
            health=self._health,
            now=shop.clock,
        )
        self.client: httpx.AsyncClient
        self.line: Line
        self.token = self.card = ""
        self._sent = 0

    async def _health(self) -> Health:
        return Health(healthy=True, reasons=())

    def told(self, after_commit: AfterCommit) -> None:
        self.pages.tell(after_commit.changed)

    async def open(self, url: str, stack: contextlib.AsyncExitStack) -> None:
        session = await self.backend.join(await self.shop.invite())
        assert session is not None
        name = f"closer_look_{url.rsplit(':', 1)[1]}"
        self.client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=url, cookies={name: session}, timeout=LONGEST_SECONDS)
        )
        page = (await self.client.get("/chat")).text
        self.token = (re.search(r'name="token" value="(\w+)"', page) or [""])[1]
        change = re.search(r'data-change="(\d+)"', page)
        assert change is not None
        address = f"/chat/events?after={change[1]}"
        self.line = Line(await stack.enter_async_context(self.client.stream("GET", address)))
        await self.line.next(of="ready")
        await self.rest()

    async def rest(self) -> None:
        """Return once nobody asks the store for anything and the page has heard all and waits for more."""
        await until(self._is_quiet)

    def _is_quiet(self) -> bool:
        woken = [event for events in self.pages._waiting.values() for event in events]
        is_waiting = len(woken) == 1 and not woken[0].is_set() and bool(woken[0]._waiters)
        return is_waiting and not self.store.counted.running

    async def send(self, **fields: object) -> Counted:
        """Send something and let the page hear what comes of it; what was asked of the store for all that."""
        self.shop.clock.advance(60)
        self._sent += 1
        counted = self.store.count()
        answer = await self.client.post(
            "/chat",
            json={"message_id": f"message-{self._sent:04}", **fields},
            headers={"X-Form-Token": self.token, "Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code == 202, answer.text
        self.card = await self.next_card()
        await self.rest()
        return counted

    async def next_card(self) -> str:
        """The next open card on the stream."""
        while 'class="entry ours open' not in (event := await self.line.next())["data"]:
            pass
        return event["data"]


@asynccontextmanager
async def open_page(shop: Workshop, store: CountedDatabase) -> AsyncIterator[OpenPage]:
    page = OpenPage(shop, store)
    page.turns._tell = page.told
    taking = asyncio.ensure_future(page.turns.run())
    try:
        build: Callable[[str], object] = lambda url: build_app(  # noqa: E731
            page.backend, public_url=url, secure_cookies=False
        )
        async with serving(build) as served, contextlib.AsyncExitStack() as stack:  # type: ignore[arg-type]
            await page.open(served.url, stack)
            yield page
    finally:
        taking.cancel()


@pytest.fixture
async def page(database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OpenPage]:
    """A page whose person has come to the second prompt of a theme, with a message in this run."""
    monkeypatch.setattr("web.changes.PING_SECONDS", 3600.0)  # so that nobody looks by themselves
    store = CountedDatabase(database)
    shop = Workshop(store)
    await shop.open_round()
    async with open_page(shop, store) as opened:
        for words in ("begin", "1", "start", "We ask each family in turn."):
            await opened.send(text=words)
        yield opened


def is_within_bounds(counted: Counted) -> bool:
    """Whether no more was asked of the store than may be."""
    return len(counted.statements) <= MOST_STATEMENTS and len(counted.transactions) <= MOST_TRANSACTIONS


async def test_words_cost_few_statements(page: OpenPage) -> None:
    counted = await page.send(text="We note it at the visit, each time.")
    assert is_within_bounds(counted), counted.listed()


async def test_a_tap_costs_few_statements(page: OpenPage) -> None:
    number = re.search(r'data-number="(\d+)"', page.card)
    assert number is not None
    counted = await page.send(card=int(number[1]), action="skip")
    assert is_within_bounds(counted), counted.listed()
