"""Whole rounds of made-up people: a lively one, one with too few, and what a test needs to build others."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from content.model import Guide
from conversations.groups.round_view import WhoSees
from conversations.state import (
    Given,
    Replies,
    Reply,
)
from reports.group.group_report import GroupReport, Participant, RoundFacts
from reports.group.group_summary import summarise_group
from reports.group.participation import Participation
from reports.group.threshold import Withheld
from reports.progress.progress import RoundState, ThemeProgress
from reports.statements import Statement
from tests.reports.samples import guide

KEY = b"a key of this one report"
FACTS = RoundFacts(
    title="Spring self-evaluation",
    organisation="Sample Council social work",
    purpose="To find out what to work on next year.",
    opened_on=date(2027, 5, 3),
    closed_on=date(2027, 5, 28),
    who_sees=WhoSees.CONFIDENTIAL,
    threshold=5,
)
TURNOUT = {
    "Home care": Participation(invited=9, joined=8, begun=7, finished=5, left=1, finished_one=6),
    "Children and families": Participation(invited=8, joined=8, begun=6, finished=4, left=0, finished_one=5),
    "Housing": Participation(invited=3, joined=2, begun=1, finished=1, left=0, finished_one=1),
    "": Participation(invited=6, joined=4, begun=2, finished=1, left=0, finished_one=1),
}
STRENGTHS = (
    "Team plans name the outcome they serve.",
    "Carers helped to set the measures.",
    "We look at the figures together every month, and somebody always asks what they mean for people.",
    "New staff are told in their first week what we are here for.",
    "Supervision goes back to the plan.",
    "Housing and health sit at the same table.",
    "Targets are few.",
    "Decisions have a name and a date beside them.",
)
IMPROVEMENTS = (
    "Lay our plan beside the commissioning plan, and settle where they differ.",
    "Ask people who live in care homes.",
    "Stop collecting what nobody reads.",
    "Say what became of last year's actions.",
    "Give teams their own figures.",
    "Involve providers sooner.",
)


def reply(
    theme_id: str, prompt_id: str, given: Given = Given.ANSWERED, entry: int = 1, **held: object
) -> Reply:
    return replace(Reply(theme_id, prompt_id, entry, given), **held)  # type: ignore[arg-type]


def gave(
    theme_id: str,
    rating: int | Given | None,
    *,
    kinds: tuple[str, ...] = (),
    strengths: Iterable[str] = (),
    improvements: Iterable[str] = (),
    next_steps: Iterable[str] = (),
    prompts: Mapping[str, Given] | None = None,
) -> Replies:
    """What one person gave to a theme: a level or how the rating was left, and so on."""
    replies = [reply(theme_id, prompt_id, given) for prompt_id, given in (prompts or {}).items()]
    match rating:
        case int():
            replies.append(reply(theme_id, "rating", level=rating))
        case Given():
            replies.append(reply(theme_id, "rating", rating))
    if kinds:
        replies.append(reply(theme_id, "evidence", choices=kinds))
    lists = (("strength", strengths), ("improvement", improvements), ("next_step", next_steps))
    for prompt_id, texts in lists:
        replies += [reply(theme_id, prompt_id, entry=n, text=text) for n, text in enumerate(texts, start=1)]
    return {each.key: each for each in replies}


def people(*given: Replies) -> tuple[Participant, ...]:
    """One participant for each; whoever came to the rating has finished the theme."""
    return tuple(
        Participant(
            f"p{n}", each, frozenset(theme_id for theme_id, prompt_id, _ in each if prompt_id == "rating")
        )
        for n, each in enumerate(given, start=1)
    )


UNSURE = {"p3": Given.DONT_KNOW, "p4": Given.ANSWERED}
SURE = {"p3": Given.ANSWERED, "p4": Given.ANSWERED, "p9": Given.DONT_KNOW}
LIVELY = people(
    gave("planning", 5, kinds=("figures", "staff"), strengths=STRENGTHS[:2], improvements=IMPROVEMENTS[:1]),
    gave(
        "planning",
        4,
        kinds=("figures",),
        strengths=STRENGTHS[2:3],
        improvements=IMPROVEMENTS[1:2],
        prompts=SURE,
    ),
    gave(
        "planning", 4, kinds=("figures", "people"), strengths=STRENGTHS[3:4], improvements=IMPROVEMENTS[2:3]
    ),
    gave(
        "planning",
        3,
        kinds=("figures",),
        strengths=STRENGTHS[4:5],
        improvements=IMPROVEMENTS[3:4],
        prompts=UNSURE,
    ),
    gave("planning", 3, kinds=("documents", "figures"), strengths=STRENGTHS[5:6], prompts=UNSURE),
    gave(
        "planning",
        2,
        kinds=("figures",),
        strengths=STRENGTHS[6:7],
        improvements=IMPROVEMENTS[4:5],
        prompts=UNSURE,
    ),
    gave("planning", Given.DONT_KNOW, strengths=STRENGTHS[7:], improvements=IMPROVEMENTS[5:], prompts=UNSURE),
    gave("planning", Given.SKIPPED),
    gave("planning", None, prompts={"p1": Given.ANSWERED}),
    gave("culture", 4, strengths=("Too few to be told: CANARY",)),
)
"""Nine who took part in one theme, and six of them rated it; one alone in the other theme."""


def group_report(
    participants: Iterable[Participant] = LIVELY,
    *,
    facts: RoundFacts = FACTS,
    turnout: Mapping[str, Participation] = TURNOUT,
    of: Guide | None = None,
    shuffle_key: bytes = KEY,
) -> GroupReport:
    return summarise_group(of or guide(), facts, tuple(participants), turnout, shuffle_key=shuffle_key)


def texts_of(written: tuple[Statement, ...] | Withheld | None) -> tuple[str, ...]:
    """What people wrote, where it is told."""
    assert isinstance(written, tuple)
    return tuple(each.text for each in written)


STATE = RoundState(
    title="Spring self-evaluation",
    opened_on=date(2027, 5, 3),
    closes_on=date(2027, 5, 28),
    who_sees=WhoSees.CONFIDENTIAL,
    threshold=5,
    turnout=TURNOUT,
    themes=(
        ThemeProgress("1", "Leading a culture", begun=9, finished=6),
        ThemeProgress("2", "Planning for outcomes", begun=16, finished=11),
    ),
    not_begun=("Ailsa Craig", "Isla Fyne", "Home care 7"),
)
MIDWAY = date(2027, 5, 17)
