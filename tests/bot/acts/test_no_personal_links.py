"""In an anonymous round no act and no command makes a link for one person: it would tell that they joined.

None is made for somebody who takes part either: nobody opens the place of another there.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from bot.acts import link_acts
from bot.acts.refusal import ActRefused, RefusalReason
from storage.engine.database import Transaction
from storage.people import people
from storage.roles.organisations import Role
from storage.rounds import invitees
from storage.rounds.invitees import Invited
from tests.bot.acts.scenes import SCENES, Scene, world_of
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import BEGINNING, ROUND
from tests.worlds.doors import each_conversation
from tests.worlds.pairs import SHARED
from tests.worlds.seat import Seat
from tests.worlds.world import World

EACH_ACT = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.act.__name__)

SHEET_FIRST = (
    *("/typein new\nT1.P1: We ask.", "yes"),
    *("/people new 1", "yes", "undo", "/people take back 1", "yes", "/people new 1", "yes"),
)
"""A sheet that belongs to nobody has a number of its own, and that number is no link."""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The round of each link for one person that lets anybody in, as it is made."""
    rounds: list[str | None] = []
    invite, invite_guests = people.invite, invitees.invite_guests

    def noting(tx: Transaction, round_id: str | None, *given: Any, valid: timedelta, **named: Any) -> str:
        if valid > timedelta(0):
            rounds.append(round_id)
        return invite(tx, round_id, *given, valid=valid, **named)

    def noting_guests(
        tx: Transaction, round_id: str, *given: Any, valid: timedelta, **named: Any
    ) -> list[Invited]:
        if valid > timedelta(0):
            rounds.append(round_id)
        return invite_guests(tx, round_id, *given, valid=valid, **named)

    monkeypatch.setattr(people, "invite", noting)
    monkeypatch.setattr(invitees, "invite_guests", noting_guests)
    return rounds


@EACH_ACT
async def test_no_act_makes_one(chat: RoleChat, scene: Scene, made: list[str | None]) -> None:
    await _in_an_anonymous_round(chat, scene, made)
    assert not made


async def _in_an_anonymous_round(chat: RoleChat, scene: Scene, made: list[str | None]) -> None:
    world = await world_of(chat)

    def act(tx: Transaction) -> None:
        acting = world.acting(tx, scene.by)
        scene.prepare(acting, world)
        tx.run("UPDATE round SET who_sees = 'anonymous' WHERE id = :id", {"id": ROUND})
        made.clear()
        with suppress(ActRefused):
            scene.call(acting, world)

    await chat.database.write(act)


@pytest.mark.parametrize(
    "act", [link_acts.make_links, link_acts.replace_link, link_acts.make_link_for_participant]
)
async def test_the_refusal_says_that_all_share_a_link(chat: RoleChat, act: object) -> None:
    world = await world_of(chat)
    (scene,) = (each for each in SCENES if each.act is act)

    def attempt(tx: Transaction) -> RefusalReason:
        acting = world.acting(tx, scene.by)
        scene.prepare(acting, world)
        tx.run("UPDATE round SET who_sees = 'anonymous' WHERE id = :id", {"id": ROUND})
        with pytest.raises(ActRefused) as refusal:
            scene.call(acting, world)
        return refusal.value.refusal.reason

    assert await chat.database.write(attempt) is RefusalReason.LINKS_ARE_SHARED


async def _walk() -> str:
    """All that somebody who runs an anonymous round can write there, and what is said of a sheet."""
    with time_machine.travel(BEGINNING, tick=False):
        world = World(SHARED)
        await world.open()
        seat = Seat(world, Role.COORDINATOR)
        await seat.come_in()
        said = [await seat.says(text) for text in SHEET_FIRST]
        async for _ in each_conversation(seat):
            pass
        await world.database.close()
    return repr(said)


async def test_no_command_makes_one(made: list[str | None]) -> None:
    assert "Link 1 is shared: /link stop 1 stops it" in await _walk()
    assert not made


async def test_one_that_an_act_makes_is_found(
    chat: RoleChat, made: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_acts, "_check_links_are_personal", lambda _listed: None)
    (scene,) = (each for each in SCENES if each.act is link_acts.make_links)
    await _in_an_anonymous_round(chat, scene, made)
    assert made
