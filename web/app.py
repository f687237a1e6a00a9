"""Puts the browser's pages together into one application. Knows which address is served by what, no more."""

from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from web.assets import serve_asset
from web.backend import Busy, ChatBackend, NoPlaceLeft, TooMany
from web.changes import NewsStream
from web.chat import Chat, PlainForms
from web.failures import PlainFailures, refuse
from web.guides.guide_pages import GuidePages
from web.installed.manifest import Manifest
from web.installed.offline import Offline
from web.joining import Joining
from web.kept_apart import BrowserSessions, OtherConversations, open_beside_ended
from web.leaving import Leaving
from web.mails.no_more import NoMoreMails
from web.pages import open_pages
from web.past import Past
from web.reading import is_from_this_computer
from web.rounds.new_round import NewRoundPages
from web.rounds.overview_pages import Overview
from web.rounds.people_pages import PeopleOfRound
from web.rounds.upload_pages import Upload
from web.serving.guard import Guard
from web.serving.straight import Packed
from web.serving.waiting import Stopping, Waits
from web.sessions import SessionDays, cookie
from web.way_back import JustEntered, WayBack

_SESSION_COOKIE = "closer_look"
_DOOR_COOKIE = "closer_look_door"
_SMALLEST_PACKED = 1000
_PACKED_HOW_WELL = 4
"""Packing at the library's own 9 takes three times as long, and makes a page a twentieth smaller."""
_ASIDE_COOKIE = "closer_look_aside"


def build_app(
    backend: ChatBackend, *, public_url: str, secure_cookies: bool, lasts: SessionDays | None = None
) -> Starlette:
    """The web chat over this backend.

    ``public_url`` is the address that people's browsers show; ``secure_cookies`` says that it is https.
    ``lasts`` is how long a browser stays signed in, as the backend ends it.
    Call ``app.state.end_streams()`` before the server stops. It waits for open streams, which are endless,
    and for whoever waits for their turn, for a file or for an answer.
    """
    pages = open_pages()
    session = cookie(_SESSION_COOKIE, public_url, secure=secure_cookies)
    door = cookie(_DOOR_COOKIE, public_url, secure=secure_cookies)
    lasts = lasts or SessionDays()
    waits = Waits()
    sessions = BrowserSessions(session, cookie(_ASIDE_COOKIE, public_url, secure=secure_cookies), lasts)
    just_entered = JustEntered()
    joining = Joining(backend, pages, public_url, sessions, door, just_entered)
    others = OtherConversations(backend, pages, public_url, sessions)
    back = WayBack(backend, pages, public_url, sessions, door, just_entered)
    leaving = Leaving(backend, pages, public_url, sessions)
    chat = Chat(backend, pages, public_url, sessions, PlainForms(backend, waits))
    changes = NewsStream(chat, waits)

    async def health(request: Request) -> Response:
        found = await backend.health()
        told: dict[str, object] = {"healthy": found.healthy}
        if is_from_this_computer(request):
            told["reasons"] = list(found.reasons)
        return JSONResponse(told, status_code=200 if found.healthy else 503)

    async def asset(request: Request) -> Response:
        return serve_asset(pages.assets, request)

    app = Starlette(
        routes=[
            # The first that fits is taken, so what is asked for most stands first.
            *chat.routes(),
            *changes.routes(),
            *joining.routes(),
            *others.routes(),
            *back.routes(),
            *leaving.routes(),
            *NoMoreMails(backend.mails, pages).routes(),
            *Manifest(pages).routes(),
            *Offline(pages).routes(),
            *Past(chat).routes(),
            *GuidePages(chat).routes(),
            *NewRoundPages(chat).routes(),
            *Upload(chat).routes(),
            *Overview(chat).routes(),
            *PeopleOfRound(chat).routes(),
            Route("/static/{name}", asset, methods=["GET"]),
            Route("/healthz", health, methods=["GET"]),
            Route("/{path:path}/", _without_slash, methods=["GET"]),
        ],
        middleware=[
            Middleware(Guard, secure=secure_cookies, waits=waits),
            # Pictures and the stream are left as they are. No page repeats what another site sent to somebody
            # who is signed in, so the length of a packed page tells that site nothing.
            Middleware(Packed, minimum_size=_SMALLEST_PACKED, compresslevel=_PACKED_HOW_WELL),
            Middleware(PlainFailures, pages=pages),
        ],
        exception_handlers=dict.fromkeys(
            (HTTPException, Busy, TooMany, NoPlaceLeft, Stopping),
            partial(refuse, pages, partial(open_beside_ended, backend, sessions)),
        ),
    )
    # The library's own way without a slash leads to whatever host the request claims.
    app.router.redirect_slashes = False

    def end_streams() -> None:
        waits.end()
        changes.streams.end()

    app.state.end_streams = end_streams
    return app


async def _without_slash(request: Request) -> Response:
    """The way to the same address without slashes at its end: links get one where they are handed on."""
    path, query = request.path_params["path"].strip("/"), request.url.query
    return RedirectResponse(f"/{path}?{query}" if query else f"/{path}")
