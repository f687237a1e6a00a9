"""The product as a process of its own on a folder and a stand-in Telegram: started, killed, stopped, asked.

What it writes to standard output and error goes to files next to the data folder, added to at each start.
"""

import asyncio
import json
import os
import re
import select
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, closing, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.guides import OWN_FOLDER
from tests.telegram.stand_in import StandIn

ROOT = Path(__file__).parent.parent.parent
DATABASE = "closer-look.sqlite3"
MOST_INVITED = 1_000
"""How many invitations one command makes at most."""
LONGEST_SECONDS = 120.0
"""How long anything is waited for that must come about, however busy the machine is."""

Under = Callable[[int], AbstractAsyncContextManager[None]]
"""Something done to a process by its number for as long as it lasts."""


class Nursery:
    """Forks processes of the product that have loaded everything already (see ``nursery.py``)."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.faults.nursery"),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def ask(self, order: Mapping[str, Any]) -> int:
        """Give one order; the number it is answered with."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._one_at_a_time:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            return int(await self._process.stdout.readline())


class Child:
    """One process that the nursery has forked."""

    def __init__(self, nursery: Nursery, number: int) -> None:
        self.number = number
        self._is_over = False
        self._descriptor = os.pidfd_open(number)
        self._ended: asyncio.Future[int] = asyncio.ensure_future(self._wait(nursery))

    @property
    def is_running(self) -> bool:
        """Whether it has not ended, even if nobody has noticed yet."""
        if self._is_over:
            return False
        looking = select.poll()  # "select" takes no descriptor beyond a thousand
        looking.register(self._descriptor, select.POLLIN)
        return not looking.poll(0)

    def send(self, number: signal.Signals) -> None:
        if self.is_running:
            os.kill(self.number, number)

    async def ended(self) -> int:
        """How it ended, once it has: its code, or minus the signal."""
        return await asyncio.shield(self._ended)

    async def _wait(self, nursery: Nursery) -> int:
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._descriptor, over.set)
        try:
            await over.wait()
        finally:
            self._is_over = True
            loop.remove_reader(self._descriptor)
            os.close(self._descriptor)
        return await nursery.ask({"bury": self.number})


