"""An answer that goes on as a stream of Server-Sent Events, and what an open one waits for.

One event wakes it, whatever there is: news, its turn to give a sign of life, that the browser has gone, that
another took its place, or that we stop. One timer is there for all streams, as thousands of timers cost more
than what is sent. What is sent is nothing that this module knows.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PARTS = 15
"""The streams are woken in so many parts, one after the other."""

STRAIGHT: Final = "closer_look.straight"
"""Where a request keeps the server's own way out, for the pieces of an answer whose head has gone through all
that looks at heads.
"""

_OTHER_LINE_END = re.compile("\r\n|\r")


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``id`` is what a browser names when it connects again, ``retry`` when it does, in ms."""

    name: str
    data: str = "-"
    id: str | None = None
    retry: int | None = None

    def encode(self) -> bytes:
        """The event as it is sent. Each line of its data is a line of its own, whatever ends it."""
        about = f"id: {self.id}\n" if self.id is not None else ""
        lines = _OTHER_LINE_END.sub("\n", self.data) if "\r" in self.data else self.data
        data = lines.replace("\n", "\ndata: ")
        ends = f"\nretry: {self.retry}\n\n" if self.retry is not None else "\n\n"
        return f"{about}event: {self.name}\ndata: {data}{ends}".encode()


@dataclass(eq=False, slots=True)
class OpenStream:
    """An open stream. ``woken`` is set when there is something to do, and whoever does it clears it.

    ``is_over``: nobody listens any more, or we stop. ``is_crowded_out``: another has taken its place.
    ``is_outdated``: something of what its page shows is gone.
    """

    woken: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False
    is_crowded_out: bool = False
    is_outdated: bool = False

    def end(self) -> None:
        """Have it end."""
        self.is_over = True
        self.woken.set()

    def crowd_out(self) -> None:
        """Have it end, as another takes its place."""
        self.is_crowded_out = True
        self.woken.set()

    def outdate(self) -> None:
        """Have its page loaded again."""
        self.is_outdated = True
        self.woken.set()


class StreamsAwake:
    """Wakes every open stream once in so many ``seconds``, those of a part together, and ends all at last."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._parts: list[set[OpenStream]] = [set() for _ in range(PARTS)]
        self._next = 0
        self._timer: asyncio.TimerHandle | None = None
        self._is_ended = False

    @contextmanager
    def keep(self, stream: OpenStream) -> Iterator[None]:
        """Wake a stream for as long as this lasts."""
        part = min(self._parts, key=len)
        part.add(stream)
        if self._is_ended:
            stream.end()
        elif self._timer is None:
            self._wait()
        try:
            yield
        finally:
            part.discard(stream)

    def end(self) -> None:
        """End all streams, and each that is opened from now on."""
        self._is_ended = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for part in self._parts:
            for stream in part:
                stream.end()

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._seconds() / PARTS, self._wake_a_part)

    def _wake_a_part(self) -> None:
        self._timer = None
        for stream in self._parts[self._next]:
            stream.woken.set()
        self._next = (self._next + 1) % PARTS
        if any(self._parts):
            self._wait()


class EventStream(Response):
    """Sends the pieces of a stream as they come, until there are no more or the browser has gone."""

    media_type = "text/event-stream"

    def __init__(self, stream: OpenStream, pieces: AsyncIterator[bytes]) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._stream = stream
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; one for the head alone begins no stream."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if scope["method"] != "HEAD":
            leaving, straight = asyncio.ensure_future(self._until_left(receive)), scope.get(STRAIGHT, send)
            try:
                async with aclosing(self._pieces) as pieces:  # type: ignore[type-var]
                    async for piece in pieces:
                        await straight({"type": "http.response.body", "body": piece, "more_body": True})
            finally:
                leaving.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _until_left(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._stream.end()
