"""What stands in a report for characters that would steer its text or that its fonts cannot show.

Nothing a person wrote is left out: such a character becomes its name or number in square brackets. It is
always the written text that changes into this, for showing; what is kept is never touched.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from reports.layout.typeface import shown_characters

_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PLAIN = re.compile("[\t\n -~]*")
_JOINERS = frozenset("\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
_NAMED_CATEGORIES = frozenset({"So", "Sk", "Sm", "Sc", "Po", "Me", "No", "Cf"})
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE007F)
_CODE = "U+"
_END_OF_TAGS = "\U000e007f"


def with_marks(text: str) -> str:
    """The text with every character that turns the direction of writing shown as a visible mark.

    Such characters can make a line read as something else than what was written.
    """
    return _STEERING.sub(lambda found: f"[{_name(found[0])}]", text)


def as_shown(text: str) -> str:
    """The text as our own fonts can show it: marks as in :func:`with_marks`, and names or numbers in
    square brackets for each run of characters that the fonts lack, such as emoji.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_shown_runs(with_marks(text)))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction of writing is of a script written from the right."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((direction for direction in directions if direction in {"L", "R", "AL"}), "L") != "L"


def _shown_runs(text: str) -> Iterator[str]:
    shown = shown_characters()
    was_lacking = False

    def lacking(character: str) -> bool:
        # What joins emoji into one picture belongs to the run that it stands in.
        nonlocal was_lacking
        was_lacking = ord(character) not in shown or (was_lacking and character in _JOINERS)
        return was_lacking

    for is_lacking, characters in groupby(text, lacking):
        run = "".join(characters)
        yield _bracketed(run) if is_lacking else run


def _bracketed(run: str) -> str:
    words: list[str] = []
    for is_flag, characters in groupby(run, _is_flag_letter):
        if is_flag:
            words.append("".join(_flag_letter(character) for character in characters))
        else:
            words += [_name(c) for c in characters if c not in _JOINERS and c != _END_OF_TAGS]
    between = " " if all(word.startswith(_CODE) for word in words) else ", "
    return f"[{between.join(words)}]" if words else ""


def _is_flag_letter(character: str) -> bool:
    return ord(character) in _FLAG_LETTERS or ord(character) in _TAGS


def _flag_letter(character: str) -> str:
    """The letter that stands in a flag: those of countries, and the tags that tell a region's flag."""
    code = ord(character)
    return chr(code - _FLAG_LETTERS.start + ord("A")) if code in _FLAG_LETTERS else chr(code - 0xE0000)


def _name(character: str) -> str:
    """A symbol by its name, which can be read aloud; a letter by its number, as its name says no more."""
    code = f"{_CODE}{ord(character):04X}"
    if unicodedata.category(character) not in _NAMED_CATEGORIES:
        return code
    return unicodedata.name(character, "").lower() or code
