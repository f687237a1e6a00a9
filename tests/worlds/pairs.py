"""The worlds that are compared, by name, and what each pair of them may show.

``FEW``: so few take part that everything is withheld and every figure is below its first step. ``MANY``: the
report shows everything. In both, one person more or less reaches no next step.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final

from conversations.state import WhoSees
from tests.worlds.doors import DIFFERS
from tests.worlds.world import BEGINS, FINISHES, JOINS, NOTHING, Doing, Plan

_LEVELS = (4, 3, 6, 5, 4, 4, 2, 4, 4, 5)


def _finishes(number: int, level: int) -> Doing:
    return replace(FINISHES, level=level, words=f"Words of {number}.", quotes=f"Quote of {number}.")


FEW: Final = Plan("few", (*[FINISHES] * 5, *[NOTHING] * 15))
_ALL = [_finishes(number, level) for number, level in enumerate(_LEVELS)]
MANY: Final = Plan("many", (*_ALL[:DIFFERS], NOTHING, *_ALL[DIFFERS:], *[NOTHING] * 9))
CONFIDENTIAL: Final = replace(MANY, who_sees=WhoSees.CONFIDENTIAL)


@unique
class MayDiffer(StrEnum):
    """What may differ between two worlds, with the reason; nothing else may."""

    NOTHING = "nothing"
    REPORT = (
        "the report of a round that is over: it says of each theme how many took part in it and how they "
        "left the rating, once enough did (decision 0017, what is not protected)"
    )
    FIGURES = "a figure that moves by a whole step, as one person more reaches the next"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two worlds, and what may differ between them.

    ``is_quick``: only conversations and addresses are tried. ``late`` are the places on the list of those who
    do what they do between a first look and all others.
    """

    one: Plan
    other: Plan
    may_differ: MayDiffer = MayDiffer.NOTHING
    is_quick: bool = False
    late: tuple[int, ...] = (1, DIFFERS)

    def compared(self, seen: object) -> str:
        """What is seen at a door, without what may differ."""
        told = repr(seen)
        if self.may_differ is not MayDiffer.NOTHING:
            if re.search(r"Group report|GroupReport\(", told):
                return "the report"
            # Of a page with the report in it only the length is told to those who ask for that.
            told = re.sub(r"b'content-length', b'\d+'", "…", told)
        return re.sub(r"\d+", "…", told) if self.may_differ is MayDiffer.FIGURES else told


_BEGAN = MANY.with_doing(DIFFERS, BEGINS)
_SIX = FEW.with_doing(DIFFERS, FINISHES)


def _other_words(plan: Plan) -> Plan:
    return plan.with_doing(1, replace(plan.doings[1], words="Otherwise."))


PAIRS: Final[dict[str, Pair]] = {
    "one of few joined": Pair(FEW, FEW.with_doing(DIFFERS, JOINS), is_quick=True),
    "one of few began": Pair(FEW, FEW.with_doing(DIFFERS, BEGINS), is_quick=True),
    "one of few finished": Pair(FEW, _SIX),
    "one of few finished and left": Pair(
        FEW, FEW.with_doing(DIFFERS, replace(FINISHES, leaves=True)), is_quick=True
    ),
    "one of many joined": Pair(MANY, MANY.with_doing(DIFFERS, JOINS), is_quick=True),
    "one of many began": Pair(MANY, _BEGAN, MayDiffer.REPORT, is_quick=True),
    "one more reached the next step": Pair(
        _SIX, _SIX.with_doing(DIFFERS + 1, FINISHES), MayDiffer.FIGURES, is_quick=True
    ),
    "one wrote other words": Pair(MANY, _other_words(MANY), is_quick=True),
    "two have each other's replies": Pair(MANY, MANY.swapped(1, 2), is_quick=True),
    "somebody else took part": Pair(MANY, MANY.swapped(1, DIFFERS)),
    "somebody else began": Pair(_BEGAN, _BEGAN.swapped(1, DIFFERS), is_quick=True),
    "two have each other's replies, confidential": Pair(CONFIDENTIAL, CONFIDENTIAL.swapped(1, 2)),
    "one wrote other words, confidential": Pair(CONFIDENTIAL, _other_words(CONFIDENTIAL), is_quick=True),
}
