"""A long list of themes in parts that a phone can show, whole sections together where they fit."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final, Protocol, TypeVar


class InSection(Protocol):
    """A theme of whichever kind, with the section that holds it; empty where none does."""

    @property
    def section(self) -> str:
        """The section, as what is listed names it."""


Listed = TypeVar("Listed", bound=InSection)
"""What is listed: themes of a guide, or of a report."""

MOST_IN_ONE_LIST: Final = 12
"""So many themes are one list; more are shown in parts."""
MOST_IN_A_PART: Final = 10


def theme_parts(*lists: Sequence[Listed]) -> tuple[tuple[Listed, ...], ...]:
    """Lists of themes one after another in parts, none of which has themes of two lists.

    A few themes are one part, whichever lists they are from.
    """
    if sum(map(len, lists)) <= MOST_IN_ONE_LIST:
        return (tuple(theme for themes in lists for theme in themes),)
    return tuple(part for themes in lists for part in _packed(themes))


def _packed(themes: Sequence[Listed]) -> list[tuple[Listed, ...]]:
    """Whole sections, as many together as fit; a section that is too long for a part in equal pieces."""
    parts: list[tuple[Listed, ...]] = []
    for _, held in groupby(themes, key=lambda theme: theme.section):
        section = tuple(held)
        if parts and len(parts[-1]) + len(section) <= MOST_IN_A_PART:
            parts[-1] += section
        else:
            parts += _pieces_of(section)
    return parts


def _pieces_of(section: tuple[Listed, ...]) -> list[tuple[Listed, ...]]:
    number = -(-len(section) // MOST_IN_A_PART)
    ends = [len(section) * place // number for place in range(number + 1)]
    return [section[start:end] for start, end in pairwise(ends)]
