"""People who go through a theme on a channel, many at once, each answering only the prompt they see."""

import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

from content.model import Guide
from tests.faults.ledger import Entry, Ledger
from tests.faults.product import LONGEST_SECONDS
from tests.telegram.stand_in import StandIn
from tests.teletype.typists import Typists

_PROMPT = re.compile(r"Theme 1, prompt (\d+) of \d+")
_AFTER_THE_LAST = "Your rating"


class Walker:
    """One person on the way through the first theme of a guide."""

    def __init__(
        self, stand_in: StandIn | Typists, ledger: Ledger, guide: Guide, number: int, code: str
    ) -> None:
        self._person = stand_in.person(number)
        self._ledger = ledger
        self._theme = guide.themes[0]
        self._open: Entry | None = None
        self._seen = 0
        self.answered = 0
        """The newest prompt that they have replied to."""
        self._asked = self._has_begun = False
        self.is_done = False
        self._person.starts(code)

    @property
    def number(self) -> int:
        return self._person.id

    @property
    def has_news(self) -> bool:
        return len(self._person.received) > self._seen

    @property
    def waits_for_prompt(self) -> bool:
        """Whether a reply of theirs is under way: written, and its answer not yet seen."""
        return self._open is not None

    def looks(self) -> None:
        """Look at what is new and do what a person would do next."""
        messages = list(self._person.received.values())[self._seen :]
        self._seen += len(messages)
        for message in messages:
            prompt = _PROMPT.search(message.text)
            if prompt is not None:
                self._answers(int(prompt[1]))
            elif _AFTER_THE_LAST in message.text:
                self._is_answered()
                self.is_done = True
            elif message.button("Start") is not None:
                if not self._has_begun:
                    self._has_begun = True
                    self._person.taps("Start", message_id=message.message_id)
            elif not self._asked:
                self._asked = True
                self._person.writes("/theme 1")

    def _answers(self, prompt: int) -> None:
        if prompt <= self.answered:
            return  # another copy of what they have answered
        self._is_answered()
        self.answered = prompt
        place = (self._theme.id, self._theme.prompts[prompt - 1].id)
        text = f"Reply of person {self.number} to prompt {prompt}"
        self._open = self._ledger.writes(self.number, place, text)

    def _is_answered(self) -> None:
        if self._open is not None:
            self._open.is_answered = True
            self._open = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How prompts came to people: those passed over, and copies beyond the first."""

    skipped: list[str]
    extra: int


class Crowd:
    """Walkers who go at the same time; where one is done, the next begins.

    ``is_settled`` says that nothing more is to be expected of the product by itself: people who have no
    answer after ``patience`` seconds of that give up.
    """

    def __init__(
        self,
        stand_in: StandIn | Typists,
        ledger: Ledger,
        guide: Guide,
        codes: list[str],
        *,
        is_settled: Callable[[], bool],
        patience: float = 60.0,
        first: int = 1000,
    ) -> None:
        self._stand_in = stand_in
        self.ledger = ledger
        self._guide = guide
        self._codes = deque(enumerate(codes, first))
        self._is_settled = is_settled
        self._patience = patience
        self.walking: list[Walker] = []
        self.came: list[int] = []
        self.gave_up: list[int] = []
        self.replies = 0

    @property
    def waiting_for_prompt(self) -> int:
        return sum(walker.waits_for_prompt for walker in self.walking)

    async def walks(self, at_once: int, *, is_enough: Callable[[], object]) -> None:
        """Keep so many people going until it is enough, then let those go on to the end."""
        while True:
            while self._codes and len(self.walking) < at_once and not is_enough():
                self._begin()
            if not self.walking:
                return
            if await self._news():
                self._look()
            else:
                self.gave_up += [walker.number for walker in self.walking]
                self.walking.clear()

    async def walk_once(self, people: int) -> None:
        """Have so many new people go through the theme."""
        enough = len(self.came) + people
        await self.walks(people, is_enough=lambda: len(self.came) >= enough)

    async def writes_more(self, replies: int) -> None:
        """Return once so many further replies have been written."""
        wanted = self.replies + replies
        await self._stand_in.until(lambda: self.replies >= wanted, seconds=LONGEST_SECONDS)

    def _begin(self) -> None:
        number, code = self._codes.popleft()
        self.came.append(number)
        self.walking.append(Walker(self._stand_in, self.ledger, self._guide, number, code))

    def _look(self) -> None:
        for walker in self.walking:
            if walker.has_news:
                walker.looks()
        self.walking = [walker for walker in self.walking if not walker.is_done]
        self.replies = len(self.ledger)

    async def _news(self) -> bool:
        """Wait until somebody sees something new; False once it is plain that nobody will."""
        waited = 0.0
        while waited < LONGEST_SECONDS:
            try:
                await self._stand_in.until(
                    lambda: any(walker.has_news for walker in self.walking), seconds=self._patience
                )
            except AssertionError:
                waited += self._patience
                if self._is_settled():
                    return False
            else:
                return True
        return False

    def shown(self) -> Shown:
        """How prompts came to everybody who came so far."""
        skipped, extra = [], 0
        for number in self.came:
            texts = [message.text for message in self._stand_in.person(number).sees()]
            seen = Counter(int(found[1]) for text in texts if (found := _PROMPT.search(text)))
            is_through = any(_AFTER_THE_LAST in text for text in texts)
            due = len(self._guide.themes[0].prompts) if is_through else max(seen, default=0)
            skipped += [f"person {number}, prompt {each}" for each in range(1, due + 1) if not seen[each]]
            extra += seen.total() - len(seen)
        return Shown(skipped, extra)
