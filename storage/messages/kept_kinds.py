"""Every kind of file that is kept for somebody, known by its name, and what stands in it.

What has to go when words or a name are erased is looked up here, so a new kind of file is added here alone.
"""

from dataclasses import dataclass
from enum import Enum, unique
from fnmatch import fnmatchcase
from typing import Final


@unique
class Holds(Enum):
    """What may stand in a file."""

    ALL_ABOUT_ONESELF = "all that is kept about whoever has it"
    OWN_REPLIES = "what whoever has it replied to the prompts of a theme"
    WORDS_OF_OTHERS = "what people of a round wrote"
    NAMES = "names of those invited to a round"


@dataclass(frozen=True, slots=True)
class KeptKind:
    """Files of one kind: how their names are formed, ``*`` for any text, and what stands in them.

    ``is_text``: names can be taken out of it, and the rest stays.
    """

    pattern: str
    holds: frozenset[Holds] = frozenset()
    is_text: bool = False


KEPT_KINDS: Final = (
    KeptKind("my-data*", frozenset({Holds.ALL_ABOUT_ONESELF})),
    KeptKind("theme-*", frozenset({Holds.OWN_REPLIES})),
    KeptKind("replies*.csv", frozenset({Holds.WORDS_OF_OTHERS, Holds.NAMES}), is_text=True),
    KeptKind("replies*.xlsx", frozenset({Holds.WORDS_OF_OTHERS, Holds.NAMES})),
    KeptKind("group-report-*.pdf", frozenset({Holds.WORDS_OF_OTHERS})),
    KeptKind("group-report-*.html", frozenset({Holds.WORDS_OF_OTHERS})),
    KeptKind("group-report-*.docx", frozenset({Holds.WORDS_OF_OTHERS})),
    KeptKind("group-report-*.xlsx", frozenset({Holds.WORDS_OF_OTHERS})),
    KeptKind("group-report-*.csv", frozenset({Holds.WORDS_OF_OTHERS})),
    KeptKind("group-report-*.json", frozenset({Holds.WORDS_OF_OTHERS})),
    KeptKind("group-report-*.png"),
    KeptKind("links*.csv", frozenset({Holds.NAMES}), is_text=True),
    KeptKind("links-*.pdf", frozenset({Holds.NAMES})),
    KeptKind("people*.csv", frozenset({Holds.NAMES}), is_text=True),
    KeptKind("in-doubt*.csv", frozenset({Holds.NAMES}), is_text=True),
    KeptKind("checklist.*"),
    KeptKind("letter-*.docx"),
    KeptKind("poster-*.pdf"),
    KeptKind("prompts*.*"),
    KeptKind("progress.png"),
)
"""A picture of figures, a checklist, a letter, a poster and a sheet of prompts have nothing of anybody's."""


def kind_of(name: str) -> KeptKind | None:
    """The kind of a file, None for a name that no kind has."""
    return next((each for each in KEPT_KINDS if fnmatchcase(name, each.pattern)), None)


def named_as_holding(column: str, *held: Holds) -> str:
    """The condition in SQL that a file's name, in this column, is of a kind that may hold any of these."""
    kinds = [each for each in KEPT_KINDS if not each.holds.isdisjoint(held)]
    return "(" + " OR ".join(f"{column} LIKE '{each.pattern.replace('*', '%')}'" for each in kinds) + ")"
