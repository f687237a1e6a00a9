"""People on Telegram who each follow a script: what they wait to see, and what they write then."""

import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from tests.faults.product import LONGEST_SECONDS
from tests.telegram.chats import Message
from tests.telegram.people import Person
from tests.telegram.stand_in import StandIn


@dataclass(frozen=True, slots=True)
class Step:
    """Words to write once a new message shows this: a text of the bot's, or the name of a file of its."""

    sees: str
    writes: str

    def is_seen_in(self, message: Message) -> bool:
        name = "" if message.file is None else message.file.name
        return re.search(self.sees, message.text) is not None or re.search(self.sees, name) is not None


class Scripted:
    """One person. ``ends_with`` is what they wait for in the end."""

    def __init__(self, person: Person, steps: Iterable[Step], ends_with: str) -> None:
        self.person = person
        self._steps = deque([*steps, Step(ends_with, "")])
        self._seen = 0
        self._wrote_at: float | None = None
        self.waits: list[float] = []
        """Seconds that each message of theirs took to be answered."""

    @property
    def is_done(self) -> bool:
        return not self._steps

    @property
    def has_news(self) -> bool:
        return len(self.person.received) > self._seen

    def looks(self) -> None:
        """Look at what is new, and write what is due."""
        messages = list(self.person.received.values())[self._seen :]
        for message in messages:
            self._seen += 1
            if self._steps and self._steps[0].is_seen_in(message):
                if self._wrote_at is not None:
                    self.waits.append(time.monotonic() - self._wrote_at)
                self._write(self._steps.popleft().writes)

    def _write(self, words: str) -> None:
        self._wrote_at = time.monotonic() if words else None
        if words:
            self.person.writes(words)


def _has_news(people: Iterable[Scripted]) -> bool:
    return any(each.has_news for each in people)


async def play(
    stand_in: StandIn,
    people: Sequence[Scripted],
    *,
    at_once: int,
    seconds: float = LONGEST_SECONDS,
    begin: Callable[[Scripted], object] = lambda _: None,
) -> list[Scripted]:
    """Let people follow their scripts, so many at once; those who saw nothing new for so long in the end."""
    waiting, playing = deque(people), list[Scripted]()
    while waiting or playing:
        while waiting and len(playing) < at_once:
            playing.append(waiting.popleft())
            begin(playing[-1])
        try:
            await stand_in.until(partial(_has_news, playing), seconds=seconds)
        except AssertionError:
            return [*playing, *waiting]
        for each in playing:
            if each.has_news:
                each.looks()
        playing = [each for each in playing if not each.is_done]
    return []
