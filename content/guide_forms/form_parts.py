"""What the document of a guide is made of, as values: headings, rows of a label and words, and tables."""

from dataclasses import dataclass
from typing import Final

NOTHING: Final = "(nothing)"
"""What stands where a list is there and has no entries."""


@dataclass(frozen=True, slots=True)
class FormHeading:
    """A heading: ``printed`` is ours, such as ``Theme 2``, ``words`` are the guide's."""

    level: int
    printed: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class FormCell:
    """The words of one key: a text with its paragraphs, or a list with an entry in each of ``texts``."""

    texts: tuple[str, ...]
    is_list: bool = False
    is_setting: bool = False


@dataclass(frozen=True, slots=True)
class LabelledRows:
    """The keys of one entry: a label, and next to it what stands under that key."""

    rows: tuple[tuple[str, FormCell], ...]


@dataclass(frozen=True, slots=True)
class FormTable:
    """Entries of one kind with few keys: a row for each entry, a column for each key."""

    columns: tuple[str, ...]
    rows: tuple[tuple[FormCell, ...], ...]


FormPart = FormHeading | LabelledRows | FormTable


@dataclass(frozen=True, slots=True)
class GuideForm:
    """A guide as a document, from top to bottom; ``title`` stands above the parts."""

    title: str
    version: str
    language: str
    parts: tuple[FormPart, ...]
