"""What everybody who took part in a round gave, as the value that every kind of group report shows.

Nothing that could be traced to fewer people than the round's threshold is in the value at all: the rules are
docs/decisions/0017. Never a mean or a total of ratings, never who gave what, never a team's ratings.
"""

from dataclasses import dataclass
from datetime import date

from content.model import Guide, PromptSet
from content.prompt_kinds import Best, Level
from conversations.groups.round_view import WhoSees
from conversations.state import (
    Replies,
)
from conversations.who_sees_what import least_group, sheets_are_apart
from reports.agreement import to_discuss
from reports.group.kind_findings import Band, PromptFindings, Spread
from reports.group.participation import InvitedOnly, Participation, TeamParticipation
from reports.group.threshold import Tally, Withheld, insiders_in, step_of
from reports.statements import Statement
from reports.theme.theme_report import Counts, Illustrated


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

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody may know who took part."""
        return self.who_sees is WhoSees.ANONYMOUS

    @property
    def has_sheets_apart(self) -> bool:
        """Whether sheets that were typed in are in no figure of the others."""
        return sheets_are_apart(self.who_sees)

    @property
    def insiders(self) -> int:
        """How many places may be in the hand of whoever reads the report."""
        return insiders_in(self.who_sees)

    @property
    def least_group(self) -> int:
        """How many people must have given a figure so that it is told."""
        return least_group(self.threshold, self.who_sees)

    @property
    def least_named(self) -> int:
        """Of how many people at least a sentence says that they rated otherwise than the others.

        In an anonymous round that is more than may be in one hand. Elsewhere it is said of one, too.
        """
        return self.insiders + 1 if self.is_anonymous else 1

    def people_told(self, people: int) -> int:
        """How many people a sentence says that there are; 0 where they are too few to be named."""
        return people if people >= self.least_named else 0

    @property
    def step(self) -> int:
        """In which steps it is told how many took part; 1 where it is told exactly."""
        return step_of(self.threshold, self.who_sees)


@dataclass(frozen=True, slots=True)
class Participant:
    """What one participant gave. ``key`` tells them apart and is in no report; ``finished`` are theme ids.

    ``is_typed_in``: they gave it on paper, and somebody typed it in.
    """

    key: str
    replies: Replies
    finished: frozenset[str]
    is_typed_in: bool = False


@dataclass(frozen=True, slots=True)
class Ratings:
    """How the people who took part in a theme rated it: how many did, or left it in which way, and how.

    In an anonymous round those who did not get to it are among those who skipped it. ``spread`` is None where
    no part of the scale may be told.
    """

    counts: Counts
    spread: Spread | Band | None


@dataclass(frozen=True, slots=True)
class TypedInSheets:
    """The sheets that were typed in for a theme. ``ratings`` are those of the sheets alone, where sheets are
    counted apart and the theme asks for a rating; else None.
    """

    sheets: int
    ratings: Ratings | Withheld | None


@dataclass(frozen=True, slots=True)
class EvidenceTally:
    """How many of those who said what their rating rests on named one kind of evidence."""

    kind: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class UnknownPrompt:
    """A prompt to which many gave "don't know", and how many.

    ``asked_of`` are the sets that are asked it, none where all are. It waits for one of the ``values`` at the
    prompt of the code ``behind``; both are empty where it waits for none.
    """

    code: str
    ask: str
    tally: Tally
    asked_of: tuple[PromptSet, ...] = ()
    behind: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What is shown of one theme.

    ``took_part`` is how many gave anything to it, ``finished`` how many of those finished it. ``evidence`` is
    in the order of ``EVIDENCE_KINDS``; of strengths, areas for improvement and first steps those of most
    people come first, in an order that else tells nothing. What the theme does not ask for is None.
    ``prompts`` are those that take no words. In a round that is not named, sheets that were typed in count in
    none of the figures.
    """

    took_part: int
    finished: int
    ratings: Ratings | Withheld | None
    evidence: tuple[EvidenceTally, ...] | Withheld | None
    strengths: tuple[Statement, ...] | Withheld | None
    improvements: tuple[Statement, ...] | Withheld | None
    unknown: tuple[UnknownPrompt, ...]
    typed_in: TypedInSheets
    prompts: tuple[PromptFindings, ...] = ()
    next_steps: tuple[Statement, ...] | Withheld | None = None


@dataclass(frozen=True, slots=True)
class RatedBefore:
    """How people rated the same theme in an earlier round, as that round's own report told it.

    ``facts`` are those of that round: what may be said of it is as it was there.
    """

    facts: RoundFacts
    ratings: Ratings


@dataclass(frozen=True, slots=True)
class GroupTheme:
    """One theme of the guide with what is shown of it.

    ``levels`` are those of its scale, in their order; empty in figures from before themes could have scales
    of their own, which are on that of the report. ``label`` is the guide's own number of the theme, and
    ``section`` the section that holds it, as they are shown; both are empty where there is none. ``best`` is
    the good end of its scale, and ``example`` what the guide says of its best level, if it says anything.
    ``before`` is how an earlier round rated it, None where no round's may be shown.
    """

    number: int
    title: str
    findings: Findings | Withheld
    levels: tuple[Level, ...] = ()
    label: str = ""
    section: str = ""
    best: Best = Best.FIRST
    example: Illustrated | None = None
    before: RatedBefore | None = None

    @property
    def called(self) -> str:
        """By what number people know the theme."""
        return self.label or str(self.number)

    @property
    def spread(self) -> Spread | None:
        """How many people chose each level, where that is told."""
        match self.findings:
            case Findings(ratings=Ratings(spread=Spread() as spread)):
                return spread
            case _:
                return None


@dataclass(frozen=True, slots=True)
class GroupReport:
    """A whole round as everybody may read it.

    ``language`` is that of the guide's words. ``levels`` is the scale of its first theme that has one.
    ``teams`` is empty where there are not several, where the participation of all is withheld, and in an
    anonymous round. ``typed_in`` is how many sheets were typed in.
    """

    guide_title: str
    guide_version: str
    guide_about: str
    language: str
    facts: RoundFacts
    levels: tuple[Level, ...]
    participation: Participation | InvitedOnly | Withheld
    teams: tuple[TeamParticipation, ...]
    themes: tuple[GroupTheme, ...]
    typed_in: int

    @property
    def for_discussion(self) -> tuple[GroupTheme, ...]:
        """The themes whose levels are told, those on which ratings differ most first."""
        least = self.facts.least_named
        told = [
            (to_discuss(each.spread.counts, least_named=least), each) for each in self.themes if each.spread
        ]
        return tuple(theme for _, theme in sorted(told, key=lambda each: each[0], reverse=True))


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """An earlier round of the same guide: the guide as it was asked then, and what its report told."""

    guide: Guide
    report: GroupReport
