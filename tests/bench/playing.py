"""One measurement: the lean Bot API and one bot, each in a process of its own, from start to end."""

import asyncio
import contextlib
import json
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench.bots import ROOT, Bot, environment
from tests.bench.processes import heavy_in, memory_of
from tests.bench.store import prompts
from tests.bench.telegram import Found, Plan

_LONGEST_LINE = 64 * 1024 * 1024
_LONGEST_START = 300.0
"""On a busy machine it takes long until thousands of pages are open."""


@dataclass(frozen=True, slots=True)
class Played:
    """What one measurement found. ``start`` is the time from the bot's start to its first poll, in
    seconds, ``memory`` what it had in use by then, in bytes, and ``heavy`` what it had loaded for reports.
    """

    found: Found
    start: float
    memory: int
    heavy: list[str]

    @property
    def throughput(self) -> float:
        """Prompts a second."""
        return self.found.prompts / self.found.seconds

    @property
    def cpu(self) -> float:
        """Processor time for each answered prompt, in milliseconds."""
        return 1000 * self.found.cpu / max(self.found.prompts, 1)

    @property
    def calls(self) -> float:
        """Calls of the Bot API for each reply, polls among them."""
        return self.found.calls / max(self.found.prompts, 1)

    def latency(self, share: float) -> float:
        """From a reply to its prompt, in milliseconds: this share of the replies took no longer."""
        ordered = sorted(self.found.latencies) or [0.0]
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)]


async def play(bot: Bot, plan: Plan, folder: Path, **settings: str) -> Played:
    """Measure one bot once, on the store in this folder."""
    listed = folder / "prompts.json"
    listed.write_text(json.dumps(prompts()), "utf-8")
    async with running(sys.executable, "-m", "tests.bench.telegram") as telegram:
        await tell(telegram, asdict(plan))
        url = f"http://127.0.0.1:{(await hear(telegram))['port']}"
        began = time.monotonic()
        async with running(*bot.command(folder, listed), env=environment(url, folder, **settings)) as process:
            await tell(telegram, process.pid)
            polled = (await hear(telegram))["polled"]
            memory, heavy = memory_of(process.pid), heavy_in(process.pid)
            await tell(telegram, "go")
            found = Found(**await hear(telegram))
            process.kill()
    return Played(found, polled - began, memory, heavy)


@asynccontextmanager
async def running(*command: str, env: dict[str, str] | None = None) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *command, env=env, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_LONGEST_LINE
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def tell(process: Process, value: object) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(value).encode() + b"\n")
    await process.stdin.drain()


async def hear(process: Process) -> Any:
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), _LONGEST_START)
    assert line, "who plays the people has ended"
    return json.loads(line)
