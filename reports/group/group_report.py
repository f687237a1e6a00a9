"""What everybody who took part in a round gave, summed up as the value that every kind of group report shows.

Nothing that could be traced to fewer people than the round's threshold is in the value at all: the rules are
docs/decisions/0017. Never a mean or a total of ratings, never who gave what, never a team's ratings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hmac import digest

from content.model import Guide, Level, Theme
from conversations.reading.paper_codes import code_of
from conversations.state import EVIDENCE_KINDS, IMPROVEMENT, STRENGTH, Given, Replies, WhoSees
from reports.group.participation import Participation, TeamParticipation, Turnout, by_team, together
from reports.group.threshold import LEAST_THRESHOLD, Reason, Tally, Withheld, tally
from reports.theme.theme_report import (
    Counts,
    ThemeReplies,
    counts_of,
    evidence_in,
    points_in,
    rating_in,
    replies_to,
)

_LEAST_DONT_KNOWS = 2
_MANY = 3
"""Many do not know when one in three of those who took part in the theme does not."""


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What is known of a round besides its replies. ``closed_on`` is the day on which it ended."""

    title: str
    organisation: str
    purpose: str
    opened_on: date
    closed_on: date
    who_sees: WhoSees
    threshold: int


@dataclass(frozen=True, slots=True)
class Participant:
    """What one participant gave. ``key`` tells them apart and is in no report; ``finished`` are theme ids."""

    key: str
    replies: Replies
    finished: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtLevel:
    """How many people chose one level."""

    level: Level
    count: int


@dataclass(frozen=True, slots=True)
class Median:
    """The middle rating. With an even number of ratings there are two in the middle, which may differ."""

    low: Level
    high: Level


@dataclass(frozen=True, slots=True)
class Band:
    """The half of the scale that all ratings lie in, told in their place where all of them are the same."""

    low: Level
    high: Level


@dataclass(frozen=True, slots=True)
class Spread:
    """How many people chose each level, highest first, and the median."""

    levels: tuple[AtLevel, ...]
    median: Median


@dataclass(frozen=True, slots=True)
class Ratings:
    """How the people who took part in a theme rated it: how many did, or left it in which way, and how."""

    counts: Counts
    spread: Spread | Band


@dataclass(frozen=True, slots=True)
class EvidenceTally:
    """How many of those who said what their rating rests on named one kind of evidence."""

    kind: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class UnknownPrompt:
    """A prompt to which many gave "don't know", and how many."""

    code: str
    ask: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Findings:
    """What is told of one theme.

    ``took_part`` is how many gave anything to it, ``finished`` how many of those finished it. ``evidence`` is
    in the order of ``EVIDENCE_KINDS``; strengths and areas for improvement stand in an order that tells
    nothing.
    """

    took_part: int
    finished: int
    ratings: Ratings | Withheld
    evidence: tuple[EvidenceTally, ...] | Withheld
    strengths: tuple[str, ...] | Withheld
    improvements: tuple[str, ...] | Withheld
    unknown: tuple[UnknownPrompt, ...]


@dataclass(frozen=True, slots=True)
class GroupTheme:
    """One theme of the guide with what is told of it."""

    number: int
    title: str
    findings: Findings | Withheld


@dataclass(frozen=True, slots=True)
class GroupReport:
    """A whole round as everybody may read it.

    ``language`` is that of the guide's words. ``levels`` is the whole scale, highest level first. ``teams``
    is empty where there are not several, or where the participation of all is withheld.
    """

    guide_title: str
    guide_version: str
    guide_about: str
    language: str
    facts: RoundFacts
    levels: tuple[Level, ...]
    participation: Participation | Withheld
    teams: tuple[TeamParticipation, ...]
    themes: tuple[GroupTheme, ...]


def summarise_group(
    guide: Guide,
    facts: RoundFacts,
    participants: Sequence[Participant],
    turnout: Turnout,
    *,
    shuffle_key: bytes,
) -> GroupReport:
    """The report of a round from what everybody gave.

    ``shuffle_key`` is a secret of this one report: it decides in which order the lists stand. Raises
    ``ValueError`` for a threshold that no round may have.
    """
    if facts.threshold < LEAST_THRESHOLD:
        raise ValueError(f"a threshold is {LEAST_THRESHOLD} or more, not {facts.threshold}")
    everybody = together(turnout.values())
    is_told = everybody.invited >= facts.threshold
    return GroupReport(
        guide_title=guide.title,
        guide_version=guide.version,
        guide_about=guide.about,
        language=guide.language,
        facts=facts,
        levels=guide.scale.levels,
        participation=everybody if is_told else Withheld(Reason.FEW),
        teams=by_team(turnout, threshold=facts.threshold, who_sees=facts.who_sees) if is_told else (),
        themes=tuple(
            GroupTheme(
                number=number,
                title=theme.title,
                findings=_findings(guide, theme, participants, facts.threshold, shuffle_key),
            )
            for number, theme in enumerate(guide.themes, start=1)
        ),
    )


