"""A newcomer goes through theme 1 of a long guide in a real browser, to its report.

The whole application stands behind the page, and every screen on the way is held to the accessibility rules.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from conversations.state import Given
from tests.guides import guide_for_tests
from tests.players.house import Clock, House
from tests.web.browser import BROWSER_TEST, PHONE, browser, serving, watched
from tests.web.newcomer import Newcomer
from web.app import build_app

__all__ = ["browser"]
pytestmark = BROWSER_TEST

GUIDE = "first-version"
WORDS = "We look at it every month.\nThen we say who does what, and look again: “<b>did it help?</b>”"
REFERENCE = "Home care quarterly report, team folder, July 2026"


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path, Clock(), pack=GUIDE, reading_seconds=0) as opened:
        yield opened


async def joined(page: Page, url: str, house: House) -> Newcomer:
    person = Newcomer(page)
    await page.goto(f"{url}/join/{await house.invite()}")
    await person.looks("the invitation")
    await page.get_by_role("button", name="Open the conversation").click()
    await person.sees("asks you to take part")
    return person


async def replies_to_every_prompt(person: Newcomer, total: int) -> None:
    """Reply in words and by each of the three buttons, look aside, go back, pause."""
    at = f"Theme 1, prompt {{}} of {total}"
    await person.taps("Examples", "These are examples, not a checklist.")
    await person.writes(WORDS, at.format(2))
    await person.taps("Don't know", at.format(3))
    await person.taps("Back", at.format(2))
    await person.taps("Keep it as it is", at.format(3))
    await person.taps("Not applicable", at.format(4))
    await person.taps("Skip", at.format(5))
    await person.taps("Pause", "Paused. Everything you sent is kept.")
    await person.taps("Continue", at.format(5))
    for number in range(5, total + 1):
        then = at.format(number + 1) if number < total else "how good are we at"
        await person.writes(f"Reply {number}", then)


async def rates(person: Newcomer) -> None:
    await person.taps("What the levels mean", "6 Excellent:")
    await person.taps("4 Good", "What does your rating rest on?")
    first = person.page.locator("#log").get_by_role("button", name="1 Figures")
    await first.click()
    await expect(first).to_have_attribute("aria-pressed", "true")
    await person.looks("a kind of evidence chosen")
    await person.taps("Done", "Where could others look this up?")
    await person.writes(REFERENCE, "What works well here?")
    await person.writes("People look at figures.", "1. People look at figures.")
    await person.taps("Done", "What should get better?")
    await person.writes("Decisions take long.", "1. Decisions take long.")
    await person.taps("Done", "Tap to change a reply or to add to it.")


async def test_a_newcomer_finishes_theme_1_in_the_browser_and_gets_its_report(
    browser: Browser, house: House
) -> None:
    theme = guide_for_tests(GUIDE).themes[0]
    desk = house.backend
    async with (
        serving(lambda url: build_app(desk, public_url=url, secure_cookies=False)) as served,
        watched(browser, served.url, size=PHONE) as context,
    ):
        person = await joined(await context.new_page(), served.url, house)
        await person.taps("Begin", "Take them in any order.")
        await person.taps("About the guide", "Version ")
        await person.taps(f"1. {theme.title}", theme.purpose)
        for label in ("Essential features", "Very good and weak", "All prompts"):
            await person.taps(label, theme.title)
        await person.taps("Start", f"Theme 1, prompt 1 of {len(theme.prompts)}")
        await replies_to_every_prompt(person, len(theme.prompts))
        await rates(person)
        await person.taps("Finish and get my report", "your report follows in a moment")
        await house.make_reports()
        await person.sees("Theme 1 is complete.")
        log = person.page.locator("#log")
        for told in ("Rating: 4 Good", REFERENCE, "People look at figures.", "Decisions take long."):
            await expect(log).to_contain_text(told)
        picture = log.locator("img")
        await picture.scroll_into_view_if_needed()
        assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
        assert "4" in (await picture.get_attribute("alt") or "")
        assert (await person.downloads("theme-1-report-1.png")).startswith(b"\x89PNG")
        assert (await person.downloads("theme-1-report-1.pdf")).startswith(b"%PDF-")
        await person.writes("/report html", "follows in a moment")
        await house.make_reports()
        await expect(log).to_contain_text("theme-1-report-1.html")
        html = (await person.downloads("theme-1-report-1.html")).decode()
        await person.writes("/help", "Here you can type:")
        await person.writes("/forget", "Erase everything about you?")
        await person.looks("the whole conversation")
    assert person.faults == {}
    assert "&lt;b&gt;did it help?&lt;/b&gt;" in html
    kept = {entry.reply.key[1]: entry.reply for entry in await house.ledger()}
    assert len(kept) == len(theme.prompts) + 5
    first, second, third, fourth, *_ = (kept[prompt.id] for prompt in theme.prompts)
    assert first.text == WORDS
    assert [each.given for each in (second, third, fourth)] == [
        Given.DONT_KNOW,
        Given.NOT_APPLICABLE,
        Given.SKIPPED,
    ]
