"""Which way texts run, and how a text is set apart that runs against the sentence around it."""

import re
import unicodedata
from collections.abc import Iterator

ISOLATE = "\N{FIRST STRONG ISOLATE}"
END_OF_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"

_ISOLATES = re.compile(f"[{ISOLATE}{END_OF_ISOLATE}]")
_COMMAND = re.compile(r"(?<![\w/.:@{}-])/[a-z]+\b(?![\w/-])")
_WITH_WORDS = re.compile(rf"{_COMMAND.pattern}(?: [A-Za-z0-9.-]*[A-Za-z0-9])*")
"""A command with the words behind it that belong to it, such as "/reminders off" or "/invite 5"."""
_FROM_THE_RIGHT = frozenset({"R", "AL"})


def set_apart(text: str, direction: str) -> str:
    """A text that has letters against this direction between two marks that nobody sees; else as it is.

    What is set apart in it already does not count: it turns nothing around.
    """
    if text.isascii() and direction == "ltr":
        return text
    against = {"L"} if direction == "rtl" else _FROM_THE_RIGHT
    if any(unicodedata.bidirectional(each) in against for each in _around_isolates(text)):
        return f"{ISOLATE}{text}{END_OF_ISOLATE}"
    return text


def _around_isolates(text: str) -> Iterator[str]:
    """The characters of a text that stand in nothing that is set apart."""
    depth = 0
    for each in text:
        if each == ISOLATE:
            depth += 1
        elif each == END_OF_ISOLATE:
            depth = max(depth - 1, 0)
        elif not depth:
            yield each


def commands_apart(text: str) -> str:
    """A sentence from the right with its commands set apart, so that the slash stays before its word."""
    return _WITH_WORDS.sub(rf"{ISOLATE}\g<0>{END_OF_ISOLATE}", text) if "/" in text else text


def without_isolates(text: str) -> str:
    """A text without the marks that set something apart, for where no sentence is around it."""
    return text if text.isascii() else _ISOLATES.sub("", text)


def direction_of_text(text: str, otherwise: str) -> str:
    """Which way a text runs by its first letter that tells: "ltr" or "rtl". Where none does, ``otherwise``.

    What is set apart in it does not count, nor a command: both may stand in a sentence of any language.
    """
    if text.isascii() and otherwise == "ltr":
        return "ltr"
    for each in _around_isolates(_COMMAND.sub("", text)):
        if found := _direction(each):
            return found
    return otherwise


def _direction(character: str) -> str | None:
    kind = unicodedata.bidirectional(character)
    if kind in _FROM_THE_RIGHT:
        return "rtl"
    return "ltr" if kind == "L" else None
