"""Somebody with a role who looks at a world, and what they see of it."""

import sys
from dataclasses import dataclass, field, replace
from typing import Any, Final

import orjson

from bot.acts.undo import UndoOpening, undo_to_json
from bot.coordinator.actions import UndoAct, action_text
from conversations.outgoing import Button, card_from_json
from storage.engine.database import Transaction
from storage.messages import chat_history, outbox
from storage.messages.files import file_of
from storage.roles.organisations import Role
from storage.roles.role_holders import RolePlace, role_place_of, save_role_place
from tests.bot.joining import join_web
from tests.bot.workshop import ROUND
from tests.worlds.world import ORGANISATION, World

MOST_ENTRIES: Final = 10_000

JUST_OPENED: Final = "(the round is the one that was just opened here)"
"""Stands in a conversation for what cannot be typed: opening the round, so that an undo would undo that."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one act changed: everything that its person's page has now and did not have before."""

    entries: tuple[tuple[Any, ...], ...]
    files: tuple[tuple[str, str, bytes], ...]
    passing: tuple[str, ...]
    buttons: tuple[Button, ...] = field(default=(), compare=False)


class Seat:
    """Somebody with a role, in a browser."""

    def __init__(self, world: World, role: Role) -> None:
        self.world = world
        self.role = role
        self.person_id = 0
        self.session = ""

    async def come_in(self) -> None:
        """Use a link that gives the role."""
        with self.world.chance(f"the {self.role}"):
            code = await self.world.chat.offers(ORGANISATION, self.role)
            shop = self.world.shop
            came = await self.world.database.write(lambda tx: join_web(shop.arrivals, tx, code, shop.clock()))
        assert came is not None
        self.person_id, self.session = came.person_id, came.session

    async def says(self, text: str) -> Seen:
        """Write something, and have all made that it asks for."""
        if text == JUST_OPENED:
            await self.world.database.write(self._has_just_opened)
            return await self.looks()
        return await self._does(text=text)

    def _has_just_opened(self, tx: Transaction) -> None:
        place = replace(
            role_place_of(tx, self.person_id) or RolePlace(),
            form="round",
            undo=undo_to_json(UndoOpening(ROUND)),
            buttons=(("Undo", action_text(UndoAct()), "undo"),),
        )
        row = tx.row("SELECT number FROM person WHERE id = :id", {"id": self.person_id})
        assert row is not None
        save_role_place(tx, self.person_id, row[0], ROUND, place)

    async def taps(self, card: int, button: Button) -> Seen:
        """Tap a button of a card."""
        return await self._does(card=card, action=button.action)

    async def looks(self) -> Seen:
        """Do nothing, and see what has come by itself."""
        return await self._does()

    async def _does(self, **posted: Any) -> Seen:
        world = self.world
        before, told = await self.page(), len(world.shop.told)
        world.acts += 1
        with world.chance(f"act {world.acts} of the {self.role}"):
            if posted:
                await world.shop.receive(world.shop.posted(self.person_id, f"act-{world.acts}", **posted))
                await world.shop.go_on()
            await world.go_on()
        return await self._seen(before, told)

    async def page(self) -> dict[int, str]:
        """All that stands on their page, by its number."""
        rows = await self.world.database.read(
            lambda tx: tx.rows(
                "SELECT number, body FROM outbox WHERE person_id = :id AND state = 'shown'",
                {"id": self.person_id},
            )
        )
        return dict(rows)

    async def _new(self, before: dict[int, str]) -> list[outbox.StoredEntry]:
        # A card that is closed by the next one is sent again as it was.
        new = {number for number, body in (await self.page()).items() if before.get(number) != body}
        if not new:
            return []
        # Only what is new is read whole: everything, after each of thousands of acts, took longest of all.
        kept = await self.world.database.read(
            lambda tx: chat_history.stretch(
                tx, self.person_id, MOST_ENTRIES, after=min(new) - 1, largest=sys.maxsize
            )
        )
        return [each for each in kept if each.number in new]

    async def _seen(self, before: dict[int, str], told: int) -> Seen:
        new = await self._new(before)
        buttons: tuple[Button, ...] = ()
        entries, files = [], []
        for each in new:
            body = orjson.loads(each.body)
            entries.append((each.number, each.change, each.kind.value, each.body, each.created_at))
            if each.kind is outbox.EntryKind.ATTACH:
                file = await self.world.database.read(
                    lambda tx, id_=body["file"]: file_of(tx, self.person_id, id_)  # type: ignore[misc]
                )
                assert file is not None
                files.append((file.name, file.media_type, file.content))
            if each.kind is outbox.EntryKind.SAY:
                shown = card_from_json(body).buttons
                buttons = tuple(button for row in shown for button in row) or buttons
                card = each.number if shown else 0
                self.card = card or self.card
        passing = [
            f"{each.address}: {each.text}"
            for after_commit in self.world.shop.told[told:]
            for each in after_commit.passing
        ]
        return Seen(tuple(entries), tuple(files), tuple(passing), buttons)

    card = 0
    """The number of the newest card with buttons."""
