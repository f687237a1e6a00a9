"""The one report of an anonymous round, through every door, and sheets that are in no figure of it."""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.round_acts import close_round
from storage.roles.organisations import Role
from storage.rounds.rounds import reopen_round
from tests.bot.workshop import ROUND
from tests.worlds.comparing import files_as_values
from tests.worlds.pairs import FEW, MANY
from tests.worlds.seat import Seat, Seen
from tests.worlds.world import FINISHES, Plan, World

Door = Callable[[Seat], Awaitable[object]]


@pytest.fixture(autouse=True)
def values() -> Iterator[None]:
    with files_as_values():
        yield


async def opened(plan: Plan) -> Seat:
    world = World(plan)
    await world.open()
    seat = Seat(world, Role.COORDINATOR)
    await seat.come_in()
    await world.do_all()
    return seat


async def in_the_chat(seat: Seat) -> None:
    await seat.says("/close")
    await seat.says("yes")


async def at_the_computer(seat: Seat) -> None:
    clock = seat.world.shop.clock
    await seat.world.database.write(lambda tx: close_round(Acting(tx, OPERATOR_HERE, clock()), ROUND))
    await seat.looks()


async def by_its_date(seat: Seat) -> None:
    clock = seat.world.shop.clock
    ends = clock() + timedelta(minutes=1)
    await seat.world.database.write(lambda tx: reopen_round(tx, ROUND, ends.date(), ends))
    clock.advance(120)
    await seat.looks()


ENDINGS = pytest.mark.parametrize("ending", [in_the_chat, at_the_computer, by_its_date])
AGAIN = pytest.mark.parametrize("again", [in_the_chat, at_the_computer, by_its_date])


async def report(seat: Seat) -> tuple[list[str], list[bytes]]:
    """The group's report as it is given when asked for, without the note that it is the one before.

    That note makes the sound where it comes first, and then the report makes none.
    """
    shown, page = await seat.says("/results"), await seat.says("/results html")
    cards = [entry[3] for entry in shown.entries if "This is the report as it was" not in entry[3]]
    told = [
        re.sub(r'"file":\d+|,"q":1', "", each) for each in cards if "The report is on its way" not in each
    ]
    return told, [file[2] for seen in (shown, page) for file in seen.files]


@ENDINGS
@AGAIN
async def test_an_anonymous_round_gives_one_report_however_it_ends(ending: Door, again: Door) -> None:
    seat = await opened(MANY)
    world = seat.world
    await ending(seat)
    first = await report(seat)
    assert "Quote of 1." in repr(first)
    await seat.says("/reopen 30 November 2026")
    await seat.says("yes")
    # On the same day somebody joins and finishes, and somebody who took part rates otherwise.
    world.shop.clock.advance(60)
    await world.do(12, replace(FINISHES, level=1, quotes="Quote of one who came later."))
    opened_again = await seat.says("/results")
    assert "nothing that was written since is in it" in repr(opened_again)
    assert "Quote of 1." in repr(opened_again)
    assert "came later" not in repr(opened_again)
    await again(seat)
    assert await report(seat) == first
    cuts = await world.database.read(lambda tx: tx.row("SELECT count(*) FROM group_report"))
    assert cuts == (1,)
    await seat.says("/release")
    await seat.says("yes")
    given = await world.database.read(
        lambda tx: tx.rows(
            "SELECT body FROM outbox WHERE body LIKE '%came later%' AND person_id NOT IN"
            " (SELECT p.person_id FROM participant p JOIN reply w ON w.participant_id = p.id"
            "  WHERE w.text LIKE '%came later%')"
        )
    )
    assert given == []


SHEET = "/typein new\nT1.R: 1\nT2.R: 1"


@pytest.mark.parametrize("plan", [FEW.with_doing(6, FINISHES), MANY], ids=["few", "many"])
async def test_sheets_that_were_typed_in_change_no_figure_of_an_anonymous_round(plan: Plan) -> None:
    seen = []
    for sheets in (0, 6):
        seat = await opened(plan)
        for _ in range(sheets):
            assert "sheet" in repr(await seat.says(SHEET))
            assert "kept" in repr(await seat.says("yes"))
        seat.world.acts = 100  # from here on chance is the same again
        seen.append([_without_sheets(each) for each in await _looks(seat)])
    for without, with_sheets in zip(*seen, strict=True):
        assert without == with_sheets


async def _looks(seat: Seat) -> list[Seen]:
    """Every figure of the round: its progress, its digest, the list of rounds, and its report."""
    looks = [await seat.says("/status"), await seat.says("/rounds")]
    await seat.says("/digest daily")
    await seat.says("yes")
    seat.world.shop.clock.advance(86_400)
    looks.append(await seat.looks())
    assert "invited" in repr(looks[-1])
    await seat.says("/close")
    looks.append(await seat.says("yes"))
    return looks


APART = (
    r"(, )?\[\"(help|text)\",\"\d+ sheets? (was|were) typed in, and (is|are) not in these figures.\"\],?",
    r" \d+ sheets? (was|were) typed in\.( Sheets are in no figure here[^\".]*\.)?",
    r" ?\d+ sheets? (was|were) typed in, and (is|are) not in these figures\.",
    r"The record of who did what ends with [0-9a-f]+",
    r"typed_in=(\d+|TypedInSheets\(sheets=\d+, ratings=(None|Withheld\([^)]*\))\))",
)
"""How it is said how many sheets there are, apart from every figure; and that somebody typed them in."""


def _without_sheets(seen: Seen) -> list[str]:
    """What is told without the sentences that say how many sheets there are."""
    told = [entry[3] for entry in seen.entries if entry[2] == "say"]
    told += [file[2].decode(errors="replace") for file in seen.files]
    for pattern in APART:
        told = [re.sub(pattern, "", each) for each in told]
    return told
