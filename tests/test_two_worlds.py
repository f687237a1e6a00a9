"""Two worlds of an anonymous round that differ in one person look the same to those who run it.

Below the next step of the figures it is the same, byte for byte, whether somebody joined, began or finished.
Every command that a role has is asked for in both, found from the table of permissions.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from bot.acts.permissions import MAY, Command, may
from storage.engine.schema_version import migrate
from storage.engine.sqlite import open_sqlite
from storage.roles.organisations import Role
from tests.bot.coordinator.role_chat import CODE, Heard, RoleChat, gave, joins

INVITED, ALIKE = 20, 6
"""So many are invited by name, and so many join in both worlds; the next is the one who differs."""
NEW_CODE = re.compile(r"(/join/|start=)[\w-]{43}")
TWO_DAYS = 2 * 86_400
READER = "78"

ASKED: dict[Command, tuple[tuple[str, ...], ...]] = {
    Command.OFFICE: (("/office",),),
    Command.ROUND: (("/round", "cancel"),),
    Command.ROUNDS: (("/rounds",), ("/rounds 1",)),
    Command.INVITE: (("/invite Person 07", "cancel"), ("/invite New One, Night team", "yes")),
    Command.PEOPLE: (
        ("/people",),
        ("/people new 7", "yes", "undo"),
        ("/people take back 7", "yes"),
        ("/people new 7", "yes"),
        ("/people take back 8", "yes"),
        ("/people",),
    ),
    Command.STATUS: (("/status",),),
    Command.EXTEND: (("/extend 30 November 2026", "yes", "undo"),),
    Command.PAPER: (("/paper",),),
    Command.TYPEIN: (
        ("/typein 7\nT1.P1: We ask.", "yes", "undo"),
        ("/typein 7\nT1.P1: We ask.", "yes"),
        ("/typein 7",),
        ("/typein 9 erase",),
        ("/typein new\nT1.P1: We ask.", "yes"),
    ),
    Command.COLLEAGUE: (("/colleague", "cancel"),),
    Command.COLLEAGUES: (("/colleagues",),),
    Command.REHEARSE: (("/rehearse", "cancel"),),
    Command.REMIND: (
        ("/remind not joined", "cancel"),
        ("/remind not begun", "yes", "undo"),
        ("/remind part way", "yes"),
        ("/remind all", "yes"),
    ),
    Command.REMINDED: (("/reminded",),),
    Command.PLAN: (("/plan 3 / 7 1", "yes", "undo"),),
    Command.DIGEST: (("/digest daily", "yes", "undo"),),
    Command.CLOSE: (("/close", "yes"), ("/status",), ("/people",)),
    Command.RESULTS: (("/results",), ("/results html",)),
    Command.REOPEN: (("/reopen 30 November 2026", "yes"), ("/close", "yes"), ("/results",)),
    Command.RELEASE: (("/release", "yes"),),
}
"""What is typed for each command, one conversation after the other, in an order in which each can be done."""

Doing = Callable[[RoleChat, str, str], Awaitable[None]]


@dataclass
class World:
    """A round with the links of those who were invited, by their order."""

    chat: RoleChat
    links: list[str]


async def nothing(_chat: RoleChat, _code: str, _address: str) -> None:
    """The person has a link and does not use it."""


async def join(chat: RoleChat, code: str, address: str) -> None:
    """The person joins and does no more."""
    assert await joins(chat, code, address)


async def begin(chat: RoleChat, code: str, address: str) -> None:
    """The person joins and begins a theme."""
    await join(chat, code, address)
    await chat.shop.begin_theme(address)
    await chat.says("We ask each person.", address=address)


async def finish(chat: RoleChat, code: str, address: str) -> None:
    """The person joins and finishes everything."""
    await join(chat, code, address)
    for theme in (1, 2):
        await gave(chat, address, theme=theme)


PAIRS = [(nothing, join), (nothing, finish), (join, begin), (begin, finish)]


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
            listed = "\n".join(f"Person {number:02}, Home care" for number in range(1, INVITED + 1))
            (_, table), *_ = (await chat.says("/invite", listed, "yes")).files
            links = CODE.findall(table.decode())
            for index in range(ALIKE):
                await finish(chat, links[index], str(100 + index))
            await seventh(chat, links[ALIKE], str(100 + ALIKE))
            chat.shop.clock.advance(TWO_DAYS)
            return World(chat, links)

        yield opened


def seen(heard: Heard) -> tuple[object, ...]:
    """All that somebody sees of an answer. New links are at random, so that they never are the same."""
    cards = [NEW_CODE.sub("CODE", repr(card)) for card in (*heard.cards, *heard.redrawn)]
    files = [(name, NEW_CODE.sub("CODE", content.decode())) for name, content in heard.files]
    return (cards, heard.toasts, files, heard.alts)


async def walk(world: World, role: Role, *, address: str) -> list[tuple[str, tuple[object, ...]]]:
    """What somebody sees of every command that their role has, with all that they type."""
    told: list[tuple[str, tuple[object, ...]]] = []
    for command, conversations in ASKED.items():
        for typed in conversations if may(role, command) else ():
            told += [(text, seen(await world.chat.says(text, address=address))) for text in typed]
            world.chat.shop.clock.advance(60)
    return told


def test_every_command_that_a_role_has_is_walked() -> None:
    assert set(ASKED) == set(MAY) == set(Command)


@pytest.mark.parametrize(("less", "more"), PAIRS)
async def test_what_one_person_did_is_seen_nowhere(open_world, less: Doing, more: Doing) -> None:  # type: ignore[no-untyped-def]
    for role, address in ((Role.READER, READER), (Role.COORDINATOR, "77")):
        one, other = await open_world(less), await open_world(more)
        told = await walk(one, role, address=address)
        for (text, seen_in_one), (_, seen_in_other) in zip(
            told, await walk(other, role, address=address), strict=True
        ):
            assert seen_in_one == seen_in_other, text
        assert_was_done(role, repr(told))


def assert_was_done(role: Role, told: str) -> None:
    """See that the walk got to the end of what can be done, so that alike does not mean refused."""
    assert "At least 5 have joined" in told
    if role is Role.COORDINATOR:
        for said in (
            "Link 7 does not work any more.",
            "reply is kept, of sheet",
            "The reminders are on their way",
            "At least 0 people were reminded.",
            "“Round r1” is closed.",
            "The report is on its way",
        ):
            assert said in told, said


async def test_the_walk_finds_what_a_round_that_is_not_anonymous_shows(open_world) -> None:  # type: ignore[no-untyped-def]
    one, other = await open_world(nothing, "confidential"), await open_world(finish, "confidential")
    told = await walk(one, Role.COORDINATOR, address="77")
    others = await walk(other, Role.COORDINATOR, address="77")
    pairs = zip(told, others, strict=True)
    differ = {text for (text, seen_in_one), (_, seen_in_other) in pairs if seen_in_one != seen_in_other}
    assert {"/rounds", "/people", "/people take back 7", "/status", "/close", "/release"} <= differ


async def test_what_one_person_did_is_on_no_record(open_world) -> None:  # type: ignore[no-untyped-def]
    one, other = await open_world(nothing), await open_world(finish)
    records = []
    for world in (one, other):
        await walk(world, Role.COORDINATOR, address="77")
        records.append(
            await world.chat.database.read(
                lambda tx: tx.rows("SELECT number, at, act, subject, outcome FROM audit ORDER BY number")
            )
        )
    acts = [[(row[1], row[2], row[4]) for row in record] for record in records]
    assert acts[0] == acts[1]
    assert acts[0]


async def test_a_link_does_not_tell_whether_it_was_used(open_world) -> None:  # type: ignore[no-untyped-def]
    world = await open_world(finish)
    used, unused = world.links[ALIKE], world.links[ALIKE + 1]
    entrance, now = world.chat.shop.arrivals, world.chat.shop.clock()
    shown = [
        await world.chat.database.read(lambda tx, code=code: entrance.invited_to(tx, code, now))
        for code in (used, unused)
    ]
    assert shown[0] == shown[1] is not None
    # Who takes part already comes back with either, and uses neither.
    assert [await joins(world.chat, code, "100") for code in (used, unused)] == [True, True]
    # A used one lets nobody else in.
    assert not await joins(world.chat, used, "900")
    assert await joins(world.chat, unused, "900")
