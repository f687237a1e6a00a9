"""Whoever reads complaints does not learn that the writer of one without a name has erased everything."""

from collections.abc import Sequence
from functools import cache

import pytest
import time_machine

from bot.acts.permissions import Command
from bot.coordinator.commands.complaints import complaints as shown
from conversations.groups.round_view import WhoSees
from storage.erasure import erase_person
from storage.roles.organisations import Role
from tests.bot.virtual import run
from tests.bot.workshop import BEGINNING
from tests.worlds.comparing import differences, files_as_values
from tests.worlds.complaining import Complained
from tests.worlds.doors import Door, each_address, each_command, each_conversation
from tests.worlds.seat import Seat
from tests.worlds.world import JOINS, NOTHING, Plan, World

WORDS = "It was read out loud."
DAY = 86_400
ERASED = "erased"
WAYS = {
    "has erased everything": (ERASED,),
    "has left": ("/leave", "leave this round"),
    "has left and erased everything": ("/leave", "leave this round", ERASED),
    "cannot be reached": ("unreachable",),
}
CANCELLED = ("/complaints answer {number}", "cancel", "/complaints answer {number} We see to it.", "cancel")
"""What can be looked at again and again, before anything was answered and after it."""


class Written:
    """A world in which somebody has complained without a name, and may go on in one of the ways."""

    def __init__(self, who_sees: WhoSees) -> None:
        self.world = World(Plan("complaints hide", (*[JOINS] * 3, *[NOTHING] * 9), who_sees, threshold=3))
        self.writer = self.acts = 0

    async def begin(self) -> Seat:
        world = self.world
        await world.open()
        await world.do_all()
        seat = Seat(world, Role.COMPLAINTS)
        await seat.come_in()
        row = await world.database.read(lambda tx: tx.row("SELECT min(person_id) FROM participant"))
        assert row is not None
        self.writer = row[0]
        with world.chance("complaining"):
            for text in ("/complain", WORDS, "done"):
                await self.writes(text)
        found = await world.database.read(lambda tx: tx.row("SELECT number FROM complaint"))
        assert found is not None
        world.complained = Complained(self.writer, found[0], "")
        world.shop.clock.advance(DAY)
        return seat

    async def writes(self, text: str) -> None:
        shop = self.world.shop
        self.acts += 1
        await shop.receive(shop.posted(self.writer, f"written-{self.acts}", text))
        await shop.go_on()

    async def goes_on(self, way: Sequence[str]) -> None:
        database, clock = self.world.database, self.world.shop.clock
        for step in way:
            with self.world.chance(f"going on {step}"):
                if step == ERASED:
                    await database.write(lambda tx: erase_person(tx, self.writer, clock()))
                elif step == "unreachable":
                    await database.write(
                        lambda tx: tx.run(
                            "UPDATE address SET unreachable_at = 1, unreachable_because = 'blocked'"
                            " WHERE person_id = :id",
                            {"id": self.writer},
                        )
                    )
                else:
                    await self.writes(step)
        assert await database.read(lambda tx: _is_as_before(tx, self.writer)) is not bool(way)


def _is_as_before(tx, person_id: int) -> bool:  # type: ignore[no-untyped-def]
    """Whether somebody is still there, takes part and can be reached."""
    return bool(
        tx.row(
            "SELECT 1 FROM person p JOIN participant t ON t.person_id = p.id"
            " JOIN address a ON a.person_id = p.id"
            " WHERE p.id = :id AND a.unreachable_at IS NULL AND t.left_at IS NULL",
            {"id": person_id},
        )
    )


@cache
def seen(who_sees: WhoSees, way: tuple[str, ...]) -> list[Door]:
    """All that whoever reads complaints sees after the writer went on in this way."""
    with files_as_values():
        return run(_walked(who_sees, way))


async def _walked(who_sees: WhoSees, way: tuple[str, ...]) -> list[Door]:
    with time_machine.travel(BEGINNING, tick=False):
        written = Written(who_sees)
        seat = await written.begin()
        await written.goes_on(way)
        doors: list[Door] = []
        looks = (_cancelled, each_command, each_conversation, _cancelled, each_address)
        for number, look in enumerate(looks):
            doors += [(f"{number} {door}", each) async for door, each in look(seat)]
        written.world.shop.clock.advance(2 * DAY)
        doors.append(("two days later", await seat.looks()))
        await written.world.database.close()
        return doors


async def _cancelled(seat: Seat):  # type: ignore[no-untyped-def]
    assert seat.world.complained is not None
    for text in ("/complaints", "/complaints {number}", *CANCELLED):
        typed = text.format(number=seat.world.complained.number)
        yield typed, await seat.says(typed)


@pytest.mark.exhaustive
@pytest.mark.parametrize("who_sees", WhoSees)
@pytest.mark.parametrize("way", WAYS)
def test_what_became_of_a_writer_without_a_name_is_seen_by_nobody_who_reads(
    who_sees: WhoSees, way: str
) -> None:
    here, gone = seen(who_sees, ()), seen(who_sees, WAYS[way])
    assert WORDS in repr(here)
    assert f"/{Command.COMPLAINTS}" in repr([door for door, _ in here])
    differing = [*map(str, differences(here, gone))]
    assert not differing, "\n".join(differing[:10])


def test_a_sentence_that_told_of_the_writer_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(_, complaint) -> str:  # type: ignore[no-untyped-def]
        return "They are told." if complaint.person_id is not None else "Nobody knows who wrote it."

    monkeypatch.setattr(shown, "_who_hears", told)
    with files_as_values():
        here, gone = (run(_walked(WhoSees.NAMED, way)) for way in ((), (ERASED,)))
    assert [*differences(here, gone)]


@pytest.mark.parametrize("who_sees", WhoSees)
def test_what_is_said_of_the_answer_is_true_of_whoever_can_get_it(who_sees: WhoSees) -> None:
    for way in ((), (ERASED,)):
        text = repr(seen(who_sees, way))
        known = "Its writer is told that there is an answer, if they can still be reached here."
        assert (known in text) is (who_sees is not WhoSees.ANONYMOUS)
        assert ("with their reference" in text) is (who_sees is WhoSees.ANONYMOUS)
