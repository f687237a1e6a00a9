"""Who is at a page of those who run rounds, and whether what was posted came from a form of ours for them."""

from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from content.phrases import phrases_in
from web.backend import Visitor
from web.chat import Chat
from web.reading import read_fields
from web.serving.page_turns import take_turn
from web.sessions import comes_from_elsewhere, form_token, is_form_token

MOST_FIELDS = 3_000
"""So many fields a page of lines or of boxes may post: a guide may have very many prompts."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Whoever is signed in, and the token of the forms that are made for them."""

    visitor: Visitor
    token: str


async def signed_in(chat: Chat, request: Request) -> Signed | Response:
    """Who opens a page; the way to the front door for nobody. Raises 404 for whoever has no role."""
    known = await chat.visitor(request, makes_page=False)  # most of what it takes is waiting
    if known is None:
        return RedirectResponse("/chat", status_code=303)
    secret, visitor = known
    if not visitor.has_role:
        raise HTTPException(404)
    return Signed(visitor, form_token(secret))


async def posted_by(chat: Chat, request: Request) -> tuple[Signed, dict[str, Any]] | Response:
    """Who posted a form, with its fields. Raises 403 for what is not from a form of ours for them."""
    signed = await signed_in(chat, request)
    if isinstance(signed, Response):
        return signed
    await chat.count_page(signed.visitor.person_id)
    fields = await read_fields(request, most_fields=MOST_FIELDS)
    secret = chat.session.read(request) or ""
    token = str(fields.get("token", ""))
    if comes_from_elsewhere(request, chat.public_url) or not is_form_token(secret, token):
        raise HTTPException(403)
    return signed, fields


async def drawn(
    chat: Chat, request: Request, signed: Signed, template: str, status: int = 200, **values: object
) -> Response:
    """A page for whoever is signed in, drawn in their turn, once all that it shows is there."""
    await take_turn(request, chat.backend.page_turn(signed.visitor))
    phrases = phrases_in(signed.visitor.language)
    return chat.pages.page(template, phrases, status=status, token=signed.token, **values)
