"""A complaint that is taken back leaves those who read it, and so does the name of who erased everything."""

import pytest

from conversations.groups.round_view import WhoSees
from storage import erasure
from storage.erasure import erase_person
from storage.retention import complaint_erasures
from storage.roles.organisations import Role
from tests.bot.virtual import run
from tests.storage.test_erasure import everything
from tests.worlds.seat import Seat
from tests.worlds.world import JOINS, Plan, World

WORDS = "CANARY it was read out loud"
NAME = "CANARY Robin"
DAY = 86_400


class Read:
    """A world in which somebody has complained and signed it, and somebody with the role has read it."""

    def __init__(self, who_sees: WhoSees) -> None:
        self.world = World(Plan("complaints leave", (JOINS,) * 3, who_sees, threshold=3))
        self.writer = self.written = 0

    async def begin(self) -> None:
        world = self.world
        await world.open()
        await world.do_all([0])
        reader = Seat(world, Role.COMPLAINTS)
        await reader.come_in()
        row = await world.database.read(lambda tx: tx.row("SELECT person_id FROM participant"))
        assert row is not None
        self.writer = row[0]
        for text in ("/complain", WORDS, "say who", NAME):
            await self.writes(text)
        world.shop.clock.advance(DAY)
        number = await world.database.read(lambda tx: tx.row("SELECT number FROM complaint"))
        assert number is not None
        seen = await reader.says(f"/complaints {number[0]}")
        assert WORDS in repr(seen)
        assert NAME in repr(seen)
        await reader.says(f"/complaints answer {number[0]} CANARY half an answer")

    async def writes(self, text: str) -> None:
        shop = self.world.shop
        self.written += 1
        await shop.receive(shop.posted(self.writer, f"written-{self.written}", text))
        await shop.go_on()

    async def left(self) -> str:
        """What stands with others than the writer."""

        def with_others(tx):  # type: ignore[no-untyped-def]
            tx.run("DELETE FROM outbox WHERE person_id = :id", {"id": self.writer})
            return everything(tx)

        return repr(await self.world.database.write(with_others))


async def taken_back(who_sees: WhoSees) -> str:
    read = Read(who_sees)
    await read.begin()
    await read.writes("take back")
    await read.writes("yes")
    return await read.left()


async def erased(who_sees: WhoSees = WhoSees.NAMED, *before: str) -> str:
    read = Read(who_sees)
    await read.begin()
    for text in before:
        await read.writes(text)
    await read.world.database.write(lambda tx: erase_person(tx, read.writer, read.world.shop.clock()))
    return await read.left()


@pytest.mark.parametrize("who_sees", WhoSees)
def test_of_a_complaint_that_is_taken_back_no_word_is_left_with_whoever_read_it(who_sees: WhoSees) -> None:
    assert "CANARY" not in run(taken_back(who_sees))


def test_what_would_stay_with_the_reader_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(complaint_erasures, "forget_complaint_read", lambda *_: None)
    left = run(taken_back(WhoSees.NAMED))
    assert WORDS in left
    assert NAME in left


@pytest.mark.parametrize("who_sees", WhoSees)
def test_of_whoever_erases_everything_the_complaint_stays_and_the_name_goes(who_sees: WhoSees) -> None:
    left = run(erased(who_sees, "/forget"))
    assert WORDS in left
    assert NAME not in left


def test_after_going_on_nothing_leads_to_an_anonymous_complaint_and_the_name_stays_as_is_said() -> None:
    assert NAME in run(erased(WhoSees.ANONYMOUS, "done"))
    assert NAME in run(erased(WhoSees.ANONYMOUS, "/forget", "keep"))


def test_a_name_that_would_stay_with_the_reader_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "forget_complaint_names", lambda *_: None)
    assert NAME in run(erased())
