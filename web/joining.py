"""The way in: the front door, an invitation's page, and the button that uses it.

A link is used by a button only, because mail programs and chat previews open links by themselves. An
unknown, a used and an expired link get one and the same answer. No code is ever logged.
"""

import secrets
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import Phrases, phrases_in
from web.backend import ChatBackend
from web.failures import notice
from web.pages import Pages, phrases_asked_for
from web.reading import read_fields
from web.sessions import SESSION_SECONDS, Cookie, comes_from_elsewhere, form_token, is_form_token


@dataclass(frozen=True, slots=True)
class Joining:
    """The pages around a conversation.

    ``door`` is a cookie of its own, for before there is a session: the invitation's button must be pressed
    on the page that this very browser was shown, or a link could sign somebody in as somebody else.
    """

    backend: ChatBackend
    pages: Pages
    public_url: str
    session: Cookie
    door: Cookie

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/", self.front, methods=["GET"]),
            Route("/join/{code}", self.invitation, methods=["GET"]),
            Route("/join/{code}", self.join, methods=["POST"]),
        ]

    async def front(self, request: Request) -> Response:
        """One polite sentence on how to get in; the chat for those who are in."""
        if await self._is_signed_in(request):
            return RedirectResponse("/chat", status_code=303)
        return self.pages.page(
            "front.html",
            phrases_asked_for(request),
            signed_out="signed-out" in request.query_params,
            ended="ended" in request.query_params,
            erased="erased" in request.query_params,
        )

    async def invitation(self, request: Request) -> Response:
        """What a link leads to and who asks, with the button that uses it. Uses nothing."""
        is_signed_in = await self._is_signed_in(request)
        session = self.session.read(request)
        invitation = await self.backend.invitation(request.path_params["code"], session)
        if invitation is None:
            return self._no_way_in(request, is_signed_in=is_signed_in)
        secret = self.door.read(request) or secrets.token_urlsafe(32)
        response = self.pages.page(
            "join.html",
            phrases_in(invitation.language),
            invitation=invitation,
            is_signed_in=is_signed_in,
            token=form_token(secret),
        )
        self.door.write(response, secret)
        return response

    async def join(self, request: Request) -> Response:
        """Use the link, once, and open the conversation."""
        fields = await read_fields(request)
        secret = self.door.read(request) or ""
        from_elsewhere = comes_from_elsewhere(request, self.public_url)
        if from_elsewhere or not is_form_token(secret, str(fields.get("token", ""))):
            raise HTTPException(403)
        as_before = self.session.read(request) if "as_before" in fields else None
        session = await self.backend.join(request.path_params["code"], as_before)
        if session is None:
            return self._no_way_in(request, is_signed_in=await self._is_signed_in(request))
        response = RedirectResponse("/chat", status_code=303)
        self.session.write(response, session, seconds=SESSION_SECONDS)
        self.door.remove(response)
        return response

    async def _is_signed_in(self, request: Request) -> bool:
        session = self.session.read(request)
        return session is not None and await self.backend.visitor(session) is not None

    def _no_way_in(self, request: Request, *, is_signed_in: bool) -> Response:
        phrases = phrases_asked_for(request)
        sentence = _dead_link(phrases, is_signed_in=is_signed_in)
        return notice(self.pages, phrases, 404, sentence=sentence, is_signed_in=is_signed_in)


def _dead_link(phrases: Phrases, *, is_signed_in: bool) -> str:
    if is_signed_in:
        return phrases.say(
            "This link does not open anything any more. You are already in a conversation in this browser."
        )
    return phrases.say(
        "This link does not work: each one opens one conversation, once, and only for a while. "
        "Please ask the person who invited you for a new one."
    )
