"""Something new while nobody looks, in a real browser: a number in the title and on the icon until seen."""

from playwright.async_api import Page, expect

from tests.web import samples
from tests.web.browser import BROWSER_TEST
from tests.web.house import House

pytestmark = BROWSER_TEST

LOOK_AWAY = """(isHidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
BADGES = """() => {
  window.badges = [];
  navigator.setAppBadge = async (count) => window.badges.push(count);
  navigator.clearAppBadge = async () => window.badges.push(0);
}"""


async def test_what_comes_while_nobody_looks_is_counted_until_it_is_seen(page: Page, house: House) -> None:
    title = await page.title()
    await page.evaluate(BADGES)
    await page.evaluate(LOOK_AWAY, True)
    house.say(samples.PROMPT)
    await expect(page).to_have_title(f"(1) {title}")
    house.say(samples.NEXT_PROMPT)
    await expect(page).to_have_title(f"(2) {title}")
    await page.evaluate(LOOK_AWAY, False)
    await expect(page).to_have_title(title)
    assert await page.evaluate("window.badges") == [1, 2, 0]


async def test_the_icon_of_the_tab_has_a_dot_until_what_came_is_seen(page: Page, house: House) -> None:
    icon = page.locator('link[rel="icon"]')
    still, news = await icon.get_attribute("href"), await icon.get_attribute("data-news")
    assert "icon.svg" in (still or "")
    assert "icon-news.svg" in (news or "")
    assert (await page.request.get(f"{house.url}{news}")).ok
    await page.evaluate(LOOK_AWAY, True)
    house.say(samples.PROMPT)
    await expect(icon).to_have_attribute("href", news or "")
    await page.evaluate(LOOK_AWAY, False)
    await expect(icon).to_have_attribute("href", still or "")


async def test_what_comes_while_somebody_looks_is_not_counted(page: Page, house: House) -> None:
    title = await page.title()
    house.say(samples.PROMPT)
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await expect(page).to_have_title(title)


async def test_a_page_that_gave_up_its_line_asks_now_and_then(page: Page, house: House) -> None:
    await page.clock.install()
    await page.reload()
    await expect(page.locator("#log")).to_contain_text("This is Closer Look")
    title = await page.title()
    await page.evaluate(LOOK_AWAY, True)
    await page.clock.run_for(61_000)  # the line is given up
    house.say(samples.PROMPT)
    await page.clock.run_for(61_000)
    await expect(page).to_have_title(f"(1) {title}")


async def test_where_there_is_no_icon_to_write_on_the_title_counts_all_the_same(
    page: Page, house: House
) -> None:
    title = await page.title()
    await page.evaluate("() => { navigator.setAppBadge = undefined; navigator.clearAppBadge = undefined; }")
    await page.evaluate(LOOK_AWAY, True)
    house.say(samples.PROMPT)
    await expect(page).to_have_title(f"(1) {title}")
