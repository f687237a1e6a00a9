"""How far ratings agree, as a shape that a sentence can name: near each other, apart, two camps, or spread.

The rule is docs/decisions/0032. It looks at how many people are at each level and at nothing else, so whoever
sees the dots sees all of it. Never an index, a mean or a percentage, and no text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from fractions import Fraction
from itertools import pairwise
from typing import Final

_LEAST_FOR_A_SHAPE: Final = 5
"""With fewer people than these no shape is named: each of them would be a fourth of it or more."""

_LEAST_CAMP: Final = 2
_IN_A_CAMP: Final = 4
"""A camp is one in four of all people, and at least two of them. Fewer are apart from the others."""

_FURTHER_OFF: Final = 10
"""Most are near each other where no more than one in ten at either end is further off."""


@unique
class Shape(StrEnum):
    """How the ratings of a group lie on the scale."""

    TOO_FEW = "too_few"
    CAMPS = "camps"
    APART = "apart"
    NEAR = "near"
    MOSTLY_NEAR = "mostly_near"
    SPREAD = "spread"


_TO_DISCUSS: Final = {
    Shape.CAMPS: 2,
    Shape.SPREAD: 2,
    Shape.APART: 1,
    Shape.MOSTLY_NEAR: 1,
    Shape.NEAR: 0,
    Shape.TOO_FEW: 0,
}
"""A group that is split comes before one in which a few differ, and that before one that is near."""


@dataclass(frozen=True, slots=True)
class PartOfScale:
    """People on neighbouring levels: the places of the first and the last of these on the scale, from 0 on,
    and how many people there are.
    """

    first: int
    last: int
    count: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """A shape with the parts that its sentence tells, and how many ``people`` rated.

    The ``parts`` of ``APART`` are the many and those apart, who are ``gap`` levels off; those of
    ``MOSTLY_NEAR`` begin with the many. All others are in the order of the scale. ``between`` is how many
    are between two camps.
    """

    shape: Shape
    parts: tuple[PartOfScale, ...]
    people: int
    gap: int = 0
    between: int = 0

    @property
    def tells_all(self) -> bool:
        """Whether the parts alone tell how many are at each level."""
        told = sum(each.count for each in self.parts)
        return told == self.people and all(each.first == each.last for each in self.parts)


def agreement_of(counts: Sequence[int], *, least_named: int = 1) -> Agreement:
    """The shape of how many people are at each level of a scale, in its order. At least one person rated.

    Of fewer people than ``least_named`` it is not said that they are apart or a camp, nor how many they are.
    """
    people = sum(counts)
    if people < _LEAST_FOR_A_SHAPE:
        return Agreement(Shape.TOO_FEW, tuple(_part(counts, each, each) for each in _taken(counts)), people)
    found = (
        _camps(counts, max(least_named, _LEAST_CAMP))
        or _apart(counts)
        or _near(counts)
        or _mostly_near(counts)
        or _spread(counts)
    )
    return _of_groups(found, least_named)


def has_camps(counts: Sequence[int]) -> bool:
    """Whether people are in two camps, however small: the level in the middle is then one that few chose."""
    return agreement_of(counts).shape is Shape.CAMPS


def to_discuss(counts: Sequence[int], *, least_named: int = 1) -> tuple[int, Fraction]:
    """How much there is to discuss, to put themes in order: first by the shape, then by the difference."""
    return _TO_DISCUSS[agreement_of(counts, least_named=least_named).shape], difference(counts)


def difference(counts: Sequence[int]) -> Fraction:
    """How far people differ: 0 where all are at one level, 1 where half are at each end of the scale.

    Each step of the scale parts those below it from those above. It is counted how many pairs of people the
    steps part, of the most that they could. It only puts themes in order, and is shown nowhere.
    """
    people, below, parted = sum(counts), 0, 0
    for count in counts[:-1]:
        below += count
        parted += below * (people - below)
    return Fraction(4 * parted, people**2 * (len(counts) - 1))


def _of_groups(found: Agreement, least: int) -> Agreement:
    """The agreement without parts of so few people, as far as anything else can be told."""
    shape, gap = found.shape, found.gap
    if shape is Shape.APART and found.parts[1].count < least:
        shape, gap = Shape.MOSTLY_NEAR, 0
    parts = tuple(each for each in found.parts if each.count >= least)
    if not parts:
        ends = found.parts[0].first, found.parts[-1].last
        parts = (PartOfScale(*ends, found.people),)
    return Agreement(shape, parts, found.people, gap, found.between if found.between >= least else 0)


def _camps(counts: Sequence[int], least: int) -> Agreement | None:
    """Two camps, each narrower than what parts them, and half as many people between them as in the smaller.

    None where two divisions into camps are as good as each other.
    """
    people, taken = sum(counts), _taken(counts)
    found: list[tuple[int, int, Agreement]] = []
    for place, end in enumerate(taken):
        for start in taken[place + 1 :]:
            camps = (_part(counts, taken[0], end), _part(counts, start, taken[-1]))
            smaller = min(each.count for each in camps)
            between = people - sum(each.count for each in camps)
            gap = start - end
            if (
                gap >= _least_gap(counts)
                and all(each.last - each.first < gap for each in camps)
                and smaller >= least
                and smaller * _IN_A_CAMP >= people
                and 2 * between <= smaller
            ):
                found.append((between, -gap, Agreement(Shape.CAMPS, camps, people, between=between)))
    found.sort(key=lambda each: each[:2])
    if not found or (len(found) > 1 and found[0][:2] == found[1][:2]):
        return None
    return found[0][2]


def _apart(counts: Sequence[int]) -> Agreement | None:
    """Fewer than a camp, at one end, with an empty level between them and the others, who are near.

    None where there are such people at both ends.
    """
    people, taken = sum(counts), _taken(counts)
    found: list[list[Agreement]] = [[], []]
    for end, start in pairwise(taken):
        sides = (_part(counts, taken[0], end), _part(counts, start, taken[-1]))
        for side, (few, many) in enumerate((sides, sides[::-1])):
            is_few = few.count * _IN_A_CAMP < people
            if start - end >= _least_gap(counts) and is_few and _is_near(counts, many):
                found[side].append(Agreement(Shape.APART, (many, few), people, gap=start - end))
    if bool(found[0]) == bool(found[1]):
        return None
    return max(found[0] or found[1], key=lambda each: each.parts[1].count)


def _near(counts: Sequence[int]) -> Agreement | None:
    taken = _taken(counts)
    everybody = _part(counts, taken[0], taken[-1])
    return Agreement(Shape.NEAR, (everybody,), everybody.count) if _is_near(counts, everybody) else None


def _mostly_near(counts: Sequence[int]) -> Agreement | None:
    """All near each other but one in ten at either end, or fewer."""
    places = [place for place, count in enumerate(counts) for _ in range(count)]
    off = len(places) // _FURTHER_OFF
    many = _part(counts, places[off], places[-1 - off])
    if not _is_near(counts, many):
        return None
    others = (_part(counts, places[0], many.first - 1), _part(counts, many.last + 1, places[-1]))
    parts = (many, *(each for each in others if each.count))
    return Agreement(Shape.MOSTLY_NEAR, parts, len(places))


def _spread(counts: Sequence[int]) -> Agreement:
    """The halves of the scale, and the level in the middle where there is one, as far as people are there."""
    half, taken = len(counts) // 2, _taken(counts)
    ends = ((0, half - 1), (half, len(counts) - half - 1), (len(counts) - half, len(counts) - 1))
    told = ([each for each in taken if first <= each <= last] for first, last in ends)
    parts = tuple(_part(counts, each[0], each[-1]) for each in told if each)
    return Agreement(Shape.SPREAD, parts, sum(counts))


def _is_near(counts: Sequence[int], part: PartOfScale) -> bool:
    """Whether a part lies within half of the levels of the scale; two neighbours of three are near, too."""
    reach = 1 if len(counts) == 2 else max(len(counts) // 2, 2)
    return part.last - part.first < reach


def _least_gap(counts: Sequence[int]) -> int:
    """From how many levels on people are apart: a third of the scale, with an empty level between them."""
    return 1 if len(counts) == 2 else max(len(counts) // 3, 2)


def _taken(counts: Sequence[int]) -> list[int]:
    """The places of the levels that anybody chose."""
    return [place for place, count in enumerate(counts) if count]


def _part(counts: Sequence[int], first: int, last: int) -> PartOfScale:
    return PartOfScale(first, last, sum(counts[first : last + 1]))
