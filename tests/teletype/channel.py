"""The teletype as a channel of the product, by the one contract and nothing else."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import orjson

from bot.channels.web.channel import WebChannel
from bot.messages.after_commit import Transient
from bot.messages.arrived import Arrived, Start
from bot.messages.channel_contract import Buttons, ChatChannel, Delivered, Pace, Shows
from bot.messages.failures import DeliveryFailed, Failure
from bot.messages.host import Host
from bot.outbox.in_words import buttons_of, chosen
from bot.settings.settings import Settings
from content.phrases import Phrases
from conversations.incoming import Channel, Correction, MessageKind, Tap, Unsupported, Words
from conversations.outgoing import Button, Card, Style, card_from_json
from conversations.reading.clean import clean_text
from storage.engine.database import Transaction
from storage.messages import inbox
from storage.messages.inbox import Received
from storage.messages.outbox import EntryKind, PendingEntry
from storage.people.people import sender_of
from tests.players.heard import label_of

TELETYPE = Channel("teletype")

_START = "/start "
_LONGEST_LINE = 2**22


class TeletypeChannel(ChatChannel):
    """Rolls of paper on a machine at a port of this computer."""

    name = TELETYPE
    has_way_back = True  # it says what the web chat says, which leads to a page
    shows = Shows(buttons=Buttons.NUMBERED, pictures=False, files=False, edits=False)
    pace = Pace(per_second=1000.0, per_chat_per_second=100.0, at_once=8)
    keeps_ids_for = timedelta(days=1)

    def __init__(self, settings: Settings, web_url: str | None, *, port: int) -> None:
        super().__init__(settings, web_url)
        self._port = port
        self._printing: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._asked = 0

    async def open(self, host: Host) -> bool:
        self._host = host
        self._reader, self._writer = await asyncio.open_connection(
            "127.0.0.1", self._port, limit=_LONGEST_LINE
        )
        return True

    async def close(self) -> None:
        self._writer.close()

    def tasks(self) -> Iterable[Awaitable[None]]:
        return (self._listen(),)

    async def send(self, entry: PendingEntry, part: int) -> Delivered:  # noqa: ARG002
        card = card_from_json(orjson.loads(entry.body))
        is_again = entry.kind is EntryKind.REDRAW
        shown = (entry.target if is_again else None) or entry.number
        choices = [{"label": label_of(each.in_one_line), "action": each.action} for each in buttons_of(card)]
        text = _in_words(card)
        printed = await self._print(entry.address, text, card=shown, choices=choices, is_again=is_again)
        return Delivered(printed["name"], datetime.fromtimestamp(printed["at"], UTC))

    async def say_in_passing(self, transient: Transient) -> None:
        # What is on paper cannot be taken away, and there are no groups to leave.
        if not transient.forget_message and not transient.leave:
            toast = transient.toast_id or ""
            await self._print(transient.address, transient.text, is_passing=True, toast=toast)

    def read(self, raw: bytes, received_at: datetime) -> Arrived:
        """A line typed: the choice whose number it is, of the card that it was typed under, else words."""
        value = orjson.loads(raw)
        name, line, at = value["typed"], value["line"], datetime.fromtimestamp(value["at"], UTC)
        button = chosen([Button(each["label"], each["action"], "") for each in value["choices"]], line)
        if button is not None:
            return Tap(TELETYPE, name, received_at, value["card"], button.action, toast_id=name)
        if line.startswith(_START):
            return Start(name, at, line.removeprefix(_START))
        cleaned = clean_text(line)
        if not cleaned.text:
            return Unsupported(TELETYPE, name, at, MessageKind.OTHER)
        if value["corrects"]:
            return Correction(TELETYPE, value["corrects"], at, cleaned.text, cleaned.dropped)
        return Words(TELETYPE, name, at, cleaned.text, cleaned.dropped, received_at=received_at)

    def link(self, tx: Transaction, code: str, *, everywhere: bool = False) -> str | None:  # noqa: ARG002
        """Nobody gives away what is typed to begin: the links are the other channels'."""
        return None

    def called(self, phrases: Phrases) -> str:  # noqa: ARG002
        return "the teletype"

    def whereabouts(self, phrases: Phrases) -> str:  # noqa: ARG002
        return "at the teletype"

    def reach_note(self, phrases: Phrases) -> str:
        """What the web chat says."""
        return WebChannel(self.settings, None).reach_note(phrases)

    def farewell(self, phrases: Phrases) -> str:  # noqa: ARG002
        return "Everything about you has been erased. Keep your paper, or burn it."

    async def _listen(self) -> None:
        while line := await self._reader.readline():
            value = orjson.loads(line)
            if "typed" in value:
                await self._keep(value, line)
            else:
                self._printing.pop(value["printed"]).set_result(value)
        raise ConnectionError("the teletype has hung up")

    async def _keep(self, value: dict[str, Any], raw: bytes) -> None:
        sender = sender_of(TELETYPE, value["from"])
        received = [Received(TELETYPE, value["typed"], sender, raw)]
        now = self._host.now()

        def keep(tx: Transaction) -> None:
            inbox.put(tx, received, now)

        await self._host.take_in(keep)
        self._write({"kept": value["typed"]})

    async def _print(self, address: str, text: str, **fields: Any) -> dict[str, Any]:
        self._asked += 1
        printed = self._printing[self._asked] = asyncio.get_running_loop().create_future()
        usual = {"card": 0, "choices": [], "is_again": False, "is_passing": False, "toast": ""}
        if self._writer.is_closing():
            raise DeliveryFailed(Failure.NOT_SENT)
        self._write({**usual, "print": self._asked, "to": address, "text": text, **fields})
        return await printed

    def _write(self, value: dict[str, Any]) -> None:
        self._writer.write(orjson.dumps(value) + b"\n")


def teletype_at(port: int) -> Callable[[Settings, str | None], TeletypeChannel]:
    """The line for the table of channels."""
    return partial(TeletypeChannel, port=port)


_PAGES = {
    "/desk": "Open the overview as a page",
    "/desk/upload": "Open the page for a list",
    "/round": "Open the page for a new round",
    "/guide": "Open the page of your guides",
}


def _page_named(path: str) -> str:
    usual = "Open the list as a page" if path.startswith("/desk/") else "Open its page"
    return _PAGES.get(path, usual)


def _in_words(card: Card) -> str:
    """The card's text, with a page of ours by its words, as a browser shows it."""
    return "\n\n".join(
        _page_named(each.text) if each.style is Style.PAGE else each.text for each in card.lines
    )
