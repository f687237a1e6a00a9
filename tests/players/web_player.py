"""Plays in the web chat: the whole application behind requests as a browser makes them.

No stream is ever opened here. What is new is heard by the short request, as by a page that stays open on a
network that lets no stream through, and has to be what a page that is opened at that moment shows.
"""

import re
from dataclasses import dataclass
from itertools import count
from typing import Self

import httpx

from bot.channels.web.closed_cards import said_over
from content.phrases import phrases_in
from tests.channel_names import WEB
from tests.players.acts import (
    Act,
    Closes,
    Edits,
    HandsIn,
    IsAsked,
    IsJoined,
    IsReminded,
    Joins,
    Kept,
    LosesRole,
    Receives,
    Sends,
    Taps,
    Waits,
    Writes,
)
from tests.players.browser import COOKIE
from tests.players.heard import TAKEN_OUT, Heard, Turn
from tests.players.house import WEB_URL, House
from tests.players.kept import kept_as_text
from tests.players.later import Later
from tests.players.page import PageEntry, entries_of
from web.app import build_app

_TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')
_ABOUT = re.compile(r'<html lang="([^"]+)" dir="\w+">|data-change="(\d+)"|data-seal="([^"]+)"')
_FORM = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class OpenPage:
    """What a page that stays open knows of itself: its language, the last change it has, and whose it is."""

    language: str = ""
    change: str = "0"
    seal: str = ""
    token: str = ""

    @classmethod
    def read(cls, html: str, token: str) -> Self:
        """What stands in the page."""
        about = ["".join(filter(None, found)) for found in _ABOUT.findall(html)]
        return cls(*about, token)

    async def asks(self, browser: httpx.AsyncClient) -> dict[int, PageEntry] | None:
        """What is new for it, by number; None where it has to be opened again."""
        told, after = dict[int, PageEntry](), self.change
        while self.token:
            address = f"/chat/news?after={after}&language={self.language}"
            answer = await browser.get(address, headers={"X-Form-Token": self.token, "X-Page-Of": self.seal})
            if answer.status_code in {401, 403}:
                return None
            assert answer.status_code == 200, answer.text
            events = answer.json()
            entries = [event for event in events if event["event"] == "entry"]
            if any(event["event"] not in {"entry", "more"} for event in events):
                return None
            told |= {entry.number: entry for event in entries for entry in entries_of(event["data"])}
            if len(entries) == len(events):
                return told
            after = entries[-1]["id"]  # there is more behind it
        return None


