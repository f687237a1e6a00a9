"""Open pages of the web chat in a process of its own: they listen, write, and measure what they hear.

``python -m tests.bench.web_pages`` reads a plan from its input, opens its pages, and says so. Then it is told
the process to watch, plays, and prints what it found. Each page has its stream and a second connection, on
which it posts the next reply only when the next prompt has come on the stream and the last post was taken.
After the last prompt of a theme somebody new takes the page's place.
"""

import asyncio
import hashlib
import hmac
import json
import re
import sys
import time
from dataclasses import asdict, dataclass
from typing import cast

import uvloop

from tests.bench.processes import memory_of, seconds_of
from tests.bench.telegram import Found

_AS_A_BROWSER = (
    b"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
    b"Safari/537.36\r\nAccept: */*\r\nAccept-Language: en-GB,en;q=0.9\r\n"
    b"Accept-Encoding: gzip, deflate, br, zstd\r\nConnection: keep-alive\r\n"
    b"Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
)
"""What a browser says of itself with each request. It costs whoever reads it."""
_READY = b"event: ready"
_STEP = re.compile(rb"Step (\d+) of (\d+)")
_CUT = 40
"""So many bytes may be of a step that is not yet whole."""
_LONGEST_START = 300.0


@dataclass(frozen=True, slots=True)
class WebPlan:
    """What is played: ``pages`` that write and ``idle`` ones that only listen, on this port.

    ``posed`` are the prompts in the order in which a person must see them. ``replies`` ends the playing
    early, 0 for never. ``first`` is the number of the first person.
    """

    port: int
    reply: str
    posed: list[str]
    pages: int = 1
    idle: int = 0
    warm: float = 1.0
    seconds: float = 5.0
    replies: int = 0
    first: int = 1


def secret_of(person: int) -> str:
    """The secret of a person's session, as their cookie has it."""
    return f"a-session-of-the-benchmark-{person:08}"


def token_of(person: int) -> str:
    """What our page's script proves its forms with."""
    return hmac.new(secret_of(person).encode(), b"a form of our own", hashlib.sha256).hexdigest()


class _Line(asyncio.Protocol):
    """One connection of a page."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def send(self, data: bytes) -> None:
        assert self.transport is not None
        self.transport.write(data)

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()


class Stream(_Line):
    """What the page hears."""

    def __init__(self, page: "Page") -> None:
        super().__init__(page)
        self._kept = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.send(b"GET /chat/events?after=1 HTTP/1.1\r\n%b\r\n" % self.page.head)

    def data_received(self, data: bytes) -> None:
        heard = self._kept + data
        self._kept = heard[-_CUT:]
        if not self.page.is_open and _READY in heard:
            self.page.opened()
        for found in _STEP.finditer(heard):
            self.page.hears(found[1] + b"/" + found[2])


class Post(_Line):
    """What the page sends on."""

    def data_received(self, data: bytes) -> None:
        self.page.is_taken(data.startswith(b"HTTP/1.1 202"))


class Page:
    """One person's open page."""

    def __init__(self, stage: "Stage", person: int, *, writes: bool) -> None:
        self.head = b"Host: 127.0.0.1\r\nCookie: closer_look_%d=%b\r\n%b" % (
            stage.plan.port,
            secret_of(person).encode(),
            _AS_A_BROWSER,
        )
        self.is_open = False
        self._stage, self._person, self._writes = stage, person, writes
        self._token = token_of(person).encode()
        self._step, self._since, self._waits_for = 0, 0.0, 0
        self._stream, self._post = Stream(self), Post(self)

    async def open(self) -> None:
        loop, port = asyncio.get_running_loop(), self._stage.plan.port
        if self._writes:
            await loop.create_connection(lambda: self._post, "127.0.0.1", port)
        await loop.create_connection(lambda: self._stream, "127.0.0.1", port)

    def opened(self) -> None:
        self.is_open = True
        self._stage.opened(self)

    def write(self) -> None:
        """Post the next reply."""
        message = f"message-{self._person}-{self._step}"
        posted = {"message_id": message, "text": self._stage.plan.reply, "seen_seconds": 60}
        body = json.dumps(posted).encode()
        self._since, self._waits_for = time.monotonic(), 2
        self._post.send(
            b"POST /chat HTTP/1.1\r\n%bX-Form-Token: %b\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (self.head, self._token, len(body), body)
        )

    def is_taken(self, is_kept: bool) -> None:
        if not is_kept:
            self._stage.found.strays += 1
        self._goes_on()

    def hears(self, step: bytes) -> None:
        posed = self._stage.posed
        if self._waits_for and step == posed[self._step]:
            self._stage.heard(time.monotonic() - self._since)
            self._step += 1
            self._goes_on()
        elif step not in posed[: self._step] and step != self._stage.first_posed:
            self._stage.found.strays += 1

    def _goes_on(self) -> None:
        self._waits_for -= 1
        if self._waits_for or self._stage.is_over.done():
            return
        if self._step < len(self._stage.posed):
            self.write()
        else:
            self.close()
            self._stage.open_another()

    def close(self) -> None:
        for line in (self._stream, self._post):
            line.close()


