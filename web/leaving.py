"""Signing out: asked about first, with what it means and how one comes back.

Several conversations may be open in one browser. One of them is signed out of, or all at once. A session
cannot be opened again by who they are, as no name and no password is kept, only by a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import Phrases, phrases_in
from conversations.cards.browsers import BrowserOwner, everything_is_kept, signing_out, ways_back
from web.backend import ChatBackend, Visitor
from web.kept_apart import BrowserSessions, still_open
from web.pages import Pages
from web.reading import read_fields
from web.sessions import comes_from_elsewhere, form_token, is_form_token

BY_WORD = "word"
"""What the address of the next page says where only a word leads back."""

BY_EITHER = "some"
"""What it says where only a word leads back to some of several conversations."""


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
        """Ask first, unless the page has asked. Then end the session here; what was written stays kept.

        Where ``everything`` is asked for, all sessions end that this browser holds.
        """
        fields = await read_fields(request)
        ending = self._asked_to_end(request, fields)
        here = await still_open(self.backend, self.sessions, request)
        leaving = [each for each in here if each[0] in ending]
        staying = [secret for secret, _ in here if secret not in ending]
        if leaving and "sure" not in fields:
            return self._ask(leaving, everything="everything" in fields, stays_open=bool(staying))
        for secret in ending:
            await self.backend.sign_out(secret)
        if staying:
            # What was put aside is another conversation, and stays open.
            response = RedirectResponse("/chat", status_code=303)
            self.sessions.open(request, response, staying[0], staying)
            return response
        response = RedirectResponse(_told_after([visitor for _, visitor in leaving]), status_code=303)
        self.sessions.close(response)
        return response

    def _asked_to_end(self, request: Request, fields: dict[str, Any]) -> tuple[str, ...]:
        """The sessions that are to end. Raises 403 for what was not pressed on a page made for them."""
        opened, token = self.sessions.opened.read(request), str(fields.get("token", ""))
        ending: tuple[str, ...] = (opened,) if opened else ()
        if "everything" in fields:
            ending = self.sessions.all(request)
        is_ours = not ending or any(is_form_token(secret, token) for secret in ending)
        if not is_ours or comes_from_elsewhere(request, self.public_url):
            raise HTTPException(403)
        return ending

    def _ask(self, leaving: Sequence[tuple[str, Visitor]], *, everything: bool, stays_open: bool) -> Response:
        proof, first = leaving[0]
        phrases = phrases_in(first.language)
        is_one = len(leaving) == 1
        return self.pages.page(
            "sign_out.html",
            phrases,
            way_back=way_back(first, phrases, stays_open=stays_open)
            if is_one
            else (everything_is_kept(phrases), _elsewhere(phrases)),
            each_way_back=() if is_one else [(each, ways_back(phrases, _owner(each))) for _, each in leaving],
            everything=everything,
            has_others=stays_open,
            token=form_token(proof),
        )


def way_back(visitor: Visitor, phrases: Phrases, *, stays_open: bool = False) -> tuple[str, ...]:
    """What signing out means for this person, and how they come back, in sentences.

    ``stays_open``: another conversation is open in this browser as well.
    """
    told = (*signing_out(phrases, _owner(visitor)), _elsewhere(phrases))
    if not stays_open:
        return told
    return (*told, phrases.say("Another conversation in this browser stays open, and is shown next."))


def _owner(visitor: Visitor) -> BrowserOwner:
    return BrowserOwner(
        visitor.browser,
        gets_links=True,
        pseudonym=visitor.pseudonym,
        has_role=visitor.has_role,
        has_return_word=visitor.has_return_word,
        is_anonymous=visitor.is_anonymous,
    )


def _elsewhere(phrases: Phrases) -> str:
    return phrases.say("Other browsers stay signed in: /devices shows them.")


def _told_after(left: Sequence[Visitor]) -> str:
    """The address of the page that says how whoever signed out comes back."""
    anonymous = [each for each in left if each.is_anonymous]
    if not anonymous:
        return "/?signed-out"
    return f"/?signed-out={BY_WORD if len(anonymous) == len(left) else BY_EITHER}"
