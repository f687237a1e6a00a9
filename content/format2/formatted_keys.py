"""Which texts of format 2 may have formatting: one table, for what reads them and for what checks them.

Titles, names and options stand on buttons, and people type them: there, every sign is a sign.
"""

from collections.abc import Mapping
from typing import Final

from content.formatting.signs_read import faults_of, formatted
from content.formatting.signs_written import as_source

FORMATTED_KEYS: Final[Mapping[tuple[str, str], bool]] = {
    ("", "about"): True,
    ("introduction", "text"): True,
    ("sections", "purpose"): True,
    ("themes", "purpose"): True,
    ("features", "text"): False,
    ("prompts", "ask"): False,
    ("prompts", "help"): True,
    ("illustrations", "lines"): False,
    ("closing", "ask"): False,
    ("closing", "help"): True,
}
"""The keys that may have bold words and links, by what they are keys of, and whether they may have lists."""


def formatted_at(entry: str, key: str, source: str) -> str:
    """A text as its author wrote it under a key, read with what may be there.

    Raises ``KeyError`` for a key that may have no formatting.
    """
    return formatted(source, has_lists=FORMATTED_KEYS[entry, key])


def source_at(entry: str, key: str, words: str) -> str:
    """Plain words as they are written under a key, so that no sign among them is taken for formatting."""
    has_lists = FORMATTED_KEYS.get((entry, key))
    if has_lists is None:
        return words
    is_read_the_same = formatted(words, has_lists=has_lists) == words
    has_fault = next(faults_of(words, has_lists=has_lists), None) is not None
    return words if is_read_the_same and not has_fault else as_source(words)
