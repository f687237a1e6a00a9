"""What a person may type in place of a tap: a button's number, its word or its label, and the commands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from conversations.outgoing import Button

_SPACES = re.compile(r"\s+")
_NUMBERS = re.compile(r"\d{1,2}(?:[\s,;.+&]+\d{1,2})*")
_COMMAND = re.compile(r"/([a-z]{2,20})(?:@\w+)?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_LONGEST_WORD = 80

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
)
"""The commands that count on every screen."""


def plain(text: str) -> str:
    """A short text with everything taken away that does not matter to what it means as a choice."""
    text = _SPACES.sub(" ", text.strip().casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return text.strip(" .!?:,").removeprefix("/").replace("'", "")


def tapped(buttons: Iterable[Button], text: str) -> str | None:
    """The action of the button that these words mean, None when they mean none."""
    if len(text) > _LONGEST_WORD:
        return None
    wanted = plain(text)
    for button in buttons:
        if wanted in (plain(button.typed), plain(button.label)):
            return button.action
    return None


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of a text that is nothing but small numbers ("1 3", "2, 4"), else none."""
    if not _NUMBERS.fullmatch(text.strip(" .")):
        return ()
    return tuple(int(number) for number in re.findall(r"\d+", text))


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what stands behind it."""

    name: str
    rest: str


def command(text: str) -> Command | None:
    """The command that a text is, None when it is none of ours."""
    found = _COMMAND.fullmatch(text.strip()) if text.startswith("/") else None
    if found is None or found[1].lower() not in COMMANDS:
        return None
    return Command(found[1].lower(), (found[2] or "").strip())
