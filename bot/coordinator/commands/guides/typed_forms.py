"""The ways in which people type which guide they mean, and which of its themes, prompts or versions.

Nothing here knows a guide: what the numbers stand for others decide.
"""

import re
from dataclasses import dataclass
from typing import Final

VERBS: Final = {
    "line": "lines",
    "lines": "lines",
    "theme": "lines",
    "themes": "lines",
    "prompt": "lines",
    "prompts": "lines",
    "parts": "lines",
    "part": "lines",
    "change": "changes",
    "changes": "changes",
    "differences": "changes",
    "versions": "version",
}
"""What people type for a word that is used behind the command."""

_FILLERS: Final = frozenset(
    {"a", "as", "guide", "guides", "in", "is", "line", "lines", "new", "no", "of", "number"}
)
_FILLERS_OF_LINES: Final = _FILLERS | {"from", "part", "parts", "prompt", "prompts", "theme", "themes", "the"}
_UP_TO: Final = frozenset({"to", "until", "till", "through"})
_OWN: Final = frozenset({"off", "own", "none"})
_RANGE = re.compile(r"[-\N{EN DASH}\N{EM DASH}]")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,2}")


@dataclass(frozen=True, slots=True)
class LinesMeant:
    """Which guide, and of its themes the one with a number, or all from that ``to`` another."""

    guide: str
    theme: str = ""
    to: str = ""


def lines_meant(typed: str, guides: int) -> LinesMeant:
    """What is meant behind ``lines``, of so many guides: ``1 5``, ``1.5``, ``1 2-5`` or ``1 to 5``.

    Two numbers with “to” between them are themes of the only guide, else a guide and its theme.
    """
    words = _RANGE.sub(" to ", typed).replace(",", " ").split()
    named = [each for each in words if each not in _FILLERS_OF_LINES]
    is_range = any(each in _UP_TO for each in named)
    numbers = [each for each in named if each not in _UP_TO]
    if len(numbers) > 2 and is_range:
        return LinesMeant(numbers[0], numbers[1], numbers[2])
    if len(numbers) == 2 and is_range and guides == 1:
        return LinesMeant("1", numbers[0], numbers[1])
    first, theme = [*numbers, "", ""][:2]
    if not theme and "." in first and _NUMBER.fullmatch(first):
        guide, _, theme = first.partition(".")
        return LinesMeant(guide, theme)
    return LinesMeant(first, theme)


@dataclass(frozen=True, slots=True)
class VersionMeant:
    """Which draft, and ``of`` which guide it is a version; or that it ``is_own``."""

    guide: str
    of: str = ""
    is_own: bool = False


def version_meant(typed: str) -> VersionMeant:
    """What is meant behind ``version``: ``6 of 2``, ``6 is a new version of guide 2``, ``6 off``."""
    words = typed.replace("=", " ").split()
    named = [each for each in words if each not in _FILLERS and each not in ("version", "the", "it")]
    first, of = [*named, "", ""][:2]
    is_own = any(each in _OWN for each in named[1:])
    return VersionMeant(first, "" if is_own else of, is_own=is_own)
