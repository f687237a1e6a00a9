"""People in browsers, seen from outside: a page's stream, what is posted, what is loaded."""

import asyncio
import re
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import aiohttp

from tests.faults.product import LONGEST_SECONDS

_TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')
_SHOWN = re.compile(r'<li id="entry-(\d+)" class="entry ours')
_FILE = re.compile(r'<div class="card file"')
_OWN = {"Sec-Fetch-Site": "same-origin"}


class Browser:
    """One person in a browser, who came in by a link. What they load is not unpacked."""

    def __init__(self, address: str, name: str = "one") -> None:
        self.address = address
        self.name = name
        self.http = aiohttp.ClientSession(
            address,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=LONGEST_SECONDS),
            auto_decompress=False,
        )
        self.token = ""
        self.cards = 0
        """The number of the newest card that the stream brought."""
        self.files = 0
        """How many files the stream brought."""
        self._posted = 0
        self._news = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait({self._listening})
        await self.http.close()

    async def comes_in(self, code: str) -> None:
        """Use a link, and open the chat."""
        page = await self._read(f"/join/{code}")
        form = {"token": _TOKEN.findall(page)[0]}
        async with self.http.post(f"/join/{code}", data=form, headers=_OWN) as answer:
            await answer.read()
        self.token = _TOKEN.findall(await self._read("/chat"))[0]

    async def _read(self, path: str) -> str:
        async with self.http.get(path, headers={"Accept-Encoding": "identity"}) as answer:
            return await answer.text()

    async def listens(self) -> None:
        """Open the stream of the page, and hear what comes for as long as the person is there."""
        self._listening = asyncio.create_task(self._listen())
        await self._heard(lambda: self.cards > 0)

    async def _listen(self) -> None:
        patience = aiohttp.ClientTimeout(total=None)
        async with self.http.get("/chat/events?after=0", timeout=patience) as answer:
            assert answer.status == 200, answer.status
            rest = ""
            async for piece in answer.content.iter_any():
                text = rest + piece.decode("utf-8", "replace")
                end = max(text.rfind("\n"), 0)
                rest = text[end:]
                whole = text[:end]
                self.cards = max([self.cards, *map(int, _SHOWN.findall(whole))])
                self.files += len(_FILE.findall(whole))
                self._news.set()

    async def _heard(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(LONGEST_SECONDS):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def posts(self, text: str) -> int:
        """Send something, and the same once more where the line was cut; the status of the answer."""
        self._posted += 1
        sent = {"message_id": f"message-{self._posted:06}", "text": text}
        try:
            return await self._sends(sent)
        except aiohttp.ClientConnectionError:
            return await self._sends(sent)

    async def _sends(self, sent: dict[str, str]) -> int:
        headers = {"X-Form-Token": self.token, **_OWN}
        async with self.http.post("/chat", json=sent, headers=headers) as answer:
            await answer.read()
            return answer.status

    async def loads(self, path: str) -> int:
        """Load something whole, once more where the line was cut; the status of the answer."""
        try:
            return await self._loads(path)
        except aiohttp.ClientConnectionError:
            return await self._loads(path)

    async def _loads(self, path: str) -> int:
        async with self.http.get(path, headers={"X-Form-Token": self.token}) as answer:
            async for _ in answer.content.iter_any():
                pass
            return answer.status

    async def searches(self, words: str) -> int:
        """Look for words in the whole conversation; the status of the answer."""
        form = {"token": self.token, "words": words}
        async with self.http.post("/chat/search", data=form, headers=_OWN) as answer:
            await answer.read()
            return answer.status

    async def writes(self, text: str) -> float:
        """Write something and wait for the next card: how long that took."""
        before, began = self.cards, time.monotonic()
        assert await self.posts(text) == 202
        await self._heard(lambda: self.cards > before)
        return time.monotonic() - began

    async def asks_for(self, command: str) -> float:
        """Ask for a file and wait until one has come: how long that took."""
        before, began = self.files, time.monotonic()
        assert await self.posts(command) == 202
        await self._heard(lambda: self.files > before)
        return time.monotonic() - began
