"""Every page, report, document and picture runs the way its language is written.

The templates are found in their folders, so that a new one is held to this too.
"""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from content.phrases import Phrases, direction_of, phrases_in
from content.translations.directions import direction_of_text, set_apart, without_isolates
from conversations.outgoing import Button
from conversations.reading.typed import tapped
from reports.layout.templating import TEMPLATE_FOLDER
from reports.layout.word import new_document
from reports.paper.link_sheet import links_pdf
from reports.theme.theme_html import theme_html
from tests.locales import spoken, write_locale
from tests.reports.samples import LINKS, RICH, link_sheet, report_of
from web.assets import STATIC_FOLDER
from web.pages import TEMPLATE_FOLDER as PAGES
from web.pages import open_pages

FSI, PDI = "\u2068", "\u2069"
SIDES = re.compile(
    r"(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:|text-align:\s*(?:left|right)\b|float:"
)


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("pl", "ltr"),
        ("ar", "rtl"),
        ("ur", "rtl"),
        ("fa", "rtl"),
        ("zh_Hant", "ltr"),
        ("nonsense", "ltr"),
    ],
)
def test_a_language_has_a_direction(language: str, direction: str) -> None:
    assert direction_of(language) == direction


@pytest.mark.parametrize(
    "path", [*PAGES.glob("*.html"), *TEMPLATE_FOLDER.glob("*.html.j2")], ids=lambda path: path.name
)
def test_every_page_says_which_way_it_runs(path: Path) -> None:
    text = path.read_text("utf-8")
    if "<html" in text:
        assert re.search(r'<html [^>]*dir="\{\{ direction \}\}"', text)
    else:
        # What is no whole page is put into one, or lies on one.
        assert "<body" not in text
        assert "{% extends" in text or "<head>" not in text


@pytest.mark.parametrize(
    "path", [*STATIC_FOLDER.glob("*.css"), *TEMPLATE_FOLDER.glob("*.css")], ids=lambda path: path.name
)
def test_no_style_names_a_side_of_the_page(path: Path) -> None:
    assert SIDES.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [*TEMPLATE_FOLDER.glob("*.typ")], ids=lambda path: path.name)
def test_no_document_names_a_side_of_the_page(path: Path) -> None:
    text = re.sub(r"(?m)^#let (?:begin|ending|at-begin)\b.*|//.*", "", path.read_text("utf-8"))
    # A width on the x axis is the same on both sides; "team.left" is a value.
    assert re.findall(r"(?<![.\w-])(?:left|right)\b", text) == []


def test_a_side_that_is_named_would_be_found() -> None:
    assert SIDES.search("p { margin-left: 1rem; }")
    assert SIDES.search("p { text-align: right; }")
    assert not SIDES.search("p { margin-inline-start: 1rem; }")


def test_a_page_in_arabic_runs_from_the_right(tmp_path: Path) -> None:
    write_locale(tmp_path, "ar")
    with spoken(tmp_path):
        arabic = phrases_in("ar")
        page = bytes(open_pages().page("offline.html", arabic).body).decode()
        report = theme_html(report_of(RICH), arabic)
    for each in (page, report):
        assert '<html lang="ar" dir="rtl">' in each
    # The sample's guide is in English: its words run their own way, and headings of ours with them do not.
    assert re.search(r'<h3 id="T2.P1" lang="en" dir="ltr">', report)
    assert re.search(r'<h1 lang="en">', report)


def test_a_name_in_a_sentence_turns_nothing_around_it() -> None:
    english = phrases_in("en")
    assert english.say("{name}: {n}", name="خالد", n=3) == f"{FSI}خالد{PDI}: 3"
    assert english.say("{name}: {n}", name="Isla", n=3) == "Isla: 3"
    arabic = Phrases("ar", english.catalogue)
    assert arabic.say("{name}: {n}", name="Isla", n=3) == f"{FSI}Isla{PDI}: 3"
    assert arabic.say("{name}: {n}", name="خالد", n=3) == "خالد: 3"
    assert without_isolates(set_apart("Isla", "rtl")) == "Isla"


def test_a_command_in_a_sentence_from_the_right_keeps_its_slash_before_it() -> None:
    english = phrases_in("en")
    arabic = Phrases("ar", english.catalogue)
    assert arabic.say("Type /mydata, or /forget.") == f"Type {FSI}/mydata{PDI}, or {FSI}/forget{PDI}."
    assert arabic.say("Type /reminders off.") == f"Type {FSI}/reminders off{PDI}."
    assert arabic.count("{n} of /themes", "{n} of /themes", 2) == f"2 of {FSI}/themes{PDI}"
    assert arabic.say("At https://example.org/help or and/or") == "At https://example.org/help or and/or"
    assert english.say("Type /mydata.") == "Type /mydata."


@pytest.mark.parametrize(("language", "is_turned"), [("ar", True), ("pl", False)])
def test_a_word_document_runs_as_its_language_does(language: str, is_turned: bool) -> None:
    made = new_document(title="A", author="B", language=language, made_at=datetime(2027, 5, 3, tzinfo=UTC))
    assert ("w:bidi" in made.styles["Normal"].element.xml) is is_turned


@pytest.mark.parametrize(
    ("text", "otherwise", "direction"),
    [
        ("Reply in words", "rtl", "ltr"),
        (f"{FSI}Isla{PDI} كتب", "ltr", "rtl"),
        ("/help ثم", "rtl", "rtl"),
        ("12.", "rtl", "rtl"),
        ("123 שלום", "ltr", "rtl"),
        (f"{FSI}T1.P2{PDI} كيف؟ 3.", "ltr", "rtl"),
        ("كيف؟", "ltr", "rtl"),
    ],
)
def test_a_text_runs_by_its_first_letter_that_tells(text: str, otherwise: str, direction: str) -> None:
    assert direction_of_text(text, otherwise) == direction


def test_a_button_with_a_name_that_is_set_apart_can_be_typed() -> None:
    button = Button(phrases_in("en").say("Remove {name}", name="خالد"), "act", "1")
    assert tapped([button], "Remove خالد") == "act"


def test_a_document_names_who_it_is_for_or_says_that_it_cannot() -> None:
    names = ("李雷", "خالد", "김민준", "\N{CUNEIFORM SIGN A}")
    links = [replace(link, name=name) for link, name in zip(LINKS * 2, names, strict=False)]
    for given, told in ((links[:3], False), (links[:4], True)):
        pdf = pypdf.PdfReader(io.BytesIO(links_pdf(link_sheet(*given), phrases_in("en"))))
        text = "".join(page.extract_text() for page in pdf.pages)
        assert "李雷" in text
        assert "김민준" in text
        assert "U+" not in text
        assert ("This PDF cannot show some letters: □ stands for each." in " ".join(text.split())) is told
