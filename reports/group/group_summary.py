"""From what everybody gave in a round to its group report.

Here everything goes that could be traced to fewer people than the round's threshold, or that would tell
people who know their own replies what others gave: the rules are docs/decisions/0017.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hmac import digest
from statistics import mode

from content.model import Guide, Theme
from conversations.paper_codes import code_of
from conversations.state import EVIDENCE_KINDS, IMPROVEMENT, STRENGTH, Given
from reports.group.group_report import (
    AtLevel,
    Band,
    EvidenceTally,
    Findings,
    GroupReport,
    GroupTheme,
    Median,
    Participant,
    Ratings,
    RoundFacts,
    Spread,
    TypedInSheets,
    UnknownPrompt,
)
from reports.group.participation import (
    InvitedOnly,
    Participation,
    Turnout,
    by_joined,
    by_team,
    rounded,
    together,
    without_left,
)
from reports.group.threshold import (
    LEAST_THRESHOLD,
    Reason,
    Withheld,
    in_steps,
    kinds_may_be_told,
    levels_may_be_told,
    tally,
)
from reports.theme.theme_report import (
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
    told = {team: without_left(each) for team, each in turnout.items()}
    participation = _participation(together(told.values()), facts)
    is_split = isinstance(participation, Participation) and not facts.is_anonymous
    return GroupReport(
        guide_title=guide.title,
        guide_version=guide.version,
        guide_about=guide.about,
        language=guide.language,
        facts=facts,
        levels=guide.scale.levels,
        participation=participation,
        teams=by_team(told, threshold=facts.least_group, size=by_joined) if is_split else (),
        themes=tuple(
            GroupTheme(
                number=number,
                title=theme.title,
                findings=_findings(guide, theme, participants, facts, shuffle_key),
            )
            for number, theme in enumerate(guide.themes, start=1)
        ),
        typed_in=0
        if isinstance(participation, InvitedOnly)
        else sum(each.is_typed_in for each in participants),
    )


def _participation(everybody: Participation, facts: RoundFacts) -> Participation | InvitedOnly | Withheld:
    """How far everybody is; exact figures only where enough have joined for figures about them."""
    if everybody.invited < facts.least_group:
        return Withheld(Reason.FEW)
    if facts.step == 1 and everybody.joined < facts.least_group:
        return InvitedOnly(everybody.invited)
    return rounded(everybody, facts.step, facts.insiders)


_GivenByAll = Mapping[str, ThemeReplies]
"""What everybody who took part in a theme gave to it, by the key of the participant."""


def _findings(
    guide: Guide, theme: Theme, participants: Sequence[Participant], facts: RoundFacts, shuffle_key: bytes
) -> Findings | Withheld:
    given = {each.key: ours for each in participants if (ours := replies_to(theme, each.replies))}
    sheets = {each.key: given[each.key] for each in participants if each.is_typed_in and each.key in given}
    counted = {key: ours for key, ours in given.items() if not (facts.has_sheets_apart and key in sheets)}
    if len(counted) < facts.least_group:
        return Withheld(Reason.FEW)
    finished = sum(theme.id in each.finished for each in participants if each.key in counted)
    return Findings(
        took_part=len(counted),
        finished=in_steps(finished, len(counted), facts.step, facts.insiders),
        ratings=_ratings(guide, counted, facts),
        evidence=_evidence(counted, facts),
        strengths=_mixed(given, counted, theme, STRENGTH, facts, shuffle_key),
        improvements=_mixed(given, counted, theme, IMPROVEMENT, facts, shuffle_key),
        unknown=tuple(_unknown(guide.number_of(theme.id), theme, counted, facts)),
        typed_in=TypedInSheets(
            len(sheets), _ratings(guide, sheets, facts) if sheets and facts.has_sheets_apart else None
        ),
    )


def _ratings(guide: Guide, given: _GivenByAll, facts: RoundFacts) -> Ratings | Withheld:
    ratings = [rating_in(guide, ours) for ours in given.values()]
    chosen = sorted((each.level.number for each in ratings if each.level), reverse=True)
    if len(chosen) < facts.least_group:
        return Withheld(Reason.FEW)
    counts = counts_of([each.given for each in ratings])
    if facts.is_anonymous:
        # Who did not get to the rating has not finished the theme, and how many those are is told in steps.
        counts = replace(counts, skipped=counts.skipped + counts.not_replied, not_replied=0)
    return Ratings(counts, _spread(guide, chosen, facts.insiders))


def _spread(guide: Guide, chosen: Sequence[int], insiders: int) -> Spread | Band:
    """How ratings are spread over the scale; where nearly all are the same, only in which half they are."""
    levels, level = guide.scale.levels, guide.scale.level
    if not levels_may_be_told(chosen, insiders):
        half = len(levels) // 2
        most = level(mode(chosen))
        side = next(side for side in (levels[:half], levels[half:]) if most in side)
        return Band(side[-1], side[0], outside=sum(level(each) not in side for each in chosen))
    middle = Median(low=level(chosen[len(chosen) // 2]), high=level(chosen[(len(chosen) - 1) // 2]))
    return Spread(tuple(AtLevel(each, chosen.count(each.number)) for each in levels), middle)


def _evidence(given: _GivenByAll, facts: RoundFacts) -> tuple[EvidenceTally, ...] | Withheld:
    named = [kinds for ours in given.values() if (kinds := evidence_in(ours).kinds)]
    if len(named) < facts.least_group:
        return Withheld(Reason.FEW)
    if not kinds_may_be_told(named, facts.insiders):
        return Withheld(Reason.PROTECTS)
    return tuple(
        EvidenceTally(kind, tally(sum(kind in kinds for kinds in named), len(named), facts.insiders))
        for kind in EVIDENCE_KINDS
    )


def _mixed(
    given: _GivenByAll,
    counted: _GivenByAll,
    theme: Theme,
    prompt_id: str,
    facts: RoundFacts,
    shuffle_key: bytes,
) -> tuple[str, ...] | Withheld:
    """What people wrote to a closing prompt, each text on its own, in an order that tells nothing.

    Texts from sheets stand among the others: apart they would single out whoever wrote on paper.
    """
    by_writer = {key: texts for key, ours in given.items() if (texts := points_in(ours, prompt_id).texts)}
    if len(by_writer.keys() & counted.keys()) < facts.least_group:
        return Withheld(Reason.FEW)
    # Where a text stands depends on the text and not on its writer: two who changed places change nothing.
    # The theme and the prompt are in it, so that no text stands at the same place in two lists.
    written = [text for texts in by_writer.values() for text in texts]
    return tuple(
        sorted(
            written,
            key=lambda text: digest(shuffle_key, f"{theme.id}/{prompt_id}/{text}".encode(), "sha256"),
        )
    )


def _unknown(
    theme_number: int, theme: Theme, given: _GivenByAll, facts: RoundFacts
) -> Iterable[UnknownPrompt]:
    for prompt in theme.prompts:
        replies = [ours.get((prompt.id, 1)) for ours in given.values()]
        count = sum(reply is not None and reply.given is Given.DONT_KNOW for reply in replies)
        told, many = tally(count, len(given), facts.insiders), max(_LEAST_DONT_KNOWS, len(given) / _MANY)
        # What is told must be many as well, or that a prompt is listed would tell more than its count.
        if told.count >= many:
            yield UnknownPrompt(code_of(theme_number, theme, prompt.id), prompt.ask, told)