class Product:
    """Closer Look on one folder. ``twin`` names the module in ``twins`` that breaks it.

    ``settings`` are added to the environment, by the names that ``docs/settings.md`` gives them, and
    ``modules`` are loaded into its process.
    """

    def __init__(
        self,
        nursery: Nursery,
        folder: Path,
        stand_in: StandIn,
        *,
        twin: str | None = None,
        settings: Mapping[str, str] | None = None,
        modules: Sequence[str] = (),
    ) -> None:
        self._modules = [*modules, *([f"tests.faults.twins.{twin}"] if twin else [])]
        self._nursery = nursery
        self.twin = twin
        self.folder = folder / "data"
        self.output = folder / "output"
        for each in (self.folder, self.output):
            each.mkdir(parents=True, exist_ok=True)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CLOSER_LOOK_")},
            "CLOSER_LOOK_DATA_DIR": str(self.folder),
            "CLOSER_LOOK_TELEGRAM_TOKEN": stand_in.token,
            "CLOSER_LOOK_TELEGRAM_API_URL": stand_in.url,
            "CLOSER_LOOK_READING_SECONDS": "0",
            "CLOSER_LOOK_SENDS_PER_SECOND": "1000",
            "CLOSER_LOOK_SENDS_PER_CHAT_PER_SECOND": "100",
            "CLOSER_LOOK_WEB_PORT": "0",
            "CLOSER_LOOK_PACKS_DIR": str(OWN_FOLDER),
            "CLOSER_LOOK_MESSAGES_PER_MINUTE": "1000000",  # people here write faster than anybody can
            "CLOSER_LOOK_PAGES_PER_MINUTE": "1000000",
            **(settings or {}),
        }
        self._child: Child | None = None
        self._commands = 0
        self.starts = 0

    # --- its life -------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """The number of the running process."""
        assert self._child is not None
        return self._child.number

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.is_running

    async def start(self, *, is_held: bool = False) -> None:
        """Start it; ``is_held`` until ``let_go``, so that it can be watched from its first step."""
        self.starts += 1
        self._child = await self._fork(["run"], "run", is_held=is_held)

    def let_go(self) -> None:
        assert self._child is not None
        self._child.send(signal.SIGCONT)

    async def kill(self) -> None:
        """``kill -9``: no word of farewell."""
        assert self._child is not None
        self._child.send(signal.SIGKILL)
        await self._child.ended()

    async def stop(self) -> int:
        """Ask it to stop; its exit code."""
        assert self._child is not None
        self._child.send(signal.SIGTERM)
        return await self._child.ended()

    async def ended(self) -> int:
        """How it ended, once it has: its code, or minus the signal."""
        assert self._child is not None
        return await self._child.ended()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.kill()

    # --- what is asked of it ----------------------------------------------------------------------

    async def ask(self, *words: str, under: Under | None = None) -> tuple[int, str]:
        """Type a command of ``closer-look``; its exit code and what it printed."""
        self._commands += 1
        name = f"command-{self._commands}"
        child = await self._fork(list(words), name, is_held=under is not None)
        async with under(child.number) if under else nullcontext():
            child.send(signal.SIGCONT)
            code = await child.ended()
        return code, (self.output / f"{name}.out").read_text("utf-8")

    async def command(self, *words: str) -> str:
        """What a command printed. Fails the test when the command is refused."""
        code, printed = await self.ask(*words)
        assert code == 0, f"closer-look {words[0]} ended with {code}"
        return printed

    async def open_round(self, guide: str = "first-version") -> str:
        """Open a round; its id."""
        await self.command("round", "open", "--guide", guide, "--title", "A round")
        listed = json.loads(await self.command("round", "list", "--json"))
        return str(next(each["id"] for each in listed if each["title"] == "A round"))

    async def invite(self, round_id: str, count: int) -> list[str]:
        """Codes of new invitations."""
        codes: list[str] = []
        while len(codes) < count:
            most = str(min(count - len(codes), MOST_INVITED))
            printed = await self.command("invite", "--round", round_id, "--count", most, "--json")
            codes += [str(each["code"]) for each in json.loads(printed)]
        return codes

    async def export(self, round_id: str) -> list[dict[str, Any]]:
        """All rows of a round's ledger."""
        printed = await self.command("export", "--round", round_id, "--format", "jsonl")
        # Not splitlines(): what people wrote may hold line ends of other kinds.
        return [json.loads(line) for line in printed.split("\n") if line]

    async def health(self, under: Under | None = None) -> tuple[bool, list[str]]:
        """What ``closer-look health`` says: whether it works, and what does not.

        ``under`` is what its process is put under, such as the trouble that the product's own has.
        """
        _, printed = await self.ask("health", "--json", under=under)
        found = json.loads(printed)
        return bool(found["healthy"]), list(found["reasons"])

    async def healthz(self) -> bool:
        """Whether the running product says at ``/healthz`` that it works."""
        greeting = (self.output / "run.out").read_text("utf-8")
        *_, address = re.findall(r"http://127\.0\.0\.1:\d+", greeting)
        async with aiohttp.ClientSession() as session, session.get(f"{address}/healthz") as answer:
            return answer.status == 200

    def is_intact(self) -> bool:
        """Whether the files as they lie there pass SQLite's own check; they are not touched."""
        copy = self.output / "looked-at"
        copy.mkdir(exist_ok=True)
        for ending in ("", "-wal"):
            there = self.folder / (DATABASE + ending)
            if there.exists():
                shutil.copyfile(there, copy / there.name)
            else:
                (copy / there.name).unlink(missing_ok=True)
        (copy / f"{DATABASE}-shm").unlink(missing_ok=True)
        with closing(sqlite3.connect(copy / DATABASE)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])

    def written(self) -> bytes:
        """Everything it has written to standard output and error so far."""
        return b"".join(path.read_bytes() for path in sorted(self.output.glob("*.*")))

    async def _fork(self, words: list[str], name: str, *, is_held: bool = False) -> Child:
        number = await self._nursery.ask(
            {
                "words": words,
                "environment": self._environment,
                "folder": str(self.output),
                "output": str(self.output / f"{name}.out"),
                "errors": str(self.output / f"{name}.err"),
                "modules": self._modules,
                "is_held": is_held,
            }
        )
        return Child(self._nursery, number)
