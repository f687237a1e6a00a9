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
        await person.taps("Anonymous: you see neither", "Open this round?")
        await person.taps("11", "How many people must a group have")
        await person.writes("2", "Please give a number from 3 to 50.")
        await person.writes("6", "11. Smallest group shown: 6")
        await person.taps("Open the round", "“Adult services” is open.")
        await person.taps("Invite people", "Whom do you invite?")
        await person.writes("2", "Which team are they in?")
        await person.writes("Home care", "Make 2 links")
        await person.taps("Make the links", "One line for each person")
        assert (await person.downloads("links.csv")).startswith(b"\xef\xbb\xbf")
        await person.taps("Invite more", "Whom do you invite?")
        await person.hands_in(b"Name;Team\n;Day care\n", "Line 2: There is no name on this line.")
        await person.hands_in(b"Name;Team\nAnn Example;Day care\n", "Make 1 link for")
        await person.taps("Make the links", "One line for each person")
        await person.writes("/status", "3 invited")
        await person.writes("/people", "3. Ann Example, Day care: invited")
        await person.writes("/close", "Close “Adult services” now?")
        await person.taps("Close it", "“Adult services” is closed.")
        await person.looks("the whole conversation")
        older = page.locator("#log").get_by_role("button", name=re.compile("Open the round|Make the links"))
        await expect(older).to_have_count(0)
    assert person.faults == {}
