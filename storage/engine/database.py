"""The one small interface to a database: jobs run inside transactions, statements with named values.

Statements are in the SQL that SQLite and PostgreSQL both take, with one notation beyond it: the value in
``number IN :numbers`` is a list, and in ``(person_id, number) IN :keys`` a list of tuples.

A job is a plain function over a ``Transaction``. All SQL of the product is in such functions in this package;
a second engine implements these two classes and nothing else. Announce only what a job has committed.

A job that writes may be undone and run a second time before anything of it is kept. So it changes nothing but
the store, and what it makes for its caller is what it returns.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")
Row = tuple[Any, ...]
SqlValues = Mapping[str, Any]


class StorageTrouble(Exception):
    """The database could not do its work: a full disk, a lock, a fault. Nothing of the job was kept."""


class StatementRefused(Exception):
    """The store works, but refuses what a job asked of it: a rule broken, a value that does not fit.

    That is a fault of the job, so trying again does not help, and it undoes nobody else's work.
    """


class Transaction(Protocol):
    """What a job may do with the database."""

    def rows(self, sql: str, values: SqlValues | None = None) -> list[Row]:
        """All rows that a statement finds."""

    def row(self, sql: str, values: SqlValues | None = None) -> Row | None:
        """The first row that a statement finds, None when it finds none."""

    def run(self, sql: str, values: SqlValues | None = None) -> int:
        """Run a statement that changes rows; how many it changed."""

    def run_many(self, sql: str, values: Iterable[SqlValues]) -> None:
        """Run a statement once for each of many values."""

    def add(self, sql: str, values: SqlValues) -> int:
        """Insert one row; the number that its ``id`` was given."""

    def once_kept(self, act: Callable[[], None]) -> None:
        """Do something in memory once all that the job did is kept; where it is undone, nothing is done.

        Such as counting: a job that is run a second time would count twice. It must not fail.
        """

    def refused_changes(self, table: str) -> frozenset[str]:
        """Which of UPDATE and DELETE the store itself refuses for every row of a table."""


TransactionJob = Callable[[Transaction], Result]


class Database(Protocol):
    """A store that jobs are handed to."""

    async def write(self, job: TransactionJob[Result], *, lasting: bool = True) -> Result:
        """Run a job that changes something; returns once that is kept for good.

        Where ``lasting`` is False it is kept through the end of the process only, and a power cut may undo
        it: for what does no harm then, because it is known from elsewhere or is simply done again.

        Raises ``StorageTrouble`` when nothing could be kept, ``StatementRefused`` when the job asked for
        something that cannot be, and whatever the job itself raised. A caller that is cancelled only stops
        waiting: the job is done all the same.
        """

    async def read(self, job: TransactionJob[Result]) -> Result:
        """Run a job that only looks, alongside the writers. Raises ``StorageTrouble``."""

    async def look(self, job: TransactionJob[Result]) -> Result:
        """Run a short job that only looks, without a transaction around it: each of its statements sees the
        store as it is at that moment. Raises ``StorageTrouble``.
        """

    async def checkpoint(self) -> bool:
        """Leave what was overwritten in no file next to the store; False while somebody still reads there."""

    async def vacuum(self) -> bool:
        """Leave no byte of what was erased in any file; False while somebody still reads what was.

        Writers wait meanwhile, about a second for every hundred megabytes. Raises ``StorageTrouble``.
        """

    async def close(self) -> None:
        """Finish what was begun and let go of the store."""


def milliseconds(moment: datetime) -> int:
    """A moment as it is stored: whole milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


_DAY = 24 * 60 * 60 * 1000


def beginning_of_day(moment: datetime) -> int:
    """The beginning of the day of a moment, in UTC, as it is stored."""
    at = milliseconds(moment)
    return at - at % _DAY


AHEAD = timedelta(days=1)
"""By how much a clock may have run ahead before it was corrected, and what was dated by it be believed."""


def latest_plausible(now: datetime) -> int:
    """The latest time, as it is stored, that something may bear which has happened by now.

    What bears a later one was dated by a clock that went wrong and has been corrected since.
    """
    return milliseconds(now + AHEAD)


def moment(stored: int) -> datetime:
    """The moment that was stored."""
    return datetime.fromtimestamp(stored / 1000, UTC)


def moment_or_none(stored: int | None) -> datetime | None:
    """The moment that was stored, None for none."""
    return None if stored is None else moment(stored)


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(value: Any) -> Any:
    """A value as a store keeps it: a text loses NUL and halves of surrogate pairs, which no engine takes.

    An engine does this with every value of every statement, so that no door can forget it.
    """
    if type(value) is not str or ("\0" not in value and (value.isascii() or _is_whole(value))):
        return value
    return _UNSTORABLE.sub("", value)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
