"""Whose page is made next: one after another for each person, and many never without a rest in between.

A page is made in the one loop that serves everybody, and so is each part of a stream. Whoever opens many at
once gets the first few as fast as they can be made. From then on a person takes up a tenth of the time at
most, however long a page takes on this machine. Whoever asks for pages faster than that is told so: a request
that is held until its browser gives it up helps nobody.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from web.backend import TooMany

SHARE = 10
"""One part in so many of the time is the most that goes into the pages of one person."""

AHEAD_SECONDS = 3.0
"""So far may somebody be ahead of their share: one page with all that belongs to it is never held back."""

LONGEST_SECONDS = 10.0
"""So long is a page held back at most. Browsers, and proxies before us, give up after about thirty."""


@dataclass(slots=True)
class _Theirs:
    """The pages of one person: how many are wanted or being made, and until when their share is used up."""

    wanted: int = 0
    used_until: float = 0.0
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)


class PageTurns:
    """The turns of everybody. Nobody is remembered longer than their share is used up."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._people: dict[int, _Theirs] = {}

    @asynccontextmanager
    async def turn(self, person_id: int) -> AsyncIterator[None]:
        """A person's turn: it begins once their pages before are made, and after a rest if they were many.

        Raises ``TooMany`` where it would begin too late because others of theirs were asked for before.
        """
        self._forget()
        asked = self._clock()
        theirs = self._people.setdefault(person_id, _Theirs())
        theirs.wanted += 1
        try:
            async with theirs.one_at_a_time:
                now = self._clock()
                rest = min(theirs.used_until - now - AHEAD_SECONDS, LONGEST_SECONDS)
                if now - asked + max(rest, 0.0) > LONGEST_SECONDS:
                    raise TooMany(timedelta(seconds=max(rest, 1.0)))
                if rest > 0:
                    await asyncio.sleep(rest)
                begun = self._clock()
                try:
                    yield
                finally:
                    now = self._clock()
                    theirs.used_until = max(theirs.used_until, begun) + SHARE * (now - begun)
        finally:
            theirs.wanted -= 1

    def _forget(self) -> None:
        """Forget those who came first and whose share is free again."""
        now = self._clock()
        while self._people:
            person_id, theirs = next(iter(self._people.items()))
            if theirs.wanted or theirs.used_until > now:
                return
            del self._people[person_id]
