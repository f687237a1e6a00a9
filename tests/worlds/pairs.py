"""The worlds that are compared, by name, and in what each pair differs. The table says what is seen of that.

``NOBODY``: all are invited, and none has joined. ``FEW``: so few take part that everything is withheld and
every figure is below its first step. ``MANY``: the report shows everything. In all, one person more or less
reaches no next step.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final

from bot.jobs.artefact import MEDIA_TYPES
from conversations.groups.round_view import WhoSees
from conversations.who_sees_what import Datum, Sees, Viewer, least_group, seen_by
from reports.file_kinds import DOCX
from reports.group.threshold import insiders_in
from storage.roles.organisations import Role
from tests.worlds.doors import DIFFERS
from tests.worlds.seat import Seen
from tests.worlds.world import BEGINS, FINISHES, JOINS, NOTHING, Doing, Plan

_LEVELS = (4, 3, 6, 5, 4, 4, 2, 4, 4, 5)


def _finishes(number: int, level: int) -> Doing:
    return replace(FINISHES, level=level, words=f"Words of {number}.", quotes=f"Quote of {number}.")


NOBODY: Final = Plan("nobody", (*[NOTHING] * 20,))
FEW: Final = Plan("few", (*[FINISHES] * 5, *[NOTHING] * 15))
_ALL = [_finishes(number, level) for number, level in enumerate(_LEVELS)]
MANY: Final = Plan("many", (*_ALL[:DIFFERS], NOTHING, *_ALL[DIFFERS:], *[NOTHING] * 9))
CONFIDENTIAL: Final = replace(MANY, who_sees=WhoSees.CONFIDENTIAL)
_GIVEN = [replace(each, values=number) for number, each in enumerate(_ALL)]
VALUES: Final = Plan("values", (*_GIVEN[:DIFFERS], NOTHING, *_GIVEN[DIFFERS:], *[NOTHING] * 9), guide="kinds")
"""A guide that has prompts of every kind."""
SHARED: Final = replace(FEW, is_shared=True)
"""All come in by one link, and those who got it are on a list of names."""
MAILED: Final = replace(SHARED, is_mailed=True)
"""The link goes to a list of addresses by mail as well."""


@unique
class MayDiffer(StrEnum):
    """What may differ between two worlds, with the reason; nothing else may."""

    REPORT = (
        "the report of a round that is over: it says of each theme how many took part in it and how they "
        "left the rating, once enough did (decision 0017, what is not protected)"
    )
    REPLIES = "the lists of what was written, and how many wrote something, of a round that is over"
    FIGURES = "a figure that moves by a whole step, as one person more reaches the next"


SHOWN_IN: Final[dict[Sees, MayDiffer | None]] = {
    Sees.NEVER: None,
    Sees.IN_STEPS: None,
    Sees.COUNTED: MayDiffer.REPORT,
    Sees.QUOTED: MayDiffer.REPORT,
    Sees.SHUFFLED: MayDiffer.REPLIES,
}
"""Where a fact may be seen that the table shows in this way. In steps it is seen by who reaches the next one
alone, which a pair says itself. What may be seen at once is in no pair.
"""

_VIEWERS = {Role.COORDINATOR: Viewer.COORDINATOR, Role.READER: Viewer.READER}
"""Whoever reads complaints is not in the table, as they see nothing of a round."""

HOW_FAR = frozenset({Datum.JOINED, Datum.BEGUN, Datum.FINISHED, Datum.WHEN})
GIVES = frozenset({Datum.WORDS, Datum.POINTS, Datum.RATING})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two worlds, and in which facts about one person they differ; none where two change places.

    What may differ because of that is what ``conversations/who_sees_what.py`` says. ``is_next_step``: one
    person more reaches the next step of the figures. ``is_quick``: only conversations and addresses are
    tried. ``late`` are the places on the list of those who do what they do between a first look and all
    others.
    """

    one: Plan
    other: Plan
    differs_in: frozenset[Datum] = frozenset()
    is_next_step: bool = False
    is_quick: bool = False
    late: tuple[int, ...] = (1, DIFFERS)

    def may_differ(self, role: Role) -> frozenset[MayDiffer]:
        """What somebody with a role may see of it, by the table."""
        if role not in _VIEWERS:
            return frozenset()
        shown = {SHOWN_IN[seen_by(_VIEWERS[role], self.one.who_sees, each)] for each in self.differs_in}
        found = {each for each in shown if each is not None}
        return frozenset(found | {MayDiffer.FIGURES} if self.is_next_step else found)

    def compared(self, seen: object, role: Role) -> str:
        """What somebody with a role sees at a door, without what may differ."""
        may_differ = self.may_differ(role)
        if may_differ & {MayDiffer.REPORT, MayDiffer.REPLIES} and isinstance(seen, Seen):
            seen = _counted_afresh(seen)
        told = repr(seen)
        for what, shows in _SHOWS.items():
            if what in may_differ and shows.search(told):
                return f"({what})"
        if MayDiffer.REPORT in may_differ and (_tells_levels(self.one) or _tells_levels(self.other)):
            told = _ORDER.sub("(order)", _LETTER_FILE.sub("(letter)", told))
        if may_differ:
            # Of a page with any of it only the length is told to those who ask for that.
            told = re.sub(r"b'content-length', b'\d+'", "…", told)
        if MayDiffer.FIGURES not in may_differ:
            return told
        # What is drawn has the figures in its bytes; its values are compared where nothing is drawn.
        return re.sub(r"\d+", "…", _IN_STEPS.sub("(in steps)", _DRAWN.sub("(drawn)", told)))


