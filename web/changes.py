"""What the bot says, as it says it: the chat page's stream of Server-Sent Events, or the same on asking.

Each event's id is the change it brings, so a page that was away asks for all after the last one it got.
The pieces are the same markup as the page's own. Nothing is kept here, and a stream may end at any moment.
Some networks hold a stream back or refuse it. A page that hears nothing asks by short requests instead.
"""

import contextlib
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import zip_longest

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from content.phrases import SOURCE_LANGUAGE, Phrases, phrases_in
from content.whole_numbers import whole_number
from web.backend import Busy, ChatEntry, NewEntries, TooMany, Visitor
from web.chat import NEWS_AT_ONCE, Chat
from web.serving.event_stream import Event, EventStream, OpenStream, StreamsAwake
from web.serving.page_turns import take_turn
from web.serving.straight import STREAM, Straight
from web.serving.waiting import Stopping, Waits
from web.sessions import drafts_name, form_token, is_form_token

PING_SECONDS = 15.0
"""How often a stream looks by itself, as another process may have ended its session.

Where there is nothing new it gives a sign of life; the page connects again when it has missed a few.
"""

MOST_IN_A_PIECE = 64 * 1024
"""Bytes: what is told together is sent together, as each piece costs a way through the server.

Beyond that the next piece is made only when the reader has taken this one, so that slow ones hold little.
"""

_RETRY_MILLISECONDS = 2000
_SIGN_OF_LIFE = Event("ping").encode()


@dataclass(frozen=True, slots=True)
class NewsStream:
    """The stream of whoever is signed in to the chat. All streams end once ``streams`` are ended."""

    chat: Chat
    waits: Waits
    streams: StreamsAwake = field(default_factory=lambda: StreamsAwake(lambda: PING_SECONDS))

    def routes(self) -> list[Route]:
        """The stream's address, and the one for asking."""
        return [
            Route(STREAM, Straight(self.stream), methods=["GET"]),
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
        stream = OpenStream()
        return EventStream(stream, self._pieces(stream, secret, visitor, _last_seen(request)))

    async def ask(self, request: Request) -> Response:
        """The events that the stream would bring now, at once and whole.

        Raises 401 without a session, and 403 where this browser is signed in as somebody else than the
        page that asks: nobody may see another's words come in.
        """
        secret = self.chat.session.read(request)
        news = await self.chat.backend.news(secret, _last_seen(request), NEWS_AT_ONCE) if secret else None
        if secret is None or news is None:
            return await self._told_of_erasure(request)
        await self.chat.count_page(news.person_id)
        if news.has_more:
            turn = self.chat.backend.page_turn(Visitor(news.person_id, news.language))
            await take_turn(request, turn)
        if not is_form_token(secret, request.headers.get("x-form-token", "")):
            raise HTTPException(403)
        if request.query_params.get("language") not in (None, news.language.replace("_", "-")):
            return _as_json(Event("reload"))
        events = self._entry_events(news.entries, phrases_in(news.language), form_token(secret))
        # The script asks again at once where there may be more.
        more = [Event("more")] if news.has_more else []
        return _as_json(*events, *more)

    async def _told_of_erasure(self, request: Request) -> Response:
        secret = self.chat.session.read(request) or ""
        owner = self.chat.seal.owner(request.headers.get("x-page-of", ""), secret)
        if owner is None or not await self.chat.backend.is_erased(Visitor(owner, SOURCE_LANGUAGE)):
            raise HTTPException(401)
        return _as_json(Event("erased"))

    async def _pieces(
        self, stream: OpenStream, secret: str, visitor: Visitor, after: int
    ) -> AsyncIterator[bytes]:
        yield Event("ready", retry=_RETRY_MILLISECONDS).encode()
        backend = self.chat.backend
        with (
            contextlib.suppress(Busy, Stopping, TooMany),
            self.streams.keep(stream),
            backend.place_for_stream(visitor, stream.crowd_out),
            backend.watch(visitor, stream.woken, stream.outdate),
        ):
            async for piece in self._news(stream, secret, visitor, after):
                yield piece

    async def _news(
        self, stream: OpenStream, secret: str, visitor: Visitor, after: int
    ) -> AsyncIterator[bytes]:
        """What is new, again and again. One look finds that, and whether the session still is."""
        token, is_first = form_token(secret), True
        while not stream.is_over:
            if stream.is_crowded_out:
                yield Event("crowded").encode()
                return
            if stream.is_outdated:
                yield Event("reload").encode()
                return
            stream.woken.clear()
            news = await self.chat.backend.news(secret, after, NEWS_AT_ONCE)
            if news is None or news.person_id != visitor.person_id:
                is_erased = await self.chat.backend.is_erased(visitor)
                yield Event("erased" if is_erased else "signed-out").encode()
                return
            if news.language != visitor.language:
                yield Event("reload").encode()
                return
            if news.entries:
                after = max(entry.change for entry in news.entries)
                for piece in await self._made(visitor, news, token):
                    yield piece
            elif not is_first:
                # A comment would keep the line open as well, but the page's script could not hear it.
                yield _SIGN_OF_LIFE
            is_first = False
            if not news.has_more:
                await stream.woken.wait()

    async def _made(self, visitor: Visitor, news: NewEntries, token: str) -> Iterable[bytes]:
        """What is new as it is sent. A long conversation that is caught up with is made a part at a time, as
        its pages are.
        """
        events = self._entry_events(news.entries, phrases_in(news.language), token)
        if not news.has_more:
            return in_pieces(events)
        async with AsyncExitStack() as turn:
            async with self.waits.until_stopped():
                await turn.enter_async_context(self.chat.backend.page_turn(visitor))
            return list(in_pieces(events))

    def _entry_events(self, entries: Sequence[ChatEntry], phrases: Phrases, token: str) -> Iterator[Event]:
        # A change may update several entries. Only the last one carries its id, so that a stream cut
        # before it is taken up again from the change before.
        ordered = sorted(entries, key=lambda entry: entry.change)
        for entry, following in zip_longest(ordered, ordered[1:]):
            is_last = following is None or following.change != entry.change
            shown = self.chat.pages.fragment(entry, phrases, token)
            yield Event("entry", shown, id=str(entry.change) if is_last else None)


def in_pieces(events: Iterator[Event]) -> Iterator[bytes]:
    """The events as they are sent: together where they are small."""
    piece = b""
    for event in events:
        piece += event.encode()
        if len(piece) >= MOST_IN_A_PIECE:
            yield piece
            piece = b""
    if piece:
        yield piece


def _last_seen(request: Request) -> int:
    """The last change that the page has; what cannot be read means none."""
    seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
    return whole_number(seen) or 0


def _as_json(*events: Event) -> Response:
    return JSONResponse([{"event": each.name, "id": each.id, "data": each.data} for each in events])
