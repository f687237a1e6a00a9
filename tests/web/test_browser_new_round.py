"""The page that opens a round in a real browser: figures that follow what is ticked, and stay in sight."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.bot.channels.web.desk.test_guide_desk import coordinator
from tests.bot.channels.web.served_pages import House
from tests.bot.workshop import Workshop
from tests.new_store import new_store
from tests.web.browser import BROWSER_TEST, DESKTOP, PHONE, accessibility_faults, overflow, serving, watched
from web.app import build_app

pytestmark = BROWSER_TEST

GUIDE, OTHER = "Managing performance in social work (en)", "Example: how a care team works together (en)"

_COVERED = """
() => {
  const bar = document.querySelector(".in-short").getBoundingClientRect();
  const { bottom, height } = document.activeElement.getBoundingClientRect();
  // A button that nobody sees is for the Enter key.
  return height > 1 && bottom > bar.top ? document.activeElement.outerHTML : "";
}
"""


@pytest_asyncio.fixture(loop_scope="session")
async def form(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> AsyncIterator[Page]:
    """A coordinator's form with a guide chosen, in a window of the size that is asked for."""
    async with AsyncExitStack() as stack:
        database = await new_store(tmp_path / "closer-look.sqlite3")
        stack.push_async_callback(database.close)
        house = House(Workshop(database), stack)
        secret = (await coordinator(house)).cookies["closer_look_8765"]
        served = await stack.enter_async_context(
            serving(lambda url: build_app(house.backend, public_url=url, secure_cookies=False))
        )
        context = await stack.enter_async_context(watched(browser, served.url, size=request.param))
        name = f"closer_look_{served.url.rsplit(':', 1)[1]}"
        await context.add_cookies([{"name": name, "value": secret, "url": served.url}])
        page = await context.new_page()
        await page.goto(f"{served.url}/round")
        await page.get_by_label(GUIDE).check()
        await page.get_by_role("button", name="Go on").click()
        await expect(page.locator("#so-far")).to_be_visible()
        yield page


@pytest.mark.parametrize("form", [DESKTOP], indirect=True)
async def test_figures_follow_ticks_and_the_guide(form: Page) -> None:
    figures = form.locator("#so-far")
    await expect(figures).to_contain_text("4 themes")
    await form.locator('[name="theme-2"]').uncheck()
    await expect(figures).to_contain_text("3 themes")
    await form.get_by_text("Choose prompts").first.click()
    await form.locator('[name="prompt-1-1"]').uncheck()
    await expect(form.locator(".theme").first.locator(".tag")).to_have_text("9 / 10")
    await form.get_by_label(OTHER).check()
    await expect(figures).to_contain_text("This is all of “Example: how a care team works together”.")
    await expect(figures).to_contain_text("2 themes")
    await form.get_by_label(GUIDE).check()
    await expect(figures).to_contain_text("3 themes")
    await expect(figures).not_to_contain_text("This is all of")


@pytest.mark.parametrize("form", [DESKTOP], indirect=True)
async def test_enter_in_a_field_looks_at_the_round(form: Page) -> None:
    await form.locator("#title").fill("Adult services")
    await form.locator("#title").press("Enter")
    await expect(form.get_by_role("alert")).to_contain_text("have to be corrected")
    await expect(form.locator("#title")).to_have_value("Adult services")


@pytest.mark.parametrize("form", [PHONE], indirect=True)
async def test_on_a_phone_the_figures_stay_in_sight_and_cover_nothing(form: Page) -> None:
    bar = form.locator(".in-short")
    for box in await form.get_by_text("Choose prompts").all():
        await box.click()
    await form.locator('[name="theme-2"]').uncheck()
    await expect(bar).to_contain_text("3 themes, ")
    await expect(bar).to_be_in_viewport(ratio=1)
    assert await overflow(form) == 0
    assert await accessibility_faults(form) == []
    await form.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    covered, reached = [], 0
    while True:
        await form.keyboard.press("Tab")
        if await form.evaluate("document.activeElement === document.body"):
            break
        reached += 1
        covered += [await form.evaluate(_COVERED)]
        if await form.evaluate("document.activeElement.matches('.so-far button.primary')"):
            break
    assert [each for each in covered if each] == []
    assert reached > 40
    await form.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    button, line = await form.locator(".so-far .primary").bounding_box(), await bar.bounding_box()
    assert button is not None
    assert line is not None
    assert button["y"] + button["height"] <= line["y"]


@pytest.mark.parametrize("form", [PHONE], indirect=True)
async def test_behind_each_button_the_page_goes_on_where_the_person_was(form: Page) -> None:
    """Not at the list of guides again, unless something is said above it."""
    guides, seen_first = (
        form.locator("#help-guide"),
        form.get_by_role("heading", name="What people see first"),
    )
    await expect(seen_first).to_be_in_viewport(ratio=1)
    await expect(guides).not_to_be_in_viewport()
    await form.get_by_label(OTHER).check()
    await form.get_by_role("button", name="Show its prompts").click()
    await expect(form.locator("#so-far")).to_contain_text("2 themes")
    await expect(form.get_by_role("heading", name="Themes")).to_be_in_viewport(ratio=1)
    await expect(form.get_by_text("as it is now, all of them ticked").last).to_be_in_viewport()
    await expect(guides).not_to_be_in_viewport()
    await form.locator("#title").fill("Adult services")
    await form.get_by_role("button", name="Look at it before it opens").click()
    await expect(form.get_by_role("alert")).to_be_in_viewport()
    await form.locator("#closes").fill("30 November 2027")
    await form.locator('[name="sees"][value="confidential"]').check()
    await form.get_by_role("button", name="Look at it before it opens").click()
    await form.get_by_role("button", name="Change something").click()
    await expect(form.locator("#title")).to_have_value("Adult services")
    await expect(seen_first).to_be_in_viewport(ratio=1)
