"""What stands in a report for characters that would steer its text or that its fonts cannot show.

Nothing a person wrote is left out: a sign becomes its name in square brackets, and for a letter stands a
box, of which the document says what it means. It is always the written text that changes into this, for
showing; what is kept is never touched.
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
_ISOLATE, _END_OF_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_OTHER_ISOLATES = frozenset("\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}")
MISSING = "\N{WHITE SQUARE}"
"""What stands for a letter that no font of ours has."""
_END_OF_TAGS = "\U000e007f"


def with_marks(text: str) -> str:
    """The text with every character that turns the direction of writing shown as a visible mark.

    Such characters can make a line read as something else than what was written. A text that is set apart,
    as names are in sentences of ours, turns nothing around it: the two marks for that stay as they are.
    """
    if _STEERING.search(text) is None:
        return text
    kept = _closed_isolates(text)
    return "".join(
        character if place in kept or not _STEERING.match(character) else f"[{_name(character)}]"
        for place, character in enumerate(text)
    )


def _closed_isolates(text: str) -> set[int]:
    """Where the marks stand that set a text apart in one line, from its first to its last."""
    kept: set[int] = set()
    open_marks: list[int] = []
    for place, character in enumerate(text):
        if character == "\n":
            open_marks.clear()
        elif character == _ISOLATE or character in _OTHER_ISOLATES:
            open_marks.append(place)
        elif character == _END_OF_ISOLATE and open_marks:
            begun = open_marks.pop()
            if text[begun] == _ISOLATE:
                kept |= {begun, place}
    return kept


def as_shown(text: str) -> str:
    """The text as our own fonts can show it: marks as in :func:`with_marks`, names in square brackets for
    each run of signs that the fonts lack, such as emoji, and a box for each letter.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_shown_runs(with_marks(text)))


def names_signs(text: str) -> bool:
    """Whether the text as it is shown has names of signs in square brackets."""
    return as_shown(text).count("[") > text.count("[")


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
    if all(word == MISSING for word in words):
        return _boxes(run)
    return f"[{', '.join(words)}]"


def _boxes(run: str) -> str:
    """A box for each letter. Its signs above and below are a part of it."""
    letters = sum(unicodedata.category(character) not in {"Mn", "Me"} for character in run)
    return MISSING * (letters or 1) if any(map(_is_drawn, run)) else ""


def _is_drawn(character: str) -> bool:
    return character not in _JOINERS and character != _END_OF_TAGS


def _is_flag_letter(character: str) -> bool:
    return ord(character) in _FLAG_LETTERS or ord(character) in _TAGS


def _flag_letter(character: str) -> str:
    """The letter that stands in a flag: those of countries, and the tags that tell a region's flag."""
    code = ord(character)
    return chr(code - _FLAG_LETTERS.start + ord("A")) if code in _FLAG_LETTERS else chr(code - 0xE0000)


def _name(character: str) -> str:
    """A symbol by its name, which can be read aloud; of a letter, the name says nothing to anybody."""
    if unicodedata.category(character) not in _NAMED_CATEGORIES:
        return MISSING
    return unicodedata.name(character, "").lower() or MISSING
