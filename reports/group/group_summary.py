"""From what everybody gave in a round to its group report.

Here everything goes that could be traced to fewer people than the round's threshold, or that would tell
people who know their own replies what others gave: the rules are docs/decisions/0017.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hmac import digest

from content.model import Closing, Guide, Prompt, Theme
from content.prompt_kinds import Best
from conversations.kinds.kind_table import names_of_values
from conversations.paper_codes import code_of
from conversations.state import EVIDENCE_KINDS, IMPROVEMENT, NEXT_STEP, STRENGTH, Given
from reports.group.group_report import (
    EvidenceTally,
    Findings,
    GroupReport,
    GroupTheme,
    Participant,
    Ratings,
    RoundFacts,
    TypedInSheets,
    UnknownPrompt,
)
from reports.group.kind_findings import (
    PromptFindings,
    counts_told,
    finding_of,
    spread_over,
    who_is_asked_may_be_told,
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
    tally,
)
from reports.statements import Statement, joined
from reports.theme.theme_report import (
    Illustrated,
    ThemeReplies,
    evidence_in,
    points_in,
    rating_in,
    replies_to,
)

_LEAST_DONT_KNOWS = 2
_MANY = 5
"""Many do not know when one in five of those who took part in the theme does not."""


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
        guide_about=guide.whose_words,
        language=guide.language,
        facts=facts,
        levels=next((each.scale.levels for each in guide.themes if each.scale), ()),
        participation=participation,
        teams=by_team(told, threshold=facts.least_group, size=by_joined) if is_split else (),
        themes=tuple(
            GroupTheme(
                number=number,
                title=theme.title,
                findings=_findings(guide, theme, participants, facts, shuffle_key),
                levels=theme.scale.levels if theme.scale else (),
                label=theme.number,
                section=section.numbered_title if (section := guide.section_of(theme)) else "",
                best=theme.scale.best if theme.scale else Best.FIRST,
                example=_example(theme),
            )
            for number, theme in enumerate(guide.themes, start=1)
        ),
        typed_in=0
        if isinstance(participation, InvitedOnly)
        else sum(each.is_typed_in for each in participants),
    )


def _participation(everybody: Participation, facts: RoundFacts) -> Participation | InvitedOnly | Withheld:
    """How far everybody is; exact figures only where enough have joined for figures about them."""
    if everybody.people < facts.least_group:
        return Withheld(Reason.FEW)
    if facts.step == 1 and everybody.joined < facts.least_group:
        return InvitedOnly(everybody.invited)
    return rounded(everybody, facts.step, facts.insiders)


@dataclass(frozen=True, slots=True)
class _ClosingPrompt:
    """A prompt at the end of a theme, with the number of the theme."""

    theme: Theme
    number: int
    prompt_id: str


_GivenByAll = Mapping[str, ThemeReplies]
"""What everybody who took part in a theme gave to it, by the key of the participant."""


def _findings(
    guide: Guide, theme: Theme, participants: Sequence[Participant], facts: RoundFacts, shuffle_key: bytes
) -> Findings | Withheld:
    given = {each.key: ours for each in participants if (ours := replies_to(theme, each.replies))}
    number = guide.number_of(theme.id)
    sheets = {each.key: given[each.key] for each in participants if each.is_typed_in and each.key in given}
    counted = {key: ours for key, ours in given.items() if not (facts.has_sheets_apart and key in sheets)}
    if len(counted) < facts.least_group:
        return Withheld(Reason.FEW)
    finished = sum(theme.id in each.finished for each in participants if each.key in counted)
    return Findings(
        took_part=len(counted),
        finished=in_steps(finished, len(counted), facts.step, facts.insiders),
        ratings=_ratings(theme, counted, facts),
        evidence=_evidence(counted, facts) if theme.ends_with(Closing.EVIDENCE) else None,
        strengths=_mixed(given, counted, _ClosingPrompt(theme, number, STRENGTH), facts, shuffle_key)
        if theme.ends_with(Closing.STRENGTHS)
        else None,
        improvements=_mixed(given, counted, _ClosingPrompt(theme, number, IMPROVEMENT), facts, shuffle_key)
        if theme.ends_with(Closing.IMPROVEMENTS)
        else None,
        next_steps=_mixed(given, counted, _ClosingPrompt(theme, number, NEXT_STEP), facts, shuffle_key)
        if theme.ends_with(Closing.NEXT_STEPS)
        else None,
        unknown=tuple(_unknown(guide, theme, counted, facts)),
        typed_in=TypedInSheets(
            len(sheets), _ratings(theme, sheets, facts) if sheets and facts.has_sheets_apart else None
        ),
        prompts=tuple(_of_prompts(guide, theme, counted, facts)),
    )


def _ratings(theme: Theme, given: _GivenByAll, facts: RoundFacts) -> Ratings | Withheld | None:
    if theme.scale is None or not theme.ends_with(Closing.RATING):
        return None
    ratings = [rating_in(theme, ours) for ours in given.values()]
    chosen = [each.level.number for each in ratings if each.level]
    if len(chosen) < facts.least_group:
        return Withheld(Reason.FEW)
    counts = counts_told([each.given for each in ratings], is_anonymous=facts.is_anonymous)
    return Ratings(counts, spread_over(theme.scale, chosen, facts.insiders))


def _of_prompts(
    guide: Guide, theme: Theme, given: _GivenByAll, facts: RoundFacts
) -> Iterable[PromptFindings]:
    """What the report shows about each prompt of the theme that takes no words."""
    for prompt in theme.prompts:
        replies = [ours.get((prompt.id, 1)) for ours in given.values()]
        found = finding_of(
            prompt,
            replies,
            least=facts.least_group,
            insiders=facts.insiders,
            is_anonymous=facts.is_anonymous,
        )
        if found is None:
            continue
        if not isinstance(found, Withheld) and not _is_told(theme, prompt, given, facts):
            found = Withheld(Reason.PROTECTS)
        number = guide.number_of(theme.id)
        yield PromptFindings(
            code_of(number, theme, prompt.id),
            prompt.numbered_ask,
            bool(prompt.rates),
            found,
            guide.sets_of(prompt),
            *_waits_for(number, theme, prompt),
        )


def _waits_for(number: int, theme: Theme, prompt: Prompt) -> tuple[str, tuple[str, ...]]:
    """The code of the prompt at which something must be chosen first, and what; empty where there is none."""
    if prompt.only_if is None:
        return "", ()
    before = theme.prompt(prompt.only_if.prompt_id)
    return code_of(number, theme, before.id), names_of_values(before, prompt.only_if.chosen)


def _is_told(theme: Theme, prompt: Prompt, given: _GivenByAll, facts: RoundFacts) -> bool:
    """Whether anything of a prompt may be told, as far as it is asked only behind a choice."""
    if prompt.only_if is None:
        return True
    return who_is_asked_may_be_told(
        theme,
        prompt,
        [{key[0]: reply for key, reply in ours.items()} for ours in given.values()],
        least=facts.least_group,
        insiders=facts.insiders,
        is_anonymous=facts.is_anonymous,
    )


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
    of: _ClosingPrompt,
    facts: RoundFacts,
    shuffle_key: bytes,
) -> tuple[Statement, ...] | Withheld:
    """What people wrote to a closing prompt, each statement once, with a code of its own.

    Those of most people come first, in an order that else tells nothing. Texts from sheets stand among the
    others: apart they would single out whoever wrote on paper.
    """
    by_writer = {key: texts for key, ours in given.items() if (texts := points_in(ours, of.prompt_id).texts)}
    if len(by_writer.keys() & counted.keys()) < facts.least_group:
        return Withheld(Reason.FEW)
    # Where a text stands depends on the text and not on its writer: two who changed places change nothing.
    # The theme and the prompt are in it, so that no text stands at the same place in two lists.
    return joined(
        by_writer.values(),
        code_of(of.number, of.theme, of.prompt_id),
        lambda text: digest(shuffle_key, f"{of.theme.id}/{of.prompt_id}/{text}".encode(), "sha256"),
    )


def _example(theme: Theme) -> Illustrated | None:
    """What the guide says of the best level that it has examples of; None where no end is the better one."""
    if theme.scale is None or theme.scale.best is Best.NEITHER or not theme.illustrated:
        return None
    level = theme.illustrated[0 if theme.scale.best is Best.FIRST else -1]
    return Illustrated(level, theme.illustrations_at(level.number))


def _unknown(guide: Guide, theme: Theme, given: _GivenByAll, facts: RoundFacts) -> Iterable[UnknownPrompt]:
    for prompt in theme.prompts:
        if not _is_told(theme, prompt, given, facts):
            continue
        replies = [ours.get((prompt.id, 1)) for ours in given.values()]
        of = len(given) if prompt.only_if is None else sum(reply is not None for reply in replies)
        count = sum(reply is not None and reply.given is Given.DONT_KNOW for reply in replies)
        told, many = tally(count, of, facts.insiders), max(_LEAST_DONT_KNOWS, facts.least_named, of / _MANY)
        # What is told must be many as well, or that a prompt is listed would tell more than its count.
        if told.count >= many:
            number = guide.number_of(theme.id)
            yield UnknownPrompt(
                code_of(number, theme, prompt.id),
                prompt.numbered_ask,
                told,
                guide.sets_of(prompt),
                *_waits_for(number, theme, prompt),
            )