_SHOWS: Final = {
    MayDiffer.REPORT: re.compile(r"Group report|GroupReport\("),
    MayDiffer.REPLIES: re.compile(
        r"\d+ repl|[Aa]s it was when the round closed|replies\.csv"
        r"|There is no T\d+\.[SIN]\d+ in the group's report"
        r"|There is nothing to read: to no prompt|people wrote something here, so nothing"
    ),
}
"""How it is known that something is there to be seen, or that too few gave anything for that."""

_ORDER: Final = re.compile(
    r"Themes on which ratings differ most come first\. Others follow as in the guide\."
    r"|The themes come as in the guide: the report does not show on which of them ratings differ\."
)
"""Whether an agenda is in the order of a report. The report tells levels of all themes here or of none, and
they are alike, so the order itself is the guide's in both worlds and is compared.
"""

_LETTER_FILE: Final = re.compile(
    r"(?<='letter-agenda\.docx', '" + re.escape(MEDIA_TYPES[DOCX]) + r"', )"
    r"(?:b'PK(?:\\.|[^'\\])*'|b\"PK(?:\\.|[^\"\\])*\")"
)
"""The bytes of an agenda's file. Where nothing is typeset, what it is made of is compared instead."""


def _tells_levels(plan: Plan) -> bool:
    """Whether the report of a world tells the levels of themes, by the rule for insiders (decision 17).

    Only then may an agenda be in its order: where no report tells them, agendas are the same.
    """
    levels = Counter(each.level for each in plan.doings if each.joins and each.finishes and not each.erases)
    rated, insiders = levels.total(), insiders_in(plan.who_sees)
    return rated >= least_group(plan.threshold, plan.who_sees) and rated - max(levels.values()) > insiders


def _counted_afresh(seen: Seen) -> Seen:
    """What was seen, with numbers that begin with its own first entry.

    On a page of one person the numbers of entries go on from what came before, which may be more or less.
    """
    first = min((number for number, *_ in seen.entries), default=0)
    entries = tuple((number - first, change - first, *rest) for number, change, *rest in seen.entries)
    return replace(seen, entries=entries)


_NOT_DRAWN: Final = r"(?!\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x01)"
"""What stands for a picture that is compared by its values has one pixel."""

_DRAWN: Final = re.compile(
    rf"b'\\x89PNG[^']{{,40}}IHDR{_NOT_DRAWN}(?:\\.|[^'\\])*'"
    rf'|b"\\x89PNG[^"]{{,40}}IHDR{_NOT_DRAWN}(?:\\.|[^"\\])*"'
)
"""A picture, as Python shows its bytes."""

_IN_STEPS: Final = re.compile(r"(?:(?:[Aa]t least|[Ff]ewer than) \d[^.\"']*\.? ?)+")
"""The sentences whose figures move in steps: below the first step they say so in other words."""

_BEGAN = MANY.with_doing(DIFFERS, BEGINS)
_SIX = FEW.with_doing(DIFFERS, FINISHES)

_SEVEN = _SIX.with_doing(DIFFERS + 1, Doing(joins=True, finishes=True))


def _other_words(plan: Plan) -> Plan:
    return plan.with_doing(1, replace(plan.doings[1], words="Otherwise."))


