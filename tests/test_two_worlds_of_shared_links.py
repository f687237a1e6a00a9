"""Two worlds of an anonymous round with a shared link that differ in one person look the same to its runners.

The one who differs comes in by the same link as all others, or does not. Nobody may see by the link, by the
list of people who got it, or by what is left of it, which of the two it was.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path

import pytest

from storage.engine.schema_version import migrate
from storage.engine.sqlite import open_sqlite
from storage.roles.organisations import Role
from tests.bot.coordinator.role_chat import RoleChat, joins
from tests.test_two_worlds import ALIKE, INVITED, PAIRS, READER, Doing, World, begin, finish, nothing, walk

SHARED_CODE = re.compile(r"/join/((?:\w{4}-){3}\w{4})")
TWO_DAYS = 2 * 86_400


@pytest.fixture
async def open_world(tmp_path: Path) -> AsyncIterator[Callable[[Doing], Awaitable[World]]]:
    numbers = count()
    async with AsyncExitStack() as stack:

        async def opened(seventh: Doing, who_sees: str = "anonymous") -> World:
            database = await open_sqlite(tmp_path / f"{next(numbers)}.sqlite3")
            stack.push_async_callback(database.close)
            await database.write(migrate)
            chat = RoleChat(database)
            await chat.shop.open_round()
            await database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees}))
            await chat.gives("77", "Example Council", "coordinator")
            await chat.gives(READER, "Example Council", "reader")
            if who_sees == "anonymous":
                listed = "\n".join(f"Person {number:02}, Home care" for number in range(1, INVITED + 1))
                heard = await chat.says("/invite", listed, "yes")
            else:
                heard = await chat.says(f"/link {INVITED} Home care", "yes")
            (code,) = set(SHARED_CODE.findall(heard.text))
            for index in range(ALIKE):
                await finish(chat, code, str(100 + index))
            await seventh(chat, code, str(100 + ALIKE))
            chat.shop.clock.advance(TWO_DAYS)
            return World(chat, [code])

        yield opened


@pytest.mark.parametrize(("less", "more"), PAIRS)
@pytest.mark.parametrize(("role", "address"), [(Role.READER, READER), (Role.COORDINATOR, "77")])
async def test_what_one_person_did_is_seen_nowhere(  # type: ignore[no-untyped-def]
    open_world, less: Doing, more: Doing, role: Role, address: str
) -> None:
    one, other = await open_world(less), await open_world(more)
    told, others = await walk(one, role, address=address), await walk(other, role, address=address)
    for (text, in_one), (_, in_other) in zip(told, others, strict=True):
        assert in_one == in_other, text
    assert "At least 5 have joined" in repr(told)
    if role is Role.COORDINATOR:
        assert "21 people on your list" in repr(told)
        assert "Shared link 2 lets nobody in any more." in repr(told)


async def test_the_walk_finds_what_a_confidential_round_shows(open_world) -> None:  # type: ignore[no-untyped-def]
    one, other = await open_world(nothing, "confidential"), await open_world(begin, "confidential")
    told = await walk(one, Role.COORDINATOR, address="77")
    others = await walk(other, Role.COORDINATOR, address="77")
    differ = {text for (text, seen), (_, other_seen) in zip(told, others, strict=True) if seen != other_seen}
    assert {"/link", "/people", "/status"} <= differ


async def test_who_keeps_three_places_never_sees_the_link_full(open_world) -> None:  # type: ignore[no-untyped-def]
    """Everybody who the link is for has come in, and whoever runs the round three times themselves."""
    world = await open_world(nothing)
    for address in range(200, 200 + INVITED - ALIKE + 3):
        world.chat.shop.clock.advance(61)
        assert await joins(world.chat, world.links[0], str(address))


async def test_the_record_tells_of_links_and_counts_nobody_who_came_in(open_world) -> None:  # type: ignore[no-untyped-def]
    records = []
    for doing in (nothing, finish):
        world = await open_world(doing)
        await walk(world, Role.COORDINATOR, address="77")
        rows = await world.chat.database.read(
            lambda tx: tx.rows("SELECT act, outcome FROM audit WHERE act LIKE 'link.%' ORDER BY number")
        )
        records.append(rows)
    assert records[0] == records[1]
    assert ("link.share", "20 people") in records[0]
