"""Each first page is one A4 page and tells what the value tells, for guides of any length."""

import io
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.model import Guide
from content.phrases import Phrases, phrases_in
from content.prompt_kinds import Level, Scale
from conversations.groups.round_view import WhoSees
from conversations.state import Given
from reports.group.files.group_pdf import group_pdf
from reports.group.first_page.first_pages import MOST_ROWS, round_page, theme_pages
from reports.group.group_report import Findings, GroupReport
from reports.group.published import without_words
from tests.example_round.people import example_report
from tests.locales import spoken, write_locale
from tests.reports.group_samples import FACTS, gave, group_report, people
from tests.reports.reading import is_accessible
from tests.reports.samples import ENGLISH, guide, unrated

A4 = (595, 842)
LONG = "How well we know, together with everybody who uses services, what difference these make and to whom"


def of_themes(number: int, *, title: str = "Planning for outcomes", levels: int = 6) -> Guide:
    """The guide of these tests with so many themes."""
    one = guide().themes[1]
    scale = Scale(tuple(Level(n, f"Level {n}", "") for n in range(levels, 0, -1)))
    themes = tuple(
        replace(one, id=f"t{n}", title=f"{title} {n}", scale=scale if levels != 6 else one.scale)
        for n in range(1, number + 1)
    )
    return replace(guide(), themes=themes)


def report_of_themes(number: int, raters: int = 12, *, texts: str = "{n} {m}", **kept: object) -> GroupReport:
    """A report of so many themes that were rated in different ways, each with statements."""
    draw, of = random.Random(number), of_themes(number, **kept)  # type: ignore[arg-type]
    scale = of.themes[0].scale
    assert scale is not None
    given = []
    for n in range(raters):
        replies = {}
        for place, theme in enumerate(of.themes):
            level = draw.choice(scale.levels).number if place % 3 else scale.levels[(n + place) % 2].number
            said = [texts.format(n=n % (3 + place), m=place)]
            replies |= gave(theme.id, level, strengths=said, improvements=said, next_steps=said)
            replies |= gave(theme.id, level, prompts={"p1": Given.DONT_KNOW, "p2": Given.DONT_KNOW})
        given.append(replies)
    return group_report(people(*given), of=of)


def pages_of(report: GroupReport, phrases: Phrases = ENGLISH) -> list[str]:
    """The text of each page of the PDF."""
    pdf = pypdf.PdfReader(io.BytesIO(group_pdf(report, phrases)))
    assert is_accessible(pdf)
    for page in pdf.pages:
        assert tuple(map(round, page.mediabox[2:])) == A4
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def first_pages_fit(report: GroupReport) -> None:
    """Each page of a theme begins a page of paper, and what is behind them begins the next one."""
    read, of_themes = pages_of(report), theme_pages(report, ENGLISH)
    assert "The meeting is asked" in read[0]
    for place, page in enumerate(of_themes, start=1):
        assert " ".join(page.name.split()) in read[place]
        assert "Agreed at the meeting" in read[place]
    assert "Behind these pages" in read[len(of_themes) + 1]
    assert sum("Agreed at the meeting" in each for each in read) == len(of_themes)


@pytest.mark.parametrize("number", [1, 4, 6, 7, 12])
@pytest.mark.parametrize("raters", [5, 60, 120])
def test_each_first_page_is_one_page_whatever_the_number_of_themes(number: int, raters: int) -> None:
    first_pages_fit(report_of_themes(number, raters))


@pytest.mark.parametrize("levels", [2, 3, 5, 10])
def test_each_first_page_is_one_page_on_a_scale_of_any_length(levels: int) -> None:
    first_pages_fit(report_of_themes(6, 40, levels=levels))


def test_long_titles_and_long_statements_are_cut_on_a_first_page_and_whole_behind_it() -> None:
    text = "We should {n} say it {m} at length, " + "and then once more, " * 60 + "and here it ends."
    report = report_of_themes(7, 12, title=LONG, texts=text)
    first_pages_fit(report)
    read = pages_of(report)
    assert "and here it ends." not in "".join(read[: 1 + 7])
    assert "and here it ends." in "".join(read[1 + 7 :])


def test_words_without_a_space_break_no_first_page() -> None:
    first_pages_fit(report_of_themes(4, 12, title="W" * 150, texts="{n}{m}" + "W" * 400))


@pytest.mark.parametrize("who_sees", WhoSees)
def test_the_example_round_fits_in_every_mode(who_sees: WhoSees) -> None:
    first_pages_fit(example_report(who_sees))
    assert len(pages_of(example_report(who_sees))) <= 10


def test_many_themes_share_the_page_by_how_far_people_differ() -> None:
    report = report_of_themes(12, 20)
    page = round_page(report, ENGLISH)
    differ = [f"Theme {each.called}: {each.title}" for each in report.for_discussion]
    assert [each.name for each in page.rows] == differ[:MOST_ROWS]
    assert sorted(each.name for each in page.rest) == sorted(differ[MOST_ROWS:])
    assert all(each.strip for each in page.rows)
    assert not any(each.strip for each in page.rest)


