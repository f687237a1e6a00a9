"""The number that a document gives its themes and prompts, such as 1.10, apart from their words."""

import re
from collections.abc import Sequence
from typing import Final

_THEME: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,2}) (\S.*)", re.DOTALL)
_LEAST_COUNTED: Final = 2
"""So many titles at least have their places before them: one alone may begin with a number of its words."""

_PROMPT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,2}) (\S.*)", re.DOTALL)


def theme_numbers(titles: Sequence[str]) -> list[tuple[str, str]]:
    """The number before each theme's title, empty for none, and the title behind it.

    They are the guide's own only where each title has one and all differ. Otherwise themes are counted, and
    a number that is the theme's place is not said a second time. Where two titles would be the same without
    their numbers, all keep theirs: people type titles too.
    """
    found = [_split(_THEME, title) for title in titles]
    if not _differ([title.casefold() for _, title in found]):
        return [("", title) for title in titles]
    numbers = [number for number, _ in found]
    if all(numbers) and _differ(numbers):
        return found
    counted = [number == str(place) for place, number in enumerate(numbers, start=1)]
    are_places = counted.count(True) >= _LEAST_COUNTED
    shown = [
        bare if is_counted and are_places else title
        for title, (_, bare), is_counted in zip(titles, found, counted, strict=True)
    ]
    return [("", title) for title in (shown if _differ([each.casefold() for each in shown]) else titles)]


def prompt_numbers(asks: Sequence[str]) -> list[tuple[str, str]]:
    """The number before each prompt of a theme, empty for none, and the prompt behind it.

    A prompt may well begin with a number of its own words, so only one with a point is taken for its number.
    One that several prompts have stays before the words of each.
    """
    found = [_split(_PROMPT, ask) for ask in asks]
    numbers = [number for number, _ in found]
    return [pair if numbers.count(pair[0]) == 1 else ("", ask) for pair, ask in zip(found, asks, strict=True)]


def _differ(words: Sequence[str]) -> bool:
    return len(set(words)) == len(words)


def numbered_keys(key: str, number: str, words: str) -> dict[str, str]:
    """Words under a key of a pack, with their number under its own where they have one."""
    return {"number": number, key: words} if number else {key: words}


def _split(pattern: re.Pattern[str], words: str) -> tuple[str, str]:
    found = pattern.fullmatch(words)
    return (found[1], found[2]) if found else ("", words)
