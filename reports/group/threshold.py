"""What stands in a report where something could be traced to fewer people than the round's threshold.

The rules, and why, are in docs/decisions/0017. Values only; the sentences are in the wording.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from conversations.groups.round_view import WhoSees
from conversations.who_sees_what import INSIDERS

LEAST_THRESHOLD = 3
"""The smallest threshold that a round may have."""


def insiders_in(who_sees: WhoSees) -> int:
    """How many places of a round may be in one hand, so that whoever reads a report knows what they gave."""
    return INSIDERS[who_sees]


def step_of(threshold: int, who_sees: WhoSees) -> int:
    """In which steps a round tells how many have joined, begun and finished; 1 where it tells exactly.

    Below the first step lie so many counts that insiders cannot tell whether anybody else is in it.
    """
    return max(threshold, insiders_in(who_sees) + 2) if who_sees is WhoSees.ANONYMOUS else 1


def seen_in_steps(threshold: int, who_sees: WhoSees, *, by_name: bool) -> tuple[int, int]:
    """The step and the insiders for somebody who may know by name who takes part, or may not.

    To those who may not, every round is as an anonymous one.
    """
    seen_as = who_sees if by_name else WhoSees.ANONYMOUS
    return step_of(threshold, seen_as), insiders_in(seen_as)


def in_steps(count: int, of: int, step: int, insiders: int) -> int:
    """A count as a multiple of the step. Above a step of 1, that all but the insiders, or one more, are
    counted looks the same.
    """
    if step == 1:
        return count
    return min(count, _most_counted(of, insiders)) // step * step


def _most_counted(of: int, insiders: int) -> int:
    return max(of - insiders - 1, 0)


def can_move(of: int, step: int) -> bool:
    """Whether a count of so many people in such steps can ever be another than 0.

    It is worked out from how many were invited and from the rule, which both are known to everybody. Where it
    can move, a 0 means fewer than the step; where it cannot, it means nothing.
    """
    return step == 1 or _most_counted(of, insiders_in(WhoSees.ANONYMOUS)) >= step


def fewest_that_move(step: int) -> int:
    """How many have to be invited before a count in such steps can be another than 0."""
    return 1 if step == 1 else step + insiders_in(WhoSees.ANONYMOUS) + 1


@unique
class Reason(StrEnum):
    """Why something is not told.

    ``FEW``: fewer people than the threshold gave it or belong to it. ``PROTECTS``: with it, somebody could
    be picked out, in this team or in another; which of them is not said, as that would give it away.
    ``ANONYMOUS``: it names people, and the round is anonymous. ``ERASED``: it was told once, and somebody
    has been erased since: without their words, the list would tell which those were.
    """

    FEW = "few"
    PROTECTS = "protects"
    ANONYMOUS = "anonymous"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not told, and why."""

    reason: Reason


def may_be_told_anew(changed: Sequence[int], threshold: int) -> bool:
    """Whether a second report of a round may show what changed since the first.

    ``changed`` is how many people gave or changed anything, for each theme in which somebody did. Who lays
    two reports side by side sees what they did: so in each of these themes they must be a group.
    """
    return bool(changed) and min(changed) >= threshold


def levels_may_be_told(chosen: Sequence[int], insiders: int) -> bool:
    """Whether the ratings of a group may be told level by level.

    They may not where insiders, without their own, would be left with ratings that are all alike.
    """
    return len(chosen) - max(Counter(chosen).values()) > insiders


def kinds_may_be_told(named: Sequence[Collection[str]], insiders: int) -> bool:
    """Whether it may be told how many named each kind of evidence; ``named`` are the kinds of each person.

    They may not where so few named any other kind than one that insiders know what all others named.
    """
    if len(named) < 2 * insiders + 2:
        return False
    kinds = {kind for each in named for kind in each}
    return all(sum(any(other != kind for other in each) for each in named) > insiders for kind in kinds)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a group gave something; ``at_least`` when it may have been more, up to everybody."""

    count: int
    of: int
    at_least: bool


def tally(count: int, of: int, insiders: int) -> Tally:
    """How many of a group gave something, so that no insider can tell that each of the others did."""
    most = of - insiders - 1
    return Tally(min(count, most), of, at_least=count >= most)
