"""A name that is erased stays with nobody: not on the cards of those who run the round, nor in their files.

A coordinator goes through every conversation that they can hold. Then a name is erased, in each way that
there is, and it is looked for in every table and in every kept file.
"""

from collections.abc import Callable

import pytest
import time_machine

from bot.schedule.round_end import end_round
from conversations.groups.round_view import WhoSees
from storage import erasure, lists_let_go, names_shown
from storage.engine.database import Transaction
from storage.erasure import erase_person
from storage.messages.chat_history import stretch
from storage.names_shown import forget_name, unlist_person
from storage.retention import classes
from storage.retention.classes import erase_some
from storage.roles.organisations import Role
from storage.roles.retention_periods import DataClass
from storage.rounds import rounds
from storage.rounds.invitees import Guest
from tests.bot.virtual import run
from tests.bot.workshop import BEGINNING, ROUND
from tests.storage.test_erasure import everything
from tests.worlds.comparing import files_as_values
from tests.worlds.doors import each_conversation
from tests.worlds.seat import Seat
from tests.worlds.world import FINISHES, JOINS, Plan, World

GONE = "Person 03"
INVITES = ("/invite", "Cat Cedar, Home care\nBo Birch, Home care", "yes")


async def opened(who_sees: WhoSees, *, is_shared: bool = False) -> tuple[World, Seat]:
    """A world in which a coordinator was shown and typed names wherever they can be."""
    world = World(Plan("names leave", (FINISHES, JOINS, FINISHES, FINISHES), who_sees, is_shared=is_shared))
    await world.open()
    seat = Seat(world, Role.COORDINATOR)
    await seat.come_in()
    for said in ("/people", *INVITES, "/people"):
        await seat.says(said)
    await world.do_all()
    return world, seat


async def where(world: World, name: str) -> set[str]:
    tables = await world.database.read(everything)
    return {table for table, rows in tables.items() if name in repr(rows)}


async def erased(who_sees: WhoSees) -> tuple[set[str], set[str], set[str]]:
    """Where the name is before its person erases everything and after it, and where another is then."""
    with time_machine.travel(BEGINNING, tick=False):
        world, seat = await opened(who_sees)
        async for _ in each_conversation(seat):
            pass
        await seat.says(f"/people what about {GONE}")
        before = await where(world, GONE)
        row = await world.database.read(
            lambda tx: tx.row("SELECT person_id FROM participant WHERE name = :name", {"name": GONE})
        )
        assert row is not None
        await world.database.write(lambda tx: erase_person(tx, row[0], world.shop.clock()))
        after, others = await where(world, GONE), await where(world, "Person 04")
        await world.database.close()
        return before, after, others


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
def test_the_name_of_whoever_erased_everything_is_left_with_nobody(who_sees: WhoSees) -> None:
    with files_as_values():
        before, after, others = run(erased(who_sees))
    assert before >= {"participant", "invitation", "outbox"}
    assert after == set()
    assert others >= {"participant", "invitation", "outbox"}


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
def test_what_would_stay_without_it_is_found(who_sees: WhoSees, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "forget_name_of", lambda *_: None)
    with files_as_values():
        _, after, _ = run(erased(who_sees))
    assert "outbox" in after


NEW = "Zoe Newname"


async def erased_after_a_correction(who_sees: WhoSees) -> list[set[str]]:
    """Where both names of somebody who was corrected are before they erase everything, and after it."""
    with time_machine.travel(BEGINNING, tick=False):
        world, seat = await opened(who_sees)
        for said in (f"/people name 3 {NEW}", "yes", "/people", f"/people what about {NEW} and {GONE}"):
            await seat.says(said)
        found = [await where(world, GONE), await where(world, NEW)]
        row = await world.database.read(
            lambda tx: tx.row("SELECT person_id FROM participant WHERE name = :name", {"name": NEW})
        )
        assert row is not None
        await world.database.write(lambda tx: erase_person(tx, row[0], world.shop.clock()))
        found += [await where(world, GONE), await where(world, NEW)]
        await world.database.close()
        return found


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
def test_a_name_that_was_corrected_goes_with_the_one_that_is_erased(who_sees: WhoSees) -> None:
    with files_as_values():
        old, new, old_after, new_after = run(erased_after_a_correction(who_sees))
    assert old >= {"invitation", "outbox"}
    assert new >= {"participant", "invitation", "outbox"}
    assert old_after == new_after == set()


def test_a_name_from_before_a_correction_would_stay_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_shown, "former_names", lambda *_: [])
    with files_as_values():
        _, _, old_after, new_after = run(erased_after_a_correction(WhoSees.NAMED))
    assert "outbox" in old_after
    assert new_after == set()


# --- names that are not tied to whoever takes part ----------------------------------------------------------


