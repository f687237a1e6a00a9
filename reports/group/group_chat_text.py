"""The group report as messages: short enough to work with in a meeting, one message for each theme.

Long lists are cut here, and only here; the PDF and the page have all of them.
"""

from content.phrases import Phrases
from conversations.cards.view import shortened
from conversations.groups.theme_parts import MOST_IN_ONE_LIST, theme_parts
from conversations.outgoing import Card, Line, Style
from reports.group import group_wording
from reports.group.agreement_wording import ratings_heading
from reports.group.first_page.boxes import Box, BoxEntry
from reports.group.first_page.first_pages import ThemeRow, before_of_theme, lead_of_theme, round_page
from reports.group.first_page.page_titles import theme_page_title
from reports.group.group_report import Findings, GroupReport, GroupTheme, RoundFacts
from reports.group.kind_wording import prompts_without_words
from reports.group.threshold import Withheld
from reports.layout import wording
from reports.layout.characters import with_marks
from reports.statements import Statement

POINTS_SHOWN = 5
"""How many strengths, areas for improvement and first steps each stand in a message; all are in the PDF."""


def group_cards(report: GroupReport, phrases: Phrases) -> tuple[Card, ...]:
    """The report in the chat: its first page, then each theme."""
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
    """The first page as a message: what was found, who took part, each theme in a line, and the boxes."""
    page, is_short = round_page(report, phrases), len(report.themes) > MOST_IN_ONE_LIST
    lines = (
        Line(page.title, Style.TITLE),
        Line(group_wording.group_title(report, phrases), Style.HELP),
        *(Line(each) for each in page.took_part),
        Line(group_wording.who_sees(report, phrases), Style.HELP),
        Line(page.asked, Style.ASK),
        *(() if is_short else (Line(_row(each), Style.ITEM) for each in page.rows)),
        *((Line(page.order),) if page.order else ()),
        *(line for box in page.boxes if box.entries for line in _box(box, phrases)),
        *((Line(page.whose, Style.HELP),) if any(box.entries for box in page.boxes[:2]) else ()),
        Line(
            phrases.say("The themes follow in short, several in a message. The PDF has everything.")
            if is_short
            else phrases.say("One message for each theme follows. The PDF has everything."),
            Style.HELP,
            once_erased=group_wording.pdf_taken_back(phrases),
        ),
    )
    return Card(lines)


def _row(row: ThemeRow) -> str:
    return "\n".join(each for each in (row.name, row.sentence, row.label) if each)


def _box(box: Box, phrases: Phrases) -> tuple[Line, ...]:
    note = (Line(box.note, Style.HELP),) if box.note else ()
    return (Line(box.title, Style.ASK), *(_entry(each, phrases) for each in box.entries), *note)


def _entry(entry: BoxEntry, phrases: Phrases) -> Line:
    """A line of a box, which goes once what somebody wrote is erased."""
    text = with_marks(entry.text) if entry.is_written else entry.text
    said = phrases.say("{code} {statement}", code=entry.code, statement=text)
    if entry.detail:
        said = phrases.say("{entry} {detail}", entry=said, detail=entry.detail)
    elif entry.people:
        people = group_wording.people(entry.people, phrases)
        said = phrases.say("{entry} ({people})", entry=said, people=people)
    return Line(said, Style.ITEM, once_erased=group_wording.words_erased(phrases) if entry.is_written else "")


def _theme(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> Card:
    heading = Line(wording.theme_name(theme.called, theme.title, phrases), Style.TITLE)
    name = (heading, Line(theme.section, Style.HELP)) if theme.section else (heading,)
    match theme.findings:
        case Withheld():
            return Card((*name, Line(group_wording.theme_withheld(report.facts.least_group, phrases))))
        case Findings() as found:
            title = theme_page_title(report, theme, found, phrases)
            took_part, *lead = lead_of_theme(report, found, title, phrases)
            lead += before_of_theme(theme, phrases)
            said = (Line(title, Style.ASK), Line(took_part, Style.HELP), *map(Line, lead))
            return Card((*name, *said, *_findings(found, report.facts, phrases)))


def _findings(found: Findings, facts: RoundFacts, phrases: Phrases) -> tuple[Line, ...]:
    threshold = facts.least_group
    return (
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
