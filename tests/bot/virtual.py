"""Time that passes only when nothing is left to do: hours of pacing and waiting in milliseconds."""

import asyncio
import selectors
import sqlite3
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from storage.engine.database import StorageTrouble, TransactionJob
from storage.engine.schema_version import migrate
from storage.engine.sqlite_transaction import SqliteTransaction
from tests.bot.workshop import BEGINNING

Result = TypeVar("Result")

_MOMENT = 0.0003
"""Seconds of real time in which what was sent to a socket of this process has arrived."""


class _Selector(selectors.SelectSelector):
    """Does not wait for what is due later: it lets the clock run ahead to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def select(self, timeout: float | None = None) -> Any:
        # Besides the loop's own end of a pipe there may be sockets, which are served before time goes on.
        ready = super().select(_MOMENT if timeout != 0 and len(self.get_map()) > 1 else 0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise AssertionError("Everything waits, and nothing will ever happen.")
        self.now += max(timeout, 0.0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop with a clock of its own."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now


class ThreadlessLoop(VirtualLoop):
    """Does itself what else a thread would do, so that no real time passes meanwhile."""

    def run_in_executor(self, _: Any, do: Callable[..., Any], *given: Any) -> Any:
        future = self.create_future()
        future.set_result(do(*given))
        return future


def run(main: Coroutine[Any, Any, Result], *, on: Callable[[], VirtualLoop] = VirtualLoop) -> Result:
    """Run something in virtual time."""
    with asyncio.Runner(loop_factory=on) as runner:
        return runner.run(main)


def clock() -> float:
    """Seconds that have passed."""
    return asyncio.get_running_loop().time() - 1000.0


def now() -> datetime:
    """The time of day that goes with it."""
    return BEGINNING + timedelta(seconds=clock())


_new: list[sqlite3.Connection] = []
"""A store as a first start leaves it: the migrations run once in each process."""


class MemoryDatabase:
    """A store without a thread, so that no real time passes while it works. It can be out of order.

    ``lasting`` says for each write whether it was to outlast a power cut. ``seconds`` is how long each commit
    takes, one after the other.
    """

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self.is_down = False
        self.seconds = 0.0
        self._one_at_a_time = asyncio.Lock()
        self.tries = 0
        self.lasting: list[bool] = []
        if _new:
            self.go_back(_new[0])
        else:
            self._run(migrate)
            _new.append(self.kept())

    async def write(self, job: TransactionJob[Result], *, lasting: bool = True) -> Result:
        if self.seconds:
            async with self._one_at_a_time:
                await asyncio.sleep(self.seconds)
        self.lasting.append(lasting)
        return self._try(job)

    async def read(self, job: TransactionJob[Result]) -> Result:
        return self._try(job)

    async def look(self, job: TransactionJob[Result]) -> Result:
        return self._try(job)

    async def checkpoint(self) -> bool:
        return True

    async def vacuum(self) -> bool:
        return True

    async def close(self) -> None:
        self._connection.close()

    def kept(self) -> sqlite3.Connection:
        """A copy of all that is in it, for any thread: campaigns play their cases in threads of their own."""
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.backup(copy)
        return copy

    def go_back(self, kept: sqlite3.Connection) -> None:
        """Make it as it was when this was kept."""
        kept.backup(self._connection)

    def _try(self, job: TransactionJob[Result]) -> Result:
        self.tries += 1
        if self.is_down:
            raise StorageTrouble("SQLITE_FULL")
        return self._run(job)

    def _run(self, job: TransactionJob[Result]) -> Result:
        self._connection.execute("BEGIN")
        once_kept: list[Callable[[], None]] = []
        try:
            result = job(SqliteTransaction(self._connection, once_kept))
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        for each in once_kept:
            each()
        return result
