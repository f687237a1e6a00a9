"""Closer Look on the data folder that the version at commit e4d932b left behind in the middle of everything.

``e4d932b.sql`` is the store, ``e4d932b.json`` what people have besides: their links, their sessions and the
buttons in front of them, as they were sent. ``made_at_e4d932b.py.txt`` made both.
"""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import httpx

from tests.players.house import WEB_URL, Clock, House
from tests.players.page import PageEntry, whole_conversation
from tests.telegram.chats import Message
from tests.telegram.markup import Parsed
from tests.telegram.people import Person
from tests.telegram.stand_in import StandIn
from web.app import build_app

_HERE: Final = Path(__file__).parent
DUMP: Final = (_HERE / "e4d932b.sql").read_text("utf-8")
PEOPLE: Final = json.loads((_HERE / "e4d932b.json").read_text("utf-8"))
STORE: Final = "closer-look.sqlite3"
LIST_OF_PEOPLE: Final = b"Name,Team\nEve Example,Home care\nFay Example,Day care\n"


class OlderHouse(House):
    """The house on a folder that has its rounds already."""

    async def _open_round(self, title: str) -> None:
        """None is opened besides those that are there."""


class Older:
    """What people do on that folder, and what they hear."""

    def __init__(self, house: OlderHouse, telegram: StandIn, shown: dict[tuple[str, str], int]) -> None:
        """``shown`` names the messages of the older version, by the person they were for and their number."""
        self.house = house
        self._shown = shown
        self.telegram = telegram
        self._posted = 0

    async def rows(self, sql: str) -> list[Any]:
        return await self.house.database.read(lambda tx: tx.rows(sql))

    def heard_by(self, address: str) -> list[str]:
        """What somebody on Telegram was told since the older version ended; files by what is said of them."""
        return [message.text for message in self._person(address).sees() if message.text != ""]

    def files_of(self, address: str) -> list[str]:
        """The names of the files that somebody on Telegram was sent."""
        return [message.file.name for message in self._person(address).sees() if message.file]

    async def acts(self, address: str, *acts: str) -> str:
        """Write words, or tap a button given as ``[label]``; all that is heard after the last of them."""
        heard = ""
        for act in acts:
            heard = await self._act(address, act)
        return heard

    async def _act(self, address: str, act: str) -> str:
        person, before, tap_id = self._person(address), len(self.heard_by(address)), ""
        self.house.clock.advance(1)
        if act.startswith("["):
            tap_id = self._taps(person, act.strip("[]"))
        else:
            person.writes(act)
        await self.house.has_received(str(self.telegram.waiting.raws[-1]["update_id"]))
        await self.house.quiet()
        if tap_id:
            # What is said in passing waits in no store.
            toasts = self.telegram.toasts
            await self.telegram.until(lambda: tap_id in toasts or len(self.heard_by(address)) > before)
        toast = self.telegram.toasts.get(tap_id, (0, ""))[1]
        return "\n\n".join([*self.heard_by(address)[before:], *([toast] if toast else [])])

    def _taps(self, person: Person, label: str) -> str:
        """Tap a button of a card of ours, else of the card that the older version left open."""
        if any(message.button(label) for message in person.sees()):
            return person.taps(label)
        data = PEOPLE["buttons"][str(person.id)][label]
        number, _, _ = data.partition(":")
        return person.taps_data(data, message_id=self._shown[str(person.id), number])

    def _person(self, address: str) -> Person:
        return self.telegram.person(int(address))

    # --- in the browser ------------------------------------------------------------------------------

    @asynccontextmanager
    async def browser(self, name: str) -> AsyncIterator[httpx.AsyncClient]:
        """The browser of somebody whose session the older version opened."""
        app = build_app(
            self.house.backend,
            public_url=WEB_URL,
            secure_cookies=False,
        )
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url=WEB_URL,
            cookies={"closer_look": PEOPLE["sessions"][name]},
        ) as client:
            yield client

    async def page(self, name: str) -> list[PageEntry]:
        """What somebody's page shows."""
        async with self.browser(name) as browser:
            return await whole_conversation(browser)

    async def cards(self, name: str) -> list[str]:
        """What was said on somebody's page."""
        return [each.text.strip() for each in await self.page(name) if not each.is_own and each.text]

    async def posts(self, name: str, *acts: str) -> str:
        """The same as ``acts``, on somebody's page; the last card."""
        for act in acts:
            await self._post(name, act)
        return (await self.cards(name))[-1]

    async def _post(self, name: str, act: str) -> None:
        self.house.clock.advance(1)
        self._posted += 1
        message_id = f"newer-{self._posted:04}"
        visitor = await self.house.backend.visitor(PEOPLE["sessions"][name])
        assert visitor is not None
        page_before = await self.page(name)
        if act.startswith("["):
            fields = _button(page_before, act.strip("[]"))
        else:
            seen = max(entry.number for entry in page_before if not entry.is_own)
            fields = {"text": act, "seen_card": seen, "seen_seconds": 60.0}
        async with self.browser(name) as browser:
            page = (await browser.get("/chat")).text
            token = page.partition('name="token" value="')[2][:64]
            posted = await browser.post(
                "/chat",
                json={"message_id": message_id, **fields},
                headers={"Sec-Fetch-Site": "same-origin", "X-Form-Token": token},
            )
            assert posted.status_code == 202, posted.text
        await self.house.has_received_from_browser(message_id, visitor.person_id)
        await self.house.quiet()


def _button(page: list[PageEntry], label: str) -> dict[str, Any]:
    for entry in reversed(page):
        for shown, action in entry.buttons:
            if shown == label:
                return {"card": entry.number, "action": action}
    raise AssertionError(f"no button {label}")


@asynccontextmanager
async def older(folder: Path, dump: str = DUMP) -> AsyncIterator[Older]:
    """Today's Closer Look on the older folder, an instant after the older one ended."""
    connection = sqlite3.connect(folder / STORE)
    connection.executescript(dump)
    chats = connection.execute("SELECT address FROM address WHERE channel = 'telegram'").fetchall()
    shown = connection.execute(
        "SELECT address, CAST(number AS TEXT), CAST(message_id AS INTEGER) FROM outbox"
        " WHERE channel = 'telegram' AND message_id IS NOT NULL"
    ).fetchall()
    connection.close()
    clock = Clock(datetime.fromisoformat(PEOPLE["clock"]))
    async with StandIn(clock=clock.seconds) as telegram:
        telegram.files["file_1"] = LIST_OF_PEOPLE
        for (address,) in chats:
            telegram.person(int(address)).has_started = True
        for address, _, message_id in shown:
            person = telegram.person(int(address))
            person.received[message_id] = Message(message_id, person.id, int(clock.seconds()), Parsed("", ()))
        house = OlderHouse(
            folder,
            clock,
            reading_seconds=0,
            telegram_token=telegram.token,
            telegram_api_url=telegram.url,
        )
        async with house:
            yield Older(house, telegram, {(address, number): id_ for address, number, id_ in shown})
