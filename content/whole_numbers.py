"""Whole numbers as people, programs and addresses write them. There is a largest one, known only here.

Python reads no more than 4,300 digits and the store keeps no more than 64 bits. Beyond either there is an
exception instead of an answer, so no other module makes a number of a text that comes from outside.
"""

import re
from collections.abc import Iterable
from typing import Final

LARGEST: Final = 2**53 - 1
"""No number that is typed or sent is larger: browsers keep no larger one exactly, and the store all up to it.

The numbers that the store draws by chance are smaller; a test holds them to it.
"""

_MOST_DIGITS: Final = len(str(LARGEST))


def whole_number(text: str, *, least: int = 0, most: int = LARGEST) -> int | None:
    """The number that a text is, if it is nothing but digits and lies between these two; else None."""
    if len(text) > _MOST_DIGITS or not text.isdecimal():
        return None
    number = int(text)
    return number if least <= number <= min(most, LARGEST) else None


def number_of(digits: str) -> int:
    """The number of digits that a pattern has found. Raises ``ValueError`` where they make none."""
    number = whole_number(digits)
    if number is None:
        raise ValueError("no whole number that is kept here")
    return number


_ONE: Final = r"\d{1,6}(?:\s*(?:-|\N{EN DASH}|to)\s*\d{1,6})?"
_SEVERAL: Final = re.compile(rf"{_ONE}(?:(?:\s*[,;&+]\s*|\s+and\s+|\s+){_ONE})*", re.IGNORECASE)


def numbers_with_ranges(text: str, most: int) -> tuple[int, ...]:
    """The numbers of a text that is nothing but numbers and ranges, such as ``2, 5-9``; else none.

    No range gives more than ``most`` and one: what reads them says what is too many.
    """
    if not _SEVERAL.fullmatch(text.strip(" .")):
        return ()
    found: list[int] = []
    for part in re.findall(_ONE, text, re.IGNORECASE):
        first, *last = map(number_of, re.findall(r"\d+", part))
        found += range(first, min((last or [first])[0], first + most) + 1)
    return tuple(dict.fromkeys(found))


def ranges_of(numbers: Iterable[int]) -> str:
    """Numbers in order as people write them, such as ``4-11, 15``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
