"""SQLite through aiosqlite: one writer that lets waiting jobs share a commit, and one reader next to it.

Only this module and ``storage/engine/sqlite_*.py`` know the engine. They hold no statement about the
product's own tables.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, cast

import aiosqlite

from storage.engine.database import Result, StorageTrouble, TransactionJob
from storage.engine.sqlite_setup import BUSY_SECONDS, set_up
from storage.engine.sqlite_transaction import SqliteTransaction, in_our_words, name_of

OnceKept = Callable[[], None]
"""What a job wants done in memory once it is kept."""

MOST_JOBS_IN_A_COMMIT = 256
SETTLE_MILLISECONDS = 250
"""How long readers are waited for when the log is emptied: writers wait as long."""
IN_MEMORY_BYTES = 128 * 1024 * 1024
"""Up to this size a store is wiped in memory; a larger one by way of a file that is gone at once."""


class _JobConnection(sqlite3.Connection):
    """A connection that carries out the next job that waits for it when it is asked to commit.

    aiosqlite calls one method of a connection for each hop to its thread, and this is one without arguments.
    So a whole transaction is one hop. Statement by statement the same work costs three times as much.
    """

    calls: "deque[_Call[Any]]"

    def commit(self) -> None:
        """Carry out the next job."""
        call = self.calls.popleft()
        call.outcome = call.job(self)


@dataclass(slots=True)
class _Call(Generic[Result]):
    """A function that is to run on a connection's thread, and what it returned."""

    job: Callable[[sqlite3.Connection], Result]
    outcome: Result | None = None


