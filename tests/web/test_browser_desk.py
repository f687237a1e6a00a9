"""The pages of a round in a real browser: on a phone and a wide screen, with and without script."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.bot.channels.web.desk.round_desk import PEOPLE, desk
from tests.bot.channels.web.served_pages import House
from tests.bot.workshop import Workshop
from tests.new_store import new_store
from tests.web.browser import BROWSER_TEST, DESKTOP, PHONE, accessibility_faults, overflow, serving, watched
from web.app import build_app

pytestmark = BROWSER_TEST


@pytest_asyncio.fixture(loop_scope="session")
async def page(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> AsyncIterator[Page]:
    """A coordinator at a window of the size that is asked for, where mails can go."""
    size, more = request.param
    async with AsyncExitStack() as stack:
        database = await new_store(tmp_path / "closer-look.sqlite3")
        stack.push_async_callback(database.close)
        house = House(Workshop(database, has_mail=True), stack)
        secret = (await desk(house)).cookies["closer_look_8765"]
        served = await stack.enter_async_context(
            serving(lambda url: build_app(house.backend, public_url=url, secure_cookies=False))
        )
        context = await stack.enter_async_context(watched(browser, served.url, size=size, **more))
        name = f"closer_look_{served.url.rsplit(':', 1)[1]}"
        await context.add_cookies([{"name": name, "value": secret, "url": served.url}])
        opened = await context.new_page()
        await opened.goto(f"{served.url}{PEOPLE}")
        yield opened


SIZES = [
    pytest.param((size, {"color_scheme": scheme}), id=f"{name}-{scheme}")
    for name, size in (("phone", PHONE), ("wide", DESKTOP))
    for scheme in ("light", "dark")
]


@pytest.mark.parametrize("page", SIZES, indirect=True)
async def test_the_overview_can_be_used_by_everybody_and_finds_a_person(page: Page) -> None:
    await page.get_by_role("link", name="Overview").click()
    await expect(page.get_by_role("heading", name="Worth doing today")).to_be_visible()
    await _is_for_everybody(page)
    await page.get_by_label("Name").fill("gunn")
    await page.keyboard.press("Enter")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await page.get_by_role("link", name="Overview").click()
    await page.get_by_role("button", name="Remind who has not come").first.click()
    await page.wait_for_url("**/chat#newest")


@pytest.mark.parametrize("page", SIZES, indirect=True)
async def test_a_list_is_pasted_decided_on_and_makes_links(page: Page) -> None:
    await page.get_by_role("link", name="Invite people").click()
    await _is_for_everybody(page)
    await page.get_by_label("One person a line").fill("Cal Muir, Care home\nDot Wade, Care Home\nEve Nairn")
    await page.get_by_role("button", name="Read it").nth(1).click()
    await expect(page.get_by_text("Are these the same team?")).to_be_visible()
    await _is_for_everybody(page)
    await page.get_by_role("button", name="Make the links").click()
    await expect(page.get_by_role("status")).to_contain_text("3 links are ready.")
    await _is_for_everybody(page)


@pytest.mark.parametrize("page", SIZES, indirect=True)
async def test_who_gets_a_mail_is_seen_and_decided_on_the_page(page: Page) -> None:
    await page.get_by_role("link", name="Invite people").click()
    people = (
        "Name,Team,E-mail\n"
        "Cal Muir,Care home,cal@example.org\nDot Wade,Care home,\nEve Nairn,,eve@example.org"
    )
    await page.get_by_label("One person a line").fill(people)
    await page.get_by_role("button", name="Read it").nth(1).click()
    await expect(page.get_by_text("2 people get their links by mail.")).to_be_visible()
    await _is_for_everybody(page)
    await page.get_by_role("button", name="Send 2 mails").click()
    await expect(page.get_by_role("status")).to_be_visible()
    await _is_for_everybody(page)
    await page.get_by_role("link", name="Overview").click()
    await _is_for_everybody(page)


async def _is_for_everybody(page: Page) -> None:
    """Nothing moves sideways, nothing is hidden from anybody, and one button leads on where any does."""
    assert await overflow(page) == 0
    assert await accessibility_faults(page) == []
    assert await page.locator("button.primary").count() <= 1


@pytest.mark.parametrize("page", SIZES, indirect=True)
async def test_the_list_and_what_is_asked_before_an_act_can_be_used_by_everybody(page: Page) -> None:
    await _is_for_everybody(page)
    await page.locator("summary").first.click()
    await _is_for_everybody(page)
    await page.get_by_role("link", name="Correct the team").first.click()
    await _is_for_everybody(page)
    await page.get_by_label("Team").fill("Day care")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Correct it")).to_be_visible()
    await _is_for_everybody(page)
    await page.get_by_role("button", name="Correct it").click()
    await expect(page.get_by_role("status")).to_contain_text("1 person corrected.")
    await _is_for_everybody(page)


@pytest.mark.parametrize("page", [(PHONE, {"java_script_enabled": False})], indirect=True)
async def test_several_are_taken_back_and_that_undone_without_a_script(page: Page) -> None:
    await page.get_by_label("Choose Isla Reid").check()
    await page.get_by_label("Choose Ann Bell").check()
    await page.get_by_role("button", name="Take the links back").click()
    await expect(page.get_by_role("heading", name="Take 2 links back?")).to_be_visible()
    await page.get_by_role("button", name="Take 2 back").click()
    await expect(page.get_by_role("status")).to_contain_text("2 links do not work any more.")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("status")).to_contain_text("Undone: 2 links work again.")


@pytest.mark.parametrize("page", [(PHONE, {})], indirect=True)
async def test_a_person_is_found_and_gets_a_new_link_by_keyboard_alone(page: Page) -> None:
    await page.get_by_label("Find a person").focus()
    await page.keyboard.type("zoe")
    await page.keyboard.press("Enter")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await page.locator("summary").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name="New link").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Make another link for this person?")).to_be_visible()
    await page.get_by_role("button", name="Make the link").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#message")).to_contain_text("Hello Zoe Able")
    await _is_for_everybody(page)
