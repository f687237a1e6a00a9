"""The prompt sheet as a Word document: real headings, a language, nothing that leads out of it."""

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import docx
import pytest
from docx.document import Document

from reports.paper.prompt_sheet_docx import paper_docx
from tests.guides import guide_for_tests
from tests.reports.samples import ENGLISH, FINISHED_AT, guide, prompt_sheet

pytestmark = pytest.mark.exhaustive

GUIDE = guide_for_tests("first-version")


@pytest.fixture(scope="module")
def made() -> bytes:
    return paper_docx(prompt_sheet(GUIDE), ENGLISH)


@pytest.fixture(scope="module")
def document(made: bytes) -> Document:
    return docx.Document(io.BytesIO(made))


def styled(document: Document, style: str) -> list[str]:
    return [each.text for each in document.paragraphs if each.style is not None and each.style.name == style]


def test_headings_are_real_ones_and_in_order(document: Document) -> None:
    assert styled(document, "Title") == [GUIDE.title]
    assert f"Theme 2: {GUIDE.themes[1].title}" in styled(document, "Heading 1")
    prompts = [text for text in styled(document, "Heading 3") if re.match(r"T\d\.P\d", text)]
    assert prompts[:11] == [f"T1.P{n}  {each.ask}" for n, each in enumerate(GUIDE.themes[0].prompts, start=1)]
    assert len(prompts) == sum(len(theme.prompts) for theme in GUIDE.themes)
    names = [each.style.name for each in document.paragraphs if each.style is not None]
    levels = [int(name[-1]) for name in names if name.startswith("Heading")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_prompt_has_room_that_grows_and_boxes_to_tick(document: Document) -> None:
    closing = 3 + 1 + 3
    prompts = sum(len(theme.prompts) for theme in GUIDE.themes)
    assert len(styled(document, "Room to write")) == 1 + prompts + closing * len(GUIDE.themes)
    boxes = document.element.xpath("//w14:checkbox")
    ways = 3 * prompts + (2 + 1 + 1 + 2 + 2) * len(GUIDE.themes)
    assert len(boxes) == ways + (6 + 6) * len(GUIDE.themes)


def test_room_to_write_stays_in_one_piece_with_the_boxes_below_it(document: Document) -> None:
    assert document.styles["Room to write"].paragraph_format.keep_together
    for one, next_one in pairwise(document.paragraphs):
        if one.style.name == "Room to write" and next_one._p.xpath(".//w14:checkbox"):
            assert one.paragraph_format.keep_with_next


def test_the_levels_are_a_table_that_says_what_it_holds(document: Document) -> None:
    assert len(document.tables) == len(GUIDE.themes)
    for table in document.tables:
        assert [cell.text for cell in table.rows[0].cells] == ["Tick one", "Level", "What it means"]
        assert table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")
        assert table._tbl.xpath("./w:tblPr/w:tblDescription/@w:val")
        levels = GUIDE.scales[0].levels
        assert [row.cells[1].text for row in table.rows[1:]] == [level.name for level in levels]


def test_it_names_itself_its_language_and_its_time(document: Document, made: bytes) -> None:
    about = document.core_properties
    assert (about.title, about.author, about.language) == (GUIDE.title, "Sample Council social work", "en-GB")
    assert about.created == about.modified == FINISHED_AT
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        languages = set(re.findall(r'<w:lang w:val="([^"]+)"', parts.read("word/styles.xml").decode()))
        assert languages == {"en-GB"}
        assert b"PAGE" in parts.read("word/footer1.xml")
        assert not [name for name in parts.namelist() if b"Microsoft Macintosh" in parts.read(name)]


def test_words_of_a_guide_in_another_language_are_marked(made: bytes) -> None:
    gaelic = paper_docx(prompt_sheet(replace(guide(), language="gd")), ENGLISH)
    marked = set(docx.Document(io.BytesIO(gaelic)).element.xpath("//w:r[w:rPr/w:lang]/w:t/text()"))
    assert guide().themes[1].purpose in marked
    assert "How to fill it in" not in marked
    assert docx.Document(io.BytesIO(made)).element.xpath("//w:r/w:rPr/w:lang") == []


def test_nothing_leads_out_of_it_and_nothing_runs_in_it(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        names = parts.namelist()
        assert parts.testzip() is None
        assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]
        assert not [name for name in names if b'TargetMode="External"' in parts.read(name)]
        assert not [name for name in names if "thumbnail" in name or "customXml" in name]


def test_the_same_sheet_is_always_the_same_file(made: bytes) -> None:
    assert paper_docx(prompt_sheet(GUIDE), ENGLISH) == made


def test_any_kept_text_can_be_set_and_steering_characters_are_shown() -> None:
    odd = guide(about="<w:p> & \u202eturned\n\nNext \N{THUMBS UP SIGN} e\u0301")
    document = docx.Document(io.BytesIO(paper_docx(prompt_sheet(odd), ENGLISH)))
    shown = [each.text for each in document.paragraphs]
    assert "<w:p> & [right-to-left override]turned" in shown
    assert "Next \N{THUMBS UP SIGN} e\u0301" in shown
