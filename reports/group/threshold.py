"""What stands in a report where something could be traced to fewer people than the round's threshold.

The rules, and why, are in docs/decisions/0017. Values only; the sentences are in the wording.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

LEAST_THRESHOLD = 3
"""The smallest threshold that a round may have."""


@unique
class Reason(StrEnum):
    """Why something is not told.

    ``FEW``: fewer people than the threshold gave it or belong to it. ``PROTECTS``: with it, somebody could
    be picked out, in this team or in another; which of them is not said, as that would give it away.
    ``ANONYMOUS``: it names people, and the round is anonymous.
    """

    FEW = "few"
    PROTECTS = "protects"
    ANONYMOUS = "anonymous"


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


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a group gave something; ``at_least`` when it may have been one more, which is everybody."""

    count: int
    of: int
    at_least: bool


def tally(count: int, of: int) -> Tally:
    """How many of a group gave something, so that nobody can tell that each of them did."""
    most = of - 1
    return Tally(min(count, most), of, at_least=count >= most)
