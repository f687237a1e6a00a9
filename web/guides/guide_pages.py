"""The list of guides, a guide's page, and the pages that ask before it is published or deleted."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.documents.refused import Unreadable, refusal_sentence
from content.phrases import phrases_in
from content.whole_numbers import whole_number
from web.backend import Visitor
from web.chat import Chat
from web.desk.guide_desk import GuideDesk, GuideRefused, NoSuchGuide
from web.entering import Signed, drawn, posted_by, signed_in
from web.guides.line_pages import LinePages
from web.guides.trying import TryPages
from web.reading import FileTooLarge

GuideAct = Callable[[Visitor, str, Mapping[str, Any]], Awaitable[str]]
"""What a button does with a guide; the id of the guide that is shown then, empty for the list."""


@dataclass(frozen=True, slots=True)
class GuidePages:
    """The pages about guides, for whoever is signed in and coordinates."""

    chat: Chat

    @property
    def desk(self) -> GuideDesk:
        """What they ask."""
        return self.chat.backend.guides

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/guide", self.shelf, methods=["GET"]),
            Route("/guide", self.bring_in, methods=["POST"]),
            *LinePages(self.chat).routes(),
            *TryPages(self.chat).routes(),
            Route("/guide/{guide}/publish", self.ask_publish, methods=["GET"]),
            Route("/guide/{guide}/publish", self.publish, methods=["POST"]),
            Route("/guide/{guide}/evidence", self.ask_for_evidence, methods=["POST"]),
            Route("/guide/{guide}/version", self.make_next_version, methods=["POST"]),
            Route("/guide/{guide}/delete", self.ask_delete, methods=["GET"]),
            Route("/guide/{guide}/delete", self.delete, methods=["POST"]),
            Route("/guide/{guide}", self.show, methods=["GET"]),
        ]

    async def shelf(self, request: Request) -> Response:
        """All guides, and where a document is brought in."""
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        return await self._shelf(request, signed)

    async def _shelf(
        self, request: Request, signed: Signed, sentence: str = "", status: int = 200
    ) -> Response:
        visitor = signed.visitor
        try:
            shown = await self.desk.shelf(visitor.person_id, visitor.language)
        except NoSuchGuide:
            raise HTTPException(404) from None
        return await drawn(self.chat, request, signed, "guides.html", status, shelf=shown, sentence=sentence)

    async def bring_in(self, request: Request) -> Response:
        """Keep a document as a draft, and open it; or say in one sentence why it cannot be read."""
        try:
            posted = await posted_by(self.chat, request)
        except FileTooLarge:
            signed = await signed_in(self.chat, request)
            if isinstance(signed, Response):
                return signed
            p = phrases_in(signed.visitor.language)
            return await self._shelf(request, signed, refusal_sentence(Unreadable.TOO_LARGE, p), 413)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        content, p = fields.get("file"), phrases_in(signed.visitor.language)
        if not isinstance(content, bytes):
            return await self._shelf(request, signed, p.say("Choose a document first."), 400)
        whose = str(fields.get("for", ""))
        try:
            made = await self.desk.bring_in(signed.visitor.person_id, signed.visitor.language, whose, content)
        except NoSuchGuide:
            raise HTTPException(404) from None
        except GuideRefused as refused:
            return await self._shelf(request, signed, refused.sentence, 400)
        return RedirectResponse(f"/guide/{made}", status_code=303)

    async def show(self, request: Request) -> Response:
        """A guide: what is to be looked at, its parts, and what can be done with it."""
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        return await self._guide("guide.html", request, signed)

    async def ask_publish(self, request: Request) -> Response:
        """The question before a guide is published."""
        return await self._asked(request, "guide_publish.html")

    async def ask_delete(self, request: Request) -> Response:
        """The question before a guide is deleted."""
        return await self._asked(request, "guide_delete.html")

    async def _asked(self, request: Request, template: str) -> Response:
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        return await self._guide(template, request, signed)

    async def _guide(
        self, template: str, request: Request, signed: Signed, sentence: str = "", status: int = 200
    ) -> Response:
        visitor, guide_id = signed.visitor, request.path_params["guide"]
        try:
            shown = await self.desk.opened(visitor.person_id, visitor.language, guide_id)
        except NoSuchGuide:
            raise HTTPException(404) from None
        return await drawn(self.chat, request, signed, template, status, shown=shown, sentence=sentence)

    async def publish(self, request: Request) -> Response:
        """Publish what was shown."""

        async def act(visitor: Visitor, guide_id: str, fields: Mapping[str, Any]) -> str:
            change = whole_number(str(fields.get("change", ""))) or 0
            return await self.desk.publish(visitor.person_id, visitor.language, guide_id, change)

        return await self._do(request, act)

    async def make_next_version(self, request: Request) -> Response:
        """Let a draft become the next version of a guide, or a guide of its own."""

        async def act(visitor: Visitor, guide_id: str, fields: Mapping[str, Any]) -> str:
            of = str(fields.get("of", ""))
            await self.desk.make_next_version(visitor.person_id, visitor.language, guide_id, of)
            return guide_id

        return await self._do(request, act)

    async def ask_for_evidence(self, request: Request) -> Response:
        """Leave our question about evidence out of themes that ask it themselves, or ask it again."""

        async def act(visitor: Visitor, guide_id: str, fields: Mapping[str, Any]) -> str:
            ours = fields.get("ours") == "ask"
            await self.desk.ask_for_evidence(visitor.person_id, visitor.language, guide_id, ours=ours)
            return guide_id

        return await self._do(request, act)

    async def delete(self, request: Request) -> Response:
        """Take a guide away."""

        async def act(visitor: Visitor, guide_id: str, _: Mapping[str, Any]) -> str:
            await self.desk.delete(visitor.person_id, visitor.language, guide_id)
            return ""

        return await self._do(request, act)

    async def _do(self, request: Request, act: GuideAct) -> Response:
        """Do it; then show the guide whose id it gives, or the list."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        try:
            then = await act(signed.visitor, request.path_params["guide"], fields)
        except NoSuchGuide:
            raise HTTPException(404) from None
        except GuideRefused as refused:
            return await self._guide("guide.html", request, signed, refused.sentence, 409)
        return RedirectResponse(f"/guide/{then}".rstrip("/"), status_code=303)
