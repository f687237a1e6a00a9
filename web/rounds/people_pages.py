"""The pages of who is invited to a round: the list, what is asked before an act, and the act.

Which people are shown stands in the address, so that it can be kept; the words that are looked for do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from content.whole_numbers import whole_number
from web.chat import Chat
from web.desk.desk_round import DeskRefused, NoSuchDesk
from web.desk.people_desk import PeopleAct, PeopleActShown, PeopleDesk, PeopleView
from web.entering import Signed, drawn, posted_by, signed_in

LONGEST_WORDS: Final = 200
MOST_CHOSEN: Final = 1_000
"""So many links are read of an address or a form; the act says how many can be meant at once."""

_USUAL: Final = PeopleView()


@dataclass(frozen=True, slots=True)
class PeopleOfRound:
    """The pages of who is invited, for whoever is signed in and coordinates the round."""

    chat: Chat

    @property
    def desk(self) -> PeopleDesk:
        """What they ask."""
        return self.chat.backend.round_people

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/desk/{round}/people", self.show, methods=["GET"]),
            Route("/desk/{round}/people", self.do, methods=["POST"]),
            Route("/desk/{round}/people/find", self.find, methods=["POST"]),
            Route("/desk/{round}/people/look", self.look, methods=["GET", "POST"]),
            Route("/desk/{round}/people/undo", self.undo, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The list, as the address says."""
        signed = await signed_in(self.chat, request)
        if isinstance(signed, Response):
            return signed
        return await self._list(request, signed, view_of(request.query_params))

    async def find(self, request: Request) -> Response:
        """The people whose names have the words in them."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        words = " ".join(str(fields.get("words", "")).split())[:LONGEST_WORDS]
        return await self._list(request, signed, replace(_USUAL, words=words))

    async def _list(
        self, request: Request, signed: Signed, view: PeopleView, status: int = 200, sentence: str = ""
    ) -> Response:
        round_id = request.path_params["round"]
        try:
            page = await self.desk.people(signed.visitor.person_id, round_id, view)
        except NoSuchDesk:
            raise HTTPException(404) from None
        ways = _Ways(round_id, page.view)
        return await drawn(
            self.chat, request, signed, "people.html", status, page=page, ways=ways, sentence=sentence
        )

    async def look(self, request: Request) -> Response:
        """What an act would do, or how something should be where that is to be typed."""
        fields: Mapping[str, Any] = request.query_params
        if request.method == "POST":
            posted = await posted_by(self.chat, request)
            if isinstance(posted, Response):
                return posted
            signed, fields = posted
        else:
            known = await signed_in(self.chat, request)
            if isinstance(known, Response):
                return known
            signed = known
        numbers = _numbers(request, fields)
        act = PeopleAct(str(fields.get("do", "")), numbers, str(fields.get("value", "")))
        round_id, is_typed = request.path_params["round"], request.method == "POST"
        try:
            shown = await self.desk.asked(signed.visitor.person_id, round_id, act, is_typed=is_typed)
        except NoSuchDesk:
            raise HTTPException(404) from None
        except DeskRefused as fault:
            return await self._list(request, signed, _kept_view(fields), 400, fault.sentence)
        return await self._shown(request, signed, shown, fields)

    async def do(self, request: Request) -> Response:
        """Do what was shown, and lead back to the list."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        act = PeopleAct(str(fields.get("do", "")), _numbers(request, fields), str(fields.get("value", "")))
        round_id, seen = request.path_params["round"], str(fields.get("seen", ""))
        try:
            shown = await self.desk.do(signed.visitor.person_id, round_id, act, seen)
        except NoSuchDesk:
            raise HTTPException(404) from None
        except DeskRefused as fault:
            return await self._list(request, signed, _kept_view(fields), 409, fault.sentence)
        if shown is not None:
            return await self._shown(request, signed, shown, fields, 409)
        return RedirectResponse(_Ways(round_id, _kept_view(fields)).here, status_code=303)

    async def undo(self, request: Request) -> Response:
        """Undo what was done last, and lead back to the list."""
        posted = await posted_by(self.chat, request)
        if isinstance(posted, Response):
            return posted
        signed, fields = posted
        round_id, card = request.path_params["round"], whole_number(str(fields.get("card", "")))
        try:
            await self.desk.undo(signed.visitor.person_id, round_id, card or 0)
        except NoSuchDesk:
            raise HTTPException(404) from None
        except DeskRefused as fault:
            return await self._list(request, signed, _kept_view(fields), 409, fault.sentence)
        return RedirectResponse(_Ways(round_id, _kept_view(fields)).here, status_code=303)

    async def _shown(
        self,
        request: Request,
        signed: Signed,
        shown: PeopleActShown,
        fields: Mapping[str, Any],
        status: int = 200,
    ) -> Response:
        if shown.sentence and status == 200:
            status = 400
        ways = _Ways(shown.round.id, _kept_view(fields))
        numbers = ",".join(map(str, shown.act.numbers))
        return await drawn(
            self.chat, request, signed, "people_look.html", status, shown=shown, numbers=numbers, ways=ways
        )


