"""What stands between a browser and us in some networks: a proxy that looks at every answer whole."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, Self

import httpx
from playwright.async_api import CDPSession, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.patience import LONGEST_SECONDS
from tests.web.browser import serving

_OF_ONE_LINE = frozenset({"connection", "content-length", "host", "transfer-encoding"})
_METHODS = ["GET", "POST", "HEAD"]


@asynccontextmanager
async def whole_answers_only(url: str, *, seconds: float = 0) -> AsyncIterator[str]:
    """The address of a proxy in front of this one, which hands an answer on once it has all of it.

    So an endless stream never comes. ``seconds`` is how long it looks at each answer besides.
    """
    client = httpx.AsyncClient(base_url=url, timeout=20 * LONGEST_SECONDS)
    closing = asyncio.Event()

    async def read_whole(request: httpx.Request) -> tuple[httpx.Response, bytes]:
        answer = await client.send(request, stream=True)
        try:
            return answer, b"".join([piece async for piece in answer.aiter_raw()])  # packed, if it came so
        finally:
            await answer.aclose()

    async def pass_on(request: Request) -> Response:
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        headers = [(name, value) for name, value in request.headers.items() if name not in _OF_ONE_LINE]
        passed_on = client.build_request(request.method, path, headers=headers, content=await request.body())
        asked = asyncio.ensure_future(read_whole(passed_on))
        ended = asyncio.ensure_future(closing.wait())
        await asyncio.wait({asked, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not asked.done():
            asked.cancel()
            return Response(status_code=502)
        whole, content = asked.result()
        if seconds:
            await asyncio.wait({asyncio.ensure_future(closing.wait())}, timeout=seconds)
        answer = Response(content, whole.status_code)
        for name, value in whole.headers.multi_items():
            if name not in _OF_ONE_LINE:
                answer.headers.append(name, value)
        return answer

    app = Starlette(routes=[Route("/{path:path}", pass_on, methods=_METHODS)])
    app.state = SimpleNamespace(end_streams=closing.set)  # type: ignore[assignment]
    async with client, serving(lambda _url: app) as served:
        yield served.url


class SlowLine:
    """The line of one page, of so many bytes in a second. ``taken`` is what came over it, headers and all."""

    def __init__(self, session: CDPSession) -> None:
        self._cached: set[str] = set()
        self.taken = 0
        session.on("Network.requestServedFromCache", lambda event: self._cached.add(event["requestId"]))
        session.on("Network.loadingFinished", self._count)

    @classmethod
    async def of(cls, page: Page, *, bytes_per_second: int) -> Self:
        """Have this page's line be as slow as this from now on."""
        session = await page.context.new_cdp_session(page)
        line = cls(session)
        await session.send("Network.enable")
        speed = {"downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second}
        await session.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **speed})
        return line

    def _count(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self._cached:
            self.taken += int(event["encodedDataLength"])
