"""A file of several packs as its parts. Between two of them stands a line with nothing but ``---`` on it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")
_BORDER: Final = re.compile(r"---[ \t]*(?:#.*)?[\r\n]*")
_SAYS_NOTHING: Final = re.compile(r"\ufeff?[ \t]*(?:#.*)?[\r\n]*")


@dataclass(frozen=True, slots=True)
class FilePart:
    """The text of one pack of a file, and how many lines stand before it."""

    text: str
    before: int


def parts_of_file(text: str) -> tuple[FilePart, ...]:
    """The packs of a file in their order; a file of one pack is one part, as it stands.

    YAML itself lets no text begin with ``---`` at the very left, so no text of a guide is ever cut.
    """
    parts: list[FilePart] = []
    held: list[str] = []
    begins = 0
    for number, line in enumerate(_LINE.findall(text)):
        if _BORDER.fullmatch(line):
            parts.append(FilePart("".join(held), begins))
            held, begins = [], number + 1
        else:
            held.append(line)
    parts.append(FilePart("".join(held), begins))
    filled = tuple(part for part in parts if not _is_empty(part.text))
    return filled if len(filled) > 1 else (FilePart(text, 0),)


def file_of_parts(texts: Iterable[str]) -> str:
    """A file of several packs, from their texts."""
    bare = (text.removeprefix("\ufeff") for text in texts)
    return "---\n".join(text if text.endswith("\n") else f"{text}\n" for text in bare)


def _is_empty(text: str) -> bool:
    return all(_SAYS_NOTHING.fullmatch(line) for line in _LINE.findall(text))
