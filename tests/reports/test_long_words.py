"""No word leaves the page of a PDF or runs into another column, whoever wrote it and however long it is."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.group.files.group_pdf import group_pdf
from reports.layout import typesetting
from reports.layout.templating import TEMPLATE_FOLDER
from reports.layout.typeface import shown_characters
from reports.paper.link_sheet import links_pdf
from reports.paper.poster import poster_pdf
from reports.paper.prompt_sheet_pdf import paper_pdf
from reports.theme.theme_pdf import theme_pdf
from tests.reports.group_samples import group_report
from tests.reports.long_words import Piece, crossing, in_every_text, outside, pieces_of
from tests.reports.paper.test_poster import poster
from tests.reports.samples import ENGLISH, guide, link_sheet, prompt_sheet, replies, report_of, words

GUIDE = replace(
    guide(), themes=tuple(replace(each, prompts=each.prompts[:2]) for each in guide().themes[-1:])
)
MILLIMETRE = 72 / 25.4
HANGING = 3 * MILLIMETRE
"""A blank at the end of a line hangs over its edge."""

Made = Callable[[Any, Any], bytes]
DOCUMENTS: dict[str, tuple[Made, Any, int]] = {
    "theme": (theme_pdf, report_of(replies(words("p1", "x"), words("strength", "x"))), 25),
    "group": (group_pdf, group_report(), 17),
    "paper": (paper_pdf, prompt_sheet(GUIDE), 22),
    "links": (links_pdf, link_sheet(), 15),
    "poster": (poster_pdf, poster(), 15),
}
"""Each document: what makes it, a value to make it of, and its margin in millimetres."""
EACH_DOCUMENT = pytest.mark.parametrize("name", DOCUMENTS)
LETTERS = sorted(each for each in map(chr, shown_characters()) if each.isalpha())
FROM_THE_LEFT = [each for each in LETTERS if bidirectional(each) == "L"]
FROM_THE_RIGHT = [each for each in LETTERS if bidirectional(each) in {"R", "AL"}]


def pieces_with(word: str, name: str) -> list[Piece]:
    make, value, _ = DOCUMENTS[name]
    return pieces_of(make(in_every_text(value, word), ENGLISH))


def faults(word: str, name: str) -> list[object]:
    pieces = pieces_with(word, name)
    assert len(pieces) > 20, "a document without text says nothing"
    return [*outside(pieces, DOCUMENTS[name][2] * MILLIMETRE - HANGING), *crossing(pieces)]


@EACH_DOCUMENT
@pytest.mark.parametrize("length", [9, 20, 100])
def test_no_text_of_a_document_leaves_its_page_or_column(name: str, length: int) -> None:
    # Of all letters this is one of the widest.
    assert faults("W" * length, name) == []


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(list(DOCUMENTS)), st.text(FROM_THE_LEFT, min_size=30, max_size=100))
def test_neither_does_a_word_in_any_letters(name: str, word: str) -> None:
    assert faults(word, name) == []


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(list(DOCUMENTS)), st.text(FROM_THE_RIGHT, min_size=30, max_size=100))
def test_a_word_that_runs_from_the_right_stays_on_its_page(name: str, word: str) -> None:
    # Where on its line each of its pieces stands is not known from the left.
    assert outside(pieces_with(word, name), DOCUMENTS[name][2] * MILLIMETRE - HANGING) == []


@pytest.fixture
def never_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], None]:
    """Lets the templates break no word."""
    shutil.copytree(TEMPLATE_FOLDER, tmp_path, dirs_exist_ok=True)
    look = tmp_path / "document.typ"
    look.write_text(
        re.sub(r"(?m)^#let broken\(words\) = .*$", "#let broken(words) = words", look.read_text())
    )
    return lambda: monkeypatch.setattr(typesetting, "TEMPLATE_FOLDER", tmp_path)


@pytest.mark.parametrize("name", ["theme", "group", "paper"])
def test_words_of_a_usual_length_are_not_broken(name: str, never_broken: Callable[[], None]) -> None:
    usual = "responsibilities internationalisation"
    as_usual = pieces_with(usual, name)
    never_broken()
    assert pieces_with(usual, name) == as_usual


@EACH_DOCUMENT
def test_a_document_that_breaks_no_word_would_be_found(name: str, never_broken: Callable[[], None]) -> None:
    never_broken()
    assert faults("W" * 100, name)
