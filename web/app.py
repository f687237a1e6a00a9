"""Puts the browser's pages together into one application. Knows which address is served by what, no more."""

import logging
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from web.assets import serve_asset
from web.backend import Busy, ChatBackend, TooMany
from web.changes import NewsStream
from web.chat import Chat
from web.failures import PlainFailures, refuse
from web.guard import GuardHeaders
from web.joining import Joining
from web.leaving import Leaving
from web.pages import open_pages
from web.sessions import cookie

_SESSION_COOKIE = "closer_look"
_DOOR_COOKIE = "closer_look_door"


def build_app(backend: ChatBackend, *, public_url: str, secure_cookies: bool) -> Starlette:
    """The web chat over this backend.

    ``public_url`` is the address that people's browsers show; ``secure_cookies`` says that it is https.
    Call ``app.state.end_streams()`` before the server stops: it waits for open streams, and they are endless.
    """
    # At its debug level this library logs every piece of the stream, which is what people are told and wrote.
    logging.getLogger("sse_starlette").setLevel(logging.INFO)
    pages = open_pages()
    session = cookie(_SESSION_COOKIE, public_url, secure=secure_cookies)
    door = cookie(_DOOR_COOKIE, public_url, secure=secure_cookies)
    joining = Joining(backend, pages, public_url, session, door)
    leaving = Leaving(backend, pages, public_url, session)
    chat = Chat(backend, pages, public_url, session)
    changes = NewsStream(chat)

    async def health(_request: Request) -> Response:
        found = await backend.health()
        return JSONResponse(
            {"healthy": found.healthy, "reasons": list(found.reasons)},
            status_code=200 if found.healthy else 503,
        )

    async def asset(request: Request) -> Response:
        return serve_asset(pages.assets, request)

    app = Starlette(
        routes=[
            *joining.routes(),
            *leaving.routes(),
            *chat.routes(),
            *changes.routes(),
            Route("/static/{name}", asset, methods=["GET"]),
            Route("/healthz", health, methods=["GET"]),
        ],
        middleware=[
            Middleware(GuardHeaders, secure=secure_cookies),
            Middleware(PlainFailures, pages=pages),
        ],
        exception_handlers=dict.fromkeys((HTTPException, Busy, TooMany), partial(refuse, pages)),
    )
    app.state.end_streams = changes.closing.set
    return app
