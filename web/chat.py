"""The conversation's page: its newest entries, what a person sends, and the files made for them.

A message is acknowledged only after the backend has kept it. Nothing is decided here.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import Phrases, phrases_in
from content.visible import is_blank
from content.whole_numbers import whole_number
from conversations.outgoing import Card
from conversations.reading.clean import LONGEST_REPLY
from web.backend import BeingMade, Busy, ChatBackend, ChatEntry, Posted, SignedOut, TooMany, Visitor
from web.entries import newest_field_label
from web.failures import Unsent, notice
from web.kept_apart import BrowserSessions, open_beside_ended, still_open
from web.leaving import way_back
from web.pages import Pages, phrases_asked_for
from web.reading import is_from_script, is_upload, posted_from, read_fields
from web.serving.page_turns import take_turn, waits_of
from web.serving.straight import Straight
from web.serving.waiting import Stopping, Waits
from web.sessions import (
    Cookie,
    OwnerSeal,
    comes_from_elsewhere,
    drafts_name,
    form_token,
    is_form_token,
)

SHOWN_AT_ONCE = 50
"""How many entries come with a page. What was said before is fetched when somebody wants to see it."""

NEWS_AT_ONCE = 20
"""How many new entries are read at once; a stream reads on when its reader has taken them."""

REFUSAL_SECONDS = 1.0
"""How long whoever opens or sends very much waits to hear so, as they would only come again at once."""

ANSWER_SECONDS = 3.0
"""How long a form without script waits for the next card, so that the page that follows shows it."""

LONGEST_SECONDS = 20.0
"""How long it waits while what was sent has not been dealt with."""

PICTURE_SECONDS = 60.0
"""How long a picture in the chat waits that is made again: it has no place for a sentence."""

COMES_BY_ITSELF_SECONDS = 2
"""After so long a page that says that a file is being made looks once more whether it is there."""

REST_SECONDS = 0.05
"""How long it rests between two looks, as a backend may wake it for nothing."""

MOST_REMEMBERED = 1_000
"""The forms of so many sessions are remembered; whoever sent one before is told that they are signed out."""

_SHOWN_INLINE = frozenset({"image/png", "image/jpeg"})


class PlainForms:
    """Waits for the answer to a form without script, and knows whose session is gone with all they wrote."""

    def __init__(self, backend: ChatBackend, waits: Waits) -> None:
        self._backend = backend
        self._waits = waits
        self._sent_by: OrderedDict[str, Visitor] = OrderedDict()

    async def wait(self, session: str, visitor: Visitor, after_change: int) -> None:
        """Return once the form of this session is answered, or after a while without an answer.

        When we stop, nobody waits: what was sent is kept, and is answered once we are back.
        """
        self._sent_by[form_token(session)] = visitor
        self._sent_by.move_to_end(form_token(session))
        if len(self._sent_by) > MOST_REMEMBERED:
            self._sent_by.popitem(last=False)
        with contextlib.suppress(Stopping):
            async with self._waits.until_stopped():
                await self._answer(session, visitor, after_change)

    async def is_erased(self, token: str) -> bool:
        """Whether everything about a person was erased after a form of the session with this token.

        So it is told also to somebody who sent the form twice, or whose page came too early.
        """
        visitor = self._sent_by.get(token)
        return visitor is not None and await self._backend.is_erased(visitor)

    async def _answer(self, session: str, visitor: Visitor, after_change: int) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._card(session, visitor, after_change)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(LONGEST_SECONDS - ANSWER_SECONDS, 0)):
                while await self._backend.awaits_answer(visitor):  # noqa: ASYNC110 - an inbox row that is done wakes nobody
                    await asyncio.sleep(REST_SECONDS)

    async def _card(self, session: str, visitor: Visitor, after_change: int) -> None:
        woken = asyncio.Event()
        with self._backend.watch(visitor, woken):
            while True:
                woken.clear()
                news = await self._backend.news(session, after_change, NEWS_AT_ONCE)
                if news is None or any(isinstance(entry.body, Card) for entry in news.entries):
                    return
                after_change = max((entry.change for entry in news.entries), default=after_change)
                if not news.has_more:
                    await woken.wait()
                    await asyncio.sleep(REST_SECONDS)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why something sent was not kept, as a status, and for how long there is no room where that is known."""

    status: int
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat page of whoever is signed in."""

    backend: ChatBackend
    pages: Pages
    public_url: str
    sessions: BrowserSessions
    answers: PlainForms
    seal: OwnerSeal = field(default_factory=OwnerSeal)

    @property
    def session(self) -> Cookie:
        """The cookie of the open conversation."""
        return self.sessions.opened

    def routes(self) -> list[Route]:
        """The addresses of the chat."""
        return [
            Route("/chat", Straight(self.take), methods=["POST"]),
            Route("/chat", self.show, methods=["GET"]),
            Route("/chat/around", self.around, methods=["GET"]),
            Route("/files/{file_id}", self.file, methods=["GET"]),
        ]

    async def visitor(self, request: Request, *, makes_page: bool = True) -> tuple[str, Visitor] | None:
        """The session's secret and whose it is, None when nobody is signed in.

        A page is made in its person's turn, unless most of what it takes is waiting. Raises ``TooMany`` for
        whoever opens very many pages. What is sent is counted elsewhere.
        """
        secret = self.session.read(request)
        visitor = await self.backend.visitor(secret) if secret is not None else None
        if secret is None or visitor is None:
            return None
        if request.method == "GET":
            await self.count_page(visitor.person_id)
            if makes_page:
                await take_turn(request, self.backend.page_turn(visitor))
        return secret, visitor

    async def count_page(self, person_id: int) -> None:
        """Count that somebody opens a page. Raises ``TooMany`` for whoever opens very many."""
        try:
            self.backend.open_page(person_id)
        except TooMany:
            await asyncio.sleep(REFUSAL_SECONDS)
            raise

    async def show(self, request: Request) -> Response:
        """The newest entries and the place to write; to the front door for those who are not in."""
        known = await self.visitor(request)
        if known is None:
            session = self.session.read(request)
            if session is not None and await self.answers.is_erased(form_token(session)):
                return self._to_word_of_erasure()
            return RedirectResponse("/?ended" if session else "/", status_code=303)
        secret, visitor = known
        await self._note_use(visitor)
        newest = await self.backend.stretch(visitor, SHOWN_AT_ONCE)
        wanted = request.query_params.get("change")
        correcting = await self.backend.own(visitor, wanted) if wanted else None
        phrases = phrases_in(visitor.language)
        here = await still_open(self.backend, self.sessions, request)
        others = [each for each, _ in here if each != secret]
        response = self.pages.page(
            "chat.html",
            phrases,
            entries=newest.entries,
            change=newest.change,
            has_earlier=newest.has_earlier,
            handed=_handed_back(newest.entries),
            correcting=correcting if correcting is not None and correcting.correctable else None,
            way_back=way_back(visitor, phrases, stays_open=bool(others)),
            token=form_token(secret),
            drafts=drafts_name(visitor),
            seal=self.seal.on(visitor, secret),
            takes_part=bool(visitor.pseudonym),
            commands=visitor.commands,
            around=await self.backend.round_at_hand(visitor),
            asked_now=newest_field_label(newest.entries, phrases),
            limit=LONGEST_REPLY,
        )
        self.sessions.open(request, response, secret, others)
        return response

    async def around(self, request: Request) -> Response:
        """The round of whoever is signed in, as it is now. Raises 401 without a session."""
        known = await self.visitor(request)
        if known is None:
            raise HTTPException(401)
        around = await self.backend.round_at_hand(known[1])
        return self.pages.page("side.html", phrases_in(known[1].language), around=around)

    async def take(self, request: Request) -> Response:
        """Keep what was sent: 202 for the script, the page for a form. Refused words are handed back."""
        if is_from_script(request):
            return await self._take_from_script(request)
        known = await self.visitor(request)
        if known is None and is_upload(request):
            return await self._refused(request, _Refusal(401), {})  # there are no words in it to hand back
        fields = await read_fields(request)
        if known is None:
            token = str(fields.get("token", ""))  # the cookie may be gone already, with another page
            if await self.answers.is_erased(token):
                return self._to_word_of_erasure()
            return await self._refused(request, _Refusal(401), fields)
        secret, visitor = known
        if not self._is_ours(request, secret, fields):
            return await self._refused(request, _Refusal(403), fields)
        if _is_empty(fields):
            return RedirectResponse("/chat#newest", status_code=303)
        if refusal := await self._refusal(secret, posted_from(fields)):
            return await self._refused(request, refusal, fields)
        await self.answers.wait(secret, visitor, _change_shown(fields))
        if await self.answers.is_erased(form_token(secret)):
            return self._to_word_of_erasure()
        return RedirectResponse("/chat#newest", status_code=303)

    async def _take_from_script(self, request: Request) -> Response:
        """Keep what the script sent. Whether its session lives is seen as it is kept, and not before."""
        secret, fields = self.session.read(request), await read_fields(request)
        refusal: _Refusal | None = _Refusal(403)
        if secret is not None and self._is_ours(request, secret, fields):
            try:
                refusal = await self._refusal(secret, posted_from(fields))
            except HTTPException as fault:
                refusal = _Refusal(fault.status_code)
        if refusal is None:
            return Response(status_code=202)
        # Whoever is signed out hears that first, whatever else is wrong with what they sent.
        is_in = secret is not None and await self.backend.visitor(secret) is not None
        return await self._refused(request, refusal if is_in else _Refusal(401), fields)

    def _is_ours(self, request: Request, secret: str, fields: dict[str, Any]) -> bool:
        """Whether something was sent from our own page for the session with this secret."""
        token = request.headers.get("x-form-token") or str(fields.get("token", ""))
        return not comes_from_elsewhere(request, self.public_url) and is_form_token(secret, token)

    async def _refusal(self, secret: str, posted: Posted) -> _Refusal | None:
        """Keep what was sent; why it could not be, None where it is kept."""
        try:
            await self.backend.post(secret, posted)
        except SignedOut:
            return _Refusal(401)
        except TooMany as fault:
            await asyncio.sleep(REFUSAL_SECONDS)
            return _Refusal(429, fault.wait)
        except Busy:
            return _Refusal(503)
        return None

    async def file(self, request: Request) -> Response:
        """A picture to be shown in the chat, or any file as a download."""
        known = await self.visitor(request, makes_page=False)
        number = whole_number(request.path_params["file_id"])
        is_download, kept = "download" in request.query_params, None
        if known is not None and number is not None:
            try:
                patience = ANSWER_SECONDS if is_download else PICTURE_SECONDS
                async with waits_of(request).until_stopped():
                    kept = await self.backend.file(known[1], number, patience)
            except BeingMade:
                return self._being_made(phrases_in(known[1].language))
        if kept is None:
            return self._not_there(known[1] if known else None)
        is_inline = kept.media_type in _SHOWN_INLINE and not is_download
        place = "inline" if is_inline else "attachment"
        headers = {"Content-Disposition": f"{place}; filename*=utf-8''{quote(kept.name, safe='')}"}
        return Response(kept.content, media_type=kept.media_type, headers=headers)

    def _not_there(self, visitor: Visitor | None) -> Response:
        """A page that says that a file is gone, for one that never was as well, and what makes a new one."""
        if visitor is None:
            raise HTTPException(404)
        p = phrases_in(visitor.language)
        return notice(
            self.pages,
            p,
            404,
            heading=p.say("That file is not there"),
            sentence=p.say(
                "It may have been erased. In your conversation, /report and /mydata make new ones."
            ),
            is_signed_in=True,
        )

    def _being_made(self, p: Phrases) -> Response:
        """A page that says so, and comes back for the file by itself, without script too."""
        response = notice(
            self.pages,
            p,
            202,
            heading=p.say("Your file is being made"),
            sentence=p.say("It is made again as it was, and comes by itself in a moment."),
            is_signed_in=True,
        )
        response.headers["Refresh"] = str(COMES_BY_ITSELF_SECONDS)
        return response

    async def _note_use(self, visitor: Visitor) -> None:
        """Note once a day that somebody is here. An open page that only listens is no use of it."""
        if not visitor.is_used_today:
            with contextlib.suppress(Busy):  # the next one is noted
                await self.backend.note_use(visitor)

    async def _refused(self, request: Request, refusal: _Refusal, fields: dict[str, Any]) -> Response:
        phrases, status, wait = phrases_asked_for(request), refusal.status, refusal.wait
        if is_from_script(request):
            # The script keeps what was not acknowledged, so it needs no more than the status.
            return notice(self.pages, phrases, status, wait=wait)
        unsent = None
        if fields.get("text"):
            kept = {name: str(value) for name, value in fields.items()}
            unsent = Unsent(kept, can_resend=status in {429, 503})
        others = await open_beside_ended(self.backend, self.sessions, request) if status == 401 else ()
        return notice(self.pages, phrases, status, unsent=unsent, wait=wait, still_open=others)

    def _to_word_of_erasure(self) -> Response:
        response = RedirectResponse("/?erased", status_code=303)
        self.session.remove(response)
        return response


def _handed_back(entries: Sequence[ChatEntry]) -> str:
    """The person's own words that the open card hands back to be changed, if it does."""
    found = [each.body.words for each in entries if each.is_open and isinstance(each.body, Card)]
    return next(filter(None, reversed(found)), "")


def _is_empty(fields: dict[str, Any]) -> bool:
    """Whether nothing was written, tapped or chosen: a form can be sent so."""
    return not {"action", "file"} & set(fields) and is_blank(str(fields.get("text", "")))


def _change_shown(fields: dict[str, Any]) -> int:
    return whole_number(str(fields.get("change", ""))) or 0