def test_of_very_many_themes_the_page_has_a_few_and_the_rest_is_behind_it() -> None:
    read = pages_of(report_of_themes(90, 5))
    assert "Agreed at the meeting" in read[1]
    assert "Agreed at the meeting" in read[90]
    assert "Behind these pages" in read[91]


# Every outcome has a form


def test_where_nobody_took_part_the_page_says_so() -> None:
    page = round_page(group_report((), turnout={}), ENGLISH)
    assert page.title == "Too few people took part to show what they said."
    assert page.asked == "The meeting is asked to agree on what to find out next."
    assert [each.entries for each in page.boxes] == [(), (), (), ()]
    assert all(each.note for each in page.boxes)
    assert not any(each.strip for each in page.rows)
    read = pages_of(group_report((), turnout={}))
    assert "Too few people took part" in read[0]
    assert "Behind these pages" in read[1]


def test_where_nobody_rated_the_page_of_a_theme_says_so_in_its_title() -> None:
    report = group_report(people(*[gave("planning", Given.SKIPPED, strengths=["Good."])] * 6))
    (page,) = theme_pages(report, ENGLISH)
    assert page.title == "Fewer than 5 people rated this theme, so the ratings are not shown."
    assert page.strip is None
    assert round_page(report, ENGLISH).title == "Too few people rated a theme to show what they think."
    first_pages_fit(report)


def test_where_the_guide_asks_for_no_rating_the_page_has_what_it_asks_for() -> None:
    given = [gave("planning", None, prompts={"p1": Given.ANSWERED})] * 6
    report = group_report(people(*given), of=unrated(guide()))
    (page,) = theme_pages(report, ENGLISH)
    assert page.title == "6 people took part in this theme."
    first_pages_fit(report)


@pytest.mark.parametrize("levels", [[4] * 6, [4] * 6 + [1], [2] * 5])
def test_where_levels_are_withheld_no_page_and_no_strip_tells_one(levels: list[int]) -> None:
    report = group_report(people(*(gave("planning", n) for n in levels)))
    (page,) = theme_pages(report, ENGLISH)
    assert page.strip is not None
    assert "<circle" not in page.strip.svg
    assert "stroke-dasharray" in page.strip.svg
    assert "All ratings" in page.strip.alt
    first_pages_fit(report)


def test_once_somebody_is_erased_the_page_keeps_its_figures_and_no_words() -> None:
    before, after = example_report(), without_words(example_report())
    page = round_page(after, ENGLISH)
    assert page.title == round_page(before, ENGLISH).title
    assert [box.entries for box in page.boxes[:2]] == [(), ()]
    assert "have been erased" in page.boxes[0].note
    first_pages_fit(after)
    told = "".join(pages_of(after))
    for theme in before.themes:
        assert isinstance(theme.findings, Findings)
        assert isinstance(theme.findings.strengths, tuple)
        assert not [each.text for each in theme.findings.strengths if each.text in told]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 6), max_size=14), st.sampled_from(list(WhoSees)))
def test_figures_of_a_page_add_up_to_those_of_the_report(levels: list[int], who_sees: WhoSees) -> None:
    facts = replace(FACTS, who_sees=who_sees)
    report = group_report(people(*(gave("planning", n) for n in levels)), facts=facts)
    dots = [each.strip.svg.count("<circle") for each in round_page(report, ENGLISH).rows if each.strip]
    told = [sum(each.spread.counts) for each in report.themes if each.spread]
    assert sum(dots) == sum(told)


# Other languages


@pytest.mark.parametrize("language", ["ar", "pl"])
def test_a_first_page_is_made_in_this_language(language: str, tmp_path: Path) -> None:
    write_locale(tmp_path, language)
    with spoken(tmp_path):
        read = pages_of(example_report(), phrases_in(language))
        page = round_page(example_report(), phrases_in(language))
    assert len(read) <= 12
    assert page.title != round_page(example_report(), ENGLISH).title


def codes(boxes: Sequence) -> list[str]:  # type: ignore[type-arg]
    return [entry.code for box in boxes for entry in box.entries]


def test_each_code_of_a_first_page_leads_to_a_place_in_the_pdf() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(group_pdf(example_report(), ENGLISH)))
    report = example_report()
    links = [
        annotation.get_object()
        for page in pdf.pages[:5]
        for annotation in page.get("/Annots", ())
        if annotation.get_object().get("/Subtype") == "/Link"
    ]
    shown = codes(round_page(report, ENGLISH).boxes)
    for each in theme_pages(report, ENGLISH):
        shown += [*codes(each.boxes), *(quote.code for quote in each.quotes)]
    assert len(links) >= len(shown)
    assert all("/Dest" in each or "/D" in each["/A"] for each in links)