PAIRS: Final[dict[str, Pair]] = {
    "one joined": Pair(NOBODY, NOBODY.with_doing(DIFFERS, JOINS), HOW_FAR, is_quick=True),
    "one of few joined": Pair(FEW, FEW.with_doing(DIFFERS, JOINS), HOW_FAR, is_quick=True),
    "one of few began": Pair(FEW, FEW.with_doing(DIFFERS, BEGINS), HOW_FAR | GIVES, is_quick=True),
    "one of few finished": Pair(FEW, _SIX, HOW_FAR | GIVES),
    "one of few finished and left": Pair(
        FEW, FEW.with_doing(DIFFERS, replace(FINISHES, leaves=True)), HOW_FAR | GIVES, is_quick=True
    ),
    "one of few finished and erased everything": Pair(
        FEW.with_doing(DIFFERS, FINISHES),
        FEW.with_doing(DIFFERS, replace(FINISHES, erases=True)),
        GIVES,
        is_quick=True,
    ),
    "one of those who reached a step erased everything": Pair(
        _SEVEN,
        _SEVEN.with_doing(DIFFERS, replace(FINISHES, erases=True)),
        GIVES,
        is_quick=True,
    ),
    "one of many joined": Pair(MANY, MANY.with_doing(DIFFERS, JOINS), HOW_FAR, is_quick=True),
    # The report counts whoever began a theme as one who did not rate it.
    "one of many began": Pair(MANY, _BEGAN, HOW_FAR | {Datum.WORDS, Datum.RATING}, is_quick=True),
    "one more reached the next step": Pair(
        _SIX,
        _SEVEN,
        HOW_FAR | {Datum.RATING},
        is_next_step=True,
        is_quick=True,
    ),
    "one wrote other words": Pair(MANY, _other_words(MANY), frozenset({Datum.WORDS}), is_quick=True),
    "two have each other's replies": Pair(MANY, MANY.swapped(1, 2), is_quick=True),
    "somebody else took part": Pair(MANY, MANY.swapped(1, DIFFERS)),
    "somebody else began": Pair(_BEGAN, _BEGAN.swapped(1, DIFFERS), is_quick=True),
    "somebody else gave values": Pair(VALUES, VALUES.swapped(1, DIFFERS), is_quick=True),
    "two have each other's values, confidential": Pair(
        replace(VALUES, who_sees=WhoSees.CONFIDENTIAL),
        replace(VALUES, who_sees=WhoSees.CONFIDENTIAL).swapped(1, 2),
        is_quick=True,
    ),
    "two have each other's replies, confidential": Pair(CONFIDENTIAL, CONFIDENTIAL.swapped(1, 2)),
    "one wrote other words, confidential": Pair(
        CONFIDENTIAL, _other_words(CONFIDENTIAL), frozenset({Datum.WORDS}), is_quick=True
    ),
}

_SEVEN_OF_NINE: Final = Plan("told", (*_ALL[:7], NOTHING, NOTHING))
_SIX_OF_NINE: Final = _SEVEN_OF_NINE.with_doing(DIFFERS, NOTHING)

ONE_MORE_IS_TOLD: Final = Pair(_SIX_OF_NINE, _SEVEN_OF_NINE, HOW_FAR | GIVES)
"""With one more, as many finish as a report needs; so few are invited that no figure in steps can move."""
NEITHER_IS_TOLD: Final = Pair(_SIX_OF_NINE.with_doing(1, NOTHING), _SIX_OF_NINE, HOW_FAR | GIVES)

_COMPLAINS = replace(FINISHES, complains=True)

SOMEBODY_ELSE_COMPLAINED: Final = Pair(
    FEW.with_doing(1, _COMPLAINS), FEW.with_doing(4, _COMPLAINS), late=(1, 4)
)
ONE_COMPLAINED: Final = Pair(FEW, FEW.with_doing(1, _COMPLAINS))
"""Whoever reads complaints sees that there is one, and nobody else does."""

ONE_LINK: Final[dict[str, Pair]] = {
    "one of few joined": Pair(SHARED, SHARED.with_doing(DIFFERS, JOINS), HOW_FAR, is_quick=True),
    "one of few began": Pair(SHARED, SHARED.with_doing(DIFFERS, BEGINS), HOW_FAR | GIVES, is_quick=True),
    "one of few finished": Pair(SHARED, SHARED.with_doing(DIFFERS, FINISHES), HOW_FAR | GIVES),
    "somebody else took part": Pair(SHARED, SHARED.swapped(1, DIFFERS), is_quick=True),
}
"""The same where all have one link."""

BY_MAIL: Final[dict[str, Pair]] = {
    "one of few joined": Pair(MAILED, MAILED.with_doing(DIFFERS, JOINS), HOW_FAR, is_quick=True),
    "one of few began": Pair(MAILED, MAILED.with_doing(DIFFERS, BEGINS), HOW_FAR | GIVES, is_quick=True),
    "one of few finished": Pair(MAILED, MAILED.with_doing(DIFFERS, FINISHES), HOW_FAR | GIVES),
    "somebody else took part": Pair(MAILED, MAILED.swapped(1, DIFFERS), is_quick=True),
}
"""The same where it came by mail."""
