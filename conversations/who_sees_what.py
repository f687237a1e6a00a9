"""Who sees what: one table of who looks, in which mode of a round, at which fact about a person in it.

Screens take from it what they say, ``docs/who-sees-what.md`` shows it, and tests try what it says. It is
about other people: everybody may see their own at any time.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from conversations.groups.round_view import WhoSees


@unique
class Viewer(StrEnum):
    """Somebody who could see a fact about a person who takes part."""

    PARTICIPANT = "others who take part"
    COLLEAGUE = "a colleague who was passed a prompt"
    COORDINATOR = "coordinators"
    READER = "readers"
    OPERATOR = "whoever looks after the computer"
    BACKUP = "whoever holds a backup"


@unique
class Datum(StrEnum):
    """A fact about a person who takes part.

    ``WORDS`` are replies to prompts in words and the reference, ``POINTS`` strengths, areas for
    improvement and first steps. What is given to a prompt that takes no words is one of ``RATING`` and
    ``EVIDENCE``. ``WHEN`` is when they wrote, and ``REASON`` why they passed a prompt on. ``LEFT`` is also
    that they erased everything about them. A colleague sees ``PROMPT_SET`` by a prompt
    that is passed on, where only some are asked it.
    """

    INVITED = "is invited"
    JOINED = "has joined"
    BEGUN = "has begun"
    FINISHED = "has finished"
    LEFT = "has left"
    WHEN = "when they wrote"
    WORDS = "words"
    POINTS = "strengths, areas for improvement, first steps"
    RATING = "rating, and other levels"
    EVIDENCE = "kinds of evidence, and other choices, numbers and dates"
    REASON = "reason for passing a prompt on"
    TEAM = "team"
    PROMPT_SET = "what they say they are, for their prompts"
    REMINDED = "that a reminder went"


@unique
class Sees(StrEnum):
    """In which way a fact is seen, from nothing at all to everything. ``MEANINGS`` says what each means."""

    NEVER = "never"
    IN_STEPS = "in steps"
    HOW_MANY = "how many"
    COUNTED = "counted"
    QUOTED = "quoted"
    SHUFFLED = "shuffled"
    NAMELESS = "no name"
    NUMBERED = "by number"
    NAMED = "by name"


MEANINGS: Final[Mapping[Sees, str]] = MappingProxyType(
    {
        Sees.NEVER: "No screen and no file shows it.",
        Sees.IN_STEPS: (
            "Only how many people at least, in steps of the threshold and of no fewer than five. The group's "
            "report alone says exactly how many took part in a theme: after closing, from N people on."
        ),
        Sees.HOW_MANY: "How many people, and not who.",
        Sees.COUNTED: "How many people, in the group's report: after closing, from N people on.",
        Sees.QUOTED: "In the group's report word for word, without names: after closing, from N people on.",
        Sees.SHUFFLED: (
            "Each reply to a prompt without a name, in a mixed order: after closing, from N people on. "
            "Nothing shows which replies one person wrote."
        ),
        Sees.NAMELESS: "At once, without the name.",
        Sees.NUMBERED: "At once, with a number instead of the name, the same for all replies of a person.",
        Sees.NAMED: "At once, with the name on the list of invited people, if there is one.",
    }
)
"""What each way of seeing means. N is the least group of the round."""


_HOW_FAR = (Datum.JOINED, Datum.BEGUN, Datum.FINISHED)

_Column = Mapping[Datum, Sees]


def _everything(sees: Sees, **but: Sees) -> _Column:
    """The same for every fact, except for those that are named."""
    return MappingProxyType({**dict.fromkeys(Datum, sees), **{Datum[name]: how for name, how in but.items()}})


_REPORT: Final = _everything(
    Sees.NEVER,
    **{datum.name: Sees.COUNTED for datum in (Datum.INVITED, *_HOW_FAR, Datum.RATING, Datum.EVIDENCE)},
    TEAM=Sees.COUNTED,
    POINTS=Sees.QUOTED,
)
"""What the report of a group shows of one of them."""

_REPORT_IN_STEPS: Final = MappingProxyType(
    {**_REPORT, **dict.fromkeys(_HOW_FAR, Sees.IN_STEPS), Datum.TEAM: Sees.NEVER}
)
"""The same in an anonymous round."""

_STORE_WITHOUT_NAMES: Final = _everything(
    Sees.NUMBERED,
    INVITED=Sees.NAMED,
    TEAM=Sees.NEVER,  # it is not kept
)


def _columns(
    participant: _Column, colleague: Mapping[Datum, Sees], coordinator: _Column, store: _Column
) -> Mapping[Viewer, _Column]:
    """The columns of one mode. A colleague and a reader see what the report shows, and a little more."""
    return MappingProxyType(
        {
            Viewer.PARTICIPANT: participant,
            Viewer.COLLEAGUE: MappingProxyType({**participant, **colleague}),
            Viewer.COORDINATOR: coordinator,
            Viewer.READER: MappingProxyType({**participant, Datum.INVITED: Sees.HOW_MANY}),
            Viewer.OPERATOR: store,
            Viewer.BACKUP: store,
        }
    )


WHO_SEES_WHAT: Final[Mapping[WhoSees, Mapping[Viewer, _Column]]] = MappingProxyType(
    {
        WhoSees.NAMED: _columns(
            participant=_REPORT,
            colleague=dict.fromkeys((Datum.JOINED, Datum.BEGUN, Datum.REASON, Datum.PROMPT_SET), Sees.NAMED),
            coordinator=_everything(Sees.NAMED, REASON=Sees.NEVER, PROMPT_SET=Sees.NEVER),
            store=_everything(Sees.NAMED),
        ),
        WhoSees.CONFIDENTIAL: _columns(
            participant=_REPORT,
            colleague=dict.fromkeys((Datum.REASON, Datum.PROMPT_SET), Sees.NAMELESS),
            coordinator=_everything(
                Sees.NAMED,
                WHEN=Sees.NEVER,
                WORDS=Sees.SHUFFLED,
                POINTS=Sees.QUOTED,
                RATING=Sees.COUNTED,
                EVIDENCE=Sees.COUNTED,
                REASON=Sees.NEVER,
                PROMPT_SET=Sees.NEVER,
            ),
            store=_everything(Sees.NAMED),
        ),
        WhoSees.ANONYMOUS: _columns(
            participant=_REPORT_IN_STEPS,
            colleague=dict.fromkeys((Datum.REASON, Datum.PROMPT_SET), Sees.NAMELESS),
            coordinator=MappingProxyType(
                {
                    **_REPORT_IN_STEPS,
                    Datum.INVITED: Sees.NAMED,
                    Datum.WORDS: Sees.SHUFFLED,
                    Datum.REMINDED: Sees.IN_STEPS,
                }
            ),
            store=_STORE_WITHOUT_NAMES,
        ),
    }
)
"""The table. Every viewer, mode and fact is in it."""

INSIDERS: Final[Mapping[WhoSees, int]] = MappingProxyType(
    {WhoSees.NAMED: 1, WhoSees.CONFIDENTIAL: 1, WhoSees.ANONYMOUS: 3}
)
"""How many places of a round may be in one hand without its report giving anybody else away.

