"""What every answer carries, whatever page or fault it is: that it is ours, and that it is nobody else's."""

from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.serving.event_stream import STRAIGHT
from web.serving.page_turns import TURN, WAITS, PageTurn
from web.serving.waiting import Waits

_SOURCES: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in _SOURCES.items())

MARK = "X-Closer-Look"
"""The header by which our page knows our own answers. What else answers in our place, a filter or the sign-in
page of a network, does not have it.
"""

_ALWAYS: Mapping[str, str] = {
    MARK: "1",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}

_YEAR = 365 * 24 * 3600
_KEEPING = b"cache-control"


class Guard:
    """Adds the headers to every answer; what an answer says of its own keeping is left as it is.

    The turn that a page took ends here, as its answer begins. It ends also where that fails, or nobody waits
    for it any longer.
    """

    def __init__(self, app: ASGIApp, *, secure: bool, waits: Waits) -> None:
        self._app = app
        self._waits = waits
        headers = dict(_ALWAYS)
        if secure:
            headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._names = {name for name, _ in self._headers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, guarded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        turn = PageTurn()

        async def send_guarded(message: Message) -> None:
            await turn.end()
            if message["type"] == "http.response.start":
                message["headers"] = self._guarded(message["headers"])
            await send(message)

        try:
            await self._app({**scope, TURN: turn, WAITS: self._waits, STRAIGHT: send}, receive, send_guarded)
        finally:
            await turn.end()

    def _guarded(self, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        own = [each for each in given if each[0] not in self._names]
        is_kept = any(name == _KEEPING for name, _ in own)
        return [*own, *self._headers] if is_kept else [*own, *self._headers, (_KEEPING, b"no-store")]
