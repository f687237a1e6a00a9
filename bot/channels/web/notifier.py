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
    def watch(self, person_id: int) -> Iterator[asyncio.Event]:
        """An event that is set at the next change about this person, however soon that comes."""
        event = asyncio.Event()
        self._waiting.setdefault(person_id, set()).add(event)
        try:
            yield event
        finally:
            others = self._waiting[person_id]
            others.discard(event)
            if not others:
                del self._waiting[person_id]
