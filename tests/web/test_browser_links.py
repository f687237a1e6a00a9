"""What can be tapped within a card in a real browser: links to hand on, commands, and the items of a list."""

from playwright.async_api import Browser, Page, expect

from conversations.outgoing import Card, Line, Style
from tests.web import samples
from tests.web.browser import BROWSER_TEST, PHONE, accessibility_faults, overflow, watched
from tests.web.desk_double import DeskDouble
from tests.web.house import House, opened

pytestmark = BROWSER_TEST

LINK = f"https://look.example.gov.uk/join/{43 * 'a'}"
HANDED = Card(
    (
        Line("Here is the link for your colleague:"),
        Line(LINK, copy="Copy the link"),
        Line("Send /pass again for another one, or /help.", Style.HELP),
    )
)


async def test_a_link_is_copied_by_a_tap_and_it_is_said(page: Page, house: House) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    house.say(HANDED)
    await page.get_by_role("button", name="Copy the link").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_focused()
    await expect(page.locator("#announcer")).to_contain_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == LINK
    await expect(page.get_by_role("button", name="Copy the link")).to_be_visible()


async def test_where_a_page_may_use_no_clipboard_a_link_is_copied_all_the_same(
    page: Page, house: House
) -> None:
    await page.evaluate("delete Navigator.prototype.clipboard")
    house.say(HANDED)
    await page.get_by_role("button", name="Copy the link").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()


async def test_a_link_is_shared_where_the_device_can(browser: Browser, desk: DeskDouble) -> None:
    async with opened(desk, HANDED) as house, watched(browser, house.url, size=PHONE) as context:
        await context.add_init_script("navigator.share = async (what) => { document.title = what.url; }")
        page = await house.enter(context)
        await page.get_by_role("button", name="Share").click()
        await expect(page).to_have_title(LINK)
        assert await accessibility_faults(page) == []
        assert await overflow(page) == 0


async def test_share_is_not_offered_where_the_device_cannot(page: Page, house: House) -> None:
    await page.add_init_script("delete Navigator.prototype.share")
    await page.reload()
    house.say(HANDED)
    await expect(page.get_by_role("button", name="Copy the link")).to_be_visible()
    await expect(page.get_by_role("button", name="Share")).to_be_hidden()


async def test_a_command_in_a_card_is_sent_by_a_tap(page: Page, house: House) -> None:
    house.say(HANDED)
    await page.get_by_role("button", name="/help", exact=True).click()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    assert [posted.text for posted in house.person.received] == ["/help"]


async def test_an_item_of_a_list_does_what_its_number_does(page: Page, house: House) -> None:
    house.say(samples.THEMES)
    await page.locator("#log").get_by_role("button", name="2 Planning for outcomes").click()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    assert [posted.action for posted in house.person.received] == ["theme-2"]


async def test_an_item_pressed_twice_counts_once(page: Page, house: House) -> None:
    house.say(samples.THEMES)
    await page.locator("#log").get_by_role("button", name="2 Planning for outcomes").dblclick()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    assert [posted.action for posted in house.person.received] == ["theme-2"]


async def test_without_script_commands_and_items_work_as_well(browser: Browser, desk: DeskDouble) -> None:
    async with (
        opened(desk, HANDED, samples.THEMES) as house,
        watched(browser, house.url, size=PHONE, java_script_enabled=False) as context,
    ):
        page = await house.enter(context)
        await expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
        await page.locator("#log").get_by_role("button", name="2 Planning for outcomes").click()
        await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
        await page.get_by_role("button", name="/help", exact=True).click()
        await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
        assert [(posted.action, posted.text) for posted in house.person.received] == [
            ("theme-2", ""),
            (None, "/help"),
        ]
