"""Somebody in front of a real page, who knows only what it says; every screen is held to the rules."""

import asyncio

from playwright.async_api import Locator, Page, expect

from tests.web.browser import accessibility_faults, overflow


class Newcomer:
    """Somebody in front of the page, who knows only what it says."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: dict[str, list[str]] = {}

    @property
    def newest(self) -> Locator:
        return self.page.locator("#log > li.ours").last

    async def sees(self, text: str) -> None:
        """Wait until the newest card has this text, and hold the screen to the rules."""
        await expect(self.newest).to_contain_text(text)
        await self.looks(text, "#log > li:last-child", "#composer")

    async def looks(self, where: str, *within: str) -> None:
        found = await accessibility_faults(self.page, *within)
        too_wide = await overflow(self.page)
        if found or too_wide:
            self.faults[where] = [*found, f"{too_wide} pixels too wide"]

    async def taps(self, label: str, then: str) -> None:
        await self.page.locator(f'#log button[data-label="{label}"]').last.click()
        await self.sees(then)

    async def writes(self, text: str, then: str) -> None:
        await self.page.locator("#text").fill(text)
        await self.page.get_by_role("button", name="Send", exact=True).click()
        await self.sees(then)

    async def hands_in(self, content: bytes, then: str) -> None:
        """Choose a file for the newest card, by its label, and send it."""
        file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
        await self.page.get_by_label("Or choose a file").last.set_input_files(file)  # type: ignore[arg-type]
        await self.page.get_by_role("button", name="Send the file").last.click()
        await self.sees(then)

    async def downloads(self, name: str) -> bytes:
        async with self.page.expect_download() as saving:
            await self.page.get_by_role("link", name=name).last.click()
        saved = await (await saving.value).path()
        return await asyncio.to_thread(saved.read_bytes)
