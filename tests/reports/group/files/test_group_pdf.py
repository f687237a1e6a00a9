import io
import re
from collections import Counter
from itertools import pairwise

import pypdf
import pytest

from content.library import read_pack
from conversations.state import Given
from reports.group.files.group_pdf import group_pdf
from reports.group.group_report import GroupReport
from tests.guides import OWN_FOLDER
from tests.reports.group_samples import gave, group_report, people, reply
from tests.reports.samples import ENGLISH
from tests.reports.theme.test_theme_pdf import MARKUP, squeezed, tags


def made(report: GroupReport) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(group_pdf(report, ENGLISH)))


def written(pdf: pypdf.PdfReader) -> str:
    foot = re.compile(r"Group report: .*\s*Page \d+ of \d+\s*$")
    return squeezed("".join(foot.sub("", page.extract_text()) for page in pdf.pages))


@pytest.fixture(scope="module")
def lively() -> pypdf.PdfReader:
    return made(group_report())


def test_the_document_says_that_it_is_accessible_and_fit_for_an_archive(lively: pypdf.PdfReader):
    claims = lively.root_object["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in claims
    assert "<pdfaid:part>2</pdfaid:part>" in claims
    assert lively.root_object["/Lang"] == "en"


def test_the_document_names_itself_and_is_dated_the_day_on_which_the_round_ended(lively: pypdf.PdfReader):
    assert lively.metadata is not None
    assert lively.metadata.title == "Group report: Spring self-evaluation"
    assert str(lively.metadata.creation_date).startswith("2027-05-28 00:00:00")


def test_headings_tables_lists_and_charts_are_tagged(lively: pypdf.PdfReader):
    kinds = Counter(tag["/S"] for tag in tags(lively))
    assert (kinds["/Table"], kinds["/TH"], kinds["/Figure"]) == (1, 6, 2)
    assert kinds["/LI"] == 8 + 6 + 1


def test_headings_come_in_order_without_a_step_left_out(lively: pypdf.PdfReader):
    levels = [int(tag["/S"][2:]) for tag in tags(lively) if re.fullmatch(r"/H\d", tag["/S"])]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_bookmarks_lead_to_each_theme_and_its_parts(lively: pypdf.PdfReader):
    sections = [each.title for each in lively.outline if not isinstance(each, list)]
    assert sections == [
        "Theme 2: Planning for outcomes",
        "Behind these pages",
        "About this report",
    ]
    parts = next(each for each in lively.outline if isinstance(each, list))
    assert [each.title for each in parts if not isinstance(each, list)] == [
        "Who took part, by team",
        "Theme 1: Leading a culture",
        "Theme 2: Planning for outcomes",
    ]
    lists = next(each for each in parts if isinstance(each, list))
    assert [each.title for each in lists] == [
        "Strengths",
        "Areas for improvement",
        "First steps",
        "Prompts that many did not know",
    ]


def test_each_page_is_numbered(lively: pypdf.PdfReader):
    total = len(lively.pages)
    for number, page in enumerate(lively.pages, start=1):
        assert re.search(rf"Page {number} of {total}\s*$", page.extract_text())


@pytest.mark.parametrize("text", ["x" * 2000, "word " * 400 + "end.", MARKUP, "line\n" * 40])
def test_nothing_that_people_wrote_is_cut_or_read_as_markup(text: str):
    given = [gave("planning", 4 - n % 2, strengths=[text]) for n in range(5)]
    pdf = made(group_report(people(*given)))
    assert written(pdf).count(squeezed(text)) == 1
    assert "A heading" not in str(pdf.outline)


def test_signs_that_the_fonts_lack_are_named_and_the_note_says_so(lively: pypdf.PdfReader):
    note = squeezed("stand here by their name in square brackets")
    given = [gave("planning", 4 - n % 2, improvements=["More \N{THUMBS UP SIGN}"]) for n in range(5)]
    text = written(made(group_report(people(*given))))
    assert squeezed("More [thumbs up sign]") in text
    assert note in text
    assert note not in written(lively)


@pytest.mark.parametrize("more", range(4, 16))
def test_the_head_of_a_theme_is_never_alone_at_the_foot_of_a_page(more: int):
    guide, problems, _ = read_pack(OWN_FOLDER / "visits.en.yaml")
    assert guide is not None, problems
    theme = guide.themes[1]
    arrived = reply(theme.id, theme.prompts[1].id, level=3)
    begun = {"begins": Given.ANSWERED}
    points = [gave("plans", 4, strengths=[f"Point {n}" for n in range(more)], prompts=begun)]
    points += [gave("plans", 4, strengths=["Another point."], prompts=begun)] * 6
    pdf = made(group_report(people(*({**each, arrived.key: arrived} for each in points)), of=guide))
    assert "Point1" in written(pdf)
    for page in pdf.pages:
        *_, last, _foot = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        assert not re.match(r"Theme \d|1 The day|\d people took part|Choices, levels", last)
