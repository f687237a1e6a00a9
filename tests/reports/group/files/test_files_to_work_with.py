"""The group's report as files to work with: whoever opens them finds what it tells, and nothing else."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from conversations.reading.formulas import as_cell
from reports.file_kinds import CSV, DOCX, JSON, XLSX
from reports.group.files.figures_table import FigureRow, figures_table
from reports.group.group_report import Findings, GroupReport, Ratings
from reports.group.group_sections import theme_sections
from reports.group.kind_findings import Spread
from reports.group.published import figures_from_json, figures_to_json
from reports.layout.characters import with_marks
from reports.rendering import RenderedReport, render_report
from tests.example_round.people import example_report
from tests.reports.group_samples import FACTS, group_report

P = phrases_in("en")


def reports() -> dict[str, GroupReport]:
    anonymous = replace(FACTS, who_sees=WhoSees.ANONYMOUS)
    return {
        "example": example_report(),
        "few": group_report(),
        "anonymous": group_report(facts=anonymous),
        "erased": figures_from_json(figures_to_json(group_report())),
    }


REPORTS = reports()
MADE: dict[str, RenderedReport] = {}


@pytest.fixture(params=REPORTS)
def name(request: pytest.FixtureRequest) -> str:
    which: str = request.param
    return which


def made(name: str) -> RenderedReport:
    if name not in MADE:
        MADE[name] = render_report(REPORTS[name], "en", (DOCX, XLSX, CSV, JSON))
    return MADE[name]


def cells(row: FigureRow) -> list[str]:
    return [
        "" if value is None else str(value) for value in (getattr(row, each) for each in FigureRow.__slots__)
    ]


def test_workbook_csv_and_json_hold_the_same_rows(name: str) -> None:
    rows = figures_table(REPORTS[name], P).rows
    wanted = [[as_cell(each) for each in cells(row)] for row in rows]
    in_csv = list(csv.reader(io.StringIO(made(name).csv.decode("utf-8-sig"), newline="")))
    assert in_csv[1:] == wanted
    book = CalamineWorkbook.from_filelike(io.BytesIO(made(name).xlsx))
    in_book = [[str(cell) for cell in row] for row in book.get_sheet_by_name("Figures").to_python()]
    assert in_book[0] == in_csv[0]
    assert in_book[1:] == [cells(row) for row in rows]
    assert in_csv[0] == [row[0] for row in book.get_sheet_by_name("Data dictionary").to_python()[1:]], (
        "each column is explained"
    )
    value = json.loads(made(name).json)
    assert [FigureRow(**{"code": "", "item": "", **row}) for row in value["rows"]] == list(rows)


def test_the_numbers_are_those_of_the_report(name: str) -> None:
    report = REPORTS[name]
    rows = figures_table(report, P).rows
    for theme in report.themes:
        ours = [row for row in rows if row.theme == theme.called]
        if not isinstance(theme.findings, Findings):
            assert [(row.about, row.people) for row in ours] == [("Took part", None)]
            continue
        found = theme.findings
        assert ours[0].people == found.took_part
        rated = [(row.item, row.people) for row in ours if row.about == "Rating" and row.item]
        spread = found.ratings.spread if isinstance(found.ratings, Ratings) else None
        told = (
            [(f"{each.level.number} {each.level.name}", each.count) for each in spread.levels]
            if isinstance(spread, Spread)
            else []
        )
        assert rated == told
        for written, about in (
            (found.strengths, "Strengths"),
            (found.improvements, "Areas for improvement"),
            (found.next_steps, "First steps"),
        ):
            listed = [row for row in ours if row.about == about]
            if isinstance(written, tuple):
                assert [(row.code, row.item) for row in listed] == [
                    (each.code, each.text) for each in written
                ]
                assert [row.people for row in listed] == [
                    n if (n := report.facts.people_told(each.people)) > 1 else None for each in written
                ]
            elif written is not None:
                assert [bool(row.note and not row.item) for row in listed] == [True]


def test_an_anonymous_round_tells_no_small_number_of_writers_in_any_file() -> None:
    report = REPORTS["anonymous"]
    least = report.facts.least_named
    told = [row.people for row in figures_table(report, P).rows if row.code and row.people is not None]
    assert all(n >= least for n in told)
    assert not any(row.item == "Did not get to it" for row in figures_table(report, P).rows)


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    texts = [each.text for each in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)


def test_the_word_document_has_every_statement_and_every_note(name: str) -> None:
    said = words_of(made(name).docx)
    report = REPORTS[name]
    for section in theme_sections(report, P):
        assert section.name in said
        for each in section.lists:
            assert all(with_marks(line) in said for text in each.texts for line in text.splitlines())
            assert each.texts or each.left in said
    for code, times in Counter(row.code for row in figures_table(report, P).rows if ".S" in row.code).items():
        assert times == 1
        assert f"{code} " in said
    assert "CANARY" not in said


def test_why_a_team_has_no_figures_has_the_room_of_all_of_them() -> None:
    document = Document(io.BytesIO(made("example").docx))
    teams = document.tables[-1]
    told = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in teams.rows[1:]}
    assert told["Care homes"] == ["15", "14", "14", "13", "8"]
    assert told["Criminal justice"] == ["Not shown: fewer than 5 people."] * 5, "one cell, over all columns"


def test_each_picture_in_the_word_document_says_what_it_shows(name: str) -> None:
    document = Document(io.BytesIO(made(name).docx))
    told = [each.get("descr") for each in document.element.body.iter(qn("wp:docPr"))]
    strips = [each for each in told if each]
    rated = sum(theme.spread is not None for theme in REPORTS[name].themes)
    assert len(strips) >= 2 * rated
    assert len(told) == len(document.inline_shapes)


def test_the_same_report_gives_the_same_bytes() -> None:
    again = render_report(REPORTS["few"], "en", (DOCX, CSV, JSON, XLSX))
    assert again == made("few")


def test_the_word_document_is_dated_the_day_the_round_closed() -> None:
    about = Document(io.BytesIO(made("few").docx)).core_properties
    day = REPORTS["few"].facts.closed_on
    assert about.created == datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert about.title.startswith("Group report")
