"""What a prompt takes, as values: words, a choice, a number, a day, a level of a scale, a closing prompt.

Each kind holds what it needs and nothing else. How a card shows it, what a typed text means and what a report
tells are in tables of other packages, with these types as their keys.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum, unique


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a scale: its number, its word, and what it means.

    ``in_short`` says the same in two or three words. Both are empty where the guide has none.
    """

    number: int
    name: str
    meaning: str
    in_short: str = ""


@unique
class Best(StrEnum):
    """Which end of a scale is the good one: that of its first level, of its last, or neither."""

    FIRST = "first"
    LAST = "last"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Scale:
    """Levels in the order in which people see them; their numbers go up or down by one.

    ``dont_know`` and ``not_applicable`` are whether these are offered next to its levels.
    """

    levels: tuple[Level, ...]
    best: Best = Best.FIRST
    dont_know: bool = True
    not_applicable: bool = False

    def level(self, number: int) -> Level:
        """The level with this number. Raises ``KeyError`` when the scale has no such level."""
        for level in self.levels:
            if level.number == number:
                return level
        raise KeyError(number)

    @property
    def ends(self) -> tuple[Level, Level] | None:
        """The best and the worst level, None where no end is better than the other."""
        first, last = self.levels[0], self.levels[-1]
        match self.best:
            case Best.FIRST:
                return first, last
            case Best.LAST:
                return last, first
            case Best.NEITHER:
                return None


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. Replies are kept under its id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """What must have been chosen at a prompt before so that another is asked.

    ``chosen`` are ids of options, or numbers of levels; one of them is enough.
    """

    prompt_id: str
    chosen: tuple[str, ...]


ChosenBefore = Mapping[str, Collection[str]]
"""What somebody chose in a theme, by prompt: ids of options, or the number of a level."""


@dataclass(frozen=True, slots=True)
class InWords:
    """A prompt that is replied to in words."""


@dataclass(frozen=True, slots=True)
class OneChoice:
    """A prompt of whose options one is chosen."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SeveralChoices:
    """A prompt of whose options any number is chosen."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class InNumbers:
    """A prompt that takes a number between two others, with so many decimals at most. ``unit`` follows it."""

    least: Decimal
    most: Decimal
    decimals: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OnDay:
    """A prompt that takes a day, between two others where the guide names them."""

    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class OnScale:
    """A prompt, often a statement, that takes a level of a scale."""

    scale: Scale


@dataclass(frozen=True, slots=True)
class ThemeRating:
    """The closing prompt for the rating of a theme."""

    scale: Scale


@dataclass(frozen=True, slots=True)
class KindsOfEvidence:
    """The closing prompt for how one knows, by the kinds of evidence that are the same in every guide."""


@dataclass(frozen=True, slots=True)
class WhereToLook:
    """The closing prompt for where others could look it up."""


@dataclass(frozen=True, slots=True)
class ListOfPoints:
    """A closing prompt for strengths, areas for improvement or first steps: one reply in words or more."""


PromptKind = (
    InWords
    | OneChoice
    | SeveralChoices
    | InNumbers
    | OnDay
    | OnScale
    | ThemeRating
    | KindsOfEvidence
    | WhereToLook
    | ListOfPoints
)
"""All that a prompt may take. Each table of kinds has an entry for each of these."""


@unique
class Closing(StrEnum):
    """What a theme may end with. The values are the ids under which replies are kept."""

    RATING = "rating"
    EVIDENCE = "evidence"
    REFERENCE = "reference"
    STRENGTHS = "strength"
    IMPROVEMENTS = "improvement"
    NEXT_STEPS = "next_step"  # no id of a prompt can look like this, so none of any pack is taken


def closing_kind(closing: Closing, scale: Scale | None) -> PromptKind:
    """What a closing prompt takes. Raises ``ValueError`` for a rating without a scale."""
    match closing:
        case Closing.RATING:
            if scale is None:
                raise ValueError("a rating needs a scale")
            return ThemeRating(scale)
        case Closing.EVIDENCE:
            return KindsOfEvidence()
        case Closing.REFERENCE:
            return WhereToLook()
        case _:
            return ListOfPoints()
