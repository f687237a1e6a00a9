"""Takes the README's pictures again from the real application: ``python -m tests.pictures [FOLDER]``.

It runs Closer Look on a folder of its own, opens a round, goes through a theme in Chromium at the width of a
phone, then runs a round as a coordinator, and leaves nothing behind but the pictures. Every reply and every
name in them is made up here.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.web.browser import launched

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WIDTH, HEIGHT = 360, 820
BOT = (sys.executable, "-m", "bot")
ROUND = (
    *("round", "open", "--guide", "managing-performance"),
    *("--title", "Adult services, autumn 2026", "--organisation", "Example Council"),
)

FIRST = (
    "I plan the rota for visits. When they are on time, people get the same carer and stay at home longer."
)
REPLIES = (
    "The team manager for visits on time, and the service manager for the whole of home care.",
    None,
    "We talk about it the same week. Nobody was blamed for the missed visit in March.",
    "An hour on Mondays to look at late visits together. A page that is shorter would help.",
    "I read two care plans with each of them, and we agree one thing to do better.",
    "The night team was thanked in front of everybody when no visit had been missed.",
    "Nobody works alone at night any more. Lunch breaks are still missed when somebody is ill.",
    None,
    "Health and our provider sit in the same meeting, but it takes long until somebody decides.",
)
"""What is replied to the prompts after the first; None is a tap on "Don't know"."""
REFERENCE = "Home care quarterly report, team folder, July 2026"
STRENGTHS = ("People look at figures every week.", "It is safe to say that something went wrong.")
IMPROVEMENTS = ("Decisions with partners take too long.",)
FIRST_STEPS = ("Agree with health who decides what, by the end of May; led by the service manager.",)


NEW_ROUND = (
    "/round guide: managing-performance; title: Adult services, winter; closes: 18 December; "
    "purpose: To see before the budget where we stand.; themes: all; sees: confidential; "
    "contact: Jo Bloggs, service manager; notice: https://council.example/notice"
)
TEAMS = ("8 Home care", "6 Day care", "5 Hospital team")


@contextmanager
def running(data: Path) -> Iterator[tuple[str, str]]:
    """Closer Look on this data folder: a link into a round opened for the pictures, and one to run rounds."""
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CLOSER_LOOK_")},
        "CLOSER_LOOK_DATA_DIR": str(data),
        "CLOSER_LOOK_WEB_PORT": "0",
        "CLOSER_LOOK_READING_SECONDS": "0",
    }
    with subprocess.Popen([*BOT, "run"], env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            while "Ctrl" not in process.stdout.readline():
                assert process.poll() is None, "Closer Look did not start"
            said = _asked(env, *ROUND)
            found = re.search(r"Round (\S+) is open", said)
            assert found is not None, said
            (link,) = json.loads(_asked(env, "invite", "--round", found[1], "--json"))
            coordinating = _asked(env, "coordinator", "invite", "--organisation", "Example Council")
            yield link["web_url"], coordinating.split()[0]
        finally:
            process.terminate()


def _asked(env: dict[str, str], *command: str) -> str:
    return subprocess.run([*BOT, *command], env=env, check=True, capture_output=True, text=True).stdout


class Chat:
    """The chat page with somebody in front of it."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def enter(self, link: str) -> None:
        """Come in by a link."""
        await self._page.goto(link)
        await self._page.get_by_role("button", name="Open the conversation").click()
        await self._page.wait_for_url("**/chat*")

    async def tap(self, label: str, *, is_part: bool = False) -> None:
        """Press the newest button with this label and wait for what follows."""
        match = "^=" if is_part else "="
        await self._after(self._page.locator(f'#log button[data-label{match}"{label}"]').last.click())

    async def say(self, text: str) -> None:
        """Write and send, and wait for what follows."""
        await self._page.fill("#text", text)
        await self._after(self._page.click("#send"))

    async def take_picture(self, path: Path) -> None:
        """Keep what is on the screen."""
        await self._page.wait_for_timeout(300)
        await self._page.screenshot(path=path)

    async def show(self, text: str) -> None:
        """Bring the newest card with this text to the top of the screen."""
        card = self._page.locator("#log .card").filter(has_text=text).last
        await card.evaluate("card => card.scrollIntoView({block: 'start'})")

    async def _after(self, act: Any) -> None:
        before = await self._page.locator("#log").inner_html()
        await act
        await self._page.wait_for_function(
            "was => document.querySelector('#log').innerHTML !== was", arg=before
        )
        await self._page.wait_for_timeout(350)


async def take_all(page: Page, link: str, folder: Path) -> None:
    """Go through a theme and keep three screens: a prompt, the rating and the report."""
    chat = Chat(page)
    await chat.enter(link)
    await chat.tap("Begin")
    await chat.tap("2. I lead", is_part=True)
    await chat.tap("1. ", is_part=True)
    await chat.tap("Start")
    await chat.say(FIRST)
    await chat.take_picture(folder / "prompt.png")
    for reply in REPLIES:
        await (chat.say(reply) if reply else chat.tap("Don't know"))
    await chat.tap("1. Figures", is_part=True)
    await chat.tap("4. Views of staff", is_part=True)
    await chat.tap("Done")
    await chat.say(REFERENCE)
    await chat.take_picture(folder / "rating.png")
    await chat.tap("4 Good")
    for entries in (STRENGTHS, IMPROVEMENTS, FIRST_STEPS):
        for entry in entries:
            await chat.say(entry)
        await chat.tap("Done")
    await chat.tap("Finish and get my report")
    await page.locator("#log").get_by_text("Theme 1 is complete").wait_for()
    await chat.show("Your report.")
    await chat.take_picture(folder / "report.png")


async def take_office(page: Page, link: str, folder: Path) -> None:
    """Run a round, and keep two screens: what will hold in it, and how far it is."""
    chat = Chat(page)
    await chat.enter(link)
    await chat.say(NEW_ROUND)
    await chat.show("Open this round?")
    await chat.take_picture(folder / "round.png")
    await chat.tap("Open the round")
    for team in TEAMS:
        await chat.say(f"/invite {team}")
        await chat.tap("Make the links")
        await page.locator("#log").get_by_text("A slip for each person").nth(TEAMS.index(team)).wait_for()
    await chat.say("/status")
    await page.locator("#log").get_by_text("How far it is, in one picture.").wait_for()
    await chat.show("Progress:")
    await chat.take_picture(folder / "status.png")


async def _main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data, running(Path(data)) as (link, coordinating):
        async with launched() as browser:
            size = {"width": WIDTH, "height": HEIGHT}
            for take, way_in in ((take_all, link), (take_office, coordinating)):
                page = await browser.new_page(
                    viewport=size,  # type: ignore[arg-type]
                    device_scale_factor=2,
                    has_touch=True,
                    is_mobile=True,
                    reduced_motion="reduce",
                )
                await take(page, way_in, folder)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(_main(target))
