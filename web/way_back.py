"""The way back of a person: a word to note, and a link that holds it, which open their place again.

A word is shown when a place was just taken, and whenever its person wants another one. It is kept nowhere but
in memory, and that for minutes, so that the page with it can be loaded again. The link holds the word behind
a ``#``, which browsers send to no server. Somebody with a role gets a link that works once instead.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.phrases import phrases_in
from web.backend import ChatBackend, Entered, Visitor
from web.kept_apart import BrowserSessions, forget_unsent, still_open
from web.pages import Pages, phrases_asked_for
from web.reading import read_fields
from web.sessions import Cookie, comes_from_elsewhere, form_token, is_form_token

KEPT_SECONDS = 600.0
MOST_KEPT = 500


@dataclass(slots=True)
class JustEntered:
    """Places that were just taken, by the browser's secret at the door, so that a second press takes none."""

    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _entered: OrderedDict[str, tuple[float, Entered]] = field(default_factory=OrderedDict)

    def note(self, door: str, entered: Entered) -> None:
        """Note that a place was taken with this secret."""
        self._entered[door] = (monotonic(), entered)
        while len(self._entered) > MOST_KEPT:
            self._entered.popitem(last=False)

    def at(self, door: str) -> Entered | None:
        """The place that was just taken with this secret."""
        self._forget_old()
        found = self._entered.get(door)
        return found[1] if found else None

    def way_back_of(self, session: str) -> Entered | None:
        """The way back of the place with this session, None where it was not just made."""
        self._forget_old()
        newest_first = (each for _, each in reversed(self._entered.values()))
        return next((each for each in newest_first if each.session == session), None)

    def _forget_old(self) -> None:
        until = monotonic() - KEPT_SECONDS
        for door in [door for door, (at, _) in self._entered.items() if at < until]:
            del self._entered[door]


@dataclass(frozen=True, slots=True)
class DoorPages:
    """What the pages need by which people come in.

    ``door`` is a cookie of its own, for before there is a session.
    """

    backend: ChatBackend
    pages: Pages
    public_url: str
    sessions: BrowserSessions
    door: Cookie
    just_entered: JustEntered


@dataclass(frozen=True, slots=True)
class WayBack(DoorPages):
    """The pages with a person's word, and the form that takes one."""

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/way-back", self.show, methods=["GET"]),
            Route("/way-back", self.make, methods=["POST"]),
            Route("/come-back", self.ask, methods=["GET"]),
            Route("/come-back", self.come_back, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The link and the word that were just made, or how to get them."""
        session = self.sessions.opened.read(request) or ""
        visitor = await self.backend.visitor(session) if session else None
        if visitor is None:
            return RedirectResponse("/", status_code=303)
        made = self.just_entered.way_back_of(session)
        return self.pages.page(
            "way_back.html",
            phrases_in(visitor.language),
            link=f"{self.public_url}{_path(made)}" if made else "",
            word=made.return_word if made else "",
            has_word=visitor.has_return_word,
            is_anonymous=visitor.is_anonymous,
            has_role=visitor.has_role,
            days=self.sessions.lasts.of(has_role=visitor.has_role),
            browsers=self.sessions.lasts.browsers,
            has_others=len(await self._open_here(request)) > 1,
            token=form_token(session),
        )

    async def make(self, request: Request) -> Response:
        """A new link and word instead of those before; for somebody with a role a link that works once."""
        fields = await read_fields(request)
        session = self.sessions.opened.read(request) or ""
        from_elsewhere = comes_from_elsewhere(request, self.public_url)
        if from_elsewhere or not is_form_token(session, str(fields.get("token", ""))):
            raise HTTPException(403)
        visitor = await self.backend.visitor(session)
        if visitor is None:
            raise HTTPException(403)
        if not visitor.is_used_today:
            await self.backend.note_use(visitor)
        if visitor.may_have_word:
            made = Entered(session, return_word=await self.backend.new_return_word(visitor))
        else:
            made = Entered(session, link_code=await self.backend.new_own_link(visitor))
        self.just_entered.note(session, made)
        return RedirectResponse("/way-back", status_code=303)

    async def ask(self, request: Request) -> Response:
        """Where a word is typed."""
        return self._asking(request)

    def _asking(
        self,
        request: Request,
        status: int = 200,
        sentence: str = "",
        word_of_one_place: str = "",
        closes_here: Sequence[Visitor] = (),
    ) -> Response:
        secret = self.door.read(request) or secrets.token_urlsafe(32)
        response = self.pages.page(
            "come_back.html",
            phrases_asked_for(request),
            status=status,
            sentence=sentence,
            asks_whose=bool(word_of_one_place),
            word=word_of_one_place,
            closes_here=closes_here,
            token=form_token(secret),
        )
        self.door.write(response, secret)
        return response

    async def come_back(self, request: Request) -> Response:
        """Open the place whose word was typed. Where another one is open here, ask first whose that is."""
        fields = await read_fields(request)
        secret = self.door.read(request) or ""
        from_elsewhere = comes_from_elsewhere(request, self.public_url)
        if from_elsewhere or not is_form_token(secret, str(fields.get("token", ""))):
            raise HTTPException(403)
        word, here = str(fields.get("word", ""))[:200], await self._open_here(request)
        known = await self.backend.known_word(word, here)
        if known is not None and known.session is None and here and "as_before" not in fields:
            others = [visitor for _, visitor in await still_open(self.backend, self.sessions, request)]
            return self._asking(request, word_of_one_place=word, closes_here=others)
        # Whoever keeps the link as a bookmark follows it each day, and has one session here all the same.
        held = known.session if known else None
        session = held or (await self.backend.come_back(word) if known else None)
        if session is None:
            sentence = phrases_asked_for(request).say(
                "That is nobody's word. Please look at it again: it has 15 letters and figures."
            )
            return self._asking(request, 404, sentence)
        is_same = held is not None or fields.get("as_before") == "yes"
        for each in () if is_same else here:
            await self.backend.sign_out(each)
        response = RedirectResponse("/chat", status_code=303)
        self.sessions.open(request, response, session, here if is_same else ())
        if here and not is_same:
            forget_unsent(response)
        self.door.remove(response)
        return response

    async def _open_here(self, request: Request) -> tuple[str, ...]:
        """The sessions of this browser that have not ended."""
        return tuple(secret for secret, _ in await still_open(self.backend, self.sessions, request))


def _path(made: Entered) -> str:
    return f"/come-back#{made.return_word}" if made.return_word else f"/join/{made.link_code}"
