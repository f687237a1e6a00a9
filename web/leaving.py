"""Signing out: asked about first, with what it means and how one comes back.

A session cannot be opened again by who they are, as no name and no password is kept, only by a link.
"""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import Phrases, phrases_in
from web.backend import ChatBackend, Visitor
from web.pages import Pages
from web.reading import read_fields
from web.sessions import Cookie, comes_from_elsewhere, form_token, is_form_token


@dataclass(frozen=True, slots=True)
class Leaving:
    """The way out of a conversation in this browser."""

    backend: ChatBackend
    pages: Pages
    public_url: str
    session: Cookie

    def routes(self) -> list[Route]:
        """The address of signing out."""
        return [Route("/sign-out", self.sign_out, methods=["POST"])]

    async def sign_out(self, request: Request) -> Response:
        """Ask first, unless the page has asked. Then end the session here; what was written stays kept."""
        fields = await read_fields(request)
        session = self.session.read(request)
        if session is not None:
            from_elsewhere = comes_from_elsewhere(request, self.public_url)
            if from_elsewhere or not is_form_token(session, str(fields.get("token", ""))):
                raise HTTPException(403)
            visitor = await self.backend.visitor(session)
            if visitor is not None and "sure" not in fields:
                return self._ask(visitor, session)
            await self.backend.sign_out(session)
        response = RedirectResponse("/?signed-out", status_code=303)
        self.session.remove(response)
        # Not "cookies": that would also sign people out of their council's other pages on the same domain.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _ask(self, visitor: Visitor, session: str) -> Response:
        phrases = phrases_in(visitor.language)
        return self.pages.page(
            "sign_out.html", phrases, way_back=way_back(visitor, phrases), token=form_token(session)
        )


def way_back(visitor: Visitor, phrases: Phrases) -> tuple[str, ...]:
    """What signing out means for this person, and how they come back, in sentences."""
    if visitor.gets_links:
        link = phrases.say("To come back you need a link of your own. /web gives you one: send it first.")
    else:
        link = phrases.say("To come back you need a link of your own.")
    told = [phrases.say("Everything you sent is kept."), link]
    if visitor.pseudonym:
        told.append(
            phrases.say(
                "The person who runs this evaluation can make one, if you tell them your number, "
                "{number}. Note it first. They can then see which replies are yours.",
                number=visitor.pseudonym,
            )
        )
    if visitor.has_role:
        told.append(
            phrases.say(
                "For your role a colleague who coordinates can make a new link, with /colleague, and so can "
                "whoever looks after the computer."
            )
        )
    return tuple(told)
