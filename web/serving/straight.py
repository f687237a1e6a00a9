"""A shorter way for what the page's script asks for all the time: its stream, and taking a message.

What they answer is not packed, and what goes wrong with them is dealt with where it is for every page.
"""

from collections.abc import Awaitable, Callable

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

STREAM = "/chat/events"
"""The address of the stream."""

_FROM_THE_SCRIPT = b"content-type", b"application/json"


class Packed(GZipMiddleware):
    """Packs what is large. To make ready for that takes time, so what is never large goes past it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, packed where it is worth it."""
        goes_past = scope["path"] == STREAM or _FROM_THE_SCRIPT in scope["headers"]
        await (self.app(scope, receive, send) if goes_past else super().__call__(scope, receive, send))


class Straight:
    """One address as an application of its own: nothing is wrapped around it again for each request."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._answer = answer
        self.__name__ = answer.__name__

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        response = await self._answer(Request(scope, receive, send))
        await response(scope, receive, send)
