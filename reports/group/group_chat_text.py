"""The group report as messages: short enough to work with in a meeting, one message for each theme.

Long lists are cut here, and only here; the PDF and the page have all of them.
"""

from content.phrases import Phrases
from conversations.cards.view import shortened
from conversations.groups.theme_parts import MOST_IN_ONE_LIST, theme_parts
from conversations.outgoing import Card, Line, Style
from reports.group import group_wording
from reports.group.agreement_wording import (
    for_discussion,
    for_discussion_heading,
    ratings_heading,
    ratings_sentence,
)
from reports.group.group_report import Findings, GroupReport, GroupTheme, RoundFacts
from reports.group.kind_wording import prompts_without_words
from reports.group.threshold import Withheld
from reports.layout import wording
from reports.layout.characters import with_marks
from reports.statements import Statement

POINTS_SHOWN = 5
"""How many strengths, areas for improvement and first steps each stand in a message; all are in the PDF."""


def group_cards(report: GroupReport, phrases: Phrases) -> tuple[Card, ...]:
    """The report in the chat: who took part, then each theme."""
    if len(report.themes) <= MOST_IN_ONE_LIST:
        return (_opening(report, phrases), *(_theme(report, each, phrases) for each in report.themes))
    parts = theme_parts(report.themes)
    return (_opening(report, phrases), *(_in_short(report, part, phrases) for part in parts))


def _in_short(report: GroupReport, themes: tuple[GroupTheme, ...], phrases: Phrases) -> Card:
    """Several themes of many, each with its rating alone: a message for each would be too many to read."""
    first, last = themes[0].called, themes[-1].called
    lines = [Line(phrases.say("Themes {first} to {last}", first=first, last=last), Style.TITLE)]
    section = ""
    for theme in themes:
        if theme.section != section:
            section = theme.section
            lines.append(Line(section, Style.ASK))
        name = wording.theme_name(theme.called, theme.title, phrases)
        lines.append(Line(f"{name}\n{_rated(report, theme, phrases)}", Style.ITEM))
    return Card(tuple(lines))


def _rated(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> str:
    """How a theme is rated in a few words; how many took part, where it is not rated."""
    match theme.findings:
        case Withheld():
            return group_wording.theme_withheld(report.facts.least_group, phrases)
        case Findings(ratings=ratings) as found:
            if ratings is None:
                return group_wording.took_part(found, report.facts, phrases)
            return ratings_heading(ratings, report.facts, phrases)


def _opening(report: GroupReport, phrases: Phrases) -> Card:
    is_short = len(report.themes) > MOST_IN_ONE_LIST
    lines = (
        Line(group_wording.group_title(report, phrases), Style.TITLE),
        Line(group_wording.period(report, phrases), Style.HELP),
        Line(group_wording.participation(report, phrases)),
        Line(group_wording.who_sees(report, phrases), Style.HELP),
        *_for_discussion(report, phrases),
        Line(
            phrases.say("The themes follow in short, several in a message. The PDF has everything.")
            if is_short
            else phrases.say("One message for each theme follows. The PDF has everything."),
            Style.HELP,
        ),
    )
    return Card(lines)


def _for_discussion(report: GroupReport, phrases: Phrases) -> tuple[Line, ...]:
    themes = for_discussion(report, phrases)
    if not themes:
        return ()
    return (Line(for_discussion_heading(phrases), Style.ASK), *(Line(each, Style.ITEM) for each in themes))


def _theme(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> Card:
    heading = Line(wording.theme_name(theme.called, theme.title, phrases), Style.TITLE)
    name = (heading, Line(theme.section, Style.HELP)) if theme.section else (heading,)
    match theme.findings:
        case Withheld():
            return Card((*name, Line(group_wording.theme_withheld(report.facts.least_group, phrases))))
        case Findings() as found:
            return Card((*name, *_findings(found, report.facts, phrases)))


def _findings(found: Findings, facts: RoundFacts, phrases: Phrases) -> tuple[Line, ...]:
    threshold = facts.least_group
    return (
        Line(group_wording.took_part(found, facts, phrases), Style.HELP),
        *_ratings(found, facts, phrases),
        *_prompts(found, facts, phrases),
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
        *_unknown(found, phrases),
    )


def _ratings(found: Findings, facts: RoundFacts, phrases: Phrases) -> tuple[Line, ...]:
    if found.ratings is None:
        return ()
    return (
        Line(ratings_heading(found.ratings, facts, phrases), Style.ASK),
        Line(ratings_sentence(found.ratings, facts, phrases)),
        *(Line(text) for text in group_wording.unrated_lines(found.ratings, facts, phrases)),
    )


def _prompts(found: Findings, facts: RoundFacts, phrases: Phrases) -> tuple[Line, ...]:
    """What was chosen at the single prompts: all of it, as figures are short."""
    return tuple(
        line
        for section in prompts_without_words(found.prompts, facts, phrases)
        for line in (Line(section.heading, Style.ASK), *(Line(text, Style.ITEM) for text in section.texts))
    )


def _points(
    heading: str,
    written: tuple[Statement, ...] | Withheld | None,
    withheld: str,
    facts: RoundFacts,
    phrases: Phrases,
) -> tuple[Line, ...]:
    if written is None:
        return ()
    return (Line(heading, Style.ASK), *_listed(written, withheld, facts, phrases))


def _listed(
    written: tuple[Statement, ...] | Withheld, withheld: str, facts: RoundFacts, phrases: Phrases
) -> tuple[Line, ...]:
    if isinstance(written, Withheld):
        return (Line(withheld),)
    erased = group_wording.words_erased(phrases)
    shown = [
        Line(_coded(each, facts, phrases), Style.ITEM, once_erased=erased) for each in written[:POINTS_SHOWN]
    ]
    more = len(written) - len(shown)
    if more:
        said = phrases.count("{n} more in the PDF.", "{n} more in the PDF.", more)
        shown.append(Line(said, Style.HELP, once_erased=erased))
    return tuple(shown)


def _coded(statement: Statement, facts: RoundFacts, phrases: Phrases) -> str:
    """A statement with its code, and how many people wrote it where several did."""
    text, told = with_marks(shortened(statement.text)), facts.people_told(statement.people)
    if told < 2:
        return phrases.say("{code} {statement}", code=statement.code, statement=text)
    return phrases.say(
        "{code} {statement} ({people})",
        code=statement.code,
        statement=text,
        people=group_wording.people(told, phrases),
    )


def _unknown(found: Findings, phrases: Phrases) -> tuple[Line, ...]:
    if not found.unknown:
        return ()
    return (
        Line(phrases.say("Prompts that many did not know"), Style.ASK),
        *(Line(group_wording.unknown_line(each, phrases), Style.ITEM) for each in found.unknown),
    )