WAYS: dict[str, Callable[[Transaction, World], object]] = {
    "the end of the round": lambda tx, world: (
        rounds.close_round(tx, ROUND, world.shop.clock()),
        end_round(tx, ROUND, world.shop.clock()),
    ),
    "the name is taken off": lambda tx, world: unlist_person(
        tx, ROUND, Guest(GONE, "Home care"), world.shop.clock()
    ),
    "the day of the list": lambda tx, world: erase_some(
        tx, DataClass.LINKS, ROUND, world.shop.clock(), world.shop.clock()
    ),
    "an operator takes the name off": lambda tx, world: forget_name(tx, ROUND, 3, world.shop.clock()),
}
"""Each way in which a name goes while its person stays or is not known."""

OF_AN_ANONYMOUS_ROUND = ("the end of the round", "the name is taken off")


async def goes_by(way: str) -> tuple[set[str], set[str], bool]:
    """Where the name is before and after it, and whether a page that is open shows that it is gone."""
    is_anonymous = way in OF_AN_ANONYMOUS_ROUND
    with time_machine.travel(BEGINNING, tick=False):
        world, seat = await opened(
            WhoSees.ANONYMOUS if is_anonymous else WhoSees.CONFIDENTIAL, is_shared=is_anonymous
        )
        await seat.says("/people")
        await seat.says(f"/people who told {GONE}")
        before = await where(world, GONE)
        had = await world.database.read(lambda tx: stretch(tx, seat.person_id, 1000))
        newest = max(each.change for each in had)
        await world.database.write(lambda tx: WAYS[way](tx, world))
        after = await where(world, GONE)
        shown = await world.database.read(lambda tx: stretch(tx, seat.person_id, 1000))
        open_page = any(names_shown.GONE in each.body for each in shown if each.change > newest)
        await world.database.close()
        return before, after, open_page


@pytest.mark.parametrize("way", WAYS)
def test_a_name_that_goes_from_the_list_goes_from_what_was_shown_of_it(way: str) -> None:
    with files_as_values():
        before, after, open_page = run(goes_by(way))
    assert {"outbox"} < before
    assert open_page
    assert after <= {"participant"}, "what people are called where they take part is theirs"


@pytest.mark.parametrize("way", WAYS)
def test_what_would_stay_of_the_list_without_it_is_found(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (names_shown, classes):
        monkeypatch.setattr(module, "forget_names", lambda *_: None)
    with files_as_values():
        _, after, _ = run(goes_by(way))
    assert "outbox" in after


# --- lists that were sent and not used ----------------------------------------------------------------------


CANCELLED = "Zia Zelkova"
SENT = f"/invite {CANCELLED}, Home care\nBo Birch, Home care"
LET_GO: dict[str, tuple[str, ...]] = {
    "it is cancelled": (SENT, "no"),
    "another command is given": (SENT, "/people"),
    "another list takes its place": (SENT, "/invite Dee Dogwood, Day care"),
    "another list is used": (SENT, "/invite Dee Dogwood, Day care", "yes"),
    "their line is left out": (SENT, "/invite"),
    "it is cancelled while something of it is changed": (SENT, "1", "/office"),
    "the round is closed": (SENT, "/close", "yes"),
}
"""Each way in which a list is let go; Bo Birch is invited, so that name stays."""


async def let_go(way: str, who_sees: WhoSees) -> tuple[set[str], set[str], set[str]]:
    """Where the name is while its list is decided on, and after it, and where the one is then who stays."""
    with time_machine.travel(BEGINNING, tick=False):
        world, seat = await opened(who_sees, is_shared=who_sees is WhoSees.ANONYMOUS)
        sent, *then = LET_GO[way]
        await seat.says(sent)
        during = await where(world, CANCELLED)
        for said in then:
            await seat.says(said)
        after, others = await where(world, CANCELLED), await where(world, "Bo Birch")
        await world.database.close()
        return during, after, others


@pytest.mark.parametrize(
    ("way", "who_sees"),
    [
        *((way, WhoSees.NAMED) for way in LET_GO),
        ("it is cancelled", WhoSees.CONFIDENTIAL),
        ("it is cancelled", WhoSees.ANONYMOUS),
        ("another list is used", WhoSees.ANONYMOUS),
    ],
)
def test_a_list_that_is_not_used_leaves_no_name(way: str, who_sees: WhoSees) -> None:
    with files_as_values():
        during, after, others = run(let_go(way, who_sees))
    assert during >= {"office", "outbox"}
    assert after == set()
    if way != "the round is closed":
        assert "outbox" in others


def test_a_list_that_is_never_decided_on_goes_with_its_round() -> None:
    async def ends() -> set[str]:
        with time_machine.travel(BEGINNING, tick=False):
            world, seat = await opened(WhoSees.NAMED)
            await seat.says(SENT)
            await world.database.write(lambda tx: WAYS["the end of the round"](tx, world))
            after = await where(world, CANCELLED)
            await world.database.close()
            return after

    with files_as_values():
        assert run(ends()) == set()


def test_what_a_list_that_is_not_used_would_leave_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists_let_go, "forget_names_with", lambda *_: None)
    with files_as_values():
        _, after, _ = run(let_go("it is cancelled", WhoSees.NAMED))
    assert "outbox" in after
