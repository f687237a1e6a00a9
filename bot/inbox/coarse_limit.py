"""A limit that nobody can count other people by, held in memory. Nothing is kept.

An exact limit is a counter: whoever fills it up to its end learns how many others were counted before. So
here a coin decides whether somebody counts, and a lot, drawn for each minute of the clock, how many may.
Whoever comes in so often that they are refused learns nothing about any one person.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import Final

FEWEST: Final = 50
MOST: Final = 150
_MOST_KEYS: Final = 10_000
_COIN: Final = 2


@dataclass(slots=True)
class _Minute:
    """How many count so far in a minute, and how many may."""

    begun: int
    left: int


class CoarseLimit:
    """About 100 to 300 of something within a minute, for each key apart."""

    def __init__(self, lot: Random | None = None) -> None:
        self._lot = lot or SystemRandom()
        self._minutes: dict[str, _Minute] = {}

    def is_reached(self, key: str, now: datetime, besides: int = 0) -> bool:
        """Whether no more is allowed for this key in this minute, with so many that are not counted yet.

        Of those every second one is taken to count, as a coin would have it.
        """
        return self._minute(key, now).left - besides // _COIN <= 0

    def count(self, key: str, now: datetime) -> None:
        """Let one for this key count, or not."""
        self._minute(key, now).left -= self._lot.randrange(_COIN)

    def _minute(self, key: str, now: datetime) -> _Minute:
        """The minute that it is, for a key. Whoever asks first draws the lot, which counts nobody."""
        minute = self._minutes.get(key)
        if minute is None or minute.begun != _minute_of(now):
            self._minutes.pop(key, None)
            if len(self._minutes) >= _MOST_KEYS:
                # The oldest key goes: memory stays bounded whoever tries.
                del self._minutes[next(iter(self._minutes))]
            minute = self._minutes[key] = _Minute(_minute_of(now), self._lot.randint(FEWEST, MOST))
        return minute


def _minute_of(now: datetime) -> int:
    """The minute of the clock. It begins for all at once, so it does not tell when somebody came first."""
    return int(now.timestamp() // timedelta(minutes=1).total_seconds())
