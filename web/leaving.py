"""Signing out: asked about first, with what it means and how one comes back.

A session cannot be opened again by who they are, as no name and no password is kept, only by a link.
"""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import Phrases, phrases_in
from conversations.cards.browsers import BrowserOwner, signing_out
from web.backend import ChatBackend, Visitor
from web.kept_apart import BrowserSessions
from web.pages import Pages
from web.reading import read_fields
from web.sessions import comes_from_elsewhere, form_token, is_form_token

BY_WORD = "word"
"""What the address of the next page says where only a word leads back."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """The way out of a conversation in this browser."""

    backend: ChatBackend
    pages: Pages
    public_url: str
    sessions: BrowserSessions

    def routes(self) -> list[Route]:
        """The address of signing out."""
        return [Route("/sign-out", self.sign_out, methods=["POST"])]

    async def sign_out(self, request: Request) -> Response:
        """Ask first, unless the page has asked. Then end the session here; what was written stays kept."""
        fields, leads_to = await read_fields(request), "/?signed-out"
        session = self.sessions.opened.read(request)
        if session is not None:
            from_elsewhere = comes_from_elsewhere(request, self.public_url)
            if from_elsewhere or not is_form_token(session, str(fields.get("token", ""))):
                raise HTTPException(403)
            visitor = await self.backend.visitor(session)
            if visitor is not None and visitor.is_anonymous:
                leads_to = f"{leads_to}={BY_WORD}"
            if visitor is not None and "sure" not in fields:
                return self._ask(visitor, session)
            await self.backend.sign_out(session)
        others = [each for each in self.sessions.put_aside(request) if each != session]
        if others and session is not None:
            # What was put aside is another conversation, and stays open.
            response = RedirectResponse("/chat", status_code=303)
            self.sessions.open(request, response, others[0], others)
            return response
        response = RedirectResponse(leads_to, status_code=303)
        self.sessions.close(response)
        return response

    def _ask(self, visitor: Visitor, session: str) -> Response:
        phrases = phrases_in(visitor.language)
        return self.pages.page(
            "sign_out.html", phrases, way_back=way_back(visitor, phrases), token=form_token(session)
        )


def way_back(visitor: Visitor, phrases: Phrases) -> tuple[str, ...]:
    """What signing out means for this person, and how they come back, in sentences."""
    owner = BrowserOwner(
        visitor.browser,
        gets_links=True,
        pseudonym=visitor.pseudonym,
        has_role=visitor.has_role,
        has_return_word=visitor.has_return_word,
        is_anonymous=visitor.is_anonymous,
    )
    others = phrases.say("Other browsers stay signed in: /devices shows them.")
    return (*signing_out(phrases, owner), others)