Everybody has their own. In an anonymous round nobody can tell whether somebody who hands out links has kept
some, so there it is their own and two more.
"""


@unique
class Told(StrEnum):
    """A mode in a word: what the people who run a round may know about those who take part."""

    WHO_WROTE_WHAT = "who wrote what"
    HOW_FAR = "how far each is"
    NEITHER = "neither"


HOW_FAR_SOMEBODY_IS: Final = frozenset((*_HOW_FAR, Datum.LEFT, Datum.TEAM, Datum.REMINDED))
"""What coordinators may know by name of somebody whose words they read without."""

_TOLD: Final = {
    (Sees.NAMED, HOW_FAR_SOMEBODY_IS | {Datum.WHEN}): Told.WHO_WROTE_WHAT,
    (Sees.SHUFFLED, HOW_FAR_SOMEBODY_IS): Told.HOW_FAR,
    (Sees.SHUFFLED, frozenset[Datum]()): Told.NEITHER,
}
"""By how coordinators see words, and what else they know by name. No sentence of ours says anything else."""


def told_of(who_sees: WhoSees) -> Told:
    """The word for a mode; each screen has its own sentence for each word."""
    by_name = frozenset(
        each
        for each in HOW_FAR_SOMEBODY_IS | {Datum.WHEN}
        if seen_by(Viewer.COORDINATOR, who_sees, each) is Sees.NAMED
    )
    return _TOLD[seen_by(Viewer.COORDINATOR, who_sees, Datum.WORDS), by_name]


def seen_by(viewer: Viewer, who_sees: WhoSees, datum: Datum) -> Sees:
    """In which way somebody sees a fact about a person who takes part in a round of this mode."""
    return WHO_SEES_WHAT[who_sees][viewer][datum]


def gets_report(viewer: Viewer, who_sees: WhoSees) -> bool:
    """Whether somebody gets the group's report of a round of this mode, which counts and quotes."""
    return seen_by(viewer, who_sees, Datum.POINTS) is not Sees.NEVER


def sheets_are_apart(who_sees: WhoSees) -> bool:
    """Whether sheets that were typed in are counted apart from what people gave themselves.

    Whoever typed them in knows them. Where nobody who runs the round may read words with a name, what is left
    without the sheets must be a group by itself.
    """
    return seen_by(Viewer.COORDINATOR, who_sees, Datum.WORDS) is not Sees.NAMED


def least_group(threshold: int, who_sees: WhoSees) -> int:
    """How many people must have given what a report or a list shows: insiders are never half of them."""
    return max(threshold, 2 * INSIDERS[who_sees] + 1)
