"""The conversation's page: its whole history, what a person sends, and the files made for them.

A message is acknowledged only after the backend has kept it. Nothing is decided here.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import phrases_in
from conversations.outgoing import Card
from conversations.reading.clean import LONGEST_REPLY
from web.backend import Busy, ChatBackend, ChatEntry, Own, TooMany, Visitor
from web.failures import Unsent, notice
from web.leaving import way_back
from web.pages import Pages, phrases_asked_for
from web.reading import is_from_script, is_upload, posted_from, read_fields
from web.sessions import SESSION_SECONDS, Cookie, comes_from_elsewhere, drafts_name, form_token, is_form_token

ANSWER_SECONDS = 3.0
"""How long a form without script waits for the next card, so that the page that follows shows it."""

REST_SECONDS = 0.05
"""How long it rests between two looks, as a backend may wake it for nothing."""

_SHOWN_INLINE = frozenset({"image/png", "image/jpeg"})


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat page of whoever is signed in."""

    backend: ChatBackend
    pages: Pages
    public_url: str
    session: Cookie

    def routes(self) -> list[Route]:
        """The addresses of the chat."""
        return [
            Route("/chat", self.show, methods=["GET"]),
            Route("/chat", self.take, methods=["POST"]),
            Route("/files/{file_id:int}", self.file, methods=["GET"]),
        ]

    async def visitor(self, request: Request) -> tuple[str, Visitor] | None:
        """The session's secret and whose it is, None when nobody is signed in."""
        secret = self.session.read(request)
        visitor = await self.backend.visitor(secret) if secret is not None else None
        return (secret, visitor) if secret is not None and visitor is not None else None

    async def show(self, request: Request) -> Response:
        """The whole history and the place to write; to the front door for those who are not in."""
        known = await self.visitor(request)
        if known is None:
            return RedirectResponse("/", status_code=303)
        secret, visitor = known
        history = await self.backend.history(visitor)
        phrases = phrases_in(visitor.language)
        response = self.pages.page(
            "chat.html",
            phrases,
            entries=history,
            change=max((entry.change for entry in history), default=0),
            correcting=_to_correct(history, request.query_params.get("change")),
            way_back=way_back(visitor, phrases),
            token=form_token(secret),
            drafts=drafts_name(visitor),
            takes_part=bool(visitor.pseudonym),
            limit=LONGEST_REPLY,
        )
        self.session.write(response, secret, seconds=SESSION_SECONDS)
        return response

    async def take(self, request: Request) -> Response:
        """Keep what was sent: 202 for the script, the page for a form. Refused words are handed back."""
        known = await self.visitor(request)
        if known is None and is_upload(request):
            return self._refused(request, 401, {})  # there are no words in it to hand back
        fields = await read_fields(request)
        if known is None:
            return self._refused(request, 401, fields)
        secret, visitor = known
        token = request.headers.get("x-form-token") or str(fields.get("token", ""))
        if comes_from_elsewhere(request, self.public_url) or not is_form_token(secret, token):
            return self._refused(request, 403, fields)
        is_empty = not {"action", "file"} & set(fields) and not str(fields.get("text", "")).strip()
        if not is_from_script(request) and is_empty:
            return RedirectResponse("/chat#newest", status_code=303)
        posted = posted_from(fields)
        try:
            await self.backend.receive(visitor, posted)
        except (Busy, TooMany) as fault:
            return self._refused(request, 503 if isinstance(fault, Busy) else 429, fields)
        if is_from_script(request):
            return Response(status_code=202)
        await self._wait_for_card(visitor, _change_shown(fields))
        if await self.backend.is_erased(visitor):
            response = RedirectResponse("/?erased", status_code=303)
            self.session.remove(response)
            return response
        return RedirectResponse("/chat#newest", status_code=303)

    async def file(self, request: Request) -> Response:
        """A picture to be shown in the chat, or any file as a download."""
        known = await self.visitor(request)
        kept = (
            await self.backend.file(known[1], request.path_params["file_id"]) if known is not None else None
        )
        if kept is None:
            raise HTTPException(404)
        is_inline = kept.media_type in _SHOWN_INLINE and "download" not in request.query_params
        place = "inline" if is_inline else "attachment"
        headers = {"Content-Disposition": f"{place}; filename*=utf-8''{quote(kept.name, safe='')}"}
        return Response(kept.content, media_type=kept.media_type, headers=headers)

    def _refused(self, request: Request, status: int, fields: dict[str, Any]) -> Response:
        if is_from_script(request) or not fields.get("text"):
            # The script keeps what was not acknowledged, so it needs no more than the status.
            return notice(self.pages, phrases_asked_for(request), status)
        unsent = Unsent({name: str(value) for name, value in fields.items()}, can_resend=status in {429, 503})
        return notice(self.pages, phrases_asked_for(request), status, unsent=unsent)

    async def _wait_for_card(self, visitor: Visitor, after_change: int) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                new: Sequence[ChatEntry] = ()
                while not any(isinstance(entry.body, Card) for entry in new):
                    after_change = max((entry.change for entry in new), default=after_change)
                    await self.backend.wait_for_change(visitor, after_change)
                    await asyncio.sleep(REST_SECONDS)
                    new = await self.backend.history(visitor, after_change=after_change)
                    if not new and await self.backend.is_erased(visitor):
                        return


def _change_shown(fields: dict[str, Any]) -> int:
    shown = str(fields.get("change", ""))
    return int(shown) if shown.isdecimal() and len(shown) < 16 else 0


def _to_correct(history: Sequence[ChatEntry], message_id: str | None) -> Own | None:
    for entry in history:
        if isinstance(entry.body, Own) and entry.body.message_id == message_id and entry.body.correctable:
            return entry.body
    return None
