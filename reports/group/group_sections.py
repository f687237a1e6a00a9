"""What is behind the first pages, put into words: what stands alike on the page and in the PDF.

What people wrote is in here as they wrote it; each kind of document makes it fit to be shown.
"""

from dataclasses import dataclass

from content.phrases import Phrases
from reports.group import group_wording
from reports.group.first_page.boxes import anchor_of
from reports.group.group_report import Findings, GroupReport, GroupTheme, RoundFacts
from reports.group.kind_wording import prompts_without_words
from reports.group.participation import Participation, TeamParticipation
from reports.group.threshold import Withheld
from reports.layout import wording
from reports.layout.wording import TextList
from reports.statements import Statement


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team with its figures in the order of the heads, or with why they are not told."""

    name: str
    figures: tuple[int | str, ...]
    left: str


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """What is behind the page of a theme: why it has none, or all its lists.

    ``section`` is the section of the guide that holds it, if any, and ``leads_to`` by what it is reached.
    """

    name: str
    note: str
    lists: tuple[TextList, ...]
    section: str
    leads_to: str


def by_team_heading(phrases: Phrases) -> str:
    """What stands above the teams' figures."""
    return phrases.say("Who took part, by team")


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
    """Every theme of the report, as it is behind the first pages."""
    return tuple(_theme_section(report, each, phrases) for each in report.themes)


def _theme_section(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> ThemeSection:
    name, leads_to = wording.theme_name(theme.called, theme.title, phrases), anchor_of(theme)
    match theme.findings:
        case Withheld():
            note = group_wording.theme_withheld(report.facts.least_group, phrases)
            return ThemeSection(name, note, (), theme.section, leads_to)
        case Findings() as found:
            return ThemeSection(name, "", _lists(found, report.facts, phrases), theme.section, leads_to)


def _lists(found: Findings, facts: RoundFacts, phrases: Phrases) -> tuple[TextList, ...]:
    threshold = facts.least_group
    return (
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
