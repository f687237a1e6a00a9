"""Earlier entries and the search in a real browser: fetched when wanted, without moving what is read."""

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.web import samples
from tests.web.browser import BROWSER_TEST, PHONE, accessibility_faults, overflow, watched
from tests.web.desk_double import DeskDouble
from tests.web.house import House, opened
from tests.web.test_past import converse

pytestmark = BROWSER_TEST


async def shown(page: Page) -> int:
    return await page.locator("#log > li").count()


async def test_asking_for_what_is_earlier_puts_it_above_and_moves_nothing(page: Page, house: House) -> None:
    converse(house.person, 120)
    await page.reload()
    assert await shown(page) == 50
    first = page.locator("#log > li").first
    name = await first.get_attribute("id")
    earlier = page.get_by_role("link", name="Earlier")
    await earlier.focus()
    before = await first.bounding_box()
    await page.keyboard.press("Enter")
    await expect(page.locator("#log > li")).to_have_count(100)
    after = await page.locator(f"#{name}").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    # The keyboard goes on from where it was.
    assert await page.evaluate("document.activeElement.closest('li').nextElementSibling.id") == name
    await earlier.click()
    await expect(page.locator("#log > li")).to_have_count(121)
    await expect(earlier).to_have_count(0)
    numbers = await page.eval_on_selector_all("#log > li", "items => items.map(item => +item.dataset.number)")
    assert numbers == list(range(1, 122))
    await expect(page.locator("#log time").first).to_be_visible()


async def test_scrolling_up_brings_what_is_earlier_and_opening_the_page_does_not(
    page: Page, house: House
) -> None:
    converse(house.person, 120)
    await page.reload()
    await page.get_by_role("banner").get_by_role("heading").wait_for()
    assert await shown(page) == 50
    await page.mouse.move(400, 300)
    await page.mouse.wheel(0, -100_000)
    await expect(page.locator("#log > li")).not_to_have_count(50)


async def test_what_changes_among_the_entries_that_are_not_shown_is_not_put_among_those_that_are(
    page: Page, house: House
) -> None:
    converse(house.person, 120)
    await page.reload()
    changed = house.person.entries[3].body
    assert not hasattr(changed, "caption")
    house.person.redraw(3, changed)  # type: ignore[arg-type]
    house.desk.tell()
    newest = house.person.number + 1
    converse(house.person, 2)
    house.desk.tell()
    await expect(page.locator(f"#entry-{newest}")).to_have_count(1)
    assert await page.locator("#entry-3").count() == 0


async def test_where_it_cannot_be_fetched_it_is_said_and_may_be_tried_again(page: Page, house: House) -> None:
    converse(house.person, 120)
    await page.reload()
    await page.route("**/chat/earlier/entries*", lambda route: route.abort())
    await page.get_by_role("link", name="Earlier").click()
    await expect(page.locator("#earlier")).to_contain_text("could not be fetched")
    await page.unroute("**/chat/earlier/entries*")
    await page.get_by_role("link", name="Earlier").click()
    await expect(page.locator("#log > li")).to_have_count(100)


@pytest.mark.parametrize("status", [200, 204, 302, 403, 502])
async def test_what_answers_in_our_place_is_not_taken_for_what_is_earlier(
    page: Page, house: House, status: int
) -> None:
    """Such as the page of a network that wants to be signed in to, or of a filter."""
    converse(house.person, 120)
    await page.reload()
    text = '<ol><li data-number="1">Sign in to this network</li></ol>'

    async def answer(route: Route) -> None:
        headers = {"Location": "/static/icon.svg"} if status == 302 else {}
        await route.fulfill(
            status=status,
            body=text if status != 204 else "",
            content_type="text/html",
            headers=headers,
        )

    await page.route("**/chat/earlier/entries*", answer)
    await page.get_by_role("link", name="Earlier").click()
    await expect(page.locator("#earlier")).to_contain_text("could not be fetched")
    assert await shown(page) == 50
    await page.unroute("**/chat/earlier/entries*")
    await page.get_by_role("link", name="Earlier").click()
    await expect(page.locator("#log > li")).to_have_count(100)


async def test_somebody_looks_for_their_words_on_a_phone_and_comes_back(
    browser: Browser, desk: DeskDouble
) -> None:
    async with opened(desk) as house, watched(browser, house.url, size=PHONE) as context:
        converse(house.person, 200)
        page = await house.enter(context)
        await page.locator("#menu summary").click()
        await page.get_by_role("link", name="Search").click()
        await page.get_by_label("Words to look for").fill("reply 12.")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_have_text("Found in 1 place.")
        assert await accessibility_faults(page) == []
        assert await overflow(page) == 0
        await page.locator("#found a").click()
        await expect(page.get_by_text("Reply 12. We ask everybody")).to_be_in_viewport()
        assert await accessibility_faults(page) == []
        assert await overflow(page) == 0
        await page.get_by_role("button", name="Change: Reply 12.").click()
        await expect(page.get_by_label("Your changed reply")).to_have_value(f"Reply 12. {samples.REPLY}")


async def test_without_script_the_links_lead_to_all_of_it(browser: Browser, desk: DeskDouble) -> None:
    async with (
        opened(desk) as house,
        watched(browser, house.url, size=PHONE, java_script_enabled=False) as context,
    ):
        converse(house.person, 120)
        page = await house.enter(context)
        await page.get_by_role("link", name="Earlier").click()
        await page.get_by_role("link", name="Earlier").click()
        await expect(page.locator("#entry-1")).to_be_visible()
        await page.get_by_role("link", name="Later").click()
        await page.get_by_role("link", name="Go to the newest card").click()
        await expect(page.locator(f"#entry-{house.person.number}")).to_be_visible()
