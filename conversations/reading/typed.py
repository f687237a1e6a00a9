"""What a person may type instead of a tap: a button's number, its word or its label, and the commands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from conversations.outgoing import Button

_SPACES = re.compile(r"\s+")
_OWN_NUMBER = re.compile(r"\d{1,2}[.)]?\s+")
_NUMBERS = re.compile(r"\d{1,2}(?:(?:[\s,;.+&]|and)+\d{1,2})*", re.IGNORECASE)
_COMMAND = re.compile(r"/([a-z]{2,20})(?:@\w+)?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
LONGEST_CHOICE = 80
"""No button has a longer label, so longer words are never a choice."""

COMMANDS = (
    "start",
    "themes",
    "theme",
    "resume",
    "pause",
    "review",
    "report",
    "help",
    "about",
    "mydata",
    "forget",
    "web",
    "language",
    "mine",
    "rounds",
    "leave",
    "pass",
    "asked",
    "away",
    "days",
    "timezone",
    "reminders",
)
"""The commands that count on every screen."""


def plain(text: str) -> str:
    """A short text without what does not matter to its meaning as a choice."""
    text = _SPACES.sub(" ", text.strip().casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return text.strip(" .!?:,").removeprefix("/").replace("'", "")


def is_wordless(text: str) -> bool:
    """Whether a text is blank or nothing but a stop, a comma, an exclamation mark or the like."""
    return not text.strip(" \n\t.!?:,/'\N{RIGHT SINGLE QUOTATION MARK}")


@lru_cache(maxsize=1024)
def _meant_by(button: Button) -> frozenset[str]:
    """All that may be typed for a button: its word, its label, and its label without the number before it."""
    texts = (button.typed, button.label, _OWN_NUMBER.sub("", button.label, count=1))
    return frozenset(filter(None, map(plain, texts)))


def tapped(buttons: Iterable[Button], text: str) -> str | None:
    """The action of the button that these words mean, None when they mean none."""
    if len(text) > LONGEST_CHOICE:
        return None
    wanted = plain(text)
    for button in buttons:
        if wanted in _meant_by(button):
            return button.action
    return None


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of a text that is nothing but small numbers ("1 3", "2, 4"), else none."""
    if not _NUMBERS.fullmatch(text.strip(" .")):
        return ()
    return tuple(int(number) for number in re.findall(r"\d+", text))


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command and what follows it."""

    name: str
    rest: str


def command(text: str, *, help_word: str) -> TypedCommand | None:
    """The command that a text is, None when it is none of ours. A bare ``help_word`` or ? asks for help."""
    if len(text) <= LONGEST_CHOICE and (text.strip() == "?" or text.strip(" .!?").casefold() == help_word):
        return TypedCommand("help", "")
    found = slashed(text)
    return found if found is not None and found.name in COMMANDS else None


def slashed(text: str) -> TypedCommand | None:
    """The word behind a slash that a text begins with, whether there is such a command or not."""
    found = _COMMAND.fullmatch(text.strip()) if text.startswith("/") else None
    return TypedCommand(found[1].lower(), (found[2] or "").strip()) if found else None
