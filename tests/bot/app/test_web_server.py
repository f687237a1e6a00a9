"""The web server of a running product."""

import asyncio
import gc
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx
import pytest

from bot.app import web_server
from bot.app.web_server import WebServer
from tests.web import samples
from tests.web.desk_double import DeskDouble
from web.backend import KeptFile, Visitor
from web.sessions import form_token


async def test_once_it_serves_garbage_is_looked_for_in_what_comes_later_only() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    gc.disable()
    try:
        server = WebServer(DeskDouble(), address)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with httpx.AsyncClient(base_url=address) as browser:
            assert (await browser.get("/healthz")).status_code == 200
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.enable()
    server.stop()
    await serving


MESSAGE = "6f1c1f0e-6f55-4a3c-9a3e-1f0e6f554a3c"


class NothingComes(DeskDouble):
    """Nobody's turn comes, no file is made, and nothing is answered."""

    def __init__(self) -> None:
        super().__init__(lambda *_: None)
        self.is_waited_for = asyncio.Event()
        self.never = asyncio.Event()
        self.holds_pages = False

    @asynccontextmanager
    async def page_turn(self, visitor: Visitor) -> AsyncIterator[None]:  # noqa: ARG002
        if self.holds_pages:
            await self._wait()
        yield

    async def file(self, visitor: Visitor, file_id: int, patience: float) -> KeptFile | None:
        if self.files.get(file_id) is None:
            await self._wait()
        return await super().file(visitor, file_id, patience)

    @contextmanager
    def watch(
        self, visitor: Visitor, woken: asyncio.Event, outdated: Callable[[], None] = lambda: None
    ) -> Iterator[None]:
        if self.people[0].received:
            self.is_waited_for.set()
        with super().watch(visitor, woken, outdated):
            yield

    async def awaits_answer(self, visitor: Visitor) -> bool:  # noqa: ARG002
        return True

    async def _wait(self) -> None:
        self.is_waited_for.set()
        await self.never.wait()


class Serving:
    """A server whose backend never has what is asked for, somebody who is signed in, and what is logged."""

    def __init__(self) -> None:
        self.desk = NothingComes()
        self.listening = socket.create_server(("127.0.0.1", 0))
        port = self.listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.secret, self.person = self.desk.sign_in(samples.PROMPT)
        self.cookie = f"closer_look_{port}={self.secret}"
        self.server = WebServer(self.desk, self.address)
        self.task = asyncio.create_task(self.server.serve(sockets=[self.listening]))

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.address, headers={"Cookie": self.cookie})

    async def stops(self) -> None:
        self.server.stop()
        await self.task


@pytest.fixture
async def serving(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Serving]:
    """Stopped at the end of the test, without a word in the log."""
    caplog.set_level(logging.WARNING)
    serving = Serving()
    yield serving
    await serving.stops()
    gc.unfreeze()
    assert [each.getMessage() for each in (*caplog.get_records("call"), *caplog.records)] == []


@pytest.mark.parametrize(
    ("path", "status"), [("/chat", 503), ("/chat/search", 503), ("/files/9", 503), ("/files/9?download", 503)]
)
async def test_whoever_waits_while_we_stop_is_told_to_come_again(
    serving: Serving, path: str, status: int
) -> None:
    serving.desk.holds_pages = True
    async with serving.browser() as browser:
        asked = asyncio.create_task(browser.get(path))
        await serving.desk.is_waited_for.wait()
        await serving.stops()
        answer = await asked
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "5")


async def test_a_form_that_waits_for_its_answer_while_we_stop_goes_on_to_the_chat(serving: Serving) -> None:
    fields = {"token": form_token(serving.secret), "message_id": MESSAGE, "text": "Kept."}
    async with serving.browser() as browser:
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": serving.address}
        sent = asyncio.create_task(browser.post("/chat", data=fields, headers=headers))
        await serving.desk.is_waited_for.wait()
        await serving.stops()
        answer = await sent
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#newest")
    assert [each.text for each in serving.person.received] == ["Kept."]


async def test_a_stream_that_catches_up_while_we_stop_ends(serving: Serving) -> None:
    serving.desk.holds_pages = True
    for _ in range(200):
        serving.person.say(samples.PROMPT)
    async with serving.browser() as browser, browser.stream("GET", "/chat/events?after=0") as stream:
        await serving.desk.is_waited_for.wait()
        await serving.stops()
        assert await anext(stream.aiter_lines()) == "event: ready"


async def test_whoever_takes_a_file_too_slowly_while_we_stop_is_cut_off(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_server, "LEFT_SECONDS", 0.0)
    serving.desk.files[8] = KeptFile("large.pdf", "application/pdf", bytes(30_000_000))
    reader, writer = await asyncio.open_connection(*serving.listening.getsockname(), limit=1)
    writer.write(f"GET /files/8 HTTP/1.1\r\nHost: x\r\nCookie: {serving.cookie}\r\n\r\n".encode())
    assert await reader.read(8) == b"HTTP/1.1"
    await serving.stops()
    writer.transport.abort()
