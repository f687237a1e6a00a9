"""The figures and statements of a group's report as one table: a row for each, with why one is not told.

Workbook, CSV and JSON are made of it, and it of the report's value alone. So no number is in it that the
report does not tell, and none is rounded otherwise.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from content.model import Level
from content.phrases import Phrases
from conversations.kinds.closing_words import closing_title
from conversations.kinds.evidence import evidence_name
from conversations.state import EVIDENCE, IMPROVEMENT, NEXT_STEP, STRENGTH, Given
from reports.group import group_notes, group_wording
from reports.group.agreement_wording import median_name, ratings_sentence
from reports.group.first_page.first_pages import before_of_theme, round_page
from reports.group.first_page.page_titles import finding_name, finding_of_theme
from reports.group.first_page.strips import has_ring
from reports.group.group_report import Findings, GroupReport, GroupTheme, RoundFacts
from reports.group.group_sections import participation_heads, team_rows
from reports.group.kind_findings import (
    AtLevel,
    ChoiceMade,
    ChoicesTicked,
    LevelsChosen,
    PromptFindings,
    Spread,
)
from reports.group.kind_wording import finding_line
from reports.group.threshold import Tally, Withheld
from reports.layout import wording
from reports.layout.csv_table import csv_file
from reports.layout.described_columns import DescribedColumn, dictionary_headings, dictionary_rows
from reports.layout.workbook import WorkbookSheet, workbook_file
from reports.statements import Statement
from reports.theme.theme_report import Counts


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure or statement of a theme.

    ``about`` is what it is a figure of, and ``item`` which one: a level, an option, a statement. ``people``
    is how many, None where no number is told; ``of`` is out of how many, where that is. ``note`` is what
    must be known of it, or why it is not told.
    """

    theme: str
    title: str
    code: str
    about: str
    item: str
    people: int | None = None
    of: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """All rows of a report, with how many of each team took part and what has to be known of them.

    ``titles`` are the report's, and what it found.
    """

    titles: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    teams: tuple[tuple[str, ...], ...]
    team_heads: tuple[str, ...]
    notes: tuple[str, ...]


def figures_table(report: GroupReport, phrases: Phrases) -> FiguresTable:
    """The table of a report."""
    return FiguresTable(
        titles=(
            group_wording.group_title(report, phrases),
            round_page(report, phrases).title,
            group_wording.period(report, phrases),
            group_wording.participation(report, phrases),
        ),
        rows=tuple(row for each in report.themes for row in _theme(report, each, phrases)),
        teams=tuple(
            (each.name, *map(str, each.figures), *([each.left] if each.left else []))
            for each in team_rows(report, phrases)
        ),
        team_heads=participation_heads(phrases),
        notes=group_notes.about_group_report(report, phrases),
    )


def as_csv(table: FiguresTable, phrases: Phrases) -> bytes:
    """The rows as the bytes of a CSV file."""
    return csv_file([[each.heading for each in _columns(phrases)], *map(_cells, table.rows)])


def as_workbook(table: FiguresTable, phrases: Phrases, made_at: datetime) -> bytes:
    """The table as the bytes of a workbook: figures, teams, what the columns mean, and notes."""
    p, columns = phrases, _columns(phrases)
    dictionary = tuple(zip(dictionary_headings(p), _WIDTHS, strict=True))
    heads = tuple((each, 16) for each in table.team_heads)
    sheets = [
        WorkbookSheet(
            p.say("Figures"),
            tuple((each.heading, each.width) for each in columns),
            tuple(map(_cells, table.rows)),
        ),
        *([WorkbookSheet(p.say("Teams"), heads, table.teams)] if table.teams else []),
        WorkbookSheet(p.say("Data dictionary"), dictionary, dictionary_rows(columns)),
        WorkbookSheet(
            p.say("About this file"),
            ((table.titles[0], 100),),
            tuple((each,) for each in (*table.titles[1:], *table.notes)),
        ),
    ]
    return workbook_file(
        sheets, title=table.titles[0], goes_on=p.say("Part"), made_at=made_at, direction=p.direction
    )