@dataclass(frozen=True, slots=True)
class _Ways:
    """The addresses of the list, next to the one that is shown."""

    round_id: str
    view: PeopleView

    @property
    def path(self) -> str:
        """The list as it begins."""
        return f"/desk/{self.round_id}/people"

    @property
    def kept(self) -> str:
        """What the address says of the list that is shown."""
        return query_of(self.view)

    @property
    def here(self) -> str:
        """The list that is shown."""
        return self._to(self.view)

    def sorted_by(self, name: str) -> str:
        """The same people, sorted by this; the other way round where they are sorted so already."""
        turned = f"-{name}" if self.view.sort == name else name
        return self._to(replace(self.view, sort=turned, page=1))

    def order(self, name: str) -> str:
        """How the list is sorted by this, in the word that pages have for it; empty where it is not."""
        if self.view.sort.removeprefix("-") != name:
            return ""
        return "descending" if self.view.sort.startswith("-") else "ascending"

    def to_page(self, number: int) -> str:
        """Another page of the same people."""
        return self._to(replace(self.view, page=number))

    def look(self, do: str, number: int) -> str:
        """What is asked before something is done about one person."""
        given = {"do": do, "n": number, **({"view": self.kept} if self.kept else {})}
        return f"{self.path}/look?{urlencode(given)}"

    def _to(self, view: PeopleView) -> str:
        query = query_of(view)
        return f"{self.path}?{query}" if query else self.path


def query_of(view: PeopleView) -> str:
    """What an address says of a view: all that is not usual, but no words that were looked for."""
    said = {
        "team": view.team,
        "far": view.far,
        "from": view.partner,
        "sort": "" if view.sort == _USUAL.sort else view.sort,
        "page": "" if view.page == 1 else str(view.page),
    }
    return urlencode({name: value for name, value in said.items() if value})


def view_of(query: Mapping[str, str]) -> PeopleView:
    """The view that an address asks for."""
    page = whole_number(query.get("page", ""), least=1, most=10_000)
    return PeopleView(
        query.get("team", ""),
        query.get("far", ""),
        query.get("from", ""),
        query.get("sort", _USUAL.sort),
        page or 1,
    )


def _kept_view(fields: Mapping[str, Any]) -> PeopleView:
    """The view of the list that a form came from."""
    return view_of(dict(parse_qsl(str(fields.get("view", ""))[:2_000])))


def _numbers(request: Request, fields: Mapping[str, Any]) -> tuple[int, ...]:
    """The numbers of the links that are meant: each ticked in an address, or all in one field of a form."""
    given = str(fields.get("n", "")).split(",")
    if request.method == "GET":
        given = request.query_params.getlist("n")
    found = [whole_number(each, least=1) for each in given[:MOST_CHOSEN]]
    return tuple(dict.fromkeys(each for each in found if each is not None))
