"""People with roles on Telegram, who write and hear."""

import re
from dataclasses import dataclass
from datetime import timedelta

import orjson

from bot.jobs.job_worker import JobWorker
from conversations.outgoing import Card, card_from_json
from conversations.state import RATING, STRENGTH, Given, Place, Reply
from storage.engine.database import Database, Transaction
from storage.messages.outbox import EntryKind, PendingEntry
from storage.roles.organisations import Role, organisation_named
from storage.roles.role_holders import role_place_from_json
from storage.rounds.conversations import DecidedStep, finish_themes, keep_replies, save_places
from tests.bot.joining import join_telegram, role_link
from tests.bot.workshop import Workshop, example

CODE = re.compile(r"/join/([\w-]{43})")
BROWSERS_SEND = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
"""What the action of a button may be, whatever channel it is on: web/reading.py takes no other."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Heard:
    """What was said to somebody: cards, words in passing, and the names of files."""

    cards: tuple[Card, ...]
    toasts: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...]
    redrawn: tuple[Card, ...] = ()
    alts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join([*(card.text for card in self.cards), *self.toasts])

    @property
    def typed(self) -> list[str]:
        """What can be typed for each button of the last card."""
        return [each.typed for row in self.cards[-1].buttons for each in row]


class RoleChat:
    """A workshop in which people have roles."""

    def __init__(self, database: Database, *, has_mail: bool = False) -> None:
        self.shop = Workshop(database, has_mail=has_mail)
        self.database = database
        self.number = 0

    async def organisation(self, name: str) -> str:
        return await self.database.write(lambda tx: organisation_named(tx, name, self.shop.clock()))

    async def offers(self, name: str, role: str) -> str:
        return await self.database.write(lambda tx: role_link(tx, self.shop.clock(), Role(role), name))

    async def gives(self, address: str, name: str, role: str) -> Heard:
        """Let somebody in with a link that gives a role."""
        code = await self.offers(name, role)
        due = await self.database.write(
            lambda tx: join_telegram(self.shop.arrivals, tx, code, address, self.shop.clock())
        )
        assert due is not None
        await self.shop.go_on()
        return Heard(tuple(map(_card, due)), (), ())

    async def says(self, *texts: str, address: str = "77") -> Heard:
        """Write one message after another; what is heard after the last of them."""
        heard = Heard((), (), ())
        for text in texts:
            heard = await self._sends(address, self.shop.wrote(address, text))
        return heard

    async def taps(self, label: str, *, address: str = "77", card: int | None = None) -> Heard:
        """Tap a button of the newest card that has it, or of the card with a number."""
        for due in reversed([each for told in self.shop.told for each in told.due]):
            if due.address != address or due.kind is not EntryKind.SAY:
                continue
            for row in _card(due).buttons:
                for each in row:
                    if each.label == label:
                        data = f"{card or due.number}:{each.action}"
                        return await self._sends(address, self.shop.tapped(address, data))
        raise AssertionError(f"there is no button {label}")

    async def _sends(self, address, message) -> Heard:  # type: ignore[no-untyped-def]
        before = len(self.shop.told)
        await self.shop.receive(message)
        await self.shop.go_on()
        return await self._heard(address, before)

    async def card(self, address: str = "77") -> int:
        """The number of the card that is open for their role."""
        row = await self.database.read(
            lambda tx: tx.row(
                "SELECT o.place FROM office o JOIN address a USING (person_id) WHERE a.address = :a",
                {"a": address},
            )
        )
        assert row is not None
        return role_place_from_json(row[0]).card

    async def receives(self, *, address: str = "77") -> Heard:
        """Let everything be made that was asked for; what is heard of it."""
        before = len(self.shop.told)
        worker = JobWorker(
            self.database,
            self.shop.shelf,
            self.shop.told.append,
            channels=self.shop.channels,
            now=self.shop.clock,
        )
        while await worker.do_one():
            pass
        return await self._heard(address, before)

    async def _heard(self, address: str, before: int) -> Heard:
        told = self.shop.told[before:]
        due = [each for each_told in told for each in each_told.due if each.address == address]
        said = [each for each in due if each.kind is EntryKind.SAY]
        toasts = [each.text for each_told in told for each in each_told.passing if each.text]
        redrawn = [_card(each) for each in due if each.kind is EntryKind.REDRAW]
        files, alts = [], []
        for each in due:
            if each.kind is EntryKind.ATTACH:
                about = orjson.loads(each.body)
                row = await self.database.read(
                    lambda tx, id_=about["file"]: tx.row(  # type: ignore[misc]
                        "SELECT c.content FROM kept_file f JOIN file_content c ON c.id = f.content_id"
                        " WHERE f.id = :id",
                        {"id": id_},
                    )
                )
                assert row is not None
                files.append((about["name"], row[0]))
                alts.append(about["alt"])
        return Heard(tuple(map(_card, said)), tuple(toasts), tuple(files), tuple(redrawn), tuple(alts))


async def gave(
    chat: RoleChat, address: str, *, theme: int = 1, level: int = 4, strength: str = "", finishes: bool = True
) -> None:
    """Let somebody who takes part rate a theme, name a strength, and finish it."""
    known = await chat.shop.loaded(f"telegram:{address}")
    assert known is not None
    theme_id = example().guide.themes[theme - 1].id
    now = chat.shop.clock()
    given = [Reply(theme_id, RATING, 1, Given.ANSWERED, level=level, written_at=now)]
    if strength:
        given.append(Reply(theme_id, STRENGTH, 1, Given.ANSWERED, text=strength, written_at=now))
    id_ = known.participant_id
    left = DecidedStep(known.person_id, id_, Place(), known.conversation.number)

    def keep(tx: Transaction) -> None:
        save_places(tx, [left])
        keep_replies(tx, [(id_, reply) for reply in given])
        finish_themes(tx, [(id_, theme_id)] if finishes else [], now)

    await chat.database.write(keep)


def _card(due: PendingEntry) -> Card:
    card = card_from_json(orjson.loads(due.body))
    for row in card.buttons:
        for each in row:
            assert BROWSERS_SEND.fullmatch(each.action), f"a browser cannot send {each.action}"
    return card


def links_in(heard: Heard) -> list[str]:
    """The codes of the links in what was said."""
    return CODE.findall(heard.text)


async def joins(chat: RoleChat, code: str, address: str) -> bool:
    """Let somebody use a link on Telegram; whether it let them in."""
    due = await chat.database.write(
        lambda tx: join_telegram(chat.shop.arrivals, tx, code, address, chat.shop.clock())
    )
    await chat.shop.go_on()
    return due is not None
