"""Every door of those with a role: what they can write and tap, and each address that a browser can ask for.

They are found from the table of permissions, from what each card offers, and from the routes of the web chat.
A new command or button is tried without a line here. An address with a new part in it has to be said what to
try for it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import product
from typing import Any, Final

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from bot.acts.permissions import Command, may
from bot.channels.web.backend import WebBackend
from bot.channels.web.notifier import Notifier
from bot.coordinator.desk_pages.list_forms import ListPages
from bot.coordinator.desk_pages.overview_forms import OverviewPages
from bot.coordinator.desk_pages.people_desk_forms import PeoplePages
from storage.roles.organisations import Role
from tests.bot.workshop import ROUND, WEB_URL, leave_to_the_inbox
from tests.guides import guide_for_tests
from tests.worlds.seat import JUST_OPENED, Seat, Seen
from tests.worlds.values import codes_of_values
from tests.worlds.world import World
from web.app import build_app
from web.backend import Health, NewEntries

Door = tuple[str, object]
"""What was done, and what was seen of it."""

BEHIND: Final = ("", " 7", " 99", " anything else")
"""What is typed behind each command: nothing, numbers that may or may not name something, and nonsense."""

_PROBE = "Person 07"

COMPLAINT: Final = "NUMBER"
"""Stands in what is typed for the number of the complaint that was written."""


async def each_command(seat: Seat) -> AsyncIterator[Door]:
    """Every command that the role has, from the same beginning each: what it says, what each of its buttons
    does, and what a yes to that does.
    """
    world = seat.world
    for command in Command:
        if not may(seat.role, command):
            continue
        for behind in BEHIND:
            kept = world.kept()
            typed = f"/{command}{behind}"
            seen = await seat.says(typed)
            yield typed, seen
            if not behind:
                async for door in _each_button(seat, typed, seen):
                    yield door
            else:
                yield f"{typed}, yes", await seat.says("yes")
            world.go_back(kept)


async def _each_button(seat: Seat, typed: str, seen: Seen) -> AsyncIterator[Door]:
    asked, card = seat.world.kept(), seat.card
    for offered in seen.buttons:
        seat.world.go_back(asked)
        came = f"{typed}, [{offered.label}]"
        yield came, await seat.taps(card, offered)
        yield f"{came}, yes", await seat.says("yes")


SCRIPTED: Final[dict[Command, tuple[tuple[str, ...], ...]]] = {
    Command.ROUND: ((JUST_OPENED, "undo"),),
    Command.INVITE: ((f"/invite {_PROBE}", "cancel"), ("/invite New One, Night team", "yes")),
    Command.PEOPLE: (
        ("/people",),
        ("/people new 7", "yes", "undo"),
        ("/people team 7, 8 Night team", "yes", "undo"),
        ("/people name 7 Isla Reid", "yes", "undo"),
        ("/people organisation 7 Example Trust", "yes", "undo"),
        ("/people take back team Home care", "cancel"),
        ("/people take back not joined", "cancel"),
        ("/people undo", "yes", "undo"),
        ("/people mail all", "yes"),
        ("/people mail all", "yes", "undo"),
        ("/people mail person07@example.org person77@example.org", "yes"),
        ("/people take off person08@example.org", "yes"),
        (f"/people take off {_PROBE}", "yes"),
        ("/people take back 7", "yes", "undo"),
        ("/people take back 7", "yes"),
        ("/people new 7", "yes"),
        ("/people take back 8", "yes"),
        ("/people",),
    ),
    Command.LINK: (
        ("/link",),
        ("/link 20 Home care", "yes", "undo"),
        ("/link 20", "everybody", "yes"),
        ("/link new 2", "yes", "undo"),
        ("/link show 2",),
        ("/link stop 2", "yes"),
        ("/link",),
    ),
    Command.ASK: (("/ask 1", "yes", "undo"), ("/ask 1", "yes", "/status", "/ask all", "yes")),
    Command.EXTEND: (("/extend 30 November 2026", "yes", "undo"),),
    Command.TYPEIN: (
        ("/typein 7\nT1.P1: We ask.", "yes", "undo"),
        ("/typein 7\nT1.P1: We ask.", "yes"),
        ("/typein 7",),
        ("/typein 9 erase",),
        ("/typein new\nT1.P1: We ask.", "yes"),
    ),
    Command.REMIND: (
        ("/remind not joined", "cancel"),
        ("/remind not begun", "yes", "undo"),
        ("/remind part way", "yes"),
        ("/remind all", "yes"),
    ),
    Command.REMINDED: (("/reminded",),),
    Command.PLAN: (("/plan 3 / 7 1", "yes", "undo"),),
    Command.DIGEST: (("/digest daily", "yes"),),
    Command.STATUS: (("/status",),),
    Command.CLOSE: (("/close", "yes"),),
    Command.RESULTS: (("/results",), ("/results html",), ("/results word",), ("/results table",)),
    Command.REOPEN: (("/reopen 30 November 2026", "yes"), ("/results",), ("/close", "yes"), ("/results",)),
    Command.RELEASE: (("/release", "yes"),),
    Command.ROUNDS: (("/rounds",), ("1",)),
    Command.REPLIES: (
        ("/replies",),
        ("/replies T1",),
        ("/replies T1.P1",),
        ("/replies T1.R",),
        ("/replies T1.S1",),
        ("/replies T1.P1 team 1",),
        *((f"/replies {code}",) for code in codes_of_values(guide_for_tests("kinds"))),
        ("/replies table",),
    ),
    Command.CHECKLIST: (
        ("/checklist 2 November 2026", "yes"),
        ("/checklist",),
        ("/checklist part 2",),
        ("/checklist tick 9", "undo"),
        ("/checklist files",),
    ),
    Command.LETTERS: (
        ("/letters",),
        ("/letters invitation",),
        ("/letters agenda",),
        ("/letters agenda word",),
        ("/letters paper",),
    ),
    Command.COMPLAINTS: (
        ("/complaints",),
        (f"/complaints {COMPLAINT}",),
        (f"/complaints answer {COMPLAINT} We see to it.", "yes"),
        ("/complaints",),
    ),
}
"""Conversations of several steps, in an order in which each can be held. Commands that are not here are tried
by :func:`each_command` alone.
"""

ABOUT_ONESELF: Final = ("/mydata", "/help", "/web", "/language", "/start", "/forget", "keep", "what?")

TWO_DAYS: Final = 2 * 86_400


def asked_of(role: Role) -> Iterator[tuple[Command, tuple[tuple[str, ...], ...]]]:
    """Every command that a role has, with the conversations that can be held of it, in such an order."""
    by_themselves = {each: ((f"/{each}",),) for each in Command if each not in SCRIPTED}
    for command, conversations in {**by_themselves, **SCRIPTED}.items():
        if may(role, command):
            yield command, conversations


async def each_conversation(seat: Seat) -> AsyncIterator[Door]:
    """The conversations that the role can hold, one after the other, and two days of digests between them."""
    number = seat.world.complained.number if seat.world.complained else 1234
    for text in ABOUT_ONESELF:
        yield text, await seat.says(text)
    for command, conversations in SCRIPTED.items():
        for typed in conversations if may(seat.role, command) else ():
            for text in typed:
                yield text, await seat.says(text.replace(COMPLAINT, str(number)))
            seat.world.shop.clock.advance(60)
        if command is Command.DIGEST:
            for days in (1, 2):
                seat.world.shop.clock.advance(TWO_DAYS // 2)
                yield f"{days} days later", await seat.looks()


# --- the addresses that a browser asks for ------------------------------------------------------------------


class _Backend(WebBackend):
    """The product's own; a stream ends once it has nothing more to say."""

    def __init__(self, world: World) -> None:
        async def health() -> Health:
            return Health(healthy=True, reasons=())

        super().__init__(
            world.database,
            world.shop.arrivals,
            Notifier(),
            received=lambda: None,
            take_at_once=leave_to_the_inbox,
            health=health,
            now=world.shop.clock,
        )
        self.round_people.forms = lambda: PeoplePages(lambda: world.shop.services)
        self.lists.forms = lambda: ListPages(lambda: world.shop.services)
        self.overviews.forms = lambda: OverviewPages(lambda: world.shop.services)
        self.end_streams: Callable[[], object] = lambda: None

    async def news(self, session: str, after_change: int, most: int) -> NewEntries | None:
        """What is new; nothing more will come."""
        found = await super().news(session, after_change, most)
        if found is None or not found.has_more:
            self.end_streams()
        return found


