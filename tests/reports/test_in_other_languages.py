"""A guide in Arabic, in Polish and in Gaelic goes to its reports and its paper, with phrases in its language.

Each test holds one kind of fault that was seen on these pages.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pypdf
import pytest

from content.library import read_pack
from content.model import Guide
from content.phrases import Phrases, phrases_in
from conversations.groups.round_view import WhoSees
from conversations.state import Given, Replies, Reply
from reports.group.files.group_html import group_html
from reports.group.files.group_pdf import group_pdf
from reports.group.group_report import Participant, RoundFacts
from reports.group.group_summary import summarise_group
from reports.group.participation import Participation
from reports.layout.typesetting import written_paragraphs
from reports.layout.workbook import WorkbookSheet, workbook_file
from reports.paper.prompt_sheet import PromptSheet
from reports.paper.prompt_sheet_docx import paper_docx
from reports.theme.theme_html import theme_html
from reports.theme.theme_pdf import theme_pdf
from reports.theme.theme_report import ThemeReport, summarise
from tests.guides import OWN_FOLDER
from tests.locales import LANGUAGES, po_of, spoken, write_locale
from tests.reports.reading import is_accessible, placed_texts

AT = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("locale")
    for language in LANGUAGES:
        po = po_of(language)
        if language == "ar":
            for ours, theirs in (", ", "\N{ARABIC COMMA} "), ("; ", "\N{ARABIC SEMICOLON} "):
                entry = f'msgid "{ours}"\nmsgstr "'
                assert entry + ours in po
                po = po.replace(entry + ours, entry + theirs)
        write_locale(folder, language, po)
    with spoken(folder):
        yield


POINTS = ((1, "جدًا"), (2, "Everybody knows the plan."))


def visits(language: str) -> Guide:
    guide, problems, _ = read_pack(OWN_FOLDER / f"visits.{language}.yaml")
    assert guide is not None, problems
    return guide


def given() -> Replies:
    replies = (
        Reply("plans", "begins", 1, Given.ANSWERED, text="Isla: 9:00 (خالد)"),
        Reply("plans", "where", 1, Given.ANSWERED, choices=("phone",)),
        Reply("plans", "help-from", 1, Given.ANSWERED, choices=("colleagues", "manager")),
        Reply("plans", "hours", 1, Given.ANSWERED, value="3.5"),
        Reply("plans", "last-talk", 1, Given.ANSWERED, value="2026-03-03"),
        Reply("plans", "rating", 1, Given.ANSWERED, level=4),
        Reply("plans", "strength", 1, Given.ANSWERED, text="جدًا"),
    )
    return {each.key: each for each in replies}


def report_in(language: str) -> ThemeReport:
    guide = visits(language).for_set("front-line")
    return summarise(
        guide, "plans", given(), round_title="2026", organisation="Example", version=1, finished_at=AT
    )


def paper_in(language: str, phrases: Phrases) -> zipfile.ZipFile:
    sheet = PromptSheet(visits(language), "2026", "Example", date(2026, 12, 18), (), AT)
    return zipfile.ZipFile(io.BytesIO(paper_docx(sheet, phrases)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_theme_in_this_language_becomes_an_accessible_document(language: str) -> None:
    # Levels in Arabic have vowel signs on their letters, of which a drawing in a document knows nothing.
    pdf = pypdf.PdfReader(io.BytesIO(theme_pdf(report_in(language), phrases_in(language))))
    assert is_accessible(pdf)
    assert pdf.root_object["/Lang"] == language


def test_a_bullet_stands_where_what_somebody_wrote_begins() -> None:
    both = (Reply("plans", "strength", number, Given.ANSWERED, text=text) for number, text in POINTS)
    report = summarise(
        visits("ar").for_set("front-line"),
        "plans",
        given() | {each.key: each for each in both},
        round_title="2026",
        organisation="Example",
        version=1,
        finished_at=AT,
    )
    page = pypdf.PdfReader(io.BytesIO(theme_pdf(report, phrases_in("en")))).pages[0]
    bullets = sorted(x for x, text in placed_texts(page) if text.startswith("•"))
    assert len(bullets) == 2
    assert bullets[0] < 100
    assert bullets[1] > 480


@pytest.mark.parametrize(
    ("language", "hours", "day"),
    [
        ("pl", "3,5 godz.", "3 marca 2026"),
        ("ar", "3.5 ساعة", "3 مارس 2026"),
        ("gd", "3.5 uairean", "dhen Mhàrt 2026"),
    ],
)
def test_numbers_and_days_are_said_as_in_this_language(language: str, hours: str, day: str) -> None:
    page = theme_html(report_in(language), phrases_in(language))
    assert hours in page
    assert day in page


def test_no_phrase_of_ours_is_left_in_english() -> None:
    page = theme_html(report_in("ar"), phrases_in("ar"))
    shown = re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert set(re.findall(r"[A-Za-z]{2,}", shown)) == {"Example", "Isla"}


def test_a_list_has_the_comma_and_the_semicolon_of_its_language() -> None:
    page = theme_html(report_in("ar"), phrases_in("ar"))
    assert "الزملاء\N{ARABIC SEMICOLON} مديرتي" in page
    assert "Koleżanki i koledzy; Moja kierowniczka" in theme_html(report_in("pl"), phrases_in("pl"))
    assert phrases_in("ar").with_commas(["1", "2"]) == "1\N{ARABIC COMMA} 2"


def test_a_code_stands_apart_from_the_number_behind_it() -> None:
    page = theme_html(report_in("ar"), phrases_in("ar"))
    assert '<bdi class="code">T1.P7</bdi>' in page
    text = paper_in("ar", phrases_in("ar")).read("word/document.xml").decode()
    assert "T1.P7\N{RIGHT-TO-LEFT MARK}  1.1.1" in text


def test_words_from_the_right_are_marked_so_in_word_with_their_size_and_weight() -> None:
    paper = paper_in("ar", phrases_in("ar"))
    document, styles = (paper.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    runs = re.findall(r"<w:r>.*?</w:r>", document, re.DOTALL)
    arabic = [run for run in runs if re.search("[\u0627-\u064a]", run)]
    assert arabic
    assert all("<w:rtl/>" in run for run in arabic)
    assert all("<w:bCs/>" in run for run in arabic if "<w:b/>" in run)
    sizes = re.findall(r'<w:sz w:val="(\d+)"/><w:szCs w:val="(\d+)"/>', styles)
    assert ("48", "48") in sizes
    assert all(each == other for each, other in sizes)
    assert "w:rtl" not in paper_in("pl", phrases_in("pl")).read("word/document.xml").decode()


def test_a_guide_that_runs_against_its_paper_has_paragraphs_of_its_own_direction() -> None:
    document = paper_in("ar", phrases_in("en")).read("word/document.xml").decode()
    assert '<w:bidi w:val="1"/>' in document
    mirrored = paper_in("en", phrases_in("ar")).read("word/document.xml").decode()
    assert '<w:bidi w:val="0"/>' in mirrored


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_workbook_begins_where_one_reads_from(direction: str) -> None:
    sheet = WorkbookSheet("A", (("A", 9),), (("a",),))
    made = workbook_file([sheet], title="", goes_on="", made_at=AT.replace(tzinfo=None), direction=direction)
    page = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in page) is (direction == "rtl")


def test_a_sentence_that_begins_with_a_code_runs_as_its_words_do() -> None:
    facts = RoundFacts("2026", "Example", "", date(2026, 11, 2), AT.date(), WhoSees.CONFIDENTIAL, 5)
    people = tuple(Participant(f"p{n}", given(), frozenset({"plans"})) for n in range(6))
    turnout = dict.fromkeys(("Home care", "Housing"), Participation(6, 6, 6, 6, 0, 6))
    report = summarise_group(visits("ar"), facts, people, turnout, shuffle_key=b"key")
    page = group_html(report, phrases_in("ar"))
    assert '<li class="said" dir="rtl">\N{FIRST STRONG ISOLATE}T1.P2' in page
    assert (
        written_paragraphs("\N{FIRST STRONG ISOLATE}T1.P2\N{POP DIRECTIONAL ISOLATE} أين؟")[0]["direction"]
        == "rtl"
    )
    assert written_paragraphs("12")[0]["direction"] == ""
    assert is_accessible(pypdf.PdfReader(io.BytesIO(group_pdf(report, phrases_in("ar")))))


def test_bold_words_are_bold_in_letters_of_which_our_fonts_have_one_weight() -> None:
    drawn = {}
    for language in ("ar", "pl"):
        pdf = pypdf.PdfReader(io.BytesIO(theme_pdf(report_in(language), phrases_in(language))))
        contents = [page.get_contents() for page in pdf.pages]
        drawn[language] = b"".join(each.get_data() for each in contents if each is not None)

    assert b" 2 Tr" in drawn["ar"].replace(b"\n", b" ")
    assert b" 2 Tr" not in drawn["pl"].replace(b"\n", b" ")
