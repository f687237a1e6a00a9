"""Going through a guide on a page as somebody would who takes part. Nothing of it is kept.

What was said so far is in the page's own form, so it lasts as long as the page, and a draft that is
corrected meanwhile counts at once.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.backend import ChatEntry
from web.chat import Chat
from web.desk.guide_desk import GuideRefused, NoSuchGuide
from web.entering import Signed, drawn, posted_by, signed_in

MOST_HEARD = 300
"""So many messages a try may have; a whole theme takes some forty."""

LONGEST_HEARD = 60_000
"""So many characters all of them may have together."""


_NO_MOMENT = datetime.fromtimestamp(0, UTC)
"""Nothing that is tried is kept, so no entry has a moment of its own."""


@dataclass(frozen=True, slots=True)
class TryPages:
    """The page on which a guide is tried."""

    chat: Chat

    def routes(self) -> list[Route]:
        """Its address."""
        return [
            Route("/guide/{guide}/try", self.begin, methods=["GET"]),
            Route("/guide/{guide}/try", self.go_on, methods=["POST"]),
        ]

    async def begin(self, request: Request) -> Response:
        """What somebody reads first who takes part."""
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        return await self._page(request, signed, ())

    async def go_on(self, request: Request) -> Response:
        """What is said in answer to what was typed or tapped."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        heard = [*_heard(str(fields.get("heard", ""))), str(fields.get("text", ""))]
        if len(heard) > MOST_HEARD or sum(map(len, heard)) > LONGEST_HEARD:
            heard = []
        return await self._page(request, signed, [each for each in heard if each.strip()])

    async def _page(self, request: Request, signed: Signed, heard: Sequence[str]) -> Response:
        guide_id, sentence = request.path_params["guide"], ""
        try:
            cards = await self.chat.backend.guides.tried(signed.visitor.person_id, guide_id, heard)
        except NoSuchGuide:
            raise HTTPException(404) from None
        except GuideRefused as refused:
            cards, sentence = (), refused.sentence
        return await drawn(
            self.chat,
            request,
            signed,
            "guide_try.html",
            guide_id=guide_id,
            cards=cards,
            entries=[ChatEntry(0, 0, _NO_MOMENT, each, is_open=False) for each in cards],
            sentence=sentence,
            heard=json.dumps(list(heard)),
            said_last=heard[-1] if heard else "",
        )


def _heard(kept: str) -> list[str]:
    """What the form has of what was said before; nothing where it is none of ours."""
    try:
        found = json.loads(kept or "[]")
    except (ValueError, RecursionError):
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
