"""What a button of a role holder's card stands for: a small union, written and read in this one place.

The text of an action is kept with the card and sent to the channel, so it is tapped by versions to come: what
is written here stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.acts.permissions import Command, command_named

ACTION: Final = "desk-"
"""What the action of every such button begins with, so that a tap finds its way."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a command, with a text as if it were typed behind it."""

    command: Command
    text: str = ""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Show the progress that a card shows as it is now."""


@dataclass(frozen=True, slots=True)
class ChooseRound:
    """Make the round with this number on the list the current one."""

    number: int


@dataclass(frozen=True, slots=True)
class UndoAct:
    """Undo the act before."""


@dataclass(frozen=True, slots=True)
class Choose:
    """Answer what is asked for with the choice that has this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Change:
    """Ask again for the field with this number."""

    number: int


@dataclass(frozen=True, slots=True)
class GoBack:
    """Go back from one field to what will happen."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Do what is shown."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Do nothing, and stop asking."""


@dataclass(frozen=True, slots=True)
class KeepOwnData:
    """Keep everything about the person who taps."""


@dataclass(frozen=True, slots=True)
class EraseOwnData:
    """Erase everything about the person who taps."""


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Be spoken to in this language."""

    code: str


FormAction = Choose | Change | GoBack | Confirm | Cancel
OwnAction = KeepOwnData | EraseOwnData | ChooseLanguage
CoordinatorAction = Begin | LookAgain | ChooseRound | UndoAct | FormAction | OwnAction

_WORDS: Final[Mapping[CoordinatorAction, str]] = {
    LookAgain(): "again",
    UndoAct(): "undo",
    GoBack(): "back",
    Confirm(): "yes",
    Cancel(): "cancel",
    KeepOwnData(): "own-keep",
    EraseOwnData(): "own-erase",
}
_ACTIONS: Final[Mapping[str, CoordinatorAction]] = {word: action for action, word in _WORDS.items()}


def action_text(action: CoordinatorAction) -> str:
    """An action as its button carries it."""
    return ACTION + _text(action)


def _text(action: CoordinatorAction) -> str:
    match action:
        case Begin(command, text):
            return f"do-{command.value}-{text}" if text else f"do-{command.value}"
        case ChooseRound(number):
            return f"round-{number}"
        case Choose(number):
            return f"choice-{number}"
        case Change(number):
            return f"change-{number}"
        case ChooseLanguage(code):
            return f"own-language-{code}"
        case _:
            return _WORDS[action]


def action_from(text: str) -> CoordinatorAction | None:
    """The action that :func:`action_text` wrote, None for a text that stands for none of ours."""
    if not text.startswith(ACTION):
        return None
    rest = text.removeprefix(ACTION)
    if rest in _ACTIONS:
        return _ACTIONS[rest]
    for beginning, read in _READS.items():
        if rest.startswith(beginning):
            return read(rest.removeprefix(beginning))
    return None


def _begin(rest: str) -> Begin | None:
    word, _, text = rest.partition("-")
    command = command_named(word)
    return Begin(command, text) if command else None


def _numbered(make: Callable[[int], CoordinatorAction]) -> Callable[[str], CoordinatorAction | None]:
    return lambda rest: make(int(rest)) if rest.isdecimal() and int(rest) > 0 else None


_READS: Final[Mapping[str, Callable[[str], CoordinatorAction | None]]] = {
    "do-": _begin,
    "round-": _numbered(ChooseRound),
    "choice-": _numbered(Choose),
    "change-": _numbered(Change),
    "own-language-": ChooseLanguage,
}
