"""A store that counts what it is asked: each statement, by its text, and the transaction that it was in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from storage.engine.database import Database, Result, Row, SqlValues, Transaction, TransactionJob


@dataclass(slots=True)
class Counted:
    """What was asked of a store. Each job is a transaction, whether or not it shared a commit with others."""

    transactions: list[list[str]] = field(default_factory=list)
    running: int = 0

    @property
    def statements(self) -> list[str]:
        """The texts of all statements in the order in which they were begun."""
        return [text for each in self.transactions for text in each]

    def listed(self) -> str:
        """What was asked, as a failing test shows it."""
        return "\n".join(
            f"{number}. {text}" for number, each in enumerate(self.transactions, 1) for text in each
        )


class CountedTransaction:
    """A transaction that notes every statement. One that is run for many values is one statement."""

    def __init__(self, inner: Transaction, noted: list[str]) -> None:
        self._inner = inner
        self._noted = noted

    def rows(self, sql: str, values: SqlValues | None = None) -> list[Row]:
        self._noted.append(sql)
        return self._inner.rows(sql, values)

    def row(self, sql: str, values: SqlValues | None = None) -> Row | None:
        self._noted.append(sql)
        return self._inner.row(sql, values)

    def run(self, sql: str, values: SqlValues | None = None) -> int:
        self._noted.append(sql)
        return self._inner.run(sql, values)

    def run_many(self, sql: str, values: Iterable[SqlValues]) -> None:
        if given := list(values):
            self._noted.append(sql)
            self._inner.run_many(sql, given)

    def add(self, sql: str, values: SqlValues) -> int:
        self._noted.append(sql)
        return self._inner.add(sql, values)

    def once_kept(self, act: Callable[[], None]) -> None:
        self._inner.once_kept(act)

    def refused_changes(self, table: str) -> frozenset[str]:
        return self._inner.refused_changes(table)


class CountedDatabase:
    """A store that counts from the moment it is told to."""

    def __init__(self, inner: Database) -> None:
        self._inner = inner
        self.counted = Counted()

    def count(self) -> Counted:
        """Count from now on, from nothing."""
        self.counted = Counted(running=self.counted.running)
        return self.counted

    async def write(self, job: TransactionJob[Result], *, lasting: bool = True) -> Result:
        return await self._noting(partial(self._inner.write, lasting=lasting), job)

    async def read(self, job: TransactionJob[Result]) -> Result:
        return await self._noting(self._inner.read, job)

    async def look(self, job: TransactionJob[Result]) -> Result:
        return await self._noting(self._inner.look, job)

    async def _noting(self, ask: Callable[..., object], job: TransactionJob[Result]) -> Result:
        counted = self.counted

        def noting(tx: Transaction) -> Result:
            noted: list[str] = []
            counted.transactions.append(noted)
            return job(CountedTransaction(tx, noted))

        counted.running += 1
        try:
            return await ask(noting)  # type: ignore[misc,no-any-return]
        finally:
            counted.running -= 1

    async def checkpoint(self) -> bool:
        return await self._inner.checkpoint()

    async def vacuum(self) -> bool:
        return await self._inner.vacuum()

    async def close(self) -> None:
        await self._inner.close()
