"""A new coordinator opens a round in a real browser, invites, watches, and closes it.

The whole application stands behind the page, and every screen on the way is held to the accessibility rules.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.players.house import Clock, House
from tests.web.browser import BROWSER_TEST, PHONE, browser, serving, watched
from tests.web.newcomer import Newcomer
from web.app import build_app

__all__ = ["browser"]
pytestmark = BROWSER_TEST


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path, Clock(), role="coordinator", reading_seconds=0) as opened:
        yield opened


async def test_a_new_coordinator_runs_a_round_in_the_browser(browser: Browser, house: House) -> None:
    desk = house.backend
    async with (
        serving(lambda url: build_app(desk, public_url=url, secure_cookies=False)) as served,
        watched(browser, served.url, size=PHONE) as context,
    ):
        page = await context.new_page()
        person = Newcomer(page)
        await page.goto(f"{served.url}/join/{await house.invite()}")
        await expect(page.get_by_role("heading", name="Your link to the rounds")).to_be_visible()
        await person.looks("the link")
        await page.get_by_role("button", name="Open the conversation").click()
        await person.sees("You coordinate for Example Council.")
        await person.taps("Open a round", "Which guide shall people go through?")
        await person.taps("Example: how a care team works together (en)", "What is the round called?")
        await person.writes("Adult services", "What is it for")
        await person.taps("Skip", "Which themes?")
        await person.taps("All themes", "Which is the last day?")
        await person.writes("some day", "I could not read that day.")
        await person.writes("30 November 2026", "Who sees what?")
        await person.taps("Confidential: you see how far each is, never who wrote what", "Open this round?")
        await person.taps("11", "How many people must a group have")
        await person.writes("2", "Please give a number from 3 to 50.")
        await person.writes("6", "11 Smallest group shown: 6")
        await person.taps("Open the round", "“Adult services” is open.")
        await person.taps("Invite people", "Whom do you invite?")
        await person.writes("2", "Which team are they in?")
        await person.writes("Home care", "Make 2 links")
        await person.taps("Make the links", "One line for each person")
        assert (await person.downloads("links.csv")).startswith(b"\xef\xbb\xbf")
        await person.taps("Invite more", "Whom do you invite?")
        await person.hands_in(b"Name;Team\n;Day care\n", "Line 2: There is no name on this line.")
        await person.hands_in(b"Name;Team\nAnn Example;Day care\n", "Make 1 link for")
        await person.taps("Make the link", "One line for each person")
        await person.writes("/status", "3 invited")
        await person.writes("/people", "3. Ann Example, Day care: invited")
        await person.writes("/close", "Close “Adult services” now?")
        await person.taps("Close it", "“Adult services” is closed.")
        await person.writes("/replies", "There is nothing to read")
        await person.looks("the whole conversation")
        older = page.locator("#log").get_by_role("button", name=re.compile("Open the round|Make the links"))
        await expect(older).to_have_count(0)
    assert person.faults == {}


async def test_a_round_is_opened_on_its_page_with_figures_that_follow_each_tick(
    browser: Browser, house: House
) -> None:
    desk = house.backend
    async with (
        serving(lambda url: build_app(desk, public_url=url, secure_cookies=False)) as served,
        watched(browser, served.url, size=PHONE) as context,
    ):
        page = await context.new_page()
        person = Newcomer(page)
        await page.goto(f"{served.url}/join/{await house.invite()}")
        await page.get_by_role("button", name="Open the conversation").click()
        await person.sees("You coordinate for Example Council.")
        await person.writes("/round", "Open the page for a new round")
        await page.locator("#menu summary").click()
        await page.get_by_role("link", name="Open a round").click()
        await person.looks("the choice of a guide")
        await page.get_by_label("Managing performance").first.check()
        await page.get_by_role("button", name="Go on").click()
        so_far = page.get_by_role("status")
        before = await so_far.inner_text()
        await expect(page.get_by_role("button", name="Work it out")).to_be_hidden()
        await page.locator("#sets").get_by_label("I am a councillor").uncheck()
        await expect(so_far).not_to_contain_text("I am a councillor")
        await page.locator("summary").first.click()
        await page.get_by_label("T1.P2").press("Space")
        await expect(page.locator(".asked").first).to_have_text("9")
        await page.get_by_label("Prompts of your own in “").first.fill("What do we do on a Sunday?")
        await expect(so_far).not_to_have_text(before)
        await page.get_by_role("button", name="Look at it before it opens").click()
        await expect(page.get_by_role("alert")).to_contain_text("Everything else is kept.")
        await person.looks("what is to be mended")
        await page.locator("#title").fill("Adult services")
        await page.locator("#closes").fill("30.11.26")
        await page.get_by_label("Confidential").check()
        await page.get_by_role("button", name="Look at it before it opens").press("Enter")
        await expect(page.get_by_role("heading", name="Open this round?")).to_be_visible()
        await person.looks("what will hold")
        await page.get_by_role("button", name="Open the round").click()
        await person.sees("“Adult services” is open.")
        await person.taps("Invite people", "Whom do you invite?")
    assert person.faults == {}


async def test_a_shared_link_leads_from_the_chat_to_a_place_of_ones_own(
    browser: Browser, house: House
) -> None:
    desk = house.backend
    async with (
        serving(lambda url: build_app(desk, public_url=url, secure_cookies=False)) as served,
        watched(browser, served.url, size=PHONE) as context,
        watched(browser, served.url, size=PHONE) as tablet,
    ):
        page = await context.new_page()
        person = Newcomer(page)
        await page.goto(f"{served.url}/join/{await house.invite()}")
        await page.get_by_role("button", name="Open the conversation").click()
        await person.sees("You coordinate for Example Council.")
        opening = "/round guide: example/en; title: Really; purpose: none; themes: all; closes: never"
        await person.writes(f"{opening}; sees: anonymous", "They take part in the browser only")
        await person.writes("yes", "“Really” is open.")
        await person.taps("Invite people", "Whom do you invite?")
        await person.hands_in(b"Name;Team\nAnn Example;Day care\n", "erased when the round has closed")
        await person.writes("yes", "The link is ready.")
        said = await page.locator("#log").inner_text()
        code = re.findall(r"/join/((?:\w{4}-){3}\w{4})", said)[-1]
        await person.taps("Shared links", "everybody, for 1 person: works while the round is open")
        await page.goto(f"{served.url}/join/{code}")
        await person.looks("beside a role")
        # At a tablet that several people share.
        other_page = await tablet.new_page()
        other = Newcomer(other_page)
        words = []
        for button in ("Open the conversation", "No, I am somebody else"):
            await other_page.goto(f"{served.url}/join/{code}")
            await other.looks(button)
            await other_page.get_by_role("button", name=button).click()
            await expect(other_page.get_by_role("heading", name="Your way back")).to_be_visible()
            await other.looks("the word")
            words.append(await other_page.locator("p.word").inner_text())
            await other_page.get_by_role("button", name="Open the conversation").click()
            await other.sees("Really")
        await other_page.goto(f"{served.url}/come-back")
        await other.looks("where a word is typed")
        await other_page.get_by_label("The word that you noted").fill(words[0].upper())
        await other_page.get_by_role("button", name="Open my place").click()
        await other.looks("whose the open one is")
        await other_page.get_by_role("button", name="Yes, keep it beside my place").click()
        await other.sees("Really")
        await other_page.locator("#menu summary").click()
        await other_page.get_by_role("link", name="Your way back").click()
        await other_page.get_by_role("link", name="Your other conversations in this browser").click()
        await other.looks("the other conversations")
    assert person.faults == {}
    assert other.faults == {}
