"""Plays in a real browser on the whole application, and sees on its screen what the web player is told."""

from collections.abc import Awaitable, Callable, Iterable

import httpx
from playwright.async_api import Page, expect

from tests.players.acts import Act, Edits, Joins, Receives, Taps, Writes
from tests.players.heard import Turn
from tests.players.house import House
from tests.players.page import PageEntry, entries_of
from tests.players.web_player import WebPlayer

_OF_THE_SCREEN = (Joins, Writes, Taps, Edits)


class ChromiumPlayer(WebPlayer):
    """One person at the page of a served application, at an address that may be that of a proxy."""

    def __init__(self, house: House, page: Page, url: str) -> None:
        super().__init__(house)
        self._screen = page
        self._url = url

    async def act(self, act: Act) -> Turn:
        """Do it on the screen, and hear what is said."""
        assert isinstance(act, (*_OF_THE_SCREEN, Receives)), "no other act can be played here yet"
        return await super().act(act)

    async def _do(self, browser: httpx.AsyncClient, act: Act) -> None:
        screen = self._screen
        if not isinstance(act, Edits):
            await self._leave_the_change()
        match act:
            case Joins():
                await screen.goto(f"{self._url}/join/{await self._house.invite(act.round_title)}")
                await screen.get_by_role("button", name="Open the conversation").click()
                await expect(screen.locator("html.scripted #log li").first).to_be_visible()
                (cookie,) = await screen.context.cookies()
                browser.cookies.clear()  # what was set by an answer is kept for another address
                browser.cookies.set(cookie["name"], cookie["value"])
            case Writes():
                await self._time_passes(act.after)
                await screen.locator("#text").fill(act.text)
                await self._sends(screen.locator("#send").click)
            case Taps():
                await self._time_passes(60)
                number, action = self._button(act)
                button = screen.locator(f'#entry-{number} button[data-label][value="{action}"]')
                await self._sends(button.click)
            case Edits():
                await self._time_passes(60)
                await self._change(browser, act)

    def _button(self, act: Taps) -> tuple[int, str]:
        assert act.on is None, "on the screen there are no buttons that are gone"
        for number in sorted(self._shown, reverse=True):
            for label, action in self._shown[number].buttons:
                if label == act.label:
                    return number, action
        raise AssertionError(f"no button {act.label}")

    async def _change(self, browser: httpx.AsyncClient, act: Edits) -> None:
        await self._leave_the_change()
        own = [each for each in self._shown.values() if each.is_own and each.text.strip() == act.words]
        newest = max(own, key=lambda each: each.number)
        change = self._screen.locator(f"#entry-{newest.number} .change button")
        if not await change.count():
            # Only a page that was left open elsewhere still offers it. This one hears of it all the same.
            await self._post(browser, {"text": act.into, "corrects": newest.message_id})
            return
        await change.click()
        await self._screen.get_by_label("Your changed reply").fill(act.into)
        await self._sends(self._screen.locator("#send").click)

    async def _leave_the_change(self) -> None:
        """What could not be changed is in the box, to be changed differently; put it away."""
        leave = self._screen.get_by_text("Keep it as it was")
        if await leave.is_visible():
            await leave.click()

    async def _time_passes(self, seconds: float) -> None:
        self._house.clock.advance(seconds)
        await self._screen.clock.fast_forward(int(seconds * 1000))

    async def _sends(self, press: Callable[[], Awaitable[None]]) -> None:
        screen = self._screen
        async with screen.expect_response(lambda each: each.request.method == "POST") as answered:
            await press()
        assert (await answered.value).status == 202

    async def _look(self, browser: httpx.AsyncClient) -> Turn:
        turn = await super()._look(browser)
        if not self._page.token:
            title = self._screen.get_by_role("heading", name="What you wrote has been erased")
            await expect(title).to_be_visible()
            return turn
        newest = self._screen.locator(f"#entry-{max(self._shown)}")
        await expect(newest).to_be_visible()
        await expect(self._screen.locator(".waiting")).to_have_count(0)
        assert _kept(entries_of(await self._screen.content())) == _kept(self._shown.values())
        return turn


def _kept(entries: Iterable[PageEntry]) -> dict[int, PageEntry]:
    return {each.number: each for each in entries if each.number}
