"""Counting attempts in memory, so that guessing and flooding meet a limit. Nothing is kept."""

from collections import deque
from datetime import datetime, timedelta

_MOST_KEYS = 10_000


class AttemptLimit:
    """At most so many of something within a time, for each key apart."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._seen: dict[str, deque[datetime]] = {}

    def is_reached(self, key: str, now: datetime, besides: int = 0) -> bool:
        """Whether no more is allowed for this key at this moment, with so many that are not counted yet."""
        seen = self._seen.get(key) or deque()
        while seen and seen[0] <= now - self._within:
            seen.popleft()
        if not seen:
            self._seen.pop(key, None)
        return len(seen) + besides >= self._most

    def count(self, key: str, now: datetime) -> None:
        """Count one for this key."""
        if key not in self._seen and len(self._seen) >= _MOST_KEYS:
            # The oldest key goes: memory stays bounded whoever tries.
            del self._seen[next(iter(self._seen))]
        self._seen.setdefault(key, deque()).append(now)
