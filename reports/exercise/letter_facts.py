"""What is filled into a letter: the fields, as they are named in an organisation's own wording."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from reports.exercise.letter import LetterPart, LetterPiece, items


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The fields of all letters, in words. What is not known yet is in [square brackets].

    ``readers`` is who reads what in this round, ``small_groups`` from how many people on something is shown.
    ``themes``, ``agenda`` and ``findings`` are several pieces each.
    """

    sender: str
    organisation: str
    round: str
    guide: str
    purpose: str
    opens: str
    closes: str
    meeting: str
    committee: str
    follow_up: str
    minutes: str
    sets: str
    readers: str
    small_groups: str
    threshold: str
    contact: str
    notice: str
    length: str
    order: str
    themes: tuple[LetterPiece, ...]
    agenda: tuple[LetterPiece, ...]
    findings: tuple[LetterPiece, ...]

    @property
    def values(self) -> Mapping[str, str]:
        """The fields that are a text each, by their names."""
        return {name: value for name in FIELDS if isinstance(value := getattr(self, name), str)}

    @property
    def pieces(self) -> Mapping[str, tuple[LetterPiece, ...]]:
        """The fields that are several pieces each, by their names."""
        return {name: value for name in FIELDS if isinstance(value := getattr(self, name), tuple)}


FIELDS: Final = tuple(each.name for each in fields(LetterFacts))
"""The names of all fields."""

OF_PIECES: Final = ("themes", "agenda", "findings")


def field_mark(name: str) -> str:
    """A field as it is written in an organisation's own wording."""
    return f"{{{name}}}"


def as_names() -> LetterFacts:
    """Every field as its own name, from which follows how our wording is written down with fields."""
    names: dict[str, str] = {name: field_mark(name) for name in FIELDS if name not in OF_PIECES}
    return LetterFacts(
        **names,
        themes=items([field_mark("themes")]),
        agenda=(LetterPiece(LetterPart.TEXT, field_mark("agenda")),),
        findings=(LetterPiece(LetterPart.TEXT, field_mark("findings")),),
    )
