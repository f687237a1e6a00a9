"""SQLite through aiosqlite: one writer that lets waiting jobs share a commit, and one reader beside it.

Only this module knows the engine. It holds no statement about the product's own tables.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, cast

import aiosqlite

from storage.database import Job, Result, Row, StorageTrouble, Values

BUSY_SECONDS = 10.0
MOST_JOBS_IN_A_COMMIT = 256


class SqliteTransaction:
    """A job's view of an open SQLite transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Values | None = None) -> list[Row]:
        """All rows that a statement finds."""
        return self._connection.execute(sql, dict(values or {})).fetchall()

    def row(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row that a statement finds, None when it finds none."""
        return cast("Row | None", self._connection.execute(sql, dict(values or {})).fetchone())

    def run(self, sql: str, values: Values | None = None) -> int:
        """Run a statement that changes rows; how many it changed."""
        return self._connection.execute(sql, dict(values or {})).rowcount

    def run_many(self, sql: str, values: Iterable[Values]) -> None:
        """Run a statement once for each of many values."""
        self._connection.executemany(sql, values)

    def add(self, sql: str, values: Values) -> int:
        """Insert one row; the number that its ``id`` was given."""
        return cast("int", self._connection.execute(sql, dict(values)).lastrowid)


class _Connection(aiosqlite.Connection):
    """aiosqlite's connection with whole functions run on its thread: one hop for a batch of statements.

    Statement by statement the same work costs three times as much, nearly all of it hops between threads.
    """

    async def call(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run a function on the connection's own thread, even if the caller is cancelled meanwhile."""
        run: Callable[..., Awaitable[Result]] = self._execute
        return await asyncio.shield(asyncio.ensure_future(run(job, self._conn)))


class SqliteDatabase:
    """A store in one SQLite file."""

    def __init__(self, writer: _Connection, reader: _Connection) -> None:
        self._writer = writer
        self._reader = reader
        self._waiting: list[tuple[Job[Any], asyncio.Future[Any]]] = []
        self._work: asyncio.Task[None] | None = None

    async def write(self, job: Job[Result]) -> Result:
        """Run a job that changes something; returns once it is committed. Jobs that wait share a commit."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, future))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_waiting())
        return await future

    async def read(self, job: Job[Result]) -> Result:
        """Run a job that only looks, beside the writer."""

        def look(connection: sqlite3.Connection) -> Result:
            with _troubles():
                connection.execute("BEGIN")
                try:
                    return job(SqliteTransaction(connection))
                finally:
                    connection.execute("ROLLBACK")

        return await self._reader.call(look)

    async def close(self) -> None:
        """Finish what waits and close the file."""
        if self._work is not None:
            await asyncio.gather(self._work, return_exceptions=True)
        await self._reader.close()
        await self._writer.close()

    async def _write_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = (
                self._waiting[:MOST_JOBS_IN_A_COMMIT],
                self._waiting[MOST_JOBS_IN_A_COMMIT:],
            )
            jobs = tuple(job for job, _ in batch)
            try:
                outcomes = await self._writer.call(partial(_commit, jobs))
            except Exception as trouble:
                outcomes = [trouble] * len(batch)
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                _tell(future, outcome)


def _tell(future: asyncio.Future[Any], outcome: object) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _commit(jobs: tuple[Job[Any], ...], connection: sqlite3.Connection) -> list[object]:
    """Run jobs in one transaction. A job that fails is undone alone; if the commit fails, all have failed."""
    with _troubles():
        connection.execute("BEGIN IMMEDIATE")
        try:
            outcomes = [_run(connection, job, alone=len(jobs) == 1) for job in jobs]
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return outcomes


def _run(connection: sqlite3.Connection, job: Job[Any], *, alone: bool) -> object:
    if alone:
        return job(SqliteTransaction(connection))
    connection.execute("SAVEPOINT job")
    try:
        outcome = job(SqliteTransaction(connection))
    except sqlite3.Error:
        raise
    except Exception as failure:
        connection.execute("ROLLBACK TO job")
        outcome = failure
    connection.execute("RELEASE job")
    return outcome


class _troubles(contextlib.AbstractContextManager[None]):  # noqa: N801 - reads as a statement
    """Turn the engine's errors into ours, without a value of the statement in their text."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            name = getattr(error, "sqlite_errorname", type(error).__name__)
            raise StorageTrouble(str(name)) from error


def _prepare(path: Path, *, reading: bool) -> Callable[[], sqlite3.Connection]:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        # Readers never wait for the writer, and the writer never for readers.
        connection.execute("PRAGMA journal_mode = WAL")
        # A commit is on the disk before anybody is told that it is kept: a power cut loses nothing told.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is erased is overwritten, not only unlinked.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        if reading:
            connection.execute("PRAGMA query_only = ON")
        return connection

    return connect


async def open_sqlite(path: Path) -> SqliteDatabase:
    """Open the store in this file, which is made when it does not exist. Raises ``StorageTrouble``."""
    with _troubles():
        writer = _Connection(_prepare(path, reading=False), iter_chunk_size=64)
        await writer
        reader = _Connection(_prepare(path, reading=True), iter_chunk_size=64)
        try:
            await reader
        except BaseException:
            await writer.close()
            raise
    return SqliteDatabase(writer, reader)