_GivenByAll = Mapping[str, ThemeReplies]
"""What everybody who took part in a theme gave to it, by the key of the participant."""


def _findings(
    guide: Guide, theme: Theme, participants: Sequence[Participant], threshold: int, shuffle_key: bytes
) -> Findings | Withheld:
    given = {each.key: ours for each in participants if (ours := replies_to(theme, each.replies))}
    if len(given) < threshold:
        return Withheld(Reason.FEW)
    finished = [each for each in participants if each.key in given and theme.id in each.finished]
    return Findings(
        took_part=len(given),
        finished=len(finished),
        ratings=_ratings(guide, given, threshold),
        evidence=_evidence(given, threshold),
        strengths=_mixed(given, theme, STRENGTH, threshold, shuffle_key),
        improvements=_mixed(given, theme, IMPROVEMENT, threshold, shuffle_key),
        unknown=tuple(_unknown(guide.number_of(theme.id), theme, given)),
    )


def _ratings(guide: Guide, given: _GivenByAll, threshold: int) -> Ratings | Withheld:
    ratings = [rating_in(guide, ours) for ours in given.values()]
    chosen = sorted((each.level.number for each in ratings if each.level), reverse=True)
    if len(chosen) < threshold:
        return Withheld(Reason.FEW)
    return Ratings(counts_of([each.given for each in ratings]), _spread(guide, chosen))


def _spread(guide: Guide, chosen: Sequence[int]) -> Spread | Band:
    """How ratings are spread over the scale; where all are the same, only which half of it they are in."""
    levels, level = guide.scale.levels, guide.scale.level
    if len(set(chosen)) == 1:
        half = len(levels) // 2
        side = next(side for side in (levels[:half], levels[half:]) if level(chosen[0]) in side)
        return Band(low=side[-1], high=side[0])
    middle = Median(low=level(chosen[len(chosen) // 2]), high=level(chosen[(len(chosen) - 1) // 2]))
    return Spread(tuple(AtLevel(each, chosen.count(each.number)) for each in levels), middle)


def _evidence(given: _GivenByAll, threshold: int) -> tuple[EvidenceTally, ...] | Withheld:
    named = [kinds for ours in given.values() if (kinds := evidence_in(ours).kinds)]
    if len(named) < threshold:
        return Withheld(Reason.FEW)
    return tuple(
        EvidenceTally(kind, tally(sum(kind in kinds for kinds in named), len(named)))
        for kind in EVIDENCE_KINDS
    )


def _mixed(
    given: _GivenByAll, theme: Theme, prompt_id: str, threshold: int, shuffle_key: bytes
) -> tuple[str, ...] | Withheld:
    """What people wrote to a closing prompt, each text on its own, in an order that tells nothing."""
    by_writer = {key: texts for key, ours in given.items() if (texts := points_in(ours, prompt_id).texts)}
    if len(by_writer) < threshold:
        return Withheld(Reason.FEW)
    # The theme and the prompt are in it, so that nobody stands at the same place in two lists.
    placed = {
        digest(shuffle_key, f"{theme.id}/{prompt_id}/{number}/{key}".encode(), "sha256"): text
        for key, texts in by_writer.items()
        for number, text in enumerate(texts)
    }
    return tuple(placed[place] for place in sorted(placed))


def _unknown(theme_number: int, theme: Theme, given: _GivenByAll) -> Iterable[UnknownPrompt]:
    for prompt in theme.prompts:
        replies = [ours.get((prompt.id, 1)) for ours in given.values()]
        count = sum(reply is not None and reply.given is Given.DONT_KNOW for reply in replies)
        if count >= max(_LEAST_DONT_KNOWS, len(given) / _MANY):
            yield UnknownPrompt(code_of(theme_number, theme, prompt.id), prompt.ask, tally(count, len(given)))
