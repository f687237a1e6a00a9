"""Takes pictures of the pages in every size and scheme: ``python -m tests.web.screenshots FOLDER``."""

import asyncio
import sys
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, BrowserContext

from tests.web import samples
from tests.web.browser import DESKTOP, PHONE, SMALLEST, launched
from tests.web.desk_double import CODE, DeskDouble, play
from tests.web.house import fill_with_everything, opened

SIZES = {"phone": PHONE, "desktop": DESKTOP, "smallest": SMALLEST}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def take_all(browser: Browser, folder: Path) -> None:
    """Every screen, in every size and scheme, as a PNG each."""
    for size, (width, height) in SIZES.items():
        for scheme in SCHEMES:
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
                device_scale_factor=1 if size == "desktop" else 2,
                is_mobile=size != "desktop",
                has_touch=size != "desktop",
            )
            await _take(context, folder, f"{size}-{scheme}")
            await context.close()


async def _take(context: BrowserContext, folder: Path, name: str) -> None:
    desk = DeskDouble(play(samples.PROMPT, samples.NEXT_PROMPT))
    async with opened(desk) as house:
        page = await house.enter(context)
        await page.screenshot(path=folder / f"{name}-1-welcome.png")
        await page.get_by_role("button", name="Begin").click()
        await page.locator("#log").get_by_text("prompt 3 of 11").wait_for()
        await page.locator("#text").fill(samples.REPLY)
        await page.screenshot(path=folder / f"{name}-2-writing.png")
        await page.get_by_role("button", name="Send").click()
        await page.locator("#log").get_by_text("prompt 4 of 11").wait_for()
        await page.wait_for_timeout(200)
        await page.screenshot(path=folder / f"{name}-3-chat.png")
        await context.set_offline(offline=True)
        await page.locator("#text").fill("We ask the people themselves.")
        await page.get_by_role("button", name="Send").click()
        await page.get_by_text("You are offline").wait_for()
        await page.screenshot(path=folder / f"{name}-4-offline.png")
        await context.set_offline(offline=False)
        cards = {"rating": samples.RATING, "evidence": samples.EVIDENCE, "review": samples.REVIEW}
        for called, card in cards.items():
            house.person.say(card)
            desk.tell()
            await page.wait_for_timeout(200)
            await page.screenshot(path=folder / f"{name}-5-{called}.png")
        fill_with_everything(house.person)
        await page.reload()
        await page.get_by_role("button", name="Change").last.click()
        await page.screenshot(path=folder / f"{name}-6-correcting.png")
        await page.evaluate("document.getElementById('composer').style.position = 'static'")
        await page.screenshot(path=folder / f"{name}-6-everything.png", full_page=True)
        for number, path in enumerate((f"/join/{CODE}", "/join/unknown", "/?signed-out")):
            await context.clear_cookies()
            await page.goto(house.url + path)
            await page.screenshot(path=folder / f"{name}-7-around-{number}.png")


async def _main(folder: Path) -> None:
    async with launched() as browser:
        await take_all(browser, folder)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(_main(target))