class _JobThread:
    """A connection to the file on a thread of its own, where whole functions run one after the other."""

    def __init__(self, path: Path, *, reading: bool) -> None:
        self._calls: deque[_Call[Any]] = deque()
        connect = partial(_connect, path, self._calls, reading=reading)
        self._connection = aiosqlite.Connection(connect, iter_chunk_size=64)

    async def open(self) -> None:
        """Start the thread and open the file."""
        await self._connection

    async def run(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run a function on the thread; once begun, it ends there even if the caller is cancelled."""
        call = _Call(job)
        self._calls.append(call)
        await self._connection.commit()
        return cast("Result", call.outcome)

    async def close(self) -> None:
        """Finish what waits and close the file."""
        await self._connection.close()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A job that waits for the writer, and who waits for its outcome."""

    job: TransactionJob[Any]
    future: asyncio.Future[Any]
    lasting: bool


class SqliteDatabase:
    """A store in one SQLite file."""

    def __init__(self, writer: _JobThread, reader: _JobThread) -> None:
        self._writer = writer
        self._reader = reader
        self._waiting: list[_Asked] = []
        self._committing: asyncio.Task[None] | None = None
        self._looks: list[_Asked] = []
        self._looking: asyncio.Task[None] | None = None

    async def write(self, job: TransactionJob[Result], *, lasting: bool = True) -> Result:
        """Run a job that changes something; returns once it is committed. Jobs that wait share a commit,
        which is on the disk as soon as one of them is to last.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._waiting.append(_Asked(job, future, lasting))
        if self._committing is None:
            # It begins in a moment: whoever is about to write as well, comes along.
            self._committing = loop.create_task(self._commit_what_waits())
        return await future

    async def read(self, job: TransactionJob[Result]) -> Result:
        """Run a job that only looks, alongside the writer."""
        return await self._reader.run(partial(_look, job))

    async def look(self, job: TransactionJob[Result]) -> Result:
        """Run a short job that only looks. Those that wait are run on the reader's thread in one go: to go
        there and back costs more than what they do.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._looks.append(_Asked(job, future, lasting=False))
        if self._looking is None:
            self._looking = loop.create_task(self._look_for_all())
        return await future

    async def checkpoint(self) -> bool:
        """Empty the write-ahead log; False while somebody still reads from it."""
        return await self._writer.run(_checkpoint)

    async def vacuum(self) -> bool:
        """Write the whole file again, then empty the write-ahead log; False while somebody still reads it.

        What is deleted is overwritten at once, but a page that was divided earlier keeps copies of the
        rows that moved away. Only a file written again has none.
        """
        return await self._writer.run(_vacuum)

    async def close(self) -> None:
        """Finish what waits and close the file."""
        while under_way := self._committing or self._looking:
            await asyncio.shield(under_way)
        try:
            await self._reader.close()
        finally:
            await self._writer.close()

    async def _look_for_all(self) -> None:
        while self._looks:
            batch, self._looks = self._looks, []
            try:
                outcomes = await self._reader.run(partial(_looks, tuple(asked.job for asked in batch)))
            except BaseException as trouble:
                outcomes = [trouble] * len(batch)
            for asked, outcome in zip(batch, outcomes, strict=True):
                _tell(asked.future, outcome)
        self._looking = None

    async def _commit_what_waits(self) -> None:
        while self._waiting:
            batch = self._waiting[:MOST_JOBS_IN_A_COMMIT]
            del self._waiting[:MOST_JOBS_IN_A_COMMIT]
            for asked, outcome in zip(batch, await self._outcomes(batch), strict=True):
                _tell(asked.future, outcome)
        self._committing = None

    async def _outcomes(self, batch: list[_Asked]) -> Sequence[object]:
        """What happened to each job of a commit."""
        commit = _commit if any(asked.lasting for asked in batch) else _commit_for_now
        try:
            return await self._writer.run(partial(commit, tuple(asked.job for asked in batch)))
        except BaseException as trouble:
            return [trouble] * len(batch)


def _tell(future: asyncio.Future[Any], outcome: object) -> None:
    if future.done():
        return
    if isinstance(outcome, asyncio.CancelledError):
        future.cancel()
    elif isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _do(connection: sqlite3.Connection, job: TransactionJob[Result], once_kept: list[OnceKept]) -> Result:
    try:
        return job(SqliteTransaction(connection, once_kept))
    except StopIteration as stop:
        # No future takes one, so whoever waits would wait for ever.
        raise RuntimeError("a job came to the end of something and did not say so") from stop


def _look(job: TransactionJob[Result], connection: sqlite3.Connection) -> Result:
    _control(connection, "BEGIN")
    once_looked: list[OnceKept] = []
    try:
        found = _do(connection, job, once_looked)
    finally:
        _roll_back(connection)
    for act in once_looked:
        act()
    return found


def _looks(jobs: tuple[TransactionJob[Any], ...], connection: sqlite3.Connection) -> list[object]:
    """Run short jobs one after the other; what went wrong with one is its own outcome."""
    outcomes: list[object] = []
    for job in jobs:
        once_looked: list[OnceKept] = []
        try:
            outcomes.append(_do(connection, job, once_looked))
        except Exception as failure:
            outcomes.append(failure)
        else:
            for act in once_looked:
                act()
    return outcomes


def _commit(jobs: tuple[TransactionJob[Any], ...], connection: sqlite3.Connection) -> list[object]:
    """Run jobs in one transaction. A job that fails is undone alone; if the commit fails, all have failed."""
    _control(connection, "BEGIN IMMEDIATE")
    once_kept: list[OnceKept] = []
    try:
        outcomes = [_run(connection, job, once_kept, alone=len(jobs) == 1) for job in jobs]
        _control(connection, "COMMIT")
    except BaseException:
        _roll_back(connection)
        raise
    for act in once_kept:
        act()
    return outcomes


def _commit_for_now(jobs: tuple[TransactionJob[Any], ...], connection: sqlite3.Connection) -> list[object]:
    """Run jobs in one transaction that is not forced to the disk; the next one that is takes it along."""
    _control(connection, "PRAGMA synchronous = NORMAL")
    try:
        return _commit(jobs, connection)
    finally:
        _control(connection, "PRAGMA synchronous = FULL")


def _run(
    connection: sqlite3.Connection, job: TransactionJob[Any], once_kept: list[OnceKept], *, alone: bool
) -> object:
    if alone:
        return _do(connection, job, once_kept)
    _control(connection, "SAVEPOINT job")
    acts: list[OnceKept] = []
    try:
        outcome: object = _do(connection, job, acts)
        once_kept += acts
    except StorageTrouble as trouble:
        # A job may say that it found the store unusable; what the engine says concerns everybody.
        if isinstance(trouble.__cause__, sqlite3.Error):
            raise
        outcome = _undone(connection, trouble)
    except Exception as failure:
        outcome = _undone(connection, failure)
    _control(connection, "RELEASE job")
    return outcome


def _undone(connection: sqlite3.Connection, failure: Exception) -> Exception:
    _control(connection, "ROLLBACK TO job")
    return failure


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        _control(connection, "ROLLBACK")


def _control(connection: sqlite3.Connection, statement: str) -> None:
    """Steer the engine around the jobs. What goes wrong there is trouble of the store, never a job's."""
    try:
        connection.execute(statement)
    except sqlite3.Error as error:
        raise StorageTrouble(name_of(error)) from error


@in_our_words()
def _checkpoint(connection: sqlite3.Connection) -> bool:
    connection.execute(f"PRAGMA busy_timeout = {SETTLE_MILLISECONDS}")
    try:
        is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout = {round(BUSY_SECONDS * 1000)}")
    return not is_busy


@in_our_words()
def _vacuum(connection: sqlite3.Connection) -> bool:
    pages, size = connection.execute("SELECT * FROM pragma_page_count, pragma_page_size").fetchone()
    is_large = pages * size > IN_MEMORY_BYTES
    connection.execute(f"PRAGMA temp_store = {'FILE' if is_large else 'MEMORY'}")
    try:
        connection.execute("VACUUM")
    finally:
        connection.execute("PRAGMA temp_store = MEMORY")
    return _checkpoint(connection)


def _connect(path: Path, calls: deque[_Call[Any]], *, reading: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=_JobConnection,
        cached_statements=512,
    )
    connection.calls = calls
    try:
        set_up(connection, reading=reading)
    except BaseException:
        connection.close()
        raise
    return connection


async def open_sqlite(path: Path) -> SqliteDatabase:
    """Open the store in this file, which is made when it does not exist. Raises ``StorageTrouble``."""
    writer, reader = _JobThread(path, reading=False), _JobThread(path, reading=True)
    try:
        await writer.open()
        try:
            await reader.open()
        except BaseException:
            await writer.close()
            raise
    except sqlite3.Error as error:
        raise StorageTrouble(name_of(error)) from error
    return SqliteDatabase(writer, reader)
