"""The number that a document gives its themes and prompts, such as 1.10, apart from their words."""

import re
from collections.abc import Sequence
from typing import Final

_THEME: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,2}) (\S.*)", re.DOTALL)
_PROMPT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,2}) (\S.*)", re.DOTALL)


def theme_numbers(titles: Sequence[str]) -> list[tuple[str, str]]:
    """The number before each theme's title, empty for none, and the title behind it.

    Where two titles would be the same without their numbers, all keep theirs: people type titles too.
    """
    found = [_split(_THEME, title) for title in titles]
    are_different = len({title.casefold() for _, title in found}) == len(titles)
    return found if are_different else [("", title) for title in titles]


def prompt_number(ask: str) -> tuple[str, str]:
    """The number before a prompt, and the prompt behind it.

    A prompt may well begin with a number of its own words, so only one with a point is taken for its number.
    """
    return _split(_PROMPT, ask)


def numbered_keys(key: str, number: str, words: str) -> dict[str, str]:
    """Words under a key of a pack, with their number under its own where they have one."""
    return {"number": number, key: words} if number else {key: words}


def _split(pattern: re.Pattern[str], words: str) -> tuple[str, str]:
    found = pattern.fullmatch(words)
    return (found[1], found[2]) if found else ("", words)
