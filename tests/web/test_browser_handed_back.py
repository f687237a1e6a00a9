"""A person's own words in the box of a real browser, where the open card hands them back to be changed."""

from dataclasses import replace

from playwright.async_api import Page, expect

from tests.web import samples
from tests.web.browser import BROWSER_TEST
from tests.web.desk_double import play
from tests.web.house import House

pytestmark = BROWSER_TEST

OWN = "We go round the table.\nQuiet colleagues write it down."
CHANGING = replace(samples.PROMPT, words=OWN)


async def test_the_box_holds_the_words_that_the_card_hands_back(page: Page, house: House) -> None:
    house.desk.script = play(CHANGING, samples.NEXT_PROMPT)
    await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#text")).to_have_value(OWN)
    await page.locator("#text").press("Control+End")
    await page.keyboard.type(" New staff speak first.")
    await page.locator("#text").press("Control+Enter")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    assert house.person.received[-1].text == f"{OWN} New staff speak first."
    await expect(page.locator("#text")).to_have_value("")


async def test_words_left_as_they_were_leave_the_box_with_their_card(page: Page, house: House) -> None:
    house.desk.script = play(CHANGING, samples.NEXT_PROMPT)
    await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#text")).to_have_value(OWN)
    await page.get_by_role("button", name="Skip", exact=True).click()
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await expect(page.locator("#text")).to_have_value("")


async def test_what_somebody_is_writing_is_not_overwritten(page: Page, house: House) -> None:
    house.desk.script = play(CHANGING)
    await page.locator("#text").fill("a new thought")
    await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await expect(page.locator("#text")).to_have_value("a new thought")


async def test_a_reload_keeps_the_changed_words(page: Page, house: House) -> None:
    house.desk.script = play(CHANGING)
    await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#text")).to_have_value(OWN)
    await page.locator("#text").fill("changed halfway")
    await page.reload()
    await expect(page.locator("#text")).to_have_value("changed halfway")


async def test_the_box_is_filled_without_script_too(page: Page, house: House) -> None:
    house.person.say(CHANGING)
    answer = await page.request.get(house.url + "/chat")
    assert f">{OWN}</textarea>" in await answer.text()