Parts = Callable[[Seat], Awaitable[list[str]]]


async def _codes(seat: Seat) -> list[str]:
    """A link that one joined with in one world, one that is used, one that is not, and none at all."""
    links = seat.world.links
    return [links[DIFFERS], links[0], links[-1], "x" * 43]


async def _file_ids(seat: Seat) -> list[str]:
    """The files of whoever looks, and numbers that would be the next of others."""
    rows = await seat.world.database.read(
        lambda tx: tx.rows("SELECT id FROM kept_file WHERE person_id = :id", {"id": seat.person_id})
    )
    own = [row[0] for row in rows]
    return [str(each) for each in (*own, *(each + 1 for each in own), 1, 2)]


async def _assets(_seat: Seat) -> list[str]:
    return ["chat.css", "nothing.css"]


async def _paths_with_a_slash(seat: Seat) -> list[str]:
    """Addresses with a slash at their end, as some programs hand links on."""
    return ["chat", *(f"join/{code}" for code in await _codes(seat))]


async def _guides(_seat: Seat) -> list[str]:
    """Guides that nobody has brought in."""
    return ["g0000000000"]


async def _rounds(_seat: Seat) -> list[str]:
    """The round of the world, and one that there is not."""
    return [ROUND, "r0000000000"]


async def _first_lines(_seat: Seat) -> list[str]:
    return ["1"]


