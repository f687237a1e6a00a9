"""The page of a part of a guide, on which its lines are corrected, and reading what its form posted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.whole_numbers import whole_number
from web.chat import Chat
from web.desk.guide_desk import GuidePartPage, NoSuchGuide, PostedLine, PostedMove
from web.entering import Signed, drawn, posted_by, signed_in


@dataclass(frozen=True, slots=True)
class LinePages:
    """The pages on which lines are corrected."""

    chat: Chat

    def routes(self) -> list[Route]:
        """The address of a part."""
        return [
            Route("/guide/{guide}/part/{line}", self.show, methods=["GET"]),
            Route("/guide/{guide}/part/{line}", self.save, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """A part as it is."""
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        visitor, guide_id = signed.visitor, request.path_params["guide"]
        try:
            shown = await self.chat.backend.guides.part(
                visitor.person_id, visitor.language, guide_id, _line(request)
            )
        except NoSuchGuide:
            raise HTTPException(404) from None
        return await self._page(request, signed, shown)

    async def save(self, request: Request) -> Response:
        """Keep what was corrected, and show the part as it is then."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        visitor, guide_id = signed.visitor, request.path_params["guide"]
        try:
            shown = await self.chat.backend.guides.correct(
                visitor.person_id,
                visitor.language,
                guide_id,
                _line(request),
                list(_posted_lines(fields)),
                _posted_move(fields),
            )
        except NoSuchGuide:
            raise HTTPException(404) from None
        if (there := _goes_to(fields, guide_id)) and not (shown.not_kept or shown.not_added):
            return RedirectResponse(there, status_code=303)
        return await self._page(request, signed, shown, was_saved=True)

    async def _page(
        self, request: Request, signed: Signed, shown: GuidePartPage, *, was_saved: bool = False
    ) -> Response:
        return await drawn(self.chat, request, signed, "guide_part.html", part=shown, was_saved=was_saved)


def _line(request: Request) -> int:
    number = whole_number(request.path_params["line"])
    if number is None:
        raise HTTPException(404)
    return number


def _posted_lines(fields: Mapping[str, Any]) -> Iterator[PostedLine]:
    """Each line that the form has, and the one that was added, if any."""
    for name, use in fields.items():
        number = whole_number(name.removeprefix("use-")) if name.startswith("use-") else None
        if number is not None:
            text, seen = str(fields.get(f"text-{number}", "")), str(fields.get(f"seen-{number}", ""))
            yield PostedLine(number, str(use), text, seen)
    added = str(fields.get("new-text", ""))
    if added.strip():
        behind = whole_number(str(fields.get("new-behind", ""))) or 0
        yield PostedLine(0, str(fields.get("new-use", "")), added, behind=behind)


def _goes_to(fields: Mapping[str, Any], guide_id: str) -> str:
    """Where the button leads that saved: to another part, or to the guide; empty where it only saves."""
    then = str(fields.get("then", ""))
    number = whole_number(then)
    if number is not None:
        return f"/guide/{guide_id}/part/{number}"
    return f"/guide/{guide_id}" if then == "guide" else ""


def _posted_move(fields: Mapping[str, Any]) -> PostedMove | None:
    """The line that a button of the form moves, None where it only saves."""
    way, _, line = str(fields.get("move", "")).partition("-")
    number = whole_number(line)
    if number is None:
        return None
    return PostedMove(number, way, whole_number(str(fields.get(f"theme-{number}", ""))) or 0)
