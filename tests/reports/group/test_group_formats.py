"""Chat, picture, page and PDF tell the same: each number in all of them, and what is withheld in none."""

import io
import re
from dataclasses import replace

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.groups.round_view import WhoSees
from reports.group import group_wording
from reports.group.agreement_wording import ratings_heading, ratings_sentence
from reports.group.files.group_html import group_html
from reports.group.files.group_pdf import group_pdf
from reports.group.first_page.first_pages import round_page, theme_pages
from reports.group.group_charts import group_picture_alt, group_picture_svg
from reports.group.group_chat_text import POINTS_SHOWN, group_cards
from reports.group.group_report import Findings, GroupReport
from reports.group.threshold import Withheld
from tests.reports.group_samples import FACTS, LIVELY, gave, group_report, people
from tests.reports.samples import ENGLISH
from tests.reports.theme.test_theme_charts import texts
from tests.reports.theme.test_theme_html import Page


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def chat(report: GroupReport) -> str:
    return squeezed("".join(card.text for card in group_cards(report, ENGLISH)))


def page(report: GroupReport) -> str:
    return squeezed(Page(group_html(report, ENGLISH)).texts("body")[0])


def pdf(report: GroupReport) -> str:
    read = pypdf.PdfReader(io.BytesIO(group_pdf(report, ENGLISH)))
    foot = re.compile(r"Group report: .*\s*Page \d+ of \d+\s*$")
    return squeezed("".join(foot.sub("", each.extract_text()) for each in read.pages))


def sentences(report: GroupReport) -> list[str]:
    """Every sentence that holds a number, made from the report's value."""
    first = round_page(report, ENGLISH)
    said = [group_wording.participation(report, ENGLISH), first.title, first.asked, first.order]
    said += [text for row in first.rows for text in (row.name, row.sentence, row.label)]
    said += [text for box in first.boxes for entry in box.entries for text in (entry.text, entry.detail)]
    said += [each.title for each in theme_pages(report, ENGLISH)]
    for theme in report.themes:
        match theme.findings:
            case Withheld():
                said.append(group_wording.theme_withheld(report.facts.least_group, ENGLISH))
            case Findings() as found:
                said += [
                    group_wording.took_part(found, report.facts, ENGLISH),
                    ratings_heading(found.ratings, report.facts, ENGLISH),
                    ratings_sentence(found.ratings, report.facts, ENGLISH),
                    *group_wording.unrated_lines(found.ratings, report.facts, ENGLISH),
                    *(group_wording.unknown_line(each, ENGLISH) for each in found.unknown),
                ]
    return said


def tables(report: GroupReport) -> list[str]:
    """Each row of a table in page and PDF, made from the report's value."""
    rows = []
    for team in report.teams:
        name = group_wording.team_name(team, ENGLISH)
        match team.shown:
            case Withheld() as withheld:
                rows.append(name + group_wording.team_withheld(withheld, report.facts.least_group, ENGLISH))
            case shown:
                finished = (shown.finished_one, shown.finished)
                figures = (shown.invited, shown.joined, shown.begun, *finished)
                rows.append(name + "".join(map(str, figures)))
    return rows


def all_the_same(report: GroupReport) -> None:
    in_chat, on_page, in_pdf = chat(report), page(report), pdf(report)
    for sentence in sentences(report):
        assert squeezed(sentence) in in_chat
        assert squeezed(sentence) in on_page
        assert squeezed(sentence) in in_pdf
    for row in tables(report):
        assert squeezed(row) in on_page
        assert squeezed(row) in in_pdf


RATINGS = st.lists(st.integers(1, 6), max_size=9)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RATINGS, RATINGS)
def test_every_number_is_the_same_in_chat_page_and_pdf(ours: list[int], others: list[int]):
    all_the_same(
        group_report(people(*[gave("planning", n) for n in ours], *[gave("culture", n) for n in others]))
    )


@pytest.mark.parametrize("who_sees", WhoSees)
def test_a_lively_round_is_told_the_same_everywhere(who_sees: WhoSees):
    all_the_same(group_report(facts=replace(FACTS, who_sees=who_sees)))


@pytest.mark.parametrize("sheets", [2, 9])
@pytest.mark.parametrize("who_sees", WhoSees)
@pytest.mark.parametrize("levels", [(4, 4, 4, 4, 4, 4, 1), (6, 5, 4, 3, 2, 1, 1)])
def test_sheets_and_ratings_nearly_alike_are_told_the_same_everywhere(
    levels: tuple[int, ...], who_sees: WhoSees, sheets: int
):
    given = people(*(gave("planning", n) for n in (*levels, *levels[:2], *[3] * (sheets - 2))))
    everybody = [replace(each, is_typed_in=n >= len(levels)) for n, each in enumerate(given)]
    report = group_report(everybody, facts=replace(FACTS, who_sees=who_sees))
    all_the_same(report)
    assert squeezed(f"{sheets} sheets were typed in.") in chat(report)


def test_the_picture_shows_the_counts_of_the_report():
    said = texts(group_picture_svg(group_report(), ENGLISH))
    at = said.index("Weak to 3 Adequate")
    assert said[at + 1 : at + 13] == ["0", "6", "1", "5", "2", "4", "2", "3", "1", "2", "0", "1"]
    alt = group_picture_alt(group_report(), ENGLISH)
    for sentence in sentences(group_report())[:1] + sentences(group_report())[3:5]:
        assert sentence.rstrip(".") in alt


def test_what_is_withheld_is_in_none_of_them():
    report = group_report()
    picture = group_picture_svg(report, ENGLISH) + group_picture_alt(report, ENGLISH)
    for made in (chat(report), page(report), pdf(report), picture):
        assert "CANARY" not in made


def test_lists_are_cut_in_the_chat_alone():
    texts_of_all = [f"Strength number {n}: {'words ' * 60}end {n}." for n in range(30)]
    report = group_report(
        people(*(gave("planning", 4 - n % 2, strengths=[t]) for n, t in enumerate(texts_of_all)))
    )
    in_chat, on_page, in_pdf = chat(report), page(report), pdf(report)
    assert squeezed(f"{30 - POINTS_SHOWN} more in the PDF.") in in_chat
    for text in texts_of_all:
        assert squeezed(text) in on_page
        assert squeezed(text) in in_pdf
    shown = [text for text in texts_of_all if squeezed(text[:24]) in in_chat]
    assert len(shown) >= POINTS_SHOWN
    assert all(len(card.text) < 4096 for card in group_cards(report, ENGLISH))


@pytest.mark.parametrize("make", [chat, page, pdf])
def test_a_round_in_which_nobody_did_anything_still_reads_as_sentences(make):
    told = make(group_report((), turnout={}))
    assert squeezed("Fewer than 5 people were invited, so the figures are not shown.") in told
    assert told.count(squeezed("Fewer than 5 people took part in this theme")) >= len(group_report().themes)


def test_the_same_report_is_always_the_same_document():
    assert group_pdf(group_report(), ENGLISH) == group_pdf(group_report(LIVELY), ENGLISH)
