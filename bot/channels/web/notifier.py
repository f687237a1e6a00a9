"""Which page waits for which person: open pages are woken when something is new for their person."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager


class Notifier:
    """Wakes those who wait for a change about a person."""

    def __init__(self) -> None:
        self._waiting: dict[int, dict[asyncio.Event, Callable[[], None]]] = {}

    def tell(self, person_ids: Iterable[int]) -> None:
        """Wake everybody who waits for one of these people."""
        for person_id in person_ids:
            for event in self._waiting.get(person_id, ()):
                event.set()

    def is_watched(self, person_id: int) -> bool:
        """Whether anybody waits for changes about this person."""
        return person_id in self._waiting

    def outdate(self, person_ids: Iterable[int]) -> None:
        """Let everybody who waits for one of these people know that what they show may be gone."""
        for person_id in person_ids:
            for outdated in tuple(self._waiting.get(person_id, {}).values()):
                outdated()

    @contextmanager
    def watch(
        self, person_id: int, woken: asyncio.Event, outdated: Callable[[], None] = lambda: None
    ) -> Iterator[None]:
        """Set this event at each change about this person, however soon that comes.

        ``outdated`` is called when something of what they were shown is gone.
        """
        self._waiting.setdefault(person_id, {})[woken] = outdated
        try:
            yield
        finally:
            others = self._waiting[person_id]
            others.pop(woken, None)
            if not others:
                del self._waiting[person_id]
