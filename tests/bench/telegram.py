"""A lean Bot API in a process of its own, and the people who write to it: it plays, listens and measures.

``python -m tests.bench.telegram`` reads a plan from its input and prints where it listens. Then it is told
the process to watch, plays, and prints what it found. N people answer at once; each sends the next reply
only when the next prompt has come. After the last prompt of a theme a person makes room for the next one.
"""

import asyncio
import json
import random
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any, cast

import uvloop

from tests.bench import wire
from tests.bench.processes import memory_of, seconds_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What is played. ``posed`` are the prompts in the order in which a person must see them.

    ``rate`` is how many replies a second there are in all, 0 for as many as can be. ``round_trip`` lies
    between bot and Telegram, in seconds. ``replies`` ends the playing early, 0 for never.
    """

    text: str
    keyboard: Any
    reply: str
    posed: list[str]
    people: int = 1
    warm: float = 1.0
    seconds: float = 5.0
    rate: float = 0.0
    round_trip: float = 0.0
    replies: int = 0
    first_chat: int = 1
    first_update: int = 1000


@dataclass(slots=True)
class Found:
    """What was measured between the end of the warming up and the end of the playing."""

    seconds: float = 0.0
    cpu: float = 0.0
    own_cpu: float = 0.0
    memory: int = 0
    prompts: int = 0
    calls: int = 0
    others: int = 0
    strays: int = 0
    latencies: list[float] = field(default_factory=list)


class Connection(asyncio.Protocol):
    """One keep-alive connection of the bot's."""

    def __init__(self, stage: "Stage") -> None:
        self._stage = stage
        self._received = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self.transport = None

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (request := wire.request_in(self._received)) is not None:
            method, body, self._received = request
            self._stage.later(self._stage.asked, self, method, body)

    def answer(self, body: bytes) -> None:
        if self.transport is not None:
            self.transport.write(wire.answered(body))


class Stage:
    """The Bot API, everybody who writes to it, and the clock."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.found = Found()
        self.is_over = asyncio.get_running_loop().create_future()
        self.polled = asyncio.get_running_loop().create_future()
        self._loop = asyncio.get_running_loop()
        self._templates = wire.Templates(plan.text, plan.keyboard, plan.reply)
        self._posed = [each.encode() for each in plan.posed]
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._parked: tuple[Connection, asyncio.TimerHandle] | None = None
        self._asked: dict[int, tuple[int, float]] = {}
        self._idle: list[tuple[int, int]] = []
        self._next_chat = plan.first_chat
        self._last_update = plan.first_update
        self._last_message = 1000
        self._is_measuring = False
        self._chance = random.Random(20261123)

    def later(self, do: Any, *arguments: Any) -> None:
        """Half a round trip from now."""
        if self.plan.round_trip:
            self._loop.call_later(self.plan.round_trip / 2, do, *arguments)
        else:
            do(*arguments)

    # --- the Bot API

    def asked(self, connection: Connection, method: bytes, body: bytes) -> None:
        if self._is_measuring:
            self.found.calls += 1
        match method:
            case b"getUpdates":
                self._poll(connection, body)
            case b"sendMessage" | b"sendPhoto" | b"sendDocument":
                self._said(connection, body)
            case b"getMe":
                self.later(connection.answer, wire.ME)
            case _:
                self.later(connection.answer, wire.DONE)

    def _poll(self, connection: Connection, body: bytes) -> None:
        offset = wire.offset_in(body)
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()
        if self._parked is not None:
            self._unpark()
        # A person's app takes part from the first poll on.
        self._parked = (connection, self._loop.call_later(50.0, self._unpark))
        if self._waiting:
            self._unpark()
        if not self.polled.done():
            self.polled.set_result(time.monotonic())

    def _unpark(self) -> None:
        if self._parked is None:
            return
        (connection, timer), self._parked = self._parked, None
        timer.cancel()
        first = [each for _, each in list(self._waiting)[:100]] if len(self._waiting) < 200 else self._first()
        self.later(connection.answer, wire.updates(first))

    def _first(self) -> list[bytes]:
        return [self._waiting[place][1] for place in range(100)]

    def _said(self, connection: Connection, body: bytes) -> None:
        now = time.monotonic()
        chat = wire.chat_in(body) or 0
        self._last_message += 1
        self.later(connection.answer, self._templates.sent(chat, self._last_message, int(time.time())))
        asked = self._asked.pop(chat, None)
        if asked is None:
            self.found.others += self._is_measuring
            return
        step, since = asked
        if wire.posed_in(body) != self._posed[step]:
            self.found.strays += 1
        if self._is_measuring:
            self.found.prompts += 1
            self.found.latencies.append(now - since)
        self._sees(chat, step + 1)

    # --- the people

    def _sees(self, chat: int, step: int) -> None:
        if step == len(self._posed):
            chat, step = self._somebody(), 0
        if self.plan.replies and self.found.prompts >= self.plan.replies:
            self.end()
        elif self.plan.rate:
            self._idle.append((chat, step))
        else:
            self._write(chat, step)

    def _somebody(self) -> int:
        self._next_chat += 1
        return self._next_chat - 1

    def _write(self, chat: int, step: int) -> None:
        self._last_update += 1
        self._last_message += 1
        written = self._templates.written(chat, self._last_message, int(time.time()), self._last_update)
        self._waiting.append((self._last_update, written))
        self._asked[chat] = (step, time.monotonic())
        if self._parked is not None:
            self._unpark()

    def begin(self) -> None:
        if self.plan.rate:
            self._idle = [(self._somebody(), 0) for _ in range(self.plan.people)]
            self._loop.create_task(self._write_at_a_rate())
            return
        for _ in range(self.plan.people):
            self._write(self._somebody(), 0)

    async def _write_at_a_rate(self) -> None:
        at = self._loop.time()
        while not self.is_over.done():
            at += self._chance.expovariate(self.plan.rate)
            await asyncio.sleep(max(0.0, at - self._loop.time()))
            if self._idle:
                chat, step = self._idle.pop(self._chance.randrange(len(self._idle)))
                self._write(chat, step)

    def measure(self) -> None:
        self._is_measuring = True

    def end(self) -> None:
        self._is_measuring = False
        if not self.is_over.done():
            self.is_over.set_result(None)


async def _play(plan: Plan) -> None:
    stage = Stage(plan)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(stage), "127.0.0.1", 0, backlog=1024)
    _say({"port": server.sockets[0].getsockname()[1]})
    process = int(await loop.run_in_executor(None, sys.stdin.readline))
    _say({"polled": await stage.polled})
    await loop.run_in_executor(None, sys.stdin.readline)
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
    uvloop.run(_play(Plan(**json.loads(sys.stdin.readline()))))
