"""The page in a real browser: it fits a small screen, breaks no policy, and is accessible."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from reports.group.files.group_html import group_html
from reports.theme.theme_html import theme_html
from tests.reports.group_samples import TURNOUT, gave, group_report, people
from tests.reports.samples import ENGLISH, EVIDENCED, RATED, RICH, SPARSE, replies, report_of, words
from tests.web.browser import FLAGS, chromium

pytestmark = pytest.mark.browser

LONG = replies(
    words("p1", "x" * 5000),
    words("p2", "https://example.org/" + "path/" * 100),
    words("strength", "W" * 600),
    words("reference", "y" * 600),
    RATED,
    EVIDENCED,
)


WIDE = group_report(
    people(*(gave("planning", 4 - n % 2, strengths=["W" * 600]) for n in range(6))),
    turnout={"T" * 200: TURNOUT["Home care"], **TURNOUT},
)
PAGES = {
    "rich": theme_html(report_of(RICH), ENGLISH),
    "sparse": theme_html(report_of(SPARSE), ENGLISH),
    "long": theme_html(report_of(LONG), ENGLISH),
    "group": group_html(group_report(), ENGLISH),
    "group-wide": group_html(WIDE, ENGLISH),
    "group-empty": group_html(group_report((), turnout={}), ENGLISH),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.mark.parametrize("made", PAGES)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_fits_the_screen_and_breaks_no_policy(
    browser: Browser, tmp_path: Path, made: str, width: int
):
    file = tmp_path / "report.html"
    file.write_text(PAGES[made], encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none", "the style sheet was refused"
    assert complaints == []
    page.close()


@pytest.mark.parametrize("made", ["rich", "sparse", "group", "group-empty"])
def test_the_page_has_no_accessibility_fault_that_a_program_can_find(
    browser: Browser, tmp_path: Path, made: str
):
    file = tmp_path / "report.html"
    file.write_text(PAGES[made], encoding="utf-8")
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(file.as_uri())
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.close()


@pytest.mark.parametrize(("width", "is_phone"), [(360, True), (1280, False)])
def test_the_names_of_levels_can_be_read_on_a_phone_too(
    browser: Browser, tmp_path: Path, width: int, is_phone: bool
):
    file = tmp_path / "report.html"
    file.write_text(PAGES["group"], encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(file.as_uri())
    names, items = page.locator(".first-page svg .name"), page.locator(".level-names li")
    assert names.first.is_visible() is not is_phone
    assert items.first.is_visible() is is_phone
    heights = [
        each.bounding_box()["height"]  # type: ignore[index]
        for each in page.locator(".first-page svg text, .level-names li").all()
        if each.is_visible()
    ]
    assert min(heights) >= 10
    page.close()