def as_json(table: FiguresTable, language: str) -> bytes:
    """The table as JSON: its keys are English and stay, its words are in the report's language."""
    value: dict[str, Any] = {
        "format": 1,
        "language": language,
        "titles": table.titles,
        "rows": [
            {key: getattr(each, key) for key in FigureRow.__slots__ if getattr(each, key) not in ("", None)}
            for each in table.rows
        ],
        "teams": [dict(zip(table.team_heads, each, strict=False)) for each in table.teams],
        "notes": table.notes,
    }
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


_WIDTHS: Final = (24, 34, 80)


def _columns(p: Phrases) -> tuple[DescribedColumn, ...]:
    return (
        DescribedColumn(p.say("Theme"), p.say("The number of the theme in the guide.")),
        DescribedColumn(p.say("Title"), p.say("What the theme is called."), width=28),
        DescribedColumn(
            p.say("Code"),
            p.say("How a prompt or a statement is called, such as T1.P3 or T1.S2; empty for a theme."),
        ),
        DescribedColumn(p.say("About"), p.say("What it is a figure of."), width=26),
        DescribedColumn(
            p.say("Which"), p.say("The level, the option, the kind of evidence or the statement."), width=60
        ),
        DescribedColumn(
            p.say("People"),
            p.say("How many people. Empty where no number is told, or where it is one."),
            width=10,
        ),
        DescribedColumn(
            p.say("Of"), p.say("Out of how many people, where not out of all who took part."), width=8
        ),
        DescribedColumn(p.say("Note"), p.say("What has to be known of it, or why it is not told."), width=60),
    )


def _cells(row: FigureRow) -> tuple[str, ...]:
    numbers = ("" if each is None else str(each) for each in (row.people, row.of))
    return (row.theme, row.title, row.code, row.about, row.item, *numbers, row.note)


class _Of:
    """Makes the rows of one theme."""

    def __init__(self, theme: GroupTheme) -> None:
        self._theme = theme

    def row(
        self,
        about: str,
        item: str = "",
        people: int | None = None,
        *,
        of: int | None = None,
        code: str = "",
        note: str = "",
    ) -> FigureRow:
        return FigureRow(self._theme.called, self._theme.title, code, about, item, people, of, note)


def _theme(report: GroupReport, theme: GroupTheme, p: Phrases) -> Iterator[FigureRow]:
    make, found, facts = _Of(theme), theme.findings, report.facts
    took_part = p.say("Took part")
    if isinstance(found, Withheld):
        yield make.row(took_part, note=group_wording.theme_withheld(facts.least_group, p))
        return
    yield make.row(took_part, people=found.took_part, note=group_wording.took_part(found, facts, p))
    if finding := finding_of_theme(report, theme):
        yield make.row(p.say("What was found"), finding_name(finding, p))
    yield from _ratings(make, theme, found, facts, p)
    if theme.before is not None and isinstance(theme.before.ratings.spread, Spread):
        (said,) = before_of_theme(theme, p)
        yield make.row(p.say("Rating before"), people=theme.before.ratings.counts.answered, note=said)
        yield from _levels(make, p.say("Rating before"), theme.before.ratings.spread.levels)
    yield from _evidence(make, found, facts, p)
    for each in found.prompts:
        yield from _prompt(make, each, facts, p)
    least = facts.least_group
    lists = (
        (STRENGTH, found.strengths, group_wording.strengths_withheld),
        (IMPROVEMENT, found.improvements, group_wording.improvements_withheld),
        (NEXT_STEP, found.next_steps, group_wording.next_steps_withheld),
    )
    for prompt_id, written, why in lists:
        about = closing_title(p, prompt_id)
        if isinstance(written, Withheld):
            yield make.row(about, note=why(found, least, p))
        else:
            yield from (_statement(make, about, each, facts, p) for each in written or ())
    about = p.say("Don't know")
    for unknown in found.unknown:
        yield _tallied(make, about, unknown.ask, unknown.tally, p, code=unknown.code)


