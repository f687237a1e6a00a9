"""Counting in a limit what a transaction brings about: for good only once that is kept.

A transaction may be undone, and run a second time. Until it is kept it sees what it has counted itself, so
that the many who come in with one of them meet the limit too.
"""

from collections import Counter
from datetime import datetime
from weakref import WeakKeyDictionary

from bot.inbox.attempt_limit import AttemptLimit
from bot.inbox.coarse_limit import CoarseLimit
from storage.engine.database import Transaction


class CountedOnceKept:
    """What transactions count in one limit."""

    def __init__(self, limit: AttemptLimit | CoarseLimit) -> None:
        self._limit = limit
        self._not_kept: WeakKeyDictionary[Transaction, Counter[str]] = WeakKeyDictionary()

    def is_reached(self, tx: Transaction, key: str, now: datetime) -> bool:
        """Whether no more is allowed for this key at this moment."""
        counted = self._not_kept.get(tx)
        return self._limit.is_reached(key, now, counted[key] if counted else 0)

    def count(self, tx: Transaction, key: str, now: datetime) -> None:
        """Count one for this key, once the transaction is kept."""
        self._not_kept.setdefault(tx, Counter())[key] += 1
        tx.once_kept(lambda: self._limit.count(key, now))
