"""The page on a phone at the end of a slow line, behind a proxy that hands on whole answers only.

Nothing that is written is lost, doubled or put to another prompt, and coming back costs little.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.guides import guide_for_tests
from tests.in_full import IN_FULL
from tests.players.house import Clock, House
from tests.web.between import SlowLine, whole_answers_only
from tests.web.browser import BROWSER_TEST, PHONE, browser, serving, watched
from tests.web.desk_double import DeskDouble
from tests.web.house import opened
from tests.web.test_past import MOST_BYTES, converse
from web.app import build_app
from web.chat import SHOWN_AT_ONCE

__all__ = ["browser"]
pytestmark = BROWSER_TEST

GUIDE = "first-version" if IN_FULL else "example"
"""Eleven prompts in full, three in short: what happens between two of them is the same."""

BYTES_PER_SECOND = 6_000 if IN_FULL else 12_000
LATENCY_SECONDS = 2.5 if IN_FULL else 1.0
CHANGED = "Reply 2, as it should have been."
EVIDENCE = "Home care quarterly report, July 2026"


@asynccontextmanager
async def slow(browser: Browser, url: str) -> AsyncIterator[tuple[Page, SlowLine, str]]:
    """A page on a phone at the end of such a line, the line, and the address to ask there."""
    async with (
        whole_answers_only(url, seconds=LATENCY_SECONDS) as between,
        watched(browser, between, size=PHONE) as context,
    ):
        page = await context.new_page()
        yield page, await SlowLine.of(page, bytes_per_second=BYTES_PER_SECOND), between


class Somebody:
    """Somebody who reads what is there, and then does the next thing."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def sees(self, text: str) -> None:
        await expect(self.page.locator("#log > li.ours").last).to_contain_text(text)

    async def taps(self, label: str, then: str) -> None:
        await self.page.locator(f'#log button[data-label="{label}"]').last.click()
        await self.sees(then)

    async def writes(self, text: str, then: str) -> None:
        await self.page.locator("#text").fill(text)
        await self.page.locator("#send").click()
        await self.sees(then)

    async def writes_and_loads_again(self, text: str, then: str) -> None:
        """Send it, and load the page again before a word of it can have been acknowledged."""
        await self.page.locator("#text").fill(text)
        await self.page.locator("#send").click()
        await self.page.reload()
        await self.sees(then)
        await expect(self.page.locator(".waiting")).to_have_count(0)

    async def changes(self, text: str, into: str) -> None:
        await self.page.get_by_role("button", name=f"Change: {text}").click()
        await self.page.locator("#text").fill(into)
        await self.page.locator("#send").click()
        await expect(self.page.locator(".own .words", has_text=into)).to_be_visible()


async def test_theme_1_to_its_report_without_a_word_lost_or_put_elsewhere(
    browser: Browser, tmp_path: Path
) -> None:
    theme = guide_for_tests(GUIDE).themes[0]
    total = len(theme.prompts)
    at = f"Theme 1, prompt {{}} of {total}"
    async with (
        House(tmp_path, Clock(), pack=GUIDE, reading_seconds=0) as house,
        serving(lambda url: build_app(house.backend, public_url=url, secure_cookies=False)) as served,
        slow(browser, served.url) as (page, _, url),
    ):
        person = Somebody(page)
        await page.goto(f"{url}/join/{await house.invite()}")
        await page.get_by_role("button", name="Open the conversation").click()
        await person.sees("asks you to take part")
        await person.taps("Begin", "Take them in any order.")
        await person.taps(f"1. {theme.title}", theme.purpose)
        await person.taps("Start", at.format(1))
        for number in range(1, total + 1):
            then = at.format(number + 1) if number < total else "how good are we at"
            if number == 3:
                await person.writes_and_loads_again(f"Reply {number}.", then)
            else:
                await person.writes(f"Reply {number}.", then)
            if number == 2:
                await person.changes("Reply 2.", CHANGED)
        await person.taps("4 Good", "What does your rating rest on?")
        figures = page.locator('#log button[data-label="1. Figures"]').last
        await figures.click()
        await expect(figures).to_have_attribute("aria-pressed", "true")
        await person.taps("Done", "Where could others look this up?")
        await person.writes(EVIDENCE, "What works well here?")
        await person.writes("People look at figures.", "1. People look at figures.")
        await person.taps("Done", "What should get better?")
        await person.writes("Decisions take long.", "1. Decisions take long.")
        await person.taps("Done", "Tap to change a reply or to add to it.")
        await person.taps("Finish and get my report", "your report follows in a moment")
        await house.make_reports()
        log = page.locator("#log")
        await expect(log).to_contain_text("Theme 1 is complete.")
        await expect(log).to_contain_text("Rating: 4 Good")
        picture = log.locator("img")
        await picture.scroll_into_view_if_needed()
        assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
        await expect(page.get_by_role("status")).to_have_text("")
        assert await page.locator("#text").input_value() == ""
        kept = {entry.reply.key[1]: entry.reply for entry in await house.ledger()}
    written = [CHANGED if number == 2 else f"Reply {number}." for number in range(1, total + 1)]
    assert [kept[prompt.id].text for prompt in theme.prompts] == written
    further = {reply.text for reply in kept.values()} - {*written, ""}
    assert further == {EVIDENCE, "People look at figures.", "Decisions take long."}


async def test_opening_the_page_again_after_400_entries_costs_little(browser: Browser) -> None:
    desk = DeskDouble()
    async with opened(desk) as house, slow(browser, house.url) as (page, line, url):
        converse(house.person, 400)
        newest = page.locator(f"#entry-{house.person.number}")
        cookie = {"name": house.cookie_name, "value": house.secret, "url": url}
        await page.context.add_cookies([cookie])  # type: ignore[list-item]
        await page.goto(f"{url}/chat")
        await expect(newest).to_be_in_viewport()
        await expect(page.locator("html.scripted")).to_be_attached()
        opening, line.taken = line.taken, 0
        await page.reload()
        await expect(newest).to_be_in_viewport()
        await expect(page.locator("html.scripted")).to_be_attached()
        await expect(page.locator("#log > li")).to_have_count(SHOWN_AT_ONCE)
        again = line.taken
    assert 1_000 < again < opening <= MOST_BYTES
