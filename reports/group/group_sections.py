"""A group report put into words, section by section: what stands alike on the page and in the PDF.

What people wrote is in here as they wrote it; each kind of document makes it fit to be shown.
"""

from dataclasses import dataclass

from content.phrases import Phrases
from reports.group import group_wording
from reports.group.agreement_wording import how_to_read, ratings_heading, ratings_sentence
from reports.group.group_charts import dots_are_people, has_ring, spread_alt, spread_svg
from reports.group.group_report import (
    EvidenceTally,
    Findings,
    GroupReport,
    GroupTheme,
    Ratings,
    RoundFacts,
)
from reports.group.kind_wording import prompts_without_words
from reports.group.participation import Participation, TeamParticipation
from reports.group.threshold import Withheld
from reports.layout import wording
from reports.layout.wording import TextList
from reports.statements import Statement


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing with what it shows in words."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team with its figures in the order of the heads, or with why they are not told."""

    name: str
    figures: tuple[int | str, ...]
    left: str


@dataclass(frozen=True, slots=True)
class RatingSection:
    """The ratings of a theme: their shape as a heading, sentences, the chart and how it is read."""

    heading: str
    sentences: tuple[str, ...]
    chart: Drawn | None
    caption: str


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """One theme: the note on who took part, then everything else unless all of it is withheld.

    ``section`` is the section of the guide that holds it, if any.
    """

    name: str
    note: str
    rating: RatingSection | None
    lists: tuple[TextList, ...]
    section: str = ""


def participation_heads(phrases: Phrases) -> tuple[str, ...]:
    """What the columns of the teams' figures are called, that of the team first."""
    return (
        phrases.say("Team"),
        phrases.say("Invited"),
        phrases.say("Joined"),
        phrases.say("Began"),
        phrases.say("Finished a theme"),
        phrases.say("Finished all asked"),
    )


def team_rows(report: GroupReport, phrases: Phrases) -> tuple[TeamRow, ...]:
    """The teams with their figures, or with why they have none."""
    return tuple(_team_row(each, report.facts.least_group, phrases) for each in report.teams)


def _team_row(team: TeamParticipation, threshold: int, phrases: Phrases) -> TeamRow:
    name = group_wording.team_name(team, phrases)
    match team.shown:
        case Withheld() as withheld:
            return TeamRow(name, (), group_wording.team_withheld(withheld, threshold, phrases))
        case Participation(invited, joined, begun, finished, _, finished_one):
            one = "" if finished_one is None else finished_one
            return TeamRow(name, (invited, joined, begun, one, finished), "")


def theme_sections(report: GroupReport, phrases: Phrases) -> tuple[ThemeSection, ...]:
    """Every theme of the report."""
    return tuple(_theme_section(report, each, phrases) for each in report.themes)


def _theme_section(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> ThemeSection:
    name = wording.theme_name(theme.called, theme.title, phrases)
    match theme.findings:
        case Withheld():
            note = group_wording.theme_withheld(report.facts.least_group, phrases)
            return ThemeSection(name, note, None, (), theme.section)
        case Findings() as found:
            return ThemeSection(
                name=name,
                note=group_wording.took_part(found, report.facts, phrases),
                rating=_rating_section(report, theme, found.ratings, phrases)
                if found.ratings is not None
                else None,
                lists=_lists(found, report.facts, phrases),
                section=theme.section,
            )


def _rating_section(
    report: GroupReport, theme: GroupTheme, ratings: Ratings | Withheld, phrases: Phrases
) -> RatingSection:
    chart = None
    if isinstance(ratings, Ratings):
        chart = Drawn(spread_svg(report, theme, ratings, phrases), spread_alt(report, ratings, phrases))
    return RatingSection(
        heading=ratings_heading(ratings, report.facts, phrases),
        sentences=(
            ratings_sentence(ratings, report.facts, phrases),
            *group_wording.unrated_lines(ratings, report.facts, phrases),
        ),
        chart=chart,
        caption=how_to_read(
            phrases, has_dots=theme.spread is not None and dots_are_people(report), has_ring=has_ring(theme)
        ),
    )


def _lists(found: Findings, facts: RoundFacts, phrases: Phrases) -> tuple[TextList, ...]:
    threshold = facts.least_group
    heading = phrases.say("How do we know?")
    return (
        *(
            [TextList(heading, *_evidence(found.evidence, threshold, phrases))]
            if found.evidence is not None
            else []
        ),
        *prompts_without_words(found.prompts, facts, phrases),
        *_points(
            phrases.say("Strengths"),
            found.strengths,
            group_wording.strengths_withheld(found, threshold, phrases),
            facts,
            phrases,
        ),
        *_points(
            phrases.say("Areas for improvement"),
            found.improvements,
            group_wording.improvements_withheld(found, threshold, phrases),
            facts,
            phrases,
        ),
        *_points(
            phrases.say("First steps"),
            found.next_steps,
            group_wording.next_steps_withheld(found, threshold, phrases),
            facts,
            phrases,
        ),
        TextList(
            phrases.say("Prompts that many did not know"),
            tuple(group_wording.unknown_line(each, phrases) for each in found.unknown),
            phrases.say("There is none."),
        ),
    )


def _evidence(
    evidence: tuple[EvidenceTally, ...] | Withheld, threshold: int, phrases: Phrases
) -> tuple[tuple[str, ...], str]:
    """Each kind of evidence with how many named it, or why that is not told."""
    match evidence:
        case Withheld() as withheld:
            return (), group_wording.evidence_withheld(withheld, threshold, phrases)
        case told:
            return tuple(group_wording.evidence_line(each, phrases) for each in told), ""


def _points(
    heading: str,
    written: tuple[Statement, ...] | Withheld | None,
    left: str,
    facts: RoundFacts,
    phrases: Phrases,
) -> tuple[TextList, ...]:
    """What people wrote, or why it is not told; nothing where the theme does not ask for it."""
    if written is None:
        return ()
    if isinstance(written, Withheld):
        return (TextList(heading, (), left),)
    return (
        TextList(
            heading,
            tuple(each.text for each in written),
            left,
            codes=tuple(each.code for each in written),
            notes=tuple(group_wording.how_often(each, facts, phrases) for each in written),
        ),
    )
