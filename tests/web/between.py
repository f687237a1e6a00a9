"""What stands between a browser and us in some networks: a proxy that looks at every answer whole."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.patience import LONGEST_SECONDS
from tests.web.browser import serving

_OF_ONE_LINE = frozenset({"connection", "content-encoding", "content-length", "host", "transfer-encoding"})
_METHODS = ["GET", "POST", "HEAD"]


@asynccontextmanager
async def whole_answers_only(url: str, *, seconds: float = 0) -> AsyncIterator[str]:
    """The address of a proxy in front of this one, which hands an answer on once it has all of it.

    So an endless stream never comes. ``seconds`` is how long it looks at each answer besides.
    """
    client = httpx.AsyncClient(base_url=url, timeout=20 * LONGEST_SECONDS)
    closing = asyncio.Event()

    async def pass_on(request: Request) -> Response:
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        headers = [(name, value) for name, value in request.headers.items() if name not in _OF_ONE_LINE]
        asked = asyncio.ensure_future(
            client.request(request.method, path, headers=headers, content=await request.body())
        )
        ended = asyncio.ensure_future(closing.wait())
        await asyncio.wait({asked, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not asked.done():
            asked.cancel()
            return Response(status_code=502)
        whole = asked.result()
        if seconds:
            await asyncio.wait({asyncio.ensure_future(closing.wait())}, timeout=seconds)
        answer = Response(whole.content, whole.status_code)
        for name, value in whole.headers.multi_items():
            if name not in _OF_ONE_LINE:
                answer.headers.append(name, value)
        return answer

    app = Starlette(routes=[Route("/{path:path}", pass_on, methods=_METHODS)])
    app.state = SimpleNamespace(end_streams=closing.set)  # type: ignore[assignment]
    async with client, serving(lambda _url: app) as served:
        yield served.url
