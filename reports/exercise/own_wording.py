"""An organisation's own wording of a letter: plain lines with fields, written down and filled in.

The first line is the title. A line that begins with “#” is a heading, one that begins with “-” is of a list.
"""

import re
from collections.abc import Iterator
from typing import Final

from reports.exercise.letter import Letter, LetterPart, LetterPiece
from reports.exercise.letter_facts import FIELDS, LetterFacts, field_mark

LONGEST_WORDING: Final = 3500
"""A page has fewer letters, and it fits one message on every channel."""

_FIELD_MARK: Final = re.compile(r"\{([^{}\n]{0,40})\}")


def fields_unknown(text: str) -> tuple[str, ...]:
    """What stands in braces in a text and is no field of a letter."""
    return tuple(dict.fromkeys(name for name in _FIELD_MARK.findall(text) if name.strip() not in FIELDS))


def written_down(letter: Letter) -> str:
    """A letter as the lines that it can be changed in."""
    return "\n".join(f"{_MARKS.get(piece.part, '')}{piece.text}" for piece in letter)


def filled_in(text: str, facts: LetterFacts) -> Letter:
    """A letter from an organisation's lines, each field with what is known. It is always a letter."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title, *others = lines or [""]
    return (
        LetterPiece(LetterPart.TITLE, _with_values(title, facts)),
        *(piece for line in others for piece in _pieces(line, facts)),
    )


_MARKS: Final = {LetterPart.HEADING: "# ", LetterPart.ITEM: "- "}
_BEGINNINGS: Final = {
    "#": LetterPart.HEADING,
    "-": LetterPart.ITEM,
    "*": LetterPart.ITEM,
    "•": LetterPart.ITEM,
}


def _pieces(line: str, facts: LetterFacts) -> Iterator[LetterPiece]:
    part = _BEGINNINGS.get(line[0], LetterPart.TEXT)
    text = line if part is LetterPart.TEXT else line[1:].strip()
    for name, pieces in facts.pieces.items():
        if text == field_mark(name):
            yield from pieces
            return
    yield LetterPiece(part, _with_values(text, facts))


def _with_values(text: str, facts: LetterFacts) -> str:
    """A text with the value of each field; pieces in the middle of a line are named one after the other."""

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name in facts.pieces:
            return "; ".join(
                piece.text for piece in facts.pieces[name] if piece.part is not LetterPart.HEAD_ROW
            )
        return facts.values.get(name, found[0])

    return _FIELD_MARK.sub(value, text)
