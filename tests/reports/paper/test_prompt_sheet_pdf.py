"""The prompt sheet as a PDF: accessible, whole, and the same each time."""

import io
from dataclasses import replace

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.library import read_pack
from content.prompt_kinds import OneChoice, Option
from reports.layout.wording import illustrated_heading
from reports.paper.prompt_sheet_pdf import paper_pdf
from tests.guides import OWN_FOLDER, guide_for_tests
from tests.reports.long_words import outside, pieces_of
from tests.reports.reading import headings_are_in_order, is_accessible, placed_texts, squeezed, tags
from tests.reports.samples import ENGLISH, guide, prompt_sheet

GUIDE = guide_for_tests("first-version")
MARGIN = 19 * 72 / 25.4
"""That of the sheet in points, less what may hang over the end of a line."""


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paper_pdf(prompt_sheet(GUIDE), ENGLISH)))


def test_the_sheet_is_accessible_and_names_itself(pdf: pypdf.PdfReader) -> None:
    assert is_accessible(pdf)
    assert headings_are_in_order(pdf)
    assert pdf.metadata is not None
    assert pdf.metadata.title == GUIDE.title
    assert pdf.root_object["/Lang"] == "en"


def test_it_is_a4(pdf: pypdf.PdfReader) -> None:
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages} == {(595, 842)}


def test_each_prompt_and_closing_prompt_has_a_bookmark(pdf: pypdf.PdfReader) -> None:
    def titles(outline: list) -> list[str]:
        return [t for each in outline for t in (titles(each) if isinstance(each, list) else [each.title])]

    found = titles(pdf.outline)
    for number, theme in enumerate(GUIDE.themes, start=1):
        assert f"Theme {number}: {theme.title}" in found
        assert f"T{number}.P4 {theme.prompts[3].ask}" in found
        assert any(title.startswith(f"T{number}.I ") for title in found)


def test_the_levels_are_a_table_with_named_columns(pdf: pypdf.PdfReader) -> None:
    kinds = [tag["/S"] for tag in tags(pdf)]
    assert kinds.count("/Table") == len(GUIDE.themes)
    assert kinds.count("/TH") == 3 * len(GUIDE.themes)


def test_every_page_is_numbered_and_every_prompt_has_its_boxes(pdf: pypdf.PdfReader) -> None:
    pages = [squeezed(page.extract_text()) for page in pdf.pages]
    assert all(f"Page{number}of{len(pages)}" in page for number, page in enumerate(pages, start=1))
    prompts = sum(len(theme.prompts) for theme in GUIDE.themes)
    assert "".join(pages).count("☐Notapplicable") == prompts
    assert "".join(pages).count("☐Skip") == prompts + 5 * len(GUIDE.themes)


def test_the_same_sheet_is_always_the_same_file() -> None:
    assert paper_pdf(prompt_sheet(), ENGLISH) == paper_pdf(prompt_sheet(), ENGLISH)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_any_words_of_a_guide_can_be_set(text: str) -> None:
    assert paper_pdf(prompt_sheet(guide(about=text)), ENGLISH).startswith(b"%PDF")


def test_a_prompt_that_is_taller_than_a_page_goes_on_overleaf() -> None:
    whole = guide()
    theme = whole.themes[0]
    options = tuple(Option(f"o{number}", f"{number} {'words ' * 65}") for number in range(12))
    tall = replace(theme.prompts[0], ask="what " * 99, help="help " * 399, kind=OneChoice(options))
    pdf = paper_pdf(prompt_sheet(replace(whole, themes=(replace(theme, prompts=(tall,)),))), ENGLISH)
    assert outside(pieces_of(pdf), MARGIN) == []


def test_examples_that_go_on_overleaf_have_their_headings_there_too() -> None:
    whole = guide()
    theme = whole.themes[1]
    long = tuple(replace(each, text="Word " * 130) for each in theme.illustrations for _ in range(5))
    values = prompt_sheet(replace(whole, themes=(replace(theme, illustrations=long),)))
    pages = pypdf.PdfReader(io.BytesIO(paper_pdf(values, ENGLISH))).pages
    texts = [squeezed(page.extract_text()) for page in pages]
    with_examples = [text for text in texts if text.count("Word") > 50]
    assert len(with_examples) > 1
    assert len(theme.illustrated) == 2
    for level in theme.illustrated:
        assert all(squeezed(illustrated_heading(level, ENGLISH)) in text for text in with_examples)


def test_our_own_sentence_at_a_prompt_of_a_guide_from_the_right_begins_on_our_side() -> None:
    arabic, problems, _ = read_pack(OWN_FOLDER / "visits.ar.yaml")
    assert arabic is not None, problems
    pages = pypdf.PdfReader(io.BytesIO(paper_pdf(prompt_sheet(arabic), ENGLISH))).pages
    starts = [x for page in pages for x, text in placed_texts(page) if text.startswith("Only if")]
    assert starts
    assert max(starts) < MARGIN + 30
