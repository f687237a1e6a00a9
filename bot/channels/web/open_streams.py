"""The open streams of each person: with one too many, the one opened first loses its place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

CrowdOut = Callable[[], None]
"""Tells a stream that it has lost its place."""


class OpenStreams:
    """The open streams, at most so many for each person. ``full`` is called where one has to go."""

    def __init__(self, most: int, full: Callable[[], object]) -> None:
        self._most = most
        self._full = full
        self._open: dict[int, list[CrowdOut]] = {}

    def number_of(self, person_id: int) -> int:
        """How many streams of a person are open and have not lost their place."""
        return len(self._open.get(person_id, ()))

    @contextmanager
    def place(self, person_id: int, crowd_out: CrowdOut) -> Iterator[None]:
        """A stream's place, until a newer one takes it."""
        theirs = self._open.setdefault(person_id, [])
        theirs.append(crowd_out)
        if len(theirs) > self._most:
            theirs.pop(0)()
            self._full()
        try:
            yield
        finally:
            if crowd_out in theirs:
                theirs.remove(crowd_out)
            if not theirs and self._open.get(person_id) is theirs:
                del self._open[person_id]
