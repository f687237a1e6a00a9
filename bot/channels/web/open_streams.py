"""The open streams of each person: with one too many, the one opened first loses its place."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class OpenStreams:
    """The open streams, at most so many for each person. ``full`` is called where one has to go."""

    def __init__(self, most: int, full: Callable[[], object]) -> None:
        self._most = most
        self._full = full
        self._open: dict[int, list[asyncio.Event]] = {}

    def number_of(self, person_id: int) -> int:
        """How many streams of a person are open and have not lost their place."""
        return len(self._open.get(person_id, ()))

    @contextmanager
    def open(self, person_id: int) -> Iterator[asyncio.Event]:
        """A stream's place; the event is set once a newer one has taken it."""
        loses_place = asyncio.Event()
        theirs = self._open.setdefault(person_id, [])
        theirs.append(loses_place)
        if len(theirs) > self._most:
            theirs.pop(0).set()
            self._full()
        try:
            yield loses_place
        finally:
            if loses_place in theirs:
                theirs.remove(loses_place)
            if not theirs and self._open.get(person_id) is theirs:
                del self._open[person_id]
