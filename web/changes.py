"""What the bot says, as it says it: the chat page's stream of Server-Sent Events, or the same on asking.

Each event's id is the change it brings, so a page that was away asks for all after the last one it got.
The pieces are the same markup as the page's own. Nothing is kept here, and a stream may end at any moment.
Some networks hold a stream back or refuse it. A page that hears nothing asks by short requests instead.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from content.phrases import SOURCE_LANGUAGE, Phrases, phrases_in
from content.whole_numbers import whole_number
from web.backend import Busy, ChatEntry, Visitor
from web.chat import CHANGES_AT_ONCE, Chat
from web.sessions import drafts_name, form_token, is_form_token

PING_SECONDS = 15
"""How often a sign of life is sent; the page connects again when it has missed a few."""

SESSION_CHECK_SECONDS = 60
"""How long a stream may go on after its session has ended elsewhere."""

IDLE_SECONDS = 0.2
"""How long a stream rests when it was woken and there was nothing new."""

_RETRY_MILLISECONDS = 2000


@dataclass(frozen=True, slots=True)
class NewsStream:
    """The stream of whoever is signed in to the chat. All streams end once ``closing`` is set."""

    chat: Chat
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def routes(self) -> list[Route]:
        """The stream's address, and the one for asking."""
        return [
            Route("/chat/events", self.stream, methods=["GET"]),
            Route("/chat/news", self.ask, methods=["GET"]),
        ]

    async def stream(self, request: Request) -> Response:
        """Every entry that is new or changed, from where this page left off.

        Raises 401 without a session, and 403 for the page of somebody who was signed in here before.
        """
        known = await self.chat.visitor(request, makes_page=False)
        if known is None:
            raise HTTPException(401)
        secret, visitor = known
        if request.query_params.get("page") not in (None, drafts_name(visitor)):
            raise HTTPException(403)
        return EventSourceResponse(
            self._events(secret, visitor, _last_seen(request)),
            ping=PING_SECONDS,
            ping_message_factory=_ping,
            headers={"Cache-Control": "no-store"},
        )

    async def ask(self, request: Request) -> Response:
        """The events that the stream would bring now, at once and whole.

        Raises 401 without a session, and 403 where this browser is signed in as somebody else than the
        page that asks: nobody may see another's words come in.
        """
        known = await self.chat.visitor(request)
        if known is None:
            return await self._told_of_erasure(request)
        secret, visitor = known
        if not is_form_token(secret, request.headers.get("x-form-token", "")):
            raise HTTPException(403)
        if request.query_params.get("language") not in (None, visitor.language.replace("_", "-")):
            return _as_json(ServerSentEvent(event="reload", data="-"))
        new = await self.chat.backend.changes(visitor, _last_seen(request), CHANGES_AT_ONCE)
        events = self._entry_events(new, phrases_in(visitor.language), form_token(secret))
        # A full page may have more behind it, and then the script asks again at once.
        more = [ServerSentEvent(event="more", data="-")] if len(new) >= CHANGES_AT_ONCE else []
        return _as_json(*events, *more)

    async def _told_of_erasure(self, request: Request) -> Response:
        secret = self.chat.session.read(request) or ""
        owner = self.chat.seal.owner(request.headers.get("x-page-of", ""), secret)
        if owner is None or not await self.chat.backend.is_erased(Visitor(owner, SOURCE_LANGUAGE)):
            raise HTTPException(401)
        return _as_json(ServerSentEvent(event="erased", data="-"))

    async def _events(self, secret: str, visitor: Visitor, after: int) -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(event="ready", data="-", retry=_RETRY_MILLISECONDS)
        with contextlib.suppress(Busy), self.chat.backend.open_stream(visitor) as loses_place:
            async for event in self._news(secret, visitor, after, loses_place):
                yield event

    async def _news(
        self, secret: str, visitor: Visitor, after: int, loses_place: asyncio.Event
    ) -> AsyncIterator[ServerSentEvent]:
        language, was_woken = visitor.language, False
        while not self.closing.is_set():
            # A long conversation that is caught up with is made a part at a time, as its pages are.
            async with self.chat.backend.page_turn(visitor):
                most = 0 if loses_place.is_set() else CHANGES_AT_ONCE  # it may have waited long for its turn
                new = await self.chat.backend.changes(visitor, after, most)
                events = list(self._entry_events(new, phrases_in(language), form_token(secret)))
            after = max((entry.change for entry in new), default=after)
            for event in events:
                yield event
            await self._wait(visitor, after, loses_place, in_vain=was_woken and not new)
            was_woken = True
            if loses_place.is_set():
                yield ServerSentEvent(event="crowded", data="-")
                return
            now = await self.chat.backend.visitor(secret)
            if now is None or now.person_id != visitor.person_id:
                is_erased = await self.chat.backend.is_erased(visitor)
                yield ServerSentEvent(event="erased" if is_erased else "signed-out", data="-")
                return
            if now.language != language:
                yield ServerSentEvent(event="reload", data="-")
                return

    def _entry_events(
        self, entries: Sequence[ChatEntry], phrases: Phrases, token: str
    ) -> Iterator[ServerSentEvent]:
        # A change may update several entries. Only the last one carries its id, so that a stream cut
        # before it is taken up again from the change before.
        ordered = sorted(entries, key=lambda entry: entry.change)
        for entry, following in zip_longest(ordered, ordered[1:]):
            is_last = following is None or following.change != entry.change
            yield ServerSentEvent(
                event="entry",
                id=str(entry.change) if is_last else None,
                data=self.chat.pages.fragment(entry, phrases, token),
            )

    async def _wait(self, visitor: Visitor, after: int, loses_place: asyncio.Event, *, in_vain: bool) -> None:
        if in_vain:
            # A backend may wake us for nothing, and may do so again at once.
            await asyncio.sleep(IDLE_SECONDS)
        news = asyncio.ensure_future(self.chat.backend.wait_for_change(visitor, after))
        ends = [asyncio.ensure_future(each.wait()) for each in (self.closing, loses_place)]
        try:
            await asyncio.wait(
                {news, *ends}, timeout=SESSION_CHECK_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if news.done():
                news.result()
        finally:
            for each in (news, *ends):
                each.cancel()


def _last_seen(request: Request) -> int:
    """The last change that the page has; what cannot be read means none."""
    seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
    return whole_number(seen) or 0


def _as_json(*events: ServerSentEvent) -> Response:
    return JSONResponse([{"event": each.event, "id": each.id, "data": each.data} for each in events])


def _ping() -> ServerSentEvent:
    # A comment would keep the line open as well, but the page's script could not hear it.
    return ServerSentEvent(event="ping", data="-")
