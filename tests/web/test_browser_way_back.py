"""The way back of a person in a real browser: the link to keep, and what following it leaves behind."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.browser import BROWSER_TEST, PHONE, accessibility_faults, overflow, watched
from tests.web.house import House

pytestmark = BROWSER_TEST


async def made(page: Page, house: House) -> str:
    """The link that the page makes."""
    await page.goto(f"{house.url}/way-back")
    await page.get_by_role("button", name="Make my link").click()
    return await page.locator("#own-link").inner_text()


async def test_the_link_is_of_the_address_that_the_browser_is_on_and_can_be_copied(
    browser: Browser, house: House
) -> None:
    elsewhere = house.url.replace("127.0.0.1", "localhost")
    async with watched(browser, elsewhere, size=PHONE) as context:
        cookie = {"name": house.cookie_name, "value": house.secret, "url": elsewhere}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await context.new_page()
        await page.goto(f"{elsewhere}/way-back")
        await page.get_by_role("button", name="Make my link").click()
        link = await page.locator("#own-link").inner_text()
        assert link == f"{elsewhere}/come-back#{house.desk.word}"
        await page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
        await page.get_by_role("button", name="Copy the link").click()
        await expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert await page.evaluate("window.copied") == link
        assert await overflow(page) == 0
        assert await accessibility_faults(page) == []


async def test_following_the_link_asks_no_server_for_the_word(
    page: Page, browser: Browser, house: House
) -> None:
    link = await made(page, house)
    async with watched(browser, house.url, size=PHONE) as context:
        asked: list[str] = []
        context.on("request", lambda made: asked.append(f"{made.url.partition('#')[0]} {made.headers}"))
        other = await context.new_page()
        await other.goto(link)
        await expect(other.get_by_label("The word that you noted")).to_have_value(house.desk.word)
        assert other.url == f"{house.url}/come-back", "the history of a shared tablet leads nobody back"
        assert asked
        assert not any(house.desk.word in each for each in asked)
        await other.get_by_role("button", name="Open my place").click()
        await expect(other.locator("#log")).to_contain_text("This is Closer Look")


@pytest.mark.parametrize("added", [".", ")", ">", "%C2%A0", "%E2%80%8B", "?utm_source=mail"])
async def test_what_a_mail_program_adds_does_not_spoil_it(page: Page, house: House, added: str) -> None:
    link = await made(page, house)
    await page.goto("about:blank")
    await page.goto(link + added)
    await expect(page.get_by_label("The word that you noted")).to_have_value(house.desk.word)


async def test_a_link_that_is_followed_on_the_very_page_fills_in_its_word(page: Page, house: House) -> None:
    link = await made(page, house)
    await page.goto(f"{house.url}/come-back")
    await page.evaluate("(link) => { location.href = link; }", link)
    await expect(page.get_by_label("The word that you noted")).to_have_value(house.desk.word)
