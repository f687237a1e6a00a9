"""Bold words, lists and links of a guide in its documents: shown, tagged, followed, and printed in full."""

import io
from collections import Counter
from dataclasses import replace

import pypdf
import pytest
import typst
from docx import Document
from docx.oxml.ns import qn

from conversations.state import Given, Reply
from reports.paper.prompt_sheet_docx import paper_docx
from reports.paper.prompt_sheet_pdf import paper_pdf
from reports.theme.theme_html import theme_html
from reports.theme.theme_pdf import theme_pdf
from reports.theme.theme_report import ThemeReport, summarise
from tests.guides import guide_for_tests
from tests.reports.reading import is_accessible, squeezed, tags
from tests.reports.samples import ENGLISH, FINISHED_AT, prompt_sheet

GUIDE = guide_for_tests("formatted")
ADDRESSES = [
    "https://standard.example/plain",
    "https://survey.example/2026",
    "https://plan.example/a_(b)",
    "https://guides.example/them",
    "https://guides.example/about?a=1&b=2",
]
REPLY = "**not bold** [no link](https://reply.example)\n- no item"


@pytest.fixture(scope="module")
def sheet() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paper_pdf(prompt_sheet(GUIDE), ENGLISH)))


def report() -> ThemeReport:
    given = Reply("letters", "read", 1, Given.ANSWERED, text=REPLY)
    return summarise(
        GUIDE,
        "letters",
        {given.key: given},
        round_title="R",
        organisation="",
        version=1,
        finished_at=FINISHED_AT,
    )


def links_in(pdf: pypdf.PdfReader) -> list[str]:
    return [each.get_object()["/A"]["/URI"] for page in pdf.pages for each in page.get("/Annots", [])]


def words_in(pdf: pypdf.PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in pdf.pages))


def test_a_sheet_has_the_links_as_links_and_their_addresses_in_words(sheet: pypdf.PdfReader) -> None:
    assert is_accessible(sheet)
    assert links_in(sheet) == ADDRESSES
    assert all(squeezed(f"({each})") in words_in(sheet) for each in ADDRESSES)


def test_a_sheet_has_bold_words_and_lists_tagged_as_what_they_are(sheet: pypdf.PdfReader) -> None:
    kinds = Counter(tag["/S"] for tag in tags(sheet))
    assert kinds["/Strong"] == 6
    assert kinds["/Link"] == len(ADDRESSES)
    plain = replace(
        GUIDE,
        about=str(GUIDE.about),
        themes=tuple(
            replace(
                theme,
                purpose=str(theme.purpose),
                prompts=tuple(replace(each, help=str(each.help)) for each in theme.prompts),
                closing=tuple(replace(each, help=str(each.help)) for each in theme.closing),
            )
            for theme in GUIDE.themes
        ),
    )
    without = pypdf.PdfReader(io.BytesIO(paper_pdf(prompt_sheet(plain), ENGLISH)))
    in_lists = kinds["/LI"] - Counter(tag["/S"] for tag in tags(without))["/LI"]
    assert in_lists == 6
    assert "3.words4.tone" in words_in(sheet)


def test_a_report_has_a_guide_s_formatting_and_none_of_a_reply_s() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(theme_pdf(report(), ENGLISH)))
    assert set(links_in(pdf)) == {ADDRESSES[2], ADDRESSES[3], ADDRESSES[4]}
    assert squeezed(REPLY) in words_in(pdf)


def test_a_page_has_a_guide_s_formatting_and_none_of_a_reply_s() -> None:
    page = theme_html(report(), ENGLISH)
    assert REPLY in page
    assert "find <strong>your letters</strong>?" in page
    assert f'<a href="{ADDRESSES[3]}" target="_blank" rel="noopener noreferrer">them</a>' in page
    assert "<p><strong>" not in page.split("<footer>", maxsplit=1)[0]
    assert "<p>Written for tests. <strong>Nobody</strong> has approved it.</p>" in page


def test_a_word_sheet_has_words_own_lists_and_links_with_their_addresses() -> None:
    document = Document(io.BytesIO(paper_docx(prompt_sheet(GUIDE), ENGLISH)))
    links = [
        document.part.rels[link.get(qn("r:id"))].target_ref
        for link in document.element.iter(qn("w:hyperlink"))
    ]
    assert links == ADDRESSES
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert styles["what they *ask* afterwards"] == "List Bullet"
    assert {styles["words"], styles["tone"]} <= {"List Bullet", "List Number"}
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert f"Letters are in plain words, as the standard ({ADDRESSES[0]}) says." in texts
    heading = next(each for each in document.paragraphs if each.text.startswith("T1.P1"))
    assert [run.text for run in heading.runs if run.bold] == ["your letters"]


def test_a_numbered_list_in_word_begins_with_its_own_number() -> None:
    document = Document(io.BytesIO(paper_docx(prompt_sheet(GUIDE), ENGLISH)))
    numbered = [each for each in document.paragraphs if each.style and each.style.name == "List Number"]
    assert [each.text for each in numbered] == ["words", "tone"]
    (counted,) = {each.paragraph_format.element.pPr.numPr.numId.val for each in numbered}
    count = document.part.numbering_part.element.num_having_numId(counted)
    (start,) = count.iter(qn("w:startOverride"))
    assert start.get(qn("w:val")) == "3"


@pytest.mark.parametrize(("language", "is_mirrored"), [("en", False), ("ar", True)])
def test_tables_in_word_begin_on_the_side_that_one_reads_from(language: str, is_mirrored: bool) -> None:
    phrases = replace(ENGLISH, language=language)
    document = Document(io.BytesIO(paper_docx(prompt_sheet(GUIDE), phrases)))
    properties = [each.tag for each in document.element.iter(qn("w:tblPr")) for each in each]
    assert (qn("w:bidiVisual") in properties) is is_mirrored
    if is_mirrored:
        assert properties[:2] == [qn("w:tblStyle"), qn("w:bidiVisual")]


def test_headings_of_rows_wait_for_the_typesetter() -> None:
    """Once this fails, team names and levels in reports can be tagged as the headings of their rows."""
    compiler = typst.Compiler(input=b"#pdf.header-cell")
    with pytest.raises(typst.TypstError, match="does not contain `header-cell`"):
        compiler.compile(format="pdf")
