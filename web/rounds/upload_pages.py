"""The page of a list of people: it is given, looked at as it was read, decided on, and links are made.

Nothing of a list stands in an address, and no list is kept by the page itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.chat import Chat
from web.desk.desk_round import DeskRefused, NoSuchDesk
from web.desk.list_desk import ListDesk
from web.entering import Signed, drawn, posted_by, signed_in

_DECIDED = ("choice", "words")


@dataclass(frozen=True, slots=True)
class Upload:
    """The page of a list, for whoever is signed in and may invite people to the round."""

    chat: Chat

    @property
    def desk(self) -> ListDesk:
        """What it asks."""
        return self.chat.backend.lists

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/desk/upload", self.to_current, methods=["GET"]),
            Route("/desk/{round}/upload", self.show, methods=["GET"]),
            Route("/desk/{round}/upload", self.go_on, methods=["POST"]),
        ]

    async def to_current(self, request: Request) -> Response:
        """The way to the page of the round that was chosen last."""
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        try:
            page = await self.chat.backend.overviews.overview(signed.visitor.person_id, "")
        except NoSuchDesk:
            raise HTTPException(404) from None
        way = f"/desk/{page.round.id}/upload" if page.round else "/desk"
        return RedirectResponse(way, status_code=303)

    async def show(self, request: Request) -> Response:
        """The list as it was read, or how to give one."""
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        return await self._page(request, signed)

    async def go_on(self, request: Request) -> Response:
        """Read a list, decide something about it, make the links, or let it go."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        here = f"/desk/{request.path_params['round']}"
        try:
            is_made = await self._did(request, signed, fields)
        except NoSuchDesk:
            raise HTTPException(404) from None
        except DeskRefused as fault:
            given = {name: str(value) for name, value in fields.items() if name != "file"}
            return await self._page(request, signed, 400, fault.sentence, given)
        return RedirectResponse(f"{here}/people" if is_made else f"{here}/upload", status_code=303)

    async def _did(self, request: Request, signed: Signed, fields: dict[str, Any]) -> bool:
        """Do what was asked for; whether links were made."""
        person_id, round_id = signed.visitor.person_id, request.path_params["round"]
        match fields.get("do"):
            case "make":
                await self.desk.make(person_id, round_id, str(fields.get("seen", "")))
                return True
            case "drop":
                await self.desk.drop(person_id, round_id)
            case "decide":
                await self.desk.decide(person_id, round_id, _decided(fields))
            case _:
                file = fields.get("file")
                source = file if isinstance(file, bytes) else str(fields.get("list", ""))
                await self.desk.read(person_id, round_id, source)
        return False

    async def _page(
        self,
        request: Request,
        signed: Signed,
        status: int = 200,
        sentence: str = "",
        given: Mapping[str, str] | None = None,
    ) -> Response:
        try:
            page = await self.desk.shown(signed.visitor.person_id, request.path_params["round"])
        except NoSuchDesk:
            raise HTTPException(404) from None
        return await drawn(
            self.chat, request, signed, "upload.html", status, page=page, sentence=sentence, given=given or {}
        )


def _decided(fields: dict[str, Any]) -> dict[str, str]:
    """What was decided, by name. Words count for more than a choice that is ticked."""
    found: dict[str, str] = {}
    for kind in _DECIDED:
        start = f"{kind}-"
        for name, value in fields.items():
            if name.startswith(start) and str(value).strip():
                found[name.removeprefix(start)] = f"{kind}:{value}"
    return found
