"""One connection of a browser: it may not be held open without anything coming or going.

A connection that sends half a request, or takes none of its answer, costs an open file. Whoever opens a
thousand of those would otherwise take them all, and nobody else could get in.

What comes is read by Node's own parser, as strictly as it can: of what is let pass for the sake of some old
program, a web server in front of us may think otherwise.
"""

import asyncio
import resource
from collections.abc import Callable
from typing import Any, ClassVar

import httptools
import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 20.0
"""How long the head of a request may take."""

BODY_SECONDS = 300.0
"""How long a whole body may take: the largest file on a slow line."""

SILENCE_SECONDS = 30.0
"""How long nothing may come while a body is awaited."""

WRITING_SECONDS = 60.0
"""How long a browser may take nothing of what is ready for it."""

LARGEST_HEAD = 64 * 1024
"""How many bytes may come without the end of a head, to which the parser itself sets no limit."""

MOST_FILES = 65_536
KEPT_FREE = 128
"""Open files that connections leave for the store, for other channels and for the processes for reports."""

SECONDS_BETWEEN_LINES = 60.0

_log = structlog.get_logger(__name__)


def room_for_connections() -> int:
    """How many connections may be open, once as many files may be open as we can be given."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    files = MOST_FILES if soft == resource.RLIM_INFINITY else soft
    return max(files - KEPT_FREE, files // 2)


class GuardedConnection(HttpToolsProtocol):
    """A connection with time limits, and a place among no more than ``most``."""

    most: ClassVar[int] = MOST_FILES
    told_at: ClassVar[float | None] = None

    _head: asyncio.TimerHandle | None = None
    _body: asyncio.TimerHandle | None = None
    _silence: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None
    _is_in_head = True
    _of_head = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a parser that is not lenient."""
        super().__init__(*args, **kwargs)
        self.parser = httptools.HttpRequestParser(self)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or say in the log that there is no place for it."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            self._tell_that_there_is_no_place()
            self._close()
        else:
            self._await_request()

    def data_received(self, data: bytes) -> None:
        """Take what comes, and look at what must come next."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._is_in_head:
            self._of_head += len(data)
            if self._of_head > LARGEST_HEAD:
                self.send_400_response("The head of this request is too large.")
        self._await_request()

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._is_in_head = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a line of the head; what stands behind a body is none, as its request is being answered."""
        if self._is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """A head is whole, and is answered."""
        self._is_in_head, self._of_head = False, 0
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        for timer in (self._head, self._body, self._silence, self._writing):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """An answer is out; the next request may take its time again, as long as it has not begun."""
        super().on_response_complete()
        self._stop_body()

    def pause_writing(self) -> None:
        """What is ready is more than the browser takes."""
        super().pause_writing()
        self._writing = self._later(WRITING_SECONDS, self._writing)

    def resume_writing(self) -> None:
        """It has taken some."""
        super().resume_writing()
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    def _await_request(self) -> None:
        """Give the rest of a request its time: of a head in all, of a body in all and between two parts."""
        if self.cycle is None or self.cycle.response_complete:
            self._head = self._head or self._later(HEADER_SECONDS)
            return
        if self._head is not None:
            self._head.cancel()
            self._head = None
        if self.cycle.more_body:
            self._body = self._body or self._later(BODY_SECONDS)
            self._silence = self._later(SILENCE_SECONDS, self._silence)
        else:
            self._stop_body()

    def _stop_body(self) -> None:
        for timer in (self._body, self._silence):
            if timer is not None:
                timer.cancel()
        self._body = self._silence = None

    def _later(self, seconds: float, instead: asyncio.TimerHandle | None = None) -> asyncio.TimerHandle:
        if instead is not None:
            instead.cancel()
        return self.loop.call_later(seconds, self._close)

    def _close(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.abort()

    def _tell_that_there_is_no_place(self) -> None:
        cls, now = type(self), self.loop.time()
        if cls.told_at is None or now - cls.told_at >= SECONDS_BETWEEN_LINES:
            cls.told_at = now
            _log.error("no connection can be taken: too many are open", open=self.most)


def connections_up_to(most: int) -> Callable[..., GuardedConnection]:
    """Connections of which so many may be open."""
    return type("GuardedConnection", (GuardedConnection,), {"most": most, "told_at": None})
