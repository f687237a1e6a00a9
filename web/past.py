"""What was said before: earlier entries of a person's conversation, and a search in it.

Pages to read: nothing is sent from here but the word to look for. That is posted with the form's own token,
so it stands in no address, and no other site can have a page made, and measured, for words of its choice.
"""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import phrases_in
from content.whole_numbers import whole_number
from web.backend import Stretch, Visitor
from web.chat import SHOWN_AT_ONCE, Chat
from web.entries import excerpt
from web.reading import read_fields
from web.serving.page_turns import take_turn
from web.sessions import comes_from_elsewhere, form_token, is_form_token

MOST_FOUND = 50
"""How many entries a search shows; the newest come first."""

LONGEST_SEARCH = 200
"""How many characters somebody can look for."""

_AROUND = 10
"""How many entries before one that was found are shown with it."""


@dataclass(frozen=True, slots=True)
class Past:
    """The pages of what was said before, for whoever is signed in to the chat."""

    chat: Chat

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/chat/earlier", self.earlier, methods=["GET"]),
            Route("/chat/earlier/entries", self.entries, methods=["GET"]),
            Route("/chat/search", self.search, methods=["GET", "POST"]),
        ]

    async def earlier(self, request: Request) -> Response:
        """A page of earlier entries, with the ways to those before and after them."""
        known = await self.chat.visitor(request)
        if known is None:
            return RedirectResponse("/chat", status_code=303)
        secret, visitor = known
        part = await self._part(request, visitor)
        if not part.entries:
            return RedirectResponse("/chat", status_code=303)
        return self.chat.pages.page(
            "earlier.html", phrases_in(visitor.language), part=part, token=form_token(secret)
        )

    async def entries(self, request: Request) -> Response:
        """Earlier entries alone, as the chat's script shows them. Raises 401 without a session."""
        known = await self.chat.visitor(request)
        if known is None:
            raise HTTPException(401)
        secret, visitor = known
        part = await self._part(request, visitor)
        return self.chat.pages.page(
            "earlier_entries.html", phrases_in(visitor.language), part=part, token=form_token(secret)
        )

    async def search(self, request: Request) -> Response:
        """The place to say what to look for, and what was found."""
        known = await self.chat.visitor(request)
        if known is None:
            return RedirectResponse("/chat", status_code=303)
        secret, visitor = known
        words = ""
        if request.method == "POST":
            fields = await read_fields(request)
            from_elsewhere = comes_from_elsewhere(request, self.chat.public_url)
            if from_elsewhere or not is_form_token(secret, str(fields.get("token", ""))):
                raise HTTPException(403)
            words = " ".join(str(fields.get("words", "")).split())[:LONGEST_SEARCH]
            self.chat.backend.open_page(visitor.person_id)
            await take_turn(request, self.chat.backend.page_turn(visitor))
        entries = await self.chat.backend.search(visitor, words, MOST_FOUND + 1)
        return self.chat.pages.page(
            "search.html",
            phrases_in(visitor.language),
            words=words,
            found=[excerpt(entry, words) for entry in entries[:MOST_FOUND]],
            has_more=len(entries) > MOST_FOUND,
            token=form_token(secret),
        )

    async def _part(self, request: Request, visitor: Visitor) -> Stretch:
        asked = request.query_params
        before, after, around = (whole_number(asked.get(name, "")) for name in ("before", "after", "around"))
        backend = self.chat.backend
        if around is not None:
            led_by = (await backend.stretch(visitor, _AROUND, before=around)).entries
            after = led_by[0].number - 1 if led_by else around - 1
        if after is not None:
            return await backend.stretch(visitor, SHOWN_AT_ONCE, after=after)
        return await backend.stretch(visitor, SHOWN_AT_ONCE, before=before)
