"""Buttons that still stand when a role has ended: each says so in one clear sentence, and does nothing.

Every command that a role has is said, and every conversation of it held. Wherever a card offers buttons the
role ends, and each of them is pressed: by somebody who had only the role, and by somebody who takes part too.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import orjson
import pytest
import time_machine

from bot.acts import role_acts
from bot.acts.acting import OPERATOR_HERE, Acting
from bot.coordinator.role_names import role_ended
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Button, card_from_json
from storage.engine.database import Transaction
from storage.roles.organisations import Role
from storage.roles.role_list import colleagues, roles_of
from tests.bot.virtual import run
from tests.bot.workshop import BEGINNING
from tests.channel_names import WEB
from tests.storage.test_erasure import everything
from tests.worlds.comparing import files_as_values
from tests.worlds.doors import COMPLAINT, asked_of
from tests.worlds.seat import Seat, Seen
from tests.worlds.world import FINISHES, NOTHING, Doing, Plan, World

NOT_OPEN = "That card is no longer open, so nothing was changed."
NO_ROLE = "You have no role here any more. A coordinator can make you a new link."

CLEAR = {(NOT_OPEN,), (NO_ROLE,)}

TRACES = frozenset({"inbox", "outbox", "person", "sqlite_sequence"})
"""The tables that show that a button was pressed, and what was said to it."""


@dataclass(frozen=True)
class Pressed:
    """A button that was pressed after the role had ended: where it stood, what was said, what changed."""

    where: str
    said: tuple[str, ...]
    changed: frozenset[str]


class Ended:
    """A world in which somebody has a role, until they have none."""

    def __init__(self, role: Role, *, takes_part: bool) -> None:
        # Whoever has a role cannot take part in an anonymous round, where complaints have a reference.
        has_complaint = role is Role.COMPLAINTS and not takes_part
        who_sees = WhoSees.ANONYMOUS if has_complaint else WhoSees.NAMED
        doings = (*(FINISHES,) * 8, Doing(joins=True, complains=has_complaint), NOTHING)
        self.world = World(Plan("a role ends", doings, who_sees, threshold=3))
        self.seat = Seat(self.world, role)
        self.takes_part = takes_part

    async def begin(self) -> None:
        world, shop = self.world, self.world.shop
        await world.open()
        await self.seat.come_in()
        await world.do_all()
        if self.takes_part:
            address = str(self.seat.person_id)
            await world.database.write(
                lambda tx: shop.arrivals.join(tx, world.links[-1], WEB, address, shop.clock())
            )
            await shop.go_on()

    def _end(self, tx: Transaction) -> None:
        now = self.world.shop.clock()
        ((organisation, _),) = roles_of(tx, self.seat.person_id)
        (shown,) = [
            each for each in colleagues(tx, organisation.id, now) if each.person_id == self.seat.person_id
        ]
        role_acts.end_role(Acting(tx, OPERATOR_HERE, now), organisation, shown, notice=role_ended)

    async def _everything(self) -> dict[str, list[tuple[object, ...]]]:
        return await self.world.database.read(everything)

    async def press(self, where: str, card: int, button: Button) -> Pressed:
        before = await self._everything()
        seen = await self.seat.taps(card, button)
        after = await self._everything()
        changed = frozenset(table for table, rows in after.items() if rows != before[table])
        return Pressed(f"{where}, [{button.label}]", said(seen), changed - TRACES)

    async def press_all(self, where: str, seen: Seen) -> AsyncIterator[Pressed]:
        """End the role and press each button; then all is as it was."""
        standing, card = self.world.kept(), self.seat.card
        await self.world.database.write(self._end)
        await self.seat.looks()
        ended = self.world.kept()
        for button in seen.buttons:
            yield await self.press(where, card, button)
            self.world.go_back(ended)
        self.world.go_back(standing)

    async def walk(self) -> AsyncIterator[Pressed]:
        complained = self.world.complained
        number = complained.number if complained else 1234
        beginning = self.world.kept()
        for command, conversations in asked_of(self.seat.role):
            for typed in ((f"/{command}",), *conversations):
                self.world.go_back(beginning)
                for text in typed:
                    seen = await self.seat.says(text.replace(COMPLAINT, str(number)))
                    if seen.buttons:
                        async for each in self.press_all(f"{' > '.join(typed)} at {text}", seen):
                            yield each


def said(seen: Seen) -> tuple[str, ...]:
    """What new cards say, and what is said in passing."""
    cards = [card_from_json(orjson.loads(body)).text for _, _, kind, body, _ in seen.entries if kind == "say"]
    return (*cards, *(each.partition(": ")[2] for each in seen.passing))


async def walked(role: Role, *, takes_part: bool) -> list[Pressed]:
    with time_machine.travel(BEGINNING, tick=False), files_as_values():
        ended = Ended(role, takes_part=takes_part)
        await ended.begin()
        found = [each async for each in ended.walk()]
        await ended.world.database.close()
    return found


@pytest.mark.exhaustive
@pytest.mark.parametrize("takes_part", [False, True])
@pytest.mark.parametrize("role", Role)
def test_a_button_of_a_role_that_has_ended_says_so_and_does_nothing(role: Role, *, takes_part: bool) -> None:
    found = run(walked(role, takes_part=takes_part))
    assert len(found) > 3
    assert [each for each in found if each.changed] == []
    assert [each for each in found if each.said not in CLEAR] == []


def test_a_button_that_would_still_do_something_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ended, "_end", lambda *_: None)
    found = run(walked(Role.READER, takes_part=False))
    assert [each for each in found if each.said not in CLEAR] != []