PARTS: Final[dict[str, Parts]] = {
    "code": _codes,
    "file_id": _file_ids,
    "name": _assets,
    "path": _paths_with_a_slash,
    "guide": _guides,
    "line": _first_lines,
    "round": _rounds,
}
"""What is asked for where an address has a part that changes, by the part's name."""

DIFFERS: Final = 6
"""The number, on the list, of the person who does something else in the other world."""


async def each_address(seat: Seat, *, skips: frozenset[str] = frozenset()) -> AsyncIterator[Door]:
    """Every address of the web chat with every method, as whoever has the role, and as nobody known."""
    backend = _Backend(seat.world)
    for route in _serving(backend, seat.world).routes:
        assert isinstance(route, Route)
        if route.path in skips:
            continue
        for path in await _paths(seat, route):
            for method, session in product(sorted(route.methods or ()), (seat.session, None)):
                # One that has ended its stream has stopped: whoever waits there is sent away from then on.
                app = _serving(backend, seat.world)
                came = await _ask(app, seat.world, method, path, session)
                yield f"{method} {path} as {'nobody' if session is None else seat.role}", came


def _serving(backend: _Backend, world: World) -> Starlette:
    """A web chat that has just started. Its pages are the same each time."""
    with world.chance("the key of the pages"):
        app = build_app(backend, public_url=WEB_URL, secure_cookies=False)
    backend.end_streams = app.state.end_streams
    return app


async def _paths(seat: Seat, route: Route) -> list[str]:
    """The addresses of a route with its changing parts filled in."""
    unknown = set(route.param_convertors) - set(PARTS)
    assert not unknown, f"say in PARTS what to try for {unknown} of {route.path}"
    names = list(route.param_convertors)
    filled = product(*[await PARTS[name](seat) for name in names])
    return [
        route.url_path_for(route.name, **_typed(route, dict(zip(names, each, strict=True))))
        for each in filled
    ]


def _typed(route: Route, given: dict[str, str]) -> dict[str, Any]:
    return {name: route.param_convertors[name].convert(value) for name, value in given.items()}


async def _ask(app: Any, world: World, method: str, path: str, session: str | None) -> tuple[object, ...]:
    with world.chance(f"{method} {path} {session is None}"):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=WEB_URL) as client:
            if session is not None:
                client.cookies.set("closer_look", session)
            answer = await client.request(method, path)
    return answer.status_code, tuple(answer.headers.raw), answer.content
