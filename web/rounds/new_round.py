"""The page that opens a round: its form, its figures as they stand, and all that will hold before it opens.

What is filled in lives in the page's own form until the round is open. Nothing of it is kept before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.chat import Chat
from web.desk.new_round_desk import NewRoundDesk, NewRoundPage, NoRoundToOpen, RoundShown
from web.entering import Signed, drawn, posted_by, signed_in

_OWN_OF_FORM: Final = frozenset({"token", "do", "seen"})
"""What a form posts as well as what was filled in."""


@dataclass(frozen=True, slots=True)
class NewRoundPages:
    """The pages that open a round, for whoever is signed in and may."""

    chat: Chat

    @property
    def desk(self) -> NewRoundDesk:
        """What they ask."""
        return self.chat.backend.new_rounds

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/round", self.begin, methods=["GET"]),
            Route("/round", self.go_on, methods=["POST"]),
            Route("/round/so-far", self.count, methods=["POST"]),
        ]

    async def begin(self, request: Request) -> Response:
        """The form with nothing filled in but what is usual."""
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        try:
            page = await self.desk.page(signed.visitor.person_id, None)
        except NoRoundToOpen:
            raise HTTPException(404) from None
        return await self._form(request, signed, page)

    async def go_on(self, request: Request) -> Response:
        """Show the form as it stands, or what the round will be; or open it."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        given = _given(fields)
        try:
            found = await self._asked(signed, fields, given)
        except NoRoundToOpen:
            raise HTTPException(404) from None
        if found is None:
            return RedirectResponse("/chat#newest", status_code=303)
        if isinstance(found, NewRoundPage):
            return await self._form(request, signed, found, given)
        status = 409 if found.sentence else 200
        return await drawn(self.chat, request, signed, "round_shown.html", status, shown=found, given=given)

    async def _asked(
        self, signed: Signed, fields: Mapping[str, Any], given: Mapping[str, str]
    ) -> RoundShown | NewRoundPage | None:
        person_id = signed.visitor.person_id
        match fields.get("do"):
            case "look":
                return await self.desk.shown(person_id, given)
            case "open":
                return await self.desk.open(person_id, given, str(fields.get("seen", "")))
        return await self.desk.page(person_id, given)

    async def count(self, request: Request) -> Response:
        """The part of the page with its figures, for the page's script."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        try:
            page = await self.desk.page(signed.visitor.person_id, _given(fields))
        except NoRoundToOpen:
            raise HTTPException(404) from None
        return await drawn(self.chat, request, signed, "round_so_far.html", so_far=page.so_far)

    async def _form(
        self, request: Request, signed: Signed, page: NewRoundPage, given: Mapping[str, str] | None = None
    ) -> Response:
        status = 400 if page.wrong else 200
        return await drawn(self.chat, request, signed, "round_new.html", status, page=page, given=given or {})


def _given(fields: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, without the rest that the form posts."""
    return {name: str(value) for name, value in fields.items() if name not in _OWN_OF_FORM}
