"""How long a theme takes, worked out from its words: what is read, thought about and written.

Two people are measured: one who reads what is asked and writes a line, and one who reads everything and
writes a sentence or two. The truth lies between, so people are told both. Pure arithmetic.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final

READ_IN_A_MINUTE: Final = 220
"""Words that somebody reads on a screen."""

WRITTEN_IN_A_MINUTE: Final = 33
"""Words that somebody writes with two thumbs."""

SHORT_REPLY, FULL_REPLY = 12, 24
"""The words of a reply by somebody in a hurry, and by somebody who writes a sentence or two."""

THINKING: Final = 0.25
"""Minutes before a reply in words."""

TAPPING: Final = 0.18
"""Minutes to choose, to tick, or to write a number or a date, with the thought before it."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A length of time from the shortest to the longest, in whole minutes. Where one is said, both are it."""

    least: int
    most: int

    @property
    def middle(self) -> int:
        """The length between the two, as one number."""
        return max(round((self.least + self.most) / 2), 1)

    def around(self, other: "TimeSpan") -> "TimeSpan":
        """The span that holds both."""
        return TimeSpan(min(self.least, other.least), max(self.most, other.most))


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many words a theme has: in what it is about, in each prompt, and ``beside`` what is asked."""

    purpose: int
    of_prompt: Mapping[str, int]
    beside: int


def span_of(asked: int, beside: int, *, in_words: int, taps: int) -> TimeSpan:
    """How long it takes to reply to what is asked.

    ``asked`` is how many words everybody reads, ``beside`` how many they may read. ``in_words`` prompts are
    replied to in words and ``taps`` are not.
    """
    quick = asked / READ_IN_A_MINUTE + in_words * SHORT_REPLY / WRITTEN_IN_A_MINUTE
    full = (asked + beside) / READ_IN_A_MINUTE + in_words * FULL_REPLY / WRITTEN_IN_A_MINUTE
    either = in_words * THINKING + taps * TAPPING
    return TimeSpan(max(ceil(quick + either), 1), max(ceil(full + either), 1))


def count_words(texts: Iterable[str]) -> int:
    """How many words these texts have together."""
    return sum(len(text.split()) for text in texts)
