"""The page without a connection, in a real browser: what it says, and what is kept of anybody."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.web import samples
from tests.web.browser import BROWSER_TEST, PHONE, accessibility_faults, overflow, serving, watched
from tests.web.desk_double import DeskDouble
from tests.web.house import House
from web.app import build_app
from web.serving.guard import MARK

pytestmark = BROWSER_TEST

KEPT = "What you wrote is kept in this browser, and sent when you are back."
WORDS = "We union select, as nobody has said it before"

CONTROLLED = "() => navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))"
ALL_THAT_IS_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const answer = await store.match(request);
      found.push([new URL(request.url).pathname, await answer.text()]);
    }
  }
  return found;
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, house: House) -> AsyncIterator[BrowserContext]:
    """A phone that lets our worker in."""
    async with watched(browser, house.url, size=PHONE, service_workers="allow") as context:
        yield context


async def with_worker(house: House, context: BrowserContext) -> Page:
    """The chat once its worker is there."""
    page = await house.enter(context)
    await page.wait_for_function(CONTROLLED)
    return page


async def send(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.get_by_role("button", name="Send", exact=True).click()


async def test_it_opens_without_a_connection_and_says_what_waits(house: House, phone: BrowserContext) -> None:
    page = await with_worker(house, phone)
    await phone.set_offline(True)
    await send(page, WORDS)
    await expect(page.locator(".own .state")).to_have_text("Waiting to be sent")
    await page.locator("#text").fill("and this I was about to say")
    await page.goto(f"{house.url}/chat")
    await expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    await expect(page.locator("#waiting .lead")).to_have_text(KEPT)
    await expect(page.locator("#waiting .words")).to_have_text([WORDS, "and this I was about to say"])
    assert await overflow(page) == 0
    assert await accessibility_faults(page) == []


async def test_what_waited_is_sent_once_there_is_one(house: House, phone: BrowserContext) -> None:
    page = await with_worker(house, phone)
    await phone.set_offline(True)
    await send(page, WORDS)
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    await phone.set_offline(False)
    await page.get_by_role("button", name="Try again").or_(page.locator("#log")).first.wait_for()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    assert [each.text for each in house.person.received] == [WORDS]


async def test_where_nothing_waits_nothing_is_said_to(house: House, phone: BrowserContext) -> None:
    page = await with_worker(house, phone)
    await phone.set_offline(True)
    await page.reload()
    await expect(page.locator("#nothing")).to_be_visible()
    await expect(page.locator("#waiting")).to_be_hidden()


async def test_no_store_holds_anything_of_anybody(house: House, phone: BrowserContext) -> None:
    page = await with_worker(house, phone)
    await send(page, WORDS)
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    for path in ("/chat/search", "/way-back", "/chat", "/files/1"):
        await page.goto(house.url + path)
    kept = await page.evaluate(ALL_THAT_IS_KEPT)
    assert sorted(path for path, _ in kept) == [
        "/offline",
        "/static/icon.svg",
        "/static/offline.js",
        "/static/style.css",
    ]
    texts = "".join(text for _, text in kept)
    assert WORDS not in texts
    assert house.person.visitor.pseudonym not in texts
    assert not re.search(r'name="token"|data-drafts', texts)


async def test_after_signing_out_nothing_is_kept_and_nobody_sees_what_waited(
    house: House, phone: BrowserContext
) -> None:
    page = await with_worker(house, phone)
    page.on("dialog", lambda asked: asked.accept())
    await page.locator("#text").fill(WORDS)
    await page.locator("#menu summary").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert await page.evaluate(ALL_THAT_IS_KEPT) == []
    assert await page.evaluate("Object.keys(localStorage)") == []
    assert await page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


async def test_whoever_was_signed_out_from_elsewhere_leaves_nothing_to_be_read(
    house: House, phone: BrowserContext
) -> None:
    page = await with_worker(house, phone)
    await page.locator("#text").fill(WORDS)
    await house.desk.sign_out(house.secret)
    await expect(page.get_by_role("status")).to_contain_text("You are signed out here.")
    await phone.set_offline(True)
    await page.goto(f"{house.url}/chat")
    await expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    await expect(page.locator("#nothing")).to_be_visible()
    assert WORDS not in await page.content()


@dataclass
class InFront:
    """A server in front of us that answers in our place once we are away, marked as ours or not."""

    app: ASGIApp
    away: dict[str, dict[str, str]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = self.away.get("headers")
        answers = self.app if headers is None else HTMLResponse("<h1>Away</h1>", 502, headers)
        await answers(scope, receive, send)


@pytest.mark.parametrize("is_marked", [False, True])
async def test_a_server_in_front_that_says_we_are_away_is_told_from_us(
    browser: Browser, desk: DeskDouble, is_marked: bool
) -> None:
    away: dict[str, dict[str, str]] = {}

    def build(url: str) -> Starlette:
        app = build_app(desk, public_url=url, secure_cookies=False)
        app.add_middleware(InFront, away=away)
        return app

    secret, person = desk.sign_in(samples.WELCOME)
    async with serving(build) as served, watched(browser, served.url, service_workers="allow") as context:
        page = await with_worker(House(served.url, desk, person, secret), context)
        away["headers"] = {MARK: "1"} if is_marked else {}
        await page.reload()
        said = "Away" if is_marked else "There is no connection"
        await expect(page.get_by_role("heading", level=1)).to_have_text(said)
