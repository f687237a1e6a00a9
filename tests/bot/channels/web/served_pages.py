"""The browser's pages with the store behind them, and browsers that come to them, for tests over HTTP."""

import re
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import httpx

from bot.channels.web.backend import WebBackend
from bot.channels.web.notifier import Notifier
from bot.coordinator.desk_pages.list_forms import ListPages
from bot.coordinator.desk_pages.overview_forms import OverviewPages
from bot.coordinator.desk_pages.people_desk_forms import PeoplePages
from bot.coordinator.round_pages.opening import RoundPages
from conversations.groups.round_view import RoundView, WhoSees
from storage.engine.database import Transaction
from storage.people import link_codes
from storage.people.shared_links import SharedLink, add_shared_link
from storage.roles.organisations import Role
from storage.rounds import rounds
from storage.rounds.rounds import frozen
from tests.bot.joining import ORGANISATION, role_link
from tests.bot.workshop import ROUND, Workshop, example, leave_to_the_inbox
from tests.web.visits import PLAIN, token_in
from web.app import build_app
from web.backend import Health


class House:
    """A served product with one round, and browsers that come to it."""

    def __init__(self, shop: Workshop, stack: AsyncExitStack) -> None:
        self.shop = shop
        self.database = shop.database
        self.backend = backend = WebBackend(
            shop.database,
            shop.arrivals,
            Notifier(),
            received=lambda: None,
            take_at_once=leave_to_the_inbox,
            health=self._health,
            now=shop.clock,
        )
        backend.new_rounds.forms = lambda: RoundPages(lambda: shop.services)
        backend.round_people.forms = lambda: PeoplePages(lambda: shop.services)
        backend.overviews.forms = lambda: OverviewPages(lambda: shop.services)
        backend.lists.forms = lambda: ListPages(lambda: shop.services)
        backend.round_people.tell = backend.overviews.tell = shop.told.append
        self.app = build_app(backend, public_url=PLAIN, secure_cookies=False)
        self._stack = stack

    async def _health(self) -> Health:
        return Health(healthy=True, reasons=())

    async def browser(self) -> "Browser":
        """A browser that has never been here."""
        return await self._stack.enter_async_context(Browser(self))

    async def role_link(self, role: Role = Role.COORDINATOR, organisation: str = ORGANISATION) -> str:
        """The code of a link that gives a role."""
        now = self.shop.clock()
        return await self.database.write(lambda tx: role_link(tx, now, role, organisation))

    async def opened(self, who_sees: WhoSees = WhoSees.ANONYMOUS, round_id: str = ROUND) -> None:
        pack, now = example(), self.shop.clock()

        def open_it(tx: Transaction) -> None:
            rounds.keep_guide(tx, frozen(pack))
            view = RoundView(round_id, f"Round {round_id}", "Example Council", False, None, None, None)
            web_only = replace(view, who_sees=who_sees, any_channel=who_sees is not WhoSees.ANONYMOUS)
            rounds.open_round(tx, web_only, pack.sha256, now)

        await self.database.write(open_it)

    async def link(self, meant_for: int = 20, *, team: str = "", days: int = 0) -> SharedLink:
        now = self.shop.clock()
        ends_at = now + timedelta(days=days) if days else None
        return await self.database.write(
            lambda tx: add_shared_link(tx, ROUND, team=team, people=meant_for, ends_at=ends_at, now=now)
        )

    async def places(self) -> int:
        row = await self.database.read(lambda tx: tx.row("SELECT count(*) FROM participant"))
        return row[0] if row else 0

    async def people_here(self) -> set[int]:
        rows = await self.database.read(lambda tx: tx.rows("SELECT person_id FROM participant"))
        return {row[0] for row in rows}


class Browser(httpx.AsyncClient):
    """One browser with its cookies."""

    def __init__(self, house: House) -> None:
        self.house = house
        super().__init__(transport=httpx.ASGITransport(app=house.app), base_url=PLAIN)

    async def press(self, path: str, *, page: str | None = None, **fields: str) -> httpx.Response:
        """Open a page and press a button on it."""
        token = token_in((await self.get(page or path)).text)
        own = {"Sec-Fetch-Site": "same-origin"}
        return await self.post(path, data={"token": token, **fields}, headers=own)

    async def enters(self, code: str, **fields: str) -> httpx.Response:
        """Open a link and press its button."""
        return await self.press(f"/join/{code}", **fields)

    async def word(self) -> str:
        """The word that the page shows."""
        found = re.search(r'<p class="word">([^<]+)</p>', (await self.get("/way-back")).text)
        assert found is not None
        return found[1]

    async def person(self) -> int:
        """Whose conversation is open here."""
        session = self.cookies.get("closer_look_8765") or ""
        row = await self.house.database.read(
            lambda tx: tx.row(
                "SELECT person_id FROM web_session WHERE secret_hash = :hash",
                {"hash": link_codes.hashed(session)},
            )
        )
        assert row is not None
        return int(row[0])
