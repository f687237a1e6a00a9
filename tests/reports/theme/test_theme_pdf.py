import io
import re
from collections import Counter
from dataclasses import replace

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.model import Illustration
from conversations.reading.clean import LONGEST_REPLY, clean_text
from conversations.state import Replies
from reports.layout.characters import as_shown
from reports.layout.typeface import shown_characters
from reports.theme.theme_pdf import theme_pdf
from tests.reports.reading import headings_are_in_order, is_accessible, squeezed, tags
from tests.reports.samples import (
    ASKS,
    ENGLISH,
    EVIDENCED,
    RATED,
    RICH,
    SPARSE,
    guide,
    replies,
    report_of,
    words,
)

FOOTER = re.compile(r"Theme 2: Planning for outcomes\s*Page (\d+) of (\d+)\s*$")


def made(given: Replies) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(theme_pdf(report_of(given), ENGLISH)))


def written(pdf: pypdf.PdfReader) -> str:
    """All text of all pages but their footers, without any blank space."""
    return squeezed("".join(FOOTER.sub("", page.extract_text()) for page in pdf.pages))


@pytest.fixture(scope="module")
def rich() -> pypdf.PdfReader:
    return made(RICH)


def test_the_document_names_itself_and_its_language(rich: pypdf.PdfReader):
    assert rich.metadata is not None
    assert rich.metadata.title == "Theme 2: Planning for outcomes"
    assert rich.root_object["/Lang"] == "en"
    assert rich.root_object["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_the_document_says_that_it_is_accessible_and_fit_for_an_archive(rich: pypdf.PdfReader):
    assert is_accessible(rich)


def test_the_document_is_tagged_with_headings_lists_and_pictures(rich: pypdf.PdfReader):
    assert rich.root_object["/MarkInfo"]["/Marked"].value is True
    kinds = Counter(tag["/S"] for tag in tags(rich))
    assert kinds["/Title"] == 1
    assert kinds["/H1"] == 9
    assert kinds["/H2"] == len(ASKS) + 3
    assert kinds["/LI"] == 3 + 2 + 2 + 1 + 6
    assert kinds["/Figure"] == 2


def test_both_pictures_are_told_in_words(rich: pypdf.PdfReader):
    scale, profile = (tag["/Alt"] for tag in tags(rich) if tag["/S"] == "/Figure")
    assert scale == "The rating is 4 Good, on a scale from 6 Excellent to 1 Unsatisfactory."
    assert profile.startswith("11 prompts: 7 answered, 2 don't know, 1 not applicable, 1 skipped. Prompt by")


def test_headings_come_in_order_without_a_step_left_out(rich: pypdf.PdfReader):
    assert headings_are_in_order(rich)


def test_bookmarks_lead_to_each_section_and_each_prompt(rich: pypdf.PdfReader):
    sections = [each.title for each in rich.outline if not isinstance(each, list)]
    assert sections == [
        "Rating",
        "How do we know?",
        "The prompts at a glance",
        "Strengths",
        "Areas for improvement",
        "First steps",
        "Every prompt and its reply",
        "About this report",
        "What practice can look like",
    ]
    prompts = next(each for each in rich.outline if isinstance(each, list))
    assert prompts[3].title == f"T2.P4 {ASKS[3]}"


def test_each_page_is_numbered(rich: pypdf.PdfReader):
    total = len(rich.pages)
    assert total > 1
    for number, page in enumerate(rich.pages, start=1):
        found = FOOTER.search(page.extract_text())
        assert found is not None
        assert (int(found[1]), int(found[2])) == (number, total)


def test_every_reply_is_in_the_document_whole(rich: pypdf.PdfReader):
    text = written(rich)
    assert [key for key, reply in RICH.items() if squeezed(reply.text) not in text] == []


def test_every_prompt_is_in_the_document_even_where_nothing_was_given():
    text = written(made(SPARSE))
    for number, ask in enumerate(ASKS, start=1):
        assert squeezed(f"T2.P{number} {ask} Skipped.") in text


def test_the_document_says_what_it_is_and_whose_guide_it_rests_on(rich: pypdf.PdfReader):
    text = written(rich)
    for sentence in (
        "Sample Council social work",
        "Spring self-evaluation",
        "Finished on 3 May 2027. Version 1 of this report.",
        "This is one person's view, not the view of the group.",
        "These are examples from the guide, not a checklist.",
        "Plans list activities and say little about what should change for people.",
        "It does not speak for the group or for the organisation.",
        "A code such as T1.P3 names a prompt: the third prompt of the first theme in the guide.",
        "About the guide: Looking at performance, version 1.2",
        "Nobody has endorsed it.",
    ):
        assert squeezed(sentence) in text


@pytest.mark.parametrize("more_lines", range(0, 45, 5))
def test_what_the_report_is_never_has_the_last_page_to_itself(more_lines: int):
    longer = replies(*RICH.values(), words("p2", "line\n" * more_lines + "end"))
    last = squeezed(made(longer).pages[-1].extract_text())
    for each in ("These are examples from the guide", "Each outcome has money and staff behind it."):
        assert squeezed(each) in last


def test_examples_longer_than_a_page_are_all_there():
    long = [f"This is example {n} of many, and says a little of what good practice is." for n in range(150)]
    one = replace(guide().themes[1], illustrations=tuple(Illustration(5, each) for each in long))
    of = replace(guide(), themes=(guide().themes[0], one))
    text = written(pypdf.PdfReader(io.BytesIO(theme_pdf(report_of(SPARSE, of=of), ENGLISH))))
    assert [each for each in long if squeezed(each) not in text] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("word " * 3999 + "end.", id="20,000 characters"),
        pytest.param("x" * LONGEST_REPLY, id="20,000 letters without a space"),
        pytest.param("a" * 500 + " " + "W" * 500 + " next", id="words of 500 letters"),
        pytest.param("https://example.org/" + "path/" * 90, id="a long address"),
        pytest.param("\N{NO-BREAK SPACE}".join(["never"] * 900), id="spaces that do not break"),
        pytest.param("\N{THUMBS UP SIGN}" * 400, id="emoji without a space"),
        pytest.param("中" * 900, id="a script that the fonts lack"),
        pytest.param("line\n" * 400, id="many lines"),
    ],
)
def test_no_reply_is_ever_cut_however_long_it_is(text: str):
    given = clean_text(text).text
    pdf = made(replies(words("p1", given), words("strength", given), words("reference", given)))
    assert written(pdf).count(squeezed(as_shown(given))) == 3


