"""The overview of somebody's rounds, and what it begins in the conversation.

It counts nothing, and does nothing to anybody.
"""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.chat import Chat
from web.desk.desk_round import NoSuchDesk
from web.desk.overview_desk import OverviewDesk
from web.entering import drawn, posted_by, signed_in


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview, for whoever is signed in and runs rounds or reads of them."""

    chat: Chat

    @property
    def desk(self) -> OverviewDesk:
        """What it asks."""
        return self.chat.backend.overviews

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/desk", self.show, methods=["GET"]),
            Route("/desk/{round}", self.show, methods=["GET"]),
            Route("/desk/{round}/begin", self.begin, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The overview."""
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        round_id = request.path_params.get("round", "")
        try:
            page = await self.desk.overview(signed.visitor.person_id, round_id)
        except NoSuchDesk:
            raise HTTPException(404) from None
        return await drawn(self.chat, request, signed, "overview.html", page=page)

    async def begin(self, request: Request) -> Response:
        """Begin something in the conversation, and lead there."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        round_id, do = request.path_params["round"], str(fields.get("do", ""))
        try:
            await self.desk.begin(signed.visitor.person_id, round_id, do)
        except NoSuchDesk:
            raise HTTPException(404) from None
        return RedirectResponse("/chat#newest", status_code=303)
