"""Connections that somebody holds open, and what is left for everybody else."""

import asyncio
import contextlib
import io
import resource
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from bot.app import connection, own_port
from bot.app.connection import connections_up_to, room_for_connections
from bot.app.own_port import answers, written
from tests.bot.workshop import until
from tests.patience import LONGEST_SECONDS

WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LARGE = bytes(1_000_000)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Read all, and answer with much where that is asked for."""
    while (await receive()).get("more_body"):
        pass
    body = LARGE if scope["path"] == "/large" else b"here"
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": body})


class Served(uvicorn.Server):
    """Connections under test, on a port of their own."""

    def __init__(self, most: int = 100) -> None:
        super().__init__(uvicorn.Config(app, http=connections_up_to(most), log_config=None, lifespan="off"))  # type: ignore[arg-type]
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.browsers: list[asyncio.StreamWriter] = []

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield

    async def opened(self, sent: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(sent)
        self.browsers.append(writer)
        return reader, writer


@contextlib.asynccontextmanager
async def serving(most: int = 100) -> AsyncIterator[Served]:
    server = Served(most)
    running = asyncio.create_task(server.serve(sockets=[server.listening]))
    try:
        yield server
    finally:
        for each in server.browsers:
            each.close()
        await asyncio.gather(*(each.wait_closed() for each in server.browsers), return_exceptions=True)
        server.should_exit = server.force_exit = True
        await running
        server.listening.close()


async def all_that_comes(reader: asyncio.StreamReader) -> bytes:
    """What comes until the other side ends the connection."""
    async with asyncio.timeout(LONGEST_SECONDS):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""


@pytest.mark.parametrize(
    ("limit", "sent"),
    [
        ("HEADER_SECONDS", b""),
        ("HEADER_SECONDS", WHOLE[:-4]),
        ("BODY_SECONDS", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab"),
        ("SILENCE_SECONDS", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab"),
    ],
    ids=["nothing", "half a head", "half a body", "half a body, and then nothing"],
)
async def test_what_is_never_finished_is_ended(
    limit: str, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, limit, 0.05)
    async with serving() as server:
        reader, _ = await server.opened(sent)
        assert await all_that_comes(reader) == b""


async def test_half_a_second_request_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEADER_SECONDS", 0.05)
    async with serving() as server:
        reader, writer = await server.opened(WHOLE)
        async with asyncio.timeout(LONGEST_SECONDS):
            assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")
        writer.write(WHOLE[:-4])
        assert await all_that_comes(reader) == b""


CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n" + b"X-Long: %b\r\n" % (b"y" * 1000) * 70,
        b"GET /" + b"y" * (connection.LARGEST_HEAD + 1),
        CHUNKED + b"Content-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"\r\nz\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: y\r\n folded\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET / HTTP/1.1\nHost: x\n\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
    ],
    ids=[
        "a head of many lines",
        "an address without end",
        "two lengths of different kinds",
        "a chunk of no length",
        "two lengths",
        "a length with a sign",
        "a folded line",
        "a space before the colon",
        "lines that end otherwise",
        "a value with an end in it",
    ],
)
async def test_what_others_may_read_otherwise_is_refused(sent: bytes) -> None:
    async with serving() as server:
        reader, _ = await server.opened(sent)
        assert (await all_that_comes(reader)).startswith(b"HTTP/1.1 400 ")


async def test_nothing_is_taken_behind_a_request_that_was_said_to_be_the_last() -> None:
    last = WHOLE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    async with serving() as server:
        reader, _ = await server.opened(last + WHOLE)
        assert (await all_that_comes(reader)).count(b"HTTP/1.1 200 ") <= 1


async def test_what_stands_behind_a_body_is_no_line_of_the_head() -> None:
    heads: list[object] = []

    async def seen(scope: Scope, receive: Receive, send: Send) -> None:
        heads.append(scope["headers"])
        await app(scope, receive, send)

    async with serving() as server:
        server.config.app = seen
        reader, _ = await server.opened(CHUNKED + b"\r\n1\r\na\r\n0\r\nX-Forwarded-For: y\r\n\r\n")
        async with asyncio.timeout(LONGEST_SECONDS):
            await reader.readuntil(b"here")
    assert heads == [[(b"host", b"x"), (b"transfer-encoding", b"chunked")]]


async def test_a_large_head_that_is_whole_in_time_is_answered_and_so_is_the_next() -> None:
    large = WHOLE.replace(b"\r\n\r\n", b"\r\nX: %b\r\n\r\n" % (b"y" * 40_000))
    async with serving() as server:
        reader, writer = await server.opened(large)
        for _ in range(3):
            async with asyncio.timeout(LONGEST_SECONDS):
                assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")
            writer.write(large[:30_000])
            await writer.drain()
            writer.write(large[30_000:])


async def test_whoever_takes_nothing_of_their_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "WRITING_SECONDS", 0.05)
    async with serving() as server:
        with socket.create_connection(("127.0.0.1", server.port)) as browser:
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            browser.sendall(WHOLE.replace(b"/ ", b"/large ", 1) * 40)
            await until(lambda: server.server_state.connections)
            await until(lambda: not server.server_state.connections)


async def test_beyond_what_can_be_open_the_log_says_so_once_and_those_who_are_in_go_on(
    plain_logs: io.StringIO,
) -> None:
    async with serving(most=2) as server:
        (first, first_writer), (_, second_writer) = [await server.opened(WHOLE) for _ in range(2)]
        async with asyncio.timeout(LONGEST_SECONDS):
            await first.readuntil(b"here")
        for _ in range(3):
            reader, _ = await server.opened(WHOLE)
            assert await all_that_comes(reader) == b""
        assert plain_logs.getvalue().count("no connection can be taken") == 1
        first_writer.write(WHOLE)
        async with asyncio.timeout(LONGEST_SECONDS):
            await first.readuntil(b"here")
        second_writer.close()
        await until(lambda: len(server.server_state.connections) < 2)
        reader, _ = await server.opened(WHOLE)
        async with asyncio.timeout(LONGEST_SECONDS):
            await reader.readuntil(b"here")


def test_as_many_files_may_be_open_as_we_can_be_given() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
        assert room_for_connections() == min(before[1], connection.MOST_FILES) - connection.KEPT_FREE
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(before[1], connection.MOST_FILES)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_a_port_that_takes_connections_and_says_nothing_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own_port, "PATIENCE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert not await answers(written("127.0.0.1", port))
    assert not await answers(written("127.0.0.1", port))  # nobody listens any more
    assert not await answers("nonsense")


async def test_a_port_that_serves_answers() -> None:
    async with serving() as server:
        assert await answers(written("0.0.0.0", server.port))  # noqa: S104 - as it may be set
