"""A real browser for tests: Debian's Chromium, started once, and the accessibility check.

Import the fixtures ``browser`` and ``house`` into a conftest, and mark the tests with ``BROWSER_TEST``.
"""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from starlette.applications import Starlette

from tests.patience import LONGEST_SECONDS

REQUIRED = os.environ.get("CLOSER_LOOK_REQUIRE_BROWSER") == "1"

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--font-render-hinting=none",
]

expect.set_options(timeout=LONGEST_SECONDS * 1000)

BROWSER_TEST = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
"""What a module of browser tests sets as its ``pytestmark``: one loop, so that one browser serves all."""

PHONE = (360, 740)
DESKTOP = (1280, 900)
SMALLEST = (320, 640)


def chromium() -> str:
    """Where Chromium is. Where there is none, the test is skipped, or fails if browsers are required."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        do_without = pytest.fail if REQUIRED else pytest.skip
        do_without("Chromium was not found, so the browser tests cannot run (Debian's package: chromium).")
    return path


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A running browser."""
    path = chromium()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield running
        finally:
            await running.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of this process; each test opens its own context in it."""
    async with launched() as running:
        yield running


@asynccontextmanager
async def watched(
    browser: Browser, url: str, *, size: tuple[int, int] = DESKTOP, **wishes: Any
) -> AsyncIterator[BrowserContext]:
    """A fresh browser profile that at its end fails for any script fault, any complaint about our own
    security policy, and any request to another address than ours. ``wishes`` are Playwright's own.

    Workers are only let in where they are wished for: what they ask for, no test could stand in the way of.
    """
    width, height = size
    usual = {
        "viewport": {"width": width, "height": height},
        "reduced_motion": "reduce",
        "service_workers": "block",
    }
    context = await browser.new_context(**{**usual, **wishes})
    context.set_default_timeout(LONGEST_SECONDS * 1000)
    complaints: list[str] = []
    context.on("weberror", lambda fault: complaints.append(f"fault: {fault.error}"))
    context.on(
        "console",
        lambda said: complaints.append(said.text) if "Security Policy" in said.text else None,
    )
    context.on(
        "request",
        lambda made: None if made.url.startswith(url) else complaints.append(f"asked {made.url}"),
    )
    try:
        yield context
    finally:
        await context.close()
    assert complaints == []


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server and its address."""

    url: str


@asynccontextmanager
async def serving(build: Callable[[str], Starlette]) -> AsyncIterator[Serving]:
    """An application served over HTTP on a free port of this computer; ``build`` gets its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = build(url)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, ws="none", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by nothing else
        await asyncio.sleep(0.01)
    try:
        yield Serving(url)
    finally:
        app.state.end_streams()
        server.should_exit = True
        await task
        listener.close()


async def accessibility_faults(page: Page, *within: str) -> list[str]:
    """Every rule that the page breaks, with the markup that breaks it; of all rules, best practice too.

    ``within`` names the parts to look at, where the rest has been looked at before.
    """
    results = await Axe().run(page, context={"include": [[part] for part in within]} if within else None)
    return [
        f"{violation['id']}: {violation['help']}: {[node['html'][:200] for node in violation['nodes']]}"
        for violation in results.response["violations"]
    ]


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window: nobody should have to scroll sideways."""
    width = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(width)
