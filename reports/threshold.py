"""What stands in a report where something could be traced to fewer people than the round's threshold.

The rules, and why, are in docs/decisions/0017. Values only; the sentences are in the wording.
"""

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
