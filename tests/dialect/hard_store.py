"""A plugin of pytest: the store is as hard on its jobs as any engine may be, and notes what they ask.

Each job that writes is run, undone and run again, as where a commit has to be tried a second time. Rows whose
order was not asked for come the other way round. What a statement of the store was, from where, and of which
types its values were, is written to a file at the end.
"""

import contextlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.engine import sqlite as engine
from storage.engine.database import Result, SqlValues, TransactionJob
from storage.engine.sqlite import OnceKept
from storage.engine.sqlite_transaction import SqliteTransaction

STORAGE = Path(engine.__file__).parents[1]

Noted = tuple[str, int, str, tuple[tuple[str, str], ...]]
"""Where a statement is asked for, by file and line, its text, and the type of each of its values."""

_noted: set[Noted] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--statements-to", help="the file for the statements that were run")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--statements-to"):
        make_hard()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything takes longer here, so no test has to be a quick one."""
    for item in items:
        item.add_marker(pytest.mark.slow)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("--statements-to"):
        Path(session.config.getoption("--statements-to")).write_text(json.dumps(sorted(_noted)), "utf-8")


def make_hard() -> None:
    """Make the store hard on its jobs, from here on in this process."""
    for name in ("rows", "row", "run", "add"):
        setattr(SqliteTransaction, name, _noting(getattr(SqliteTransaction, name)))
    SqliteTransaction.run_many = _noting_many(SqliteTransaction.run_many)  # type: ignore[method-assign]
    do, set_up = engine._do, engine.set_up

    def do_twice(
        connection: sqlite3.Connection, job: TransactionJob[Result], once_kept: list[OnceKept]
    ) -> Result:
        (only_looks,) = connection.execute("PRAGMA query_only").fetchone()
        if not only_looks:
            connection.execute("SAVEPOINT first_time")
            try:
                with contextlib.suppress(Exception):
                    do(connection, job, [])
            finally:
                connection.execute("ROLLBACK TO first_time")
                connection.execute("RELEASE first_time")
        return do(connection, job, once_kept)

    def set_up_reversed(connection: sqlite3.Connection, *, reading: bool) -> None:
        set_up(connection, reading=reading)
        connection.execute("PRAGMA reverse_unordered_selects = ON")

    engine._do, engine.set_up = do_twice, set_up_reversed


def _noting(method: Any) -> Any:
    def noting(self: SqliteTransaction, sql: str, values: SqlValues | None = None) -> Any:
        _note(sql, [values or {}])
        return method(self, sql, values)

    return noting


def _noting_many(method: Any) -> Any:
    def noting(self: SqliteTransaction, sql: str, values: Iterable[SqlValues]) -> None:
        gathered = list(values)
        _note(sql, gathered)
        method(self, sql, gathered)

    return noting


def _note(sql: str, values: list[SqlValues]) -> None:
    asked = sys._getframe(2)
    file = Path(asked.f_code.co_filename)
    if STORAGE not in file.parents or file.name == "schema_version.py":
        return
    place = file.relative_to(STORAGE).as_posix()
    for each in values:
        types = tuple((name, _type_of(value)) for name, value in sorted(each.items()))
        _noted.add((place, asked.f_lineno, sql, types))


_TYPES = {int: "bigint", str: "text", bytes: "bytea", type(None): "unknown"}


def _type_of(value: object) -> str:
    """What a value is to a database: a list by what is in it, where anything is."""
    if isinstance(value, list | tuple):
        kinds = {_type_of(each) for each in value}
        return f"{kinds.pop()}[]" if len(kinds) == 1 else "unknown"
    return _TYPES.get(type(value), type(value).__name__)


def read_noted(file: Path) -> Iterator[Noted]:
    """What was written to a file at the end of a run."""
    for place, line, sql, types in json.loads(file.read_text("utf-8")):
        yield place, line, sql, tuple((name, kind) for name, kind in types)