class Stage:
    """All pages, and what was measured."""

    def __init__(self, plan: WebPlan) -> None:
        self.plan, self.found = plan, Found()
        self.posed = [each.encode() for each in plan.posed]
        _, total = plan.posed[0].split("/")
        self.first_posed = f"1/{total}".encode()
        self.is_over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.all_open = asyncio.Event()
        self._open, self._next, self._plays = 0, plan.first, False
        self._is_measuring = False
        self._pages: list[Page] = []
        self._opening: set[asyncio.Task[None]] = set()

    async def open_all(self) -> None:
        """Open all pages, once somebody listens on the port."""
        await _until_listened_to(self.plan.port)
        for number in range(self.plan.pages + self.plan.idle):
            await self._another(writes=number < self.plan.pages).open()
        async with asyncio.timeout(_LONGEST_START):
            await self.all_open.wait()

    def _another(self, *, writes: bool) -> Page:
        page = Page(self, self._next, writes=writes)
        self._next += 1
        if writes:
            self._pages.append(page)
        return page

    def open_another(self) -> None:
        """Somebody new takes the place of a page that has come to its end."""
        opening = asyncio.ensure_future(self._another(writes=True).open())
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)

    def opened(self, page: Page) -> None:
        self._open += 1
        if self._plays:
            page.write()
        elif self._open == self.plan.pages + self.plan.idle:
            self.all_open.set()

    def begin(self) -> None:
        self._plays = True
        for page in list(self._pages):
            page.write()

    def heard(self, seconds: float) -> None:
        if self._is_measuring:
            self.found.prompts += 1
            self.found.latencies.append(seconds)
            if self.plan.replies and self.found.prompts >= self.plan.replies:
                self.end()

    def measure(self) -> None:
        self._is_measuring = True

    def end(self) -> None:
        self._is_measuring = False
        if not self.is_over.done():
            self.is_over.set_result(None)


async def _until_listened_to(port: int) -> None:
    async with asyncio.timeout(_LONGEST_START):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def _play(plan: WebPlan) -> None:
    stage, loop = Stage(plan), asyncio.get_running_loop()
    await stage.open_all()
    _say({"open": True})
    process = int(await loop.run_in_executor(None, sys.stdin.readline))
    stage.begin()
    await asyncio.sleep(plan.warm)
    found, own = stage.found, time.process_time()
    began, cpu = time.monotonic(), seconds_of(process)
    stage.measure()
    await asyncio.wait([stage.is_over], timeout=plan.seconds)
    stage.end()
    found.cpu = seconds_of(process) - cpu
    found.seconds, found.own_cpu = time.monotonic() - began, time.process_time() - own
    found.memory = memory_of(process)
    _say(asdict(found))


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(_play(WebPlan(**json.loads(sys.stdin.readline()))))