@pytest.mark.parametrize("between", [" ", "\n", "\u2003"])
def test_a_reply_of_very_many_long_words_and_lines_is_set_whole(between: str):
    text = clean_text(between.join(f"wordnumber{number}" for number in range(1400))).text[:LONGEST_REPLY]
    pdf = made(replies(words("p1", text), words("strength", text)))
    assert written(pdf).count("wordnumber1399") == 2


def test_no_line_is_wider_than_the_page():
    wide = "W" * 2000
    pdf = made(replies(words("p1", wide), words("strength", wide), words("reference", wide)))
    lines = [line for page in pdf.pages for line in page.extract_text().splitlines()]
    in_line = [line.count("W") for line in lines if "WW" in line]
    assert sum(in_line) == 3 * len(wide)
    assert max(in_line) <= 46  # 160 mm of a letter that is 3.5 mm wide


MARKUP = """#set page(width: 1pt) *bold* _light_ $x^2$ `raw` @ref <label> // gone /* gone */
#read("/etc/passwd") #import "@preview/x:1.0.0": * #panic() \\u{41} ]]> #sys.inputs
= A heading
- an item
+ a number
/ term: meaning
{{ 7 * 7 }} {% raw %} <script>alert(1)</script> &amp;"""


def test_what_people_write_is_never_read_as_markup():
    pdf = made(replies(words("p1", MARKUP), words("strength", MARKUP), words("reference", MARKUP)))
    assert written(pdf).count(squeezed(MARKUP)) == 3
    assert "A heading" not in str(pdf.outline)


def test_signs_that_the_fonts_lack_are_named_and_the_note_says_so(rich: pypdf.PdfReader):
    note = squeezed("stand here by their name in square brackets")
    text = written(made(replies(words("p1", "Well done \N{THUMBS UP SIGN}"))))
    assert squeezed("Well done [thumbs up sign]") in text
    assert note in text
    assert note not in written(rich)


def test_every_character_that_we_say_the_fonts_show_can_be_set():
    letters = [chr(code) for code in sorted(shown_characters())]
    given = replies(words("p1", " ".join(letters)), words("p2", "".join(letters)))
    assert theme_pdf(report_of(given), ENGLISH).startswith(b"%PDF")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.text(alphabet=st.characters(min_codepoint=0x300), max_size=200))
def test_any_text_can_be_set(one: str, other: str):
    given = replies(words("p1", one), words("strength", other), words("reference", one), RATED, EVIDENCED)
    assert theme_pdf(report_of(given, of=guide(about=other)), ENGLISH).startswith(b"%PDF")


def test_the_same_report_is_always_the_same_document():
    assert theme_pdf(report_of(RICH), ENGLISH) == theme_pdf(report_of(RICH), ENGLISH)


def test_only_our_own_fonts_are_in_the_document(rich: pypdf.PdfReader):
    fonts = set()
    for page in rich.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            fonts.add(font.get_object()["/BaseFont"].split("+")[-1])
    assert fonts
    assert all(font.startswith(("/Inter", "Inter", "DejaVuSans")) for font in fonts)


def test_a_moment_with_parts_of_a_second_is_no_obstacle() -> None:
    report = report_of(RICH)
    moment = report.finished_at.replace(microsecond=115_000)
    assert theme_pdf(replace(report, finished_at=moment), ENGLISH).startswith(b"%PDF")


def test_a_reply_that_a_colleague_gave_says_so():
    given = replace(words("p1", "Through the locality plan."), given_by=7)
    told = squeezed("Given with a colleague.")
    assert written(made(replies(given, words("p2", "Our own.")))).count(told) == 1


def test_addresses_in_a_guide_s_words_can_be_followed_and_those_in_replies_stay_words():
    long = "https://guide.example.org/" + "path" * 30
    report = report_of(replies(words("p1", "See https://reply.example.org/a.")))
    words_of_guide = f"See {long}. Or mailto:a@example.org, both."
    asked = replace(report.prompts[0], prompt=replace(report.prompts[0].prompt, ask=words_of_guide))
    made_of = theme_pdf(replace(report, prompts=(asked, *report.prompts[1:])), ENGLISH)
    pages = pypdf.PdfReader(io.BytesIO(made_of)).pages
    links = [each.get_object()["/A"]["/URI"] for page in pages for each in page.get("/Annots", [])]
    assert set(links) == {long, "mailto:a@example.org"}
