"""Which page waits for which person: open pages are woken when something was said to their person."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Notifier:
    """Wakes those who wait for a change about a person."""

    def __init__(self) -> None:
        self._waiting: dict[int, set[asyncio.Event]] = {}

    def tell(self, person_ids: Iterable[int]) -> None:
        """Wake everybody who waits for one of these people."""
        for person_id in person_ids:
            for event in self._waiting.get(person_id, ()):
                event.set()

    @contextmanager
    def watch(self, person_id: int, woken: asyncio.Event) -> Iterator[None]:
        """Set this event at each change about this person, however soon that comes."""
        self._waiting.setdefault(person_id, set()).add(woken)
        try:
            yield
        finally:
            others = self._waiting[person_id]
            others.discard(woken)
            if not others:
                del self._waiting[person_id]
