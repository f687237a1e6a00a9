"""What comes later than the turn that asked for it: reports, files, links. A dialogue receives it by name."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from tests.players.heard import Heard, Turn

_CODE = re.compile(r"(?:(?<=/join/)|(?<=\?start=))(?:[\w-]{43}|\w{4}(?:-\w{4}){3})")
_OF_A_COMPLAINT = re.compile(
    r"It has the number \d|Your reference: |Complaint \d|Your complaints so far|Your complaint is taken back|"
    r"I know no complaint of yours"
)
"""How what the store knows of a complaint begins: its number is never the same, and the flow has no store."""
_MADE = ("theme report", "theme report as a page", "own data")

_A_FILE = Heard(("(a file)",))
"""What stands for a file: what is said at it differs between channels."""


class Later:
    """Keeps what came later until the dialogue comes to receive it."""

    def __init__(self, *, shows_links: bool = False) -> None:
        self._shows_links = shows_links
        self._waiting: deque[tuple[Heard, bool]] = deque()
        self._links = 0
        self._is_erased = False

    def add(self, messages: Iterable[tuple[Heard, bool]]) -> None:
        """Messages of finished work in order; True marks a file."""
        self._waiting.extend(messages)

    def without_links(self, said: Iterable[Heard]) -> tuple[Heard, ...]:
        """What was said in a turn without messages that hold a person's own link, which is never the same.

        Those who run rounds hear of links all the time: there only the code is left out.
        """
        kept = []
        for heard in said:
            if self._shows_links:
                lines = tuple(_CODE.sub("(code)", line) for line in heard.lines)
                kept.append(replace(heard, lines=lines))
            elif any("/join/" in line for line in heard.lines):
                self._links += 1
            elif heard.lines and _OF_A_COMPLAINT.match(heard.lines[0]):
                continue
            else:
                kept.append(heard)
        return tuple(kept)

    def erased(self) -> None:
        """Everything about the person is gone."""
        self._is_erased = True

    def receive(self, what: str) -> Turn:
        """What is said behind it."""
        if what == "web link":
            assert self._links, "there was no link"
            self._links -= 1
            return Turn()
        if what == "erasure":
            assert self._is_erased, "nothing was erased"
            return Turn()
        if what == "what was made":
            said = tuple(_A_FILE if is_file else heard for heard, is_file in self._waiting)
            self._waiting.clear()
            assert said, "nothing was made"
            return Turn(said=said)
        assert what in _MADE, what
        while self._waiting:
            _, is_file = self._waiting.popleft()
            if is_file and not self._waiting:
                return Turn()  # nothing is said behind it where the round is over
            if is_file and not self._waiting[0][1]:
                return Turn(said=(self._waiting.popleft()[0],))
        raise AssertionError(f"there was no {what}")
