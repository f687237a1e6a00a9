"""What a text must be before it is read as YAML: not too large, and made of characters that can be seen.

Line ends are those of editors, so that a line number means the same here and there. YAML takes a few
invisible characters for line ends too; they are refused before it can.
"""

import re
from itertools import islice

from content.problem import Problem

MOST_BYTES = 1024 * 1024
"""How large a pack may be, and how much text it may stand for with every alias written out."""

MOST_HIDDEN = 100

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
"""Control characters, separators that no editor shows, halves of characters, and those that are none."""

_LINE_END = re.compile("\r\n|\r|\n")


def lines_of(text: str) -> list[str]:
    """The lines as an editor counts them, without their ends."""
    return _LINE_END.split(text)


def unreadable(text: str, file: str) -> tuple[Problem, ...]:
    """Why a text is not read at all: its size, or the first hidden character of a line, line by line.

    After ``MOST_HIDDEN`` lines it is clear that this is no text.
    """
    if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
        return (too_large(file),)
    lines = enumerate(lines_of(text), start=1)
    found = ((number, match) for number, line in lines if (match := HIDDEN.search(line)))
    return tuple(
        hidden(file, number, match.start() + 1, match[0]) for number, match in islice(found, MOST_HIDDEN)
    )


def too_large(file: str) -> Problem:
    """The problem of a file beyond ``MOST_BYTES``."""
    what = "This file is larger than a pack may be (1 MiB)."
    return Problem(file, 1, 1, "too-large", what, "Make several guides of it.")


def hidden(file: str, line: int, column: int, character: str) -> Problem:
    """The problem of a character that nobody can see and that not every report or database can keep."""
    what = f"A character that cannot be seen is in this text (U+{ord(character):04X})."
    mend = "Delete it; such characters often come along when text is pasted."
    return Problem(file, line, column, "hidden-character", what, mend)
