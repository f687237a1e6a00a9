"""What people see when something does not work: one plain sentence and a way on.

A fault of ours is logged with where it happened and never with what anybody wrote, which an exception's
own message may repeat.
"""

import traceback
from asyncio import sleep
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import structlog
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from content.phrases import Phrases
from content.whole_numbers import whole_number
from conversations.reading.lists.table_text import too_large
from web.backend import NoPlaceLeft, TooMany, Visitor
from web.pages import Pages, phrases_asked_for
from web.reading import LARGEST_BODY, FileTooLarge
from web.sessions import form_token

RETRY_SECONDS = 5
"""How long a browser is asked to wait before it tries again."""

A_MOMENT_SECONDS = 60
"""What takes longer is told in minutes."""

OpenBeside = Callable[[Request], Awaitable[Sequence[tuple[str, Visitor]]]]
"""Finds what is still open in a browser where its open conversation has ended, by its secrets."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form's message that was not kept, handed back so that nobody has to write it again.

    ``fields`` is everything the form held. ``can_resend`` tells whether sending it again as it is may work.
    """

    fields: dict[str, str]
    can_resend: bool

    @property
    def text(self) -> str:
        """The words that were written."""
        return self.fields.get("text", "")


def notice(
    pages: Pages,
    phrases: Phrases,
    status: int,
    *,
    heading: str = "",
    sentence: str = "",
    unsent: Unsent | None = None,
    is_signed_in: bool = False,
    still_open: Sequence[tuple[str, Visitor]] = (),
    ways_in: Sequence[str] = (),
    wait: timedelta | None = None,
) -> Response:
    """The page for a fault, with the heading and the sentence for its status unless others are given.

    ``is_signed_in``: there is a conversation in this browser that the way on leads to. ``still_open``: what
    was put aside here, by its secrets, where what was open has ended. ``ways_in`` is how somebody gets in who
    has none here, the one by their own word first. ``wait`` is how long it is until the same may work.
    """
    seconds = RETRY_SECONDS if wait is None else max(ceil(wait.total_seconds()), 1)
    if not sentence and status == 429 and seconds > A_MOMENT_SECONDS:
        sentence = _later(seconds, phrases)
    response = pages.page(
        "notice.html",
        phrases,
        status=status,
        heading=heading or _heading(status, phrases),
        sentence=sentence or _sentence(status, phrases),
        says_whom_to_ask=not sentence and status not in {401, 409} and unsent is None,
        unsent=unsent,
        is_signed_in=is_signed_in,
        still_open=[visitor for _, visitor in still_open],
        token=form_token(still_open[0][0]) if still_open else "",
        ways_in=ways_in or _ways_in(status, phrases),
    )
    if status in {429, 503}:
        response.headers["Retry-After"] = str(seconds)
    return response


def _later(seconds: int, phrases: Phrases) -> str:
    minutes = phrases.count("{n} minute", "{n} minutes", ceil(seconds / 60))
    return phrases.say(
        "You have sent as much as we take from one person in an hour. Please send this again in {minutes}.",
        minutes=minutes,
    )


def _ways_in(status: int, phrases: Phrases) -> tuple[str, ...]:
    """How somebody who took part before gets in again, where a page turns them away."""
    if status not in {401, 409}:
        return ()
    another = phrases.say("If not, tell the person who invited you: they can make another link.")
    own = phrases.say(
        "Did you take part before? The link or word of your own that you kept brings you back, and "
        "tells nobody who you are."
    )
    return (own, another) if status == 409 else (own,)


def _heading(status: int, phrases: Phrases) -> str:
    headings = {
        401: phrases.say("You are signed out here"),
        404: phrases.say("There is nothing at this address"),
        409: phrases.say("This link is full"),
        413: phrases.say("This was not sent"),
        429: phrases.say("One moment, please"),
        503: phrases.say("One moment, please"),
    }
    return headings.get(status) or phrases.say("That did not work")


def _sentence(status: int, phrases: Phrases) -> str:
    sentences = {
        400: phrases.say("We could not read that, so nothing was changed."),
        401: phrases.say(
            "You are not signed in any more. What you sent before is kept, unless you erased it."
        ),
        403: phrases.say("This page was too old, or the request came from elsewhere. Nothing was changed."),
        404: phrases.say("Please look at the address again, or open the link in your invitation once more."),
        405: phrases.say("This address cannot be used in that way. Nothing was changed."),
        409: phrases.say("It has let in as many people as it may."),
        413: phrases.say("That was too much for one message. Please send it in two or more parts."),
        429: phrases.say("A lot has come in at once. Please wait a moment and try again."),
        503: phrases.say("Nothing can be kept at the moment. Please try again in a little while."),
    }
    return sentences.get(status) or phrases.say(
        "Something went wrong. What you sent before is safe. Please go back and try again."
    )


async def refuse(pages: Pages, open_beside_ended: OpenBeside, request: Request, fault: Exception) -> Response:
    """The page for a request that was refused. Where a session has ended, it names what is still open."""
    headers: Mapping[str, str] = {}
    phrases, sentence, wait = phrases_asked_for(request), "", None
    match fault:
        case FileTooLarge():
            status, sentence = 413, too_large(phrases)
        case HTTPException():
            status, headers = fault.status_code, fault.headers or {}
        case TooMany():
            status, wait = 429, fault.wait
        case NoPlaceLeft():
            status = 409
        case _:
            status = 503
    others = await open_beside_ended(request) if status in _MAY_HAVE_ENDED else ()
    response = notice(pages, phrases, status, sentence=sentence, wait=wait, still_open=others)
    response.headers.update(headers)
    return response


_MAY_HAVE_ENDED = frozenset({401, 403, 404})
"""What is refused so may be refused because the session has ended."""

_FIRST_REFUSAL = 400
_BEFORE_REFUSAL_SECONDS = 0.2
"""How long a large request waits that is refused: Caddy 2.6 drops answers that come with its last byte."""


def _carries_much(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers:
        return True  # how much comes is not said before
    return bool(length) and whole_number(length, most=LARGEST_BODY) is None


class PlainFailures:
    """Answers whatever goes wrong with a page of ours, and logs what was our own fault."""

    def __init__(self, app: ASGIApp, *, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request whatever happens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_noticing(message: Message) -> None:
            nonlocal begun
            begun = True
            if message.get("status", 0) >= _FIRST_REFUSAL and _carries_much(scope):
                await sleep(_BEFORE_REFUSAL_SECONDS)
            await send(message)

        try:
            await self._app(scope, receive, send_noticing)
        except ClientDisconnect:
            # The browser went away in the middle of what it sent: nobody is there to hear an answer.
            return
        except Exception as fault:
            _log.error("page failed", page=_name_of(scope), fault=type(fault).__name__, at=_places(fault))
            if not begun:
                response = notice(self._pages, phrases_asked_for(Request(scope)), 500)
                await response(scope, receive, send)


def _name_of(scope: Scope) -> str:
    # The address itself may hold an invitation, so only the name of what serves it is logged.
    return getattr(scope.get("endpoint"), "__name__", "unknown")


def _places(fault: BaseException) -> list[str]:
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(fault.__traceback__)
    ]
