"""From a plan to all that is seen of it, through every door, with looks before and after somebody does it."""

from collections.abc import AsyncIterator, Callable, Sequence
from itertools import chain

import time_machine

from storage.engine.database import Transaction
from storage.messages.days_only import keep_days_only
from storage.roles.organisations import Role
from storage.rounds import rounds
from tests.bot.workshop import BEGINNING, ROUND
from tests.worlds.complaining import answer_complaint
from tests.worlds.doors import TWO_DAYS, Door, each_address, each_command, each_conversation
from tests.worlds.seat import Seat
from tests.worlds.world import Plan, World

Look = Callable[[Seat], AsyncIterator[Door]]
"""One way of going through doors."""

FIRST_LOOKS = (
    *("/rounds", "/status", "/people", "/reminded", "/remind all", "cancel", "/digest daily", "yes"),
    "/complaints",
)


async def first_looks(seat: Seat) -> AsyncIterator[Door]:
    """What is looked at before somebody does something, to be compared with what is seen after it."""
    for text in FIRST_LOOKS:
        yield text, await seat.says(text)


ALL: Sequence[Look] = (each_command, each_conversation, each_address)
QUICK: Sequence[Look] = (each_conversation, each_address)


async def walked(plan: Plan, role: Role, late: Sequence[int], looks: Sequence[Look] = ALL) -> list[Door]:
    """All that somebody with a role sees of a world, while the round is open and after it is closed.

    ``late`` are the places on the list of those who do what they do between a first look and all others.
    """
    with time_machine.travel(BEGINNING, tick=False):
        world, seat = await _opened(plan, role)
        doors: list[Door] = []
        await world.do_all([number for number in range(len(plan.doings)) if number not in late])
        await _goes(doors, "before", first_looks(seat))
        await world.do_all(late)
        await _goes(doors, "after", first_looks(seat))
        world.shop.clock.advance(TWO_DAYS)
        await _goes(doors, "days later", first_looks(seat))
        await answer_complaint(world)
        for look in looks:
            await _goes(doors, look.__name__, look(seat))
        world.shop.clock.advance(60)
        await world.database.write(lambda tx: rounds.close_round(tx, ROUND, world.shop.clock()))
        doors.append(("the end of the round", await seat.looks()))
        if each_command in looks:
            await _goes(doors, "closed", each_command(seat))
        doors += [(f"mail {number}", each) for number, each in enumerate(world.mails)]
        doors.append(("the record", await world.database.read(_record)))
        await world.database.close()
        return doors


async def _opened(plan: Plan, role: Role) -> tuple[World, Seat]:
    world = World(plan)
    await world.open()
    seat = Seat(world, role)
    await seat.come_in()
    return world, seat


async def _goes(doors: list[Door], where: str, look: AsyncIterator[Door]) -> None:
    doors += [(f"{where}: {door}", seen) async for door, seen in look]


def _record(tx: Transaction) -> list[tuple[object, ...]]:
    """What the organisation's record of acts says."""
    return tx.rows("SELECT * FROM audit ORDER BY organisation_id, number")


# --- what whoever holds the data file has -------------------------------------------------------------------

DRAWN_AT_RANDOM = frozenset({("inbox", "id")})
"""What is drawn one after the other, so that it is not the same in both worlds, and tells nothing."""


async def stored(plan: Plan, order: Sequence[int], *, days_later: int = 3) -> list[Door]:
    """Every row of the store, as it lies there, after people did what they do in this order on one day."""
    with time_machine.travel(BEGINNING, tick=False):
        world, _ = await _opened(plan, Role.COORDINATOR)
        await world.do_all(order)
        world.shop.clock.now = BEGINNING
        world.shop.clock.advance(days_later * 86_400)
        with world.chance("sweeping"):
            await world.database.write(lambda tx: keep_days_only(tx, world.shop.clock()))
        doors = await world.database.read(_rows)
        await world.database.close()
        return doors


def _rows(tx: Transaction) -> list[Door]:
    named = tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return list(chain.from_iterable(_rows_of(tx, table) for (table,) in named))


def _rows_of(tx: Transaction, table: str) -> list[Door]:
    """The rows in the order in which they lie, which is that of their number or key."""
    columns = [row[0] for row in tx.rows(f"SELECT name FROM pragma_table_info('{table}')")]  # noqa: S608
    rows = [
        tuple(
            None if (table, column) in DRAWN_AT_RANDOM else value
            for column, value in zip(columns, row, strict=True)
        )
        for row in tx.rows(f"SELECT * FROM {table}")  # noqa: S608
    ]
    if any((table, column) in DRAWN_AT_RANDOM for column in columns):
        rows.sort(key=repr)
    return [(f"{table} {number}", dict(zip(columns, row, strict=True))) for number, row in enumerate(rows)]
