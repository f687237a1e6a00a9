"""Several conversations in one browser: the open one, and those put aside because they may not be one.

A place in an anonymous round belongs to nobody who is known here by anything else. So it has a session of
its own. Only the browser holds both, and nothing is kept of that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import phrases_in
from content.whole_numbers import whole_number
from web.backend import ChatBackend, Visitor
from web.pages import Pages, phrases_asked_for
from web.reading import read_fields
from web.sessions import Cookie, SessionDays, comes_from_elsewhere, form_token, is_form_token

MOST_ASIDE = 4
"""So many conversations may be put aside in a browser; the one that was put aside first goes."""

_BETWEEN = "."
_SEVERAL = re.compile(r"[A-Za-z0-9_-]{16,200}(\.[A-Za-z0-9_-]{16,200}){0,7}")


@dataclass(frozen=True, slots=True)
class BrowserSessions:
    """The secrets of the sessions that a browser holds: of the open conversation, and of those put aside.

    ``lasts`` is how long they are kept there.
    """

    opened: Cookie
    aside: Cookie
    lasts: SessionDays

    def all(self, request: Request) -> tuple[str, ...]:
        """The secret of the open one first, where there is one."""
        opened = self.opened.read(request)
        return (*((opened,) if opened else ()), *self.put_aside(request))

    def put_aside(self, request: Request) -> tuple[str, ...]:
        """The secrets of the conversations that are put aside."""
        value = request.cookies.get(self.aside.name, "")
        return tuple(value.split(_BETWEEN)) if _SEVERAL.fullmatch(value) else ()

    def open(self, request: Request, response: Response, secret: str, aside: Sequence[str]) -> None:
        """Have the browser open one conversation, with these put aside and no other."""
        self.opened.write(response, secret, seconds=self.lasts.seconds)
        others = [each for each in dict.fromkeys(aside) if each != secret][:MOST_ASIDE]
        if others:
            self.aside.write(response, _BETWEEN.join(others), seconds=self.lasts.seconds)
        elif self.aside.name in request.cookies:
            self.aside.remove(response)

    def close(self, response: Response) -> None:
        """Have the browser forget them all, and what it keeps of their unsent words."""
        self.opened.remove(response)
        self.aside.remove(response)
        forget_unsent(response)


def forget_unsent(response: Response) -> None:
    """Empty the stores of a browser that its person has left, with what they had not sent."""
    # Not "cookies": that would also sign people out of their council's other pages on the same domain.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


async def still_open(
    backend: ChatBackend, sessions: BrowserSessions, request: Request
) -> list[tuple[str, Visitor]]:
    """The conversations in this browser that have not ended, by their secrets: the open one first."""
    found = []
    for secret in sessions.all(request):
        visitor = await backend.visitor(secret)
        if visitor is not None:
            found.append((secret, visitor))
    return found


async def open_beside_ended(
    backend: ChatBackend, sessions: BrowserSessions, request: Request
) -> list[tuple[str, Visitor]]:
    """What is still open in this browser where its open conversation has ended; nothing where that lives."""
    opened = sessions.opened.read(request)
    found = await still_open(backend, sessions, request) if sessions.put_aside(request) else []
    return [] if any(secret == opened for secret, _ in found) else found


@dataclass(frozen=True, slots=True)
class OtherConversations:
    """The page on which somebody goes from one conversation in this browser to another."""

    backend: ChatBackend
    pages: Pages
    public_url: str
    sessions: BrowserSessions

    def routes(self) -> list[Route]:
        """The address of this page."""
        return [
            Route("/conversations", self.show, methods=["GET"]),
            Route("/conversations", self.switch, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """What is open and what is put aside, each with a button."""
        found = await still_open(self.backend, self.sessions, request)
        if not found:
            return RedirectResponse("/", status_code=303)
        opened = self.sessions.opened.read(request)
        phrases = phrases_in(found[0][1].language) if opened else phrases_asked_for(request)
        return self.pages.page(
            "conversations.html",
            phrases,
            conversations=[(visitor, secret == opened) for secret, visitor in found],
            has_open=found[0][0] == opened,
            token=form_token(found[0][0]),
        )

    async def switch(self, request: Request) -> Response:
        """Open the conversation with the number that was pressed, and put the open one aside."""
        fields = await read_fields(request)
        found = await still_open(self.backend, self.sessions, request)
        proof = found[0][0] if found else ""
        from_elsewhere = comes_from_elsewhere(request, self.public_url)
        if from_elsewhere or not is_form_token(proof, str(fields.get("token", ""))):
            raise HTTPException(403)
        number = whole_number(str(fields.get("number", "")), most=len(found) - 1)
        if number is None:
            raise HTTPException(400)
        secrets = [secret for secret, _ in found]
        response = RedirectResponse("/chat", status_code=303)
        self.sessions.open(request, response, secrets[number], secrets)
        return response
