"""What a job may do with SQLite, and what the engine says, in our words: the job is wrong, or the store is.

It holds no statement about the product's own tables.
"""

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from storage.engine.database import Row, SqlValues, StatementRefused, StorageTrouble
from storage.engine.sqlite_text import text_for_sqlite, values_for_sqlite

_REFUSES = re.compile(
    r"CREATE TRIGGER \w+ BEFORE (?P<change>UPDATE|DELETE) ON \w+ BEGIN SELECT raise\(ABORT, '[^']*'\); END"
)
"""A trigger that lets nothing pass: one with a condition, or that does nothing, is not written like this."""

_OUR_FAULTS = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    sqlite3.InterfaceError,
    sqlite3.NotSupportedError,
)


@contextlib.contextmanager
def in_our_words() -> Iterator[None]:
    """Turn the engine's errors into ours, without a value of the statement in their text."""
    try:
        yield
    except sqlite3.Error as error:
        raise _our_words(error) from error


def _our_words(error: sqlite3.Error) -> StatementRefused | StorageTrouble:
    name = name_of(error)
    is_our_fault = isinstance(error, _OUR_FAULTS) or name == "SQLITE_ERROR"
    return StatementRefused(name) if is_our_fault else StorageTrouble(name)


def name_of(error: sqlite3.Error) -> str:
    """SQLite's own name for what went wrong, which holds no value."""
    return str(getattr(error, "sqlite_errorname", type(error).__name__))


class SqliteTransaction:
    """A job's view of an open SQLite transaction."""

    def __init__(
        self, connection: sqlite3.Connection, once_kept: list[Callable[[], None]] | None = None
    ) -> None:
        self._connection = connection
        self._once_kept = [] if once_kept is None else once_kept

    # Each of these is run a dozen times for a message, and a context manager costs as much as a statement.
    def rows(self, sql: str, values: SqlValues | None = None) -> list[Row]:
        """All rows that a statement finds."""
        try:
            return self._execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _our_words(error) from error

    def row(self, sql: str, values: SqlValues | None = None) -> Row | None:
        """The first row that a statement finds, None when it finds none."""
        try:
            return cast("Row | None", self._execute(sql, values).fetchone())
        except sqlite3.Error as error:
            raise _our_words(error) from error

    def run(self, sql: str, values: SqlValues | None = None) -> int:
        """Run a statement that changes rows; how many it changed."""
        try:
            return self._execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise _our_words(error) from error

    def run_many(self, sql: str, values: Iterable[SqlValues]) -> None:
        """Run a statement once for each of many values."""
        text, lists = text_for_sqlite(sql)
        try:
            self._connection.executemany(text, [values_for_sqlite(each, lists) for each in values])
        except sqlite3.Error as error:
            raise _our_words(error) from error

    @in_our_words()
    def add(self, sql: str, values: SqlValues) -> int:
        """Insert one row; the number that its ``id`` was given."""
        return cast("int", self._execute(sql, values).lastrowid)

    def once_kept(self, act: Callable[[], None]) -> None:
        """Do something in memory once all that the job did is kept."""
        self._once_kept.append(act)

    @in_our_words()
    def refused_changes(self, table: str) -> frozenset[str]:
        """Which of UPDATE and DELETE the store itself refuses for every row of a table, by a trigger."""
        triggers = self._connection.execute(
            "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = :table", {"table": table}
        )
        found = (_REFUSES.fullmatch(" ".join(text.split())) for (text,) in triggers)
        return frozenset(each["change"] for each in found if each is not None)

    def _execute(self, sql: str, values: SqlValues | None) -> sqlite3.Cursor:
        text, lists = text_for_sqlite(sql)
        return self._connection.execute(text, values_for_sqlite(values, lists))
