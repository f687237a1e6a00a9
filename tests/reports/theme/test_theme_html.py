import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from reports.theme.theme_html import theme_html
from tests.reports.page import Page
from tests.reports.samples import ASKS, ENGLISH, RICH, SPARSE, replies, report_of, words

ROOT = Path(__file__).parents[3]
HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} &amp; "' javascript:
</blockquote></main>"""


@pytest.fixture(scope="module")
def rich() -> Page:
    return Page(theme_html(report_of(RICH), ENGLISH))


def test_every_element_is_closed_where_it_should_be(rich: Page):
    assert rich.unmatched == []
    assert Page(theme_html(report_of({}), ENGLISH)).unmatched == []


def test_the_page_names_itself_and_its_language(rich: Page):
    assert rich.attributes("html") == [{"lang": "en", "dir": "ltr"}]
    assert rich.texts("title") == rich.texts("h1") == ["Theme 2: Planning for outcomes"]


def test_headings_come_in_order_without_a_step_left_out(rich: Page):
    levels = [int(tag[1]) for tag, _, _ in rich.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_policy_allows_our_own_style_and_nothing_else(rich: Page):
    (style,) = rich.texts("style")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    (policy,) = [
        each["content"]
        for each in rich.attributes("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_page_is_set_in_the_letters_of_the_chat():
    sheets = ("web/static/style.css", "reports/templates/report.css")
    texts = [(ROOT / each).read_text("utf-8") for each in sheets]
    families = [re.findall(r"font: 1\.0625rem/[\d.]+ ([^;]+);", text) for text in texts]
    assert families[0] == families[1]
    assert len(families[0]) == 1


def test_the_page_needs_nothing_from_elsewhere(rich: Page):
    tags = {tag for tag, _, _ in rich.elements}
    assert tags.isdisjoint({"script", "link", "iframe", "object", "embed", "img", "a", "form", "base"})
    named = {name for _, attributes, _ in rich.elements for name in attributes}
    assert named.isdisjoint({"src", "href", "style", "srcset", "xlink:href"})
    assert not [name for name in named if name.startswith("on")]
    assert "url(" not in rich.texts("style")[0]
    assert "@import" not in rich.texts("style")[0]


def test_each_prompt_stands_with_its_code_and_its_whole_reply(rich: Page):
    asked = [" ".join(text.split()) for text in rich.texts("h3")][: len(ASKS)]
    assert asked == [f"T2.P{number} {ask}" for number, ask in enumerate(ASKS, start=1)]
    given = [
        reply.text for key, reply in RICH.items() if key[1] in {"p1", "p2", "p4", "p5", "p7", "p9", "p11"}
    ]
    assert rich.texts("blockquote") == given


def test_prompts_that_were_left_say_how():
    page = Page(theme_html(report_of(SPARSE), ENGLISH))
    quiet = [text for text in page.texts("p") if text == "Skipped."]
    assert len(quiet) == len(ASKS) + 4
    assert page.texts("blockquote") == []


def test_long_replies_are_never_cut():
    long = ("word " * 3999 + "end.", "x" * 20_000, "\N{THUMBS UP SIGN}" * 5000)
    given = replies(*(words(f"p{number}", text) for number, text in enumerate(long, start=1)))
    assert tuple(Page(theme_html(report_of(given), ENGLISH)).texts("blockquote")) == long


def test_what_people_write_stays_text():
    given = replies(*(words(each, HOSTILE) for each in ("p1", "strength", "improvement", "reference")))
    page = Page(theme_html(report_of(given), ENGLISH))
    assert page.unmatched == []
    assert page.texts("script") == page.texts("img") == []
    assert page.texts("blockquote") == [HOSTILE]
    assert HOSTILE in page.texts("li")
    assert HOSTILE in page.texts("p")


def test_what_a_guide_or_a_coordinator_writes_stays_text():
    report = replace(
        report_of(RICH), theme_title=HOSTILE, organisation=HOSTILE, guide_about=HOSTILE, guide_title=HOSTILE
    )
    page = Page(theme_html(report, ENGLISH))
    assert page.unmatched == []
    assert page.texts("script") == page.texts("img") == []
    assert HOSTILE in page.texts("h1")[0]


def test_each_reply_is_shown_in_the_direction_of_its_own_script(rich: Page):
    assert {each.get("dir") for each in rich.attributes("blockquote")} == {"ltr"}
    arabic = replies(words("p1", "كل أسبوع، 3 مرات"))
    page = Page(theme_html(report_of(RICH | arabic), ENGLISH))
    assert {each.get("dir") for each in page.attributes("blockquote")} == {"ltr", "rtl"}


def test_characters_that_turn_the_direction_of_writing_are_shown_as_marks():
    page = Page(theme_html(report_of(replies(words("p1", "invoice\u202egnp.exe"))), ENGLISH))
    assert page.texts("blockquote") == ["invoice[right-to-left override]gnp.exe"]


def test_both_pictures_are_told_in_words(rich: Page):
    scale, profile = rich.attributes("svg")
    assert scale["role"] == profile["role"] == "img"
    assert scale["aria-label"] == "The rating is 4 Good, on a scale from 6 Excellent to 1 Unsatisfactory."
    assert (profile["aria-label"] or "").startswith("11 prompts: 7 answered")


def test_the_guides_words_carry_their_language_where_the_page_has_another():
    page = Page(theme_html(replace(report_of(RICH), language="gd"), ENGLISH))
    assert page.attributes("html") == [{"lang": "en", "dir": "ltr"}]
    assert page.attributes("h1") == [{"lang": "gd"}]


def test_a_reply_that_a_colleague_gave_says_so():
    given = replace(words("p1", "Through the locality plan."), given_by=7)
    page = Page(theme_html(report_of(replies(given, words("p2", "Our own."))), ENGLISH))
    assert page.texts("p").count("Given with a colleague.") == 1


def test_addresses_in_a_guide_s_words_can_be_followed_and_those_in_replies_stay_words():
    report = report_of(replies(words("p1", "See https://reply.example.org/a.")))
    words_of_guide = "First line: https://guide.example.org/a.\nmailto:a@example.org"
    asked = replace(report.prompts[0], prompt=replace(report.prompts[0].prompt, ask=words_of_guide))
    shown = Page(theme_html(replace(report, prompts=(asked, *report.prompts[1:])), ENGLISH))
    assert shown.attributes("a") == [
        {"href": each, "target": "_blank", "rel": "noopener noreferrer"}
        for each in ("https://guide.example.org/a", "mailto:a@example.org")
    ]


def test_the_lines_of_a_prompt_stay_lines(rich: Page):
    (style,) = rich.texts("style")
    assert re.search(r"(?:^|[ ,}])h3 { white-space: pre-wrap; }", style)