class WebPlayer:
    """One person at the web chat; with ``restarts`` the application starts again before each turn."""

    channel = WEB

    def __init__(self, house: House, *, restarts: bool = False) -> None:
        self._house = house
        self._restarts = restarts
        self._cookies = httpx.Cookies()
        self._shown: dict[int, PageEntry] = {}
        self._first_shown: dict[int, PageEntry] = {}
        self._own: dict[str, str] = {}
        self._ids = count(1)
        self._token = ""
        self._page = OpenPage()
        self._later = Later(shows_links=bool(house.role))

    async def act(self, act: Act) -> Turn:
        """Do it, and hear what is said."""
        if self._restarts:
            await self._house.restart()
        match act:
            case Waits() | Closes() | IsJoined():
                await self._house.lets_happen(act)
                return Turn()
            case IsReminded() | LosesRole():
                await (self._house.remind() if isinstance(act, IsReminded) else self._house.end_role())
                async with self._browser() as browser:
                    return await self._look(browser)
            case Receives():
                return await self._receive(act)
            case Sends():
                raise AssertionError("the web chat takes nothing but words")
        async with self._browser() as browser:
            await self._do(browser, act)
            await self._house.quiet()
            return await self._look(browser)

    async def kept(self) -> Kept:
        """What has been kept of this person."""
        return kept_as_text(entry.reply for entry in await self._house.ledger(self.channel))

    async def places_of(self, words: str) -> set[str]:
        """Where words are kept still."""
        return await self._house.places_of(words)

    def _browser(self) -> httpx.AsyncClient:
        app = build_app(
            self._house.backend,
            public_url=WEB_URL,
            secure_cookies=False,
        )
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url=WEB_URL, cookies=self._cookies
        )

    async def _receive(self, act: Receives) -> Turn:
        await self._house.make_reports()
        async with self._browser() as browser:
            assert await self._look(browser) == Turn()
        return self._later.receive(act.what)

    async def _do(self, browser: httpx.AsyncClient, act: Act) -> None:
        match act:
            case Joins():
                await self._join(browser, await self._house.invite(act.round_title))
            case IsAsked():
                await self._join(browser, await self._house.pass_on(act.reason))
            case Writes():
                self._house.clock.advance(act.after)
                await self._write(browser, act)
            case Taps():
                self._house.clock.advance(60)
                await self._tap(browser, act)
            case Edits():
                self._house.clock.advance(60)
                message_id = self._own.pop(act.words)
                self._own[act.into.strip()] = message_id
                await self._post(browser, {"text": act.into, "corrects": message_id})
            case HandsIn():
                self._house.clock.advance(60)
                await self._hand_in(browser, act.content)

    async def _hand_in(self, browser: httpx.AsyncClient, content: bytes) -> None:
        message_id, person_id = f"message-{next(self._ids):04}", await self._person_id(browser)
        posted = await browser.post(
            "/chat",
            data={"message_id": message_id, "token": self._token},
            files={"file": ("people.csv", content, "text/csv")},
            headers=_FORM,
        )
        assert posted.status_code == 303, (posted.status_code, posted.text)
        await self._house.has_received_from_browser(message_id, person_id)

    async def _join(self, browser: httpx.AsyncClient, code: str) -> None:
        path = f"/join/{code}"
        self._page = OpenPage()  # the one that is open belongs to the session before
        page = await browser.get(path)
        token = _TOKEN.search(page.text)
        assert token is not None, page.text
        fields = {"token": token[1], "as_before": "yes"} if self._token else {"token": token[1]}
        joined = await browser.post(path, data=fields, headers=_FORM)
        assert joined.status_code == 303, joined.text

    async def _write(self, browser: httpx.AsyncClient, act: Writes) -> None:
        assert act.to is None, "the web chat has no pointing at a message"
        cards = [number for number, entry in self._shown.items() if not entry.is_own]
        newest = max(cards, default=0)
        # A card next to the open one has a single button at most.
        opened = max((number for number in cards if len(self._shown[number].buttons) > 1), default=newest)
        before = max((number for number in cards if number < opened), default=0)
        seen = before if act.unseen else newest
        seconds = 60.0 if act.unseen else act.after
        message_id = await self._post(browser, {"text": act.text, "seen_card": seen, "seen_seconds": seconds})
        self._own[act.text.strip()] = message_id

    async def _tap(self, browser: httpx.AsyncClient, act: Taps) -> None:
        # A page that was left open on another device still shows buttons that are gone here.
        for shown in (self._shown, self._first_shown) if act.on is None else (self._first_shown,):
            for number in sorted(shown, reverse=True):
                if act.on is not None and act.on not in shown[number].text:
                    continue
                for label, action in shown[number].buttons:
                    if label == act.label:
                        await self._post(browser, {"card": number, "action": action})
                        return
        raise AssertionError(f"no button {act.label}")

    async def _post(self, browser: httpx.AsyncClient, fields: dict[str, object]) -> str:
        message_id, person_id = f"message-{next(self._ids):04}", await self._person_id(browser)
        posted = await browser.post(
            "/chat",
            json={"message_id": message_id, **fields},
            headers={**_FORM, "X-Form-Token": self._token},
        )
        assert posted.status_code == 202, (posted.status_code, posted.text)
        await self._house.has_received_from_browser(message_id, person_id)
        return message_id

    async def _person_id(self, browser: httpx.AsyncClient) -> int:
        (secret,) = {each.value for each in browser.cookies.jar if each.name == COOKIE}
        visitor = await self._house.backend.visitor(str(secret))
        assert visitor is not None
        return visitor.person_id

    async def _look(self, browser: httpx.AsyncClient) -> Turn:
        was_open = bool(self._page.token)
        asked = await self._page.asks(browser)
        page = await browser.get("/chat")
        self._cookies = browser.cookies
        token = _TOKEN.search(page.text)
        if page.status_code != 200 or token is None:
            self._page = OpenPage()
            self._later.erased()
            return Turn()
        self._token = token[1]
        self._page = OpenPage.read(page.text, token[1])
        before, self._shown = self._shown, {entry.number: entry for entry in entries_of(page.text)}
        if was_open:
            assert asked is not None, "the page that stays open was told nothing"
            heard = before | asked
            told = {number: entry for number, entry in self._shown.items() if not _says_it_is_over(entry)}
            assert {number: heard.get(number) for number in told} == told
        self._first_shown = self._shown | self._first_shown
        new = [entry for number, entry in self._shown.items() if number not in before and not entry.is_own]
        reported = await self._house.reported_numbers()
        self._later.add([(entry.heard(), entry.is_file) for entry in new if entry.number in reported])
        said = [entry.heard() for entry in new if entry.number not in reported]
        return Turn(self._later.without_links(said), (), self._redrawn(before))

    def _redrawn(self, shown_before: dict[int, PageEntry]) -> tuple[Heard, ...]:
        changed = []
        for number, was in shown_before.items():
            now = self._shown.get(number)
            # A card whose buttons are gone says nothing new; one whose ticks have changed does.
            if now is None or _says_it_is_over(now):
                continue
            lines, before = now.heard().lines, was.heard().lines
            if lines == before and (not now.buttons or now.labels == was.labels):
                continue
            # Nor does one that only says less, as the reason of somebody who asked is gone from it.
            if set(lines) < set(before) and not now.buttons:
                continue
            # Their own words change as they correct them; that is nothing that they hear.
            if not now.is_own or now.heard().lines == (TAKEN_OUT,):
                changed.append(now.heard())
        return tuple(changed)


def _says_it_is_over(entry: PageEntry) -> bool:
    """Whether this is the open card of a round that has closed: the clock closes it, and tells no page."""
    return entry.text.lstrip().startswith(said_over(phrases_in("en")))
