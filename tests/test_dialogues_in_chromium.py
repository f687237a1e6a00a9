"""Golden dialogues in a real browser, on a slow line through a proxy that lets no stream through."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.in_full import IN_FULL
from tests.players.chromium_player import ChromiumPlayer
from tests.players.dialogue import FOLDER, load, play_async
from tests.players.house import WEB_URL, Clock, House
from tests.web.between import whole_answers_only
from tests.web.browser import BROWSER_TEST, PHONE, browser, serving, watched
from web.app import build_app

__all__ = ["browser"]
pytestmark = BROWSER_TEST

LATENCY_SECONDS = 2.5 if IN_FULL else 1.0


@pytest.mark.parametrize("name", ["correcting_by_editing", "forgetting"])
async def test_the_page_says_what_the_dialogue_says(browser: Browser, tmp_path: Path, name: str) -> None:
    dialogue = load(FOLDER / f"{name}.yaml")
    async with (
        House.of(dialogue.scene, tmp_path, Clock()) as house,
        serving(lambda _url: build_app(house.backend, public_url=WEB_URL, secure_cookies=False)) as served,
        whole_answers_only(served.url, seconds=LATENCY_SECONDS) as url,
        watched(browser, url, size=PHONE) as context,
    ):
        page = await context.new_page()
        await page.clock.install()
        await play_async(dialogue, ChromiumPlayer(house, page, url))