def _ratings(
    make: _Of, theme: GroupTheme, found: Findings, facts: RoundFacts, p: Phrases
) -> Iterator[FigureRow]:
    if found.ratings is None:
        return
    about = p.say("Rating")
    if isinstance(found.ratings, Withheld):
        yield make.row(about, note=ratings_sentence(found.ratings, facts, p))
        return
    ratings = found.ratings
    yield make.row(about, people=ratings.counts.answered, note=ratings_sentence(ratings, facts, p))
    if isinstance(ratings.spread, Spread):
        yield from _levels(make, about, ratings.spread.levels)
        if has_ring(theme):
            yield make.row(p.say("Median"), median_name(ratings.spread.median, p))
    yield from _left(make, p.say("Without a rating"), ratings.counts, facts, p)


def _levels(make: _Of, about: str, levels: Iterable[AtLevel], code: str = "") -> Iterator[FigureRow]:
    for each in levels:
        yield make.row(about, _level(each.level), each.count, code=code)


def _level(level: Level) -> str:
    return wording.level_name(level)


def _left(
    make: _Of, about: str, counts: Counts, facts: RoundFacts, p: Phrases, code: str = ""
) -> Iterator[FigureRow]:
    """How many left it in each other way; in an anonymous round two of these are one."""
    ways = [
        (wording.given_name(p, Given.DONT_KNOW), counts.dont_know),
        (wording.given_name(p, Given.NOT_APPLICABLE), counts.not_applicable),
    ]
    if facts.is_anonymous:
        ways.append((p.say("Skipped or did not get to it"), counts.skipped + counts.not_replied))
    else:
        ways += [
            (wording.given_name(p, Given.SKIPPED), counts.skipped),
            (p.say("Did not get to it"), counts.not_replied),
        ]
    yield from (make.row(about, item, people, code=code) for item, people in ways if people)


def _evidence(make: _Of, found: Findings, facts: RoundFacts, p: Phrases) -> Iterator[FigureRow]:
    about = closing_title(p, EVIDENCE)
    if isinstance(found.evidence, Withheld):
        yield make.row(about, note=group_wording.evidence_withheld(found.evidence, facts.least_group, p))
        return
    for each in found.evidence or ():
        yield _tallied(make, about, evidence_name(p, each.kind), each.tally, p)


def _tallied(make: _Of, about: str, item: str, told: Tally, p: Phrases, code: str = "") -> FigureRow:
    note = p.say("At least so many.") if told.at_least else ""
    return make.row(about, item, told.count, of=told.of, code=code, note=note)


def _prompt(make: _Of, each: PromptFindings, facts: RoundFacts, p: Phrases) -> Iterator[FigureRow]:
    """What is shown of a prompt that takes no words: in a sentence, then each of its figures."""
    said, found = finding_line(each, facts, p), each.found
    if isinstance(found, Withheld):
        yield make.row(each.ask, code=each.code, note=said)
        return
    yield make.row(each.ask, people=found.counts.answered, code=each.code, note=said)
    match found:
        case LevelsChosen(spread=Spread(levels=levels)):
            yield from _levels(make, each.ask, levels, each.code)
        case ChoiceMade(options=options):
            yield from (make.row(each.ask, one.text, one.count, code=each.code) for one in options)
        case ChoicesTicked(ticked=ticked):
            yield from (_tallied(make, each.ask, one.text, one.tally, p, each.code) for one in ticked)
    yield from _left(make, each.ask, found.counts, facts, p, each.code)


def _statement(make: _Of, about: str, each: Statement, facts: RoundFacts, p: Phrases) -> FigureRow:
    told = facts.people_told(each.people)
    return make.row(
        about,
        each.text,
        told if told > 1 else None,
        code=each.code,
        note=group_wording.how_often(each, facts, p),
    )
