"""What the ratings of a theme come to: strong, to improve, disputed, or none of these.

The rule is docs/decisions/0034. It looks at how many people are at each level and at which end of the scale
is the good one. Never a total over themes, a mean, a percentage or a place in a row, and no text.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from content.prompt_kinds import Best
from reports.agreement import Shape, agreement_of

_LEAST_IN_A_HALF = 2
"""Of fewer people it is not said that they dispute what the others say."""


@unique
class ThemeFinding(StrEnum):
    """What the ratings of a theme come to. ``BETWEEN``: neither strong nor weak, with enough to say so.

    ``UNTOLD``: only a part of the scale is told, and what is told fits several of these.
    """

    STRONG = "strong"
    TO_IMPROVE = "to_improve"
    DISPUTED = "disputed"
    BETWEEN = "between"
    TOO_FEW = "too_few"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Halves:
    """How many people are in the good half of a scale, in the other half, and in the level between them."""

    good: int
    middle: int
    bad: int

    @property
    def people(self) -> int:
        """How many people rated."""
        return self.good + self.middle + self.bad


def halves_of(counts: Sequence[int], best: Best) -> Halves | None:
    """The halves of how many are at each level, in the order of the scale; None where no end is better."""
    if best is Best.NEITHER:
        return None
    good_first, half = _good_first(counts, best), len(counts) // 2
    good, bad = sum(good_first[:half]), sum(good_first[-half:])
    return Halves(good, sum(counts) - good - bad, bad)


def finding_of_counts(counts: Sequence[int], best: Best, *, least_named: int = 1) -> ThemeFinding:
    """What ratings come to that are told level by level, in the order of the scale.

    Fewer people than ``least_named`` are not said to dispute what the others say.
    """
    shape, people = agreement_of(counts, least_named=least_named).shape, sum(counts)
    halves = halves_of(counts, best)
    if shape is Shape.TOO_FEW:
        return ThemeFinding.TOO_FEW
    if shape is Shape.CAMPS or (shape is Shape.SPREAD and _meets(counts, least_named)):
        return ThemeFinding.DISPUTED
    if halves is None:
        return ThemeFinding.BETWEEN
    lowest = sum(_good_first(counts, best)[-max(len(counts) // 3, 1) :])
    if 3 * halves.good >= 2 * people and 20 * lowest <= people:
        return ThemeFinding.STRONG
    if 5 * halves.bad >= 3 * people:
        return ThemeFinding.TO_IMPROVE
    return ThemeFinding.BETWEEN


def finding_of_part(
    places: Collection[int], outside: int, people: int, levels: int, best: Best
) -> ThemeFinding:
    """What ratings come to of which only a part of the scale is told: its places, and how many are outside.

    It holds wherever in that part, and outside it, they are.
    """
    half = levels // 2
    if best is Best.NEITHER:
        return ThemeFinding.UNTOLD
    good_first = [place if best is Best.FIRST else levels - 1 - place for place in places]
    if max(good_first) < half and 20 * outside <= people:
        return ThemeFinding.STRONG
    if min(good_first) >= levels - half and 5 * (people - outside) >= 3 * people:
        return ThemeFinding.TO_IMPROVE
    return ThemeFinding.UNTOLD


def _good_first(counts: Sequence[int], best: Best) -> Sequence[int]:
    return counts if best is Best.FIRST else counts[::-1]


def _meets(counts: Sequence[int], least_named: int) -> bool:
    """Whether a third of all people are in each half of the scale, whichever end is the good one."""
    people, half = sum(counts), len(counts) // 2
    least = max(_LEAST_IN_A_HALF, least_named)
    return all(3 * each >= people and each >= least for each in (sum(counts[:half]), sum(counts[-half:])))
