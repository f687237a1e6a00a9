"""Whoever has finished is counted in the same way at every door of those who run a round.

The doors are found from the tables of commands and buttons (``tests/worlds/doors.py``). At each, every
sentence that counts who has finished must be one of a few, with the right figures; and the doors that are to
tell it do.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from unittest.mock import patch

import orjson
import pytest
import time_machine

from bot.coordinator import report_data
from conversations.groups.round_view import WhoSees
from conversations.groups.themes_asked import Completion, GroupKind, ThemesAsked
from reports.group.participation import Participation
from storage.engine.database import Transaction
from storage.roles.organisations import Role
from storage.rounds import rounds
from storage.rounds.themes_asked import keep_themes_asked
from tests.bot.virtual import run
from tests.bot.workshop import BEGINNING, ROUND
from tests.worlds.comparing import files_as_values
from tests.worlds.doors import TWO_DAYS, Door, each_command
from tests.worlds.seat import Seat, Seen
from tests.worlds.world import BEGINS, FINISHES, JOINS, NOTHING, THEMES, Plan, World

pytestmark = pytest.mark.exhaustive

PLAN = Plan("finished", (*[FINISHES] * 9, BEGINS, JOINS, NOTHING), WhoSees.CONFIDENTIAL, threshold=5)
"""Nine finish: five of them theme 1 only, two theme 2 only, and two both. Theme 2 is asked of everybody."""

ONE, ASKED, EACH_THEME = 9, 4, (7, 4)

EXACT = f"{ONE} finished at least one theme, and {ASKED} every theme asked of them."
IN_STEPS = "At least 5 finished at least one theme, and fewer than 5 every theme asked of them."
"""What a reader is told: in steps of five."""

TELLS = {
    Role.COORDINATOR: ("/rounds", "/status", "/people", "/close", "/results", "days later", "the end"),
    Role.READER: ("/rounds", "/status", "/results", "days later"),
}
"""Doors at which it must be said, at least."""

INVENTED = ("/rehearse",)
"""Doors at which the people are invented."""

PUBLISHED = ("/results",)
"""Doors at which the group's report is told, which counts exactly in a round that is not anonymous."""


def finish_unlike(tx: Transaction) -> None:
    """Leave some with one of the two themes, and ask the second of everybody."""
    ids = [row[0] for row in tx.rows("SELECT DISTINCT participant_id FROM finish ORDER BY participant_id")]
    for theme_id, without in ((THEMES[1], ids[:5]), (THEMES[0], ids[5:7])):
        for id_ in without:
            tx.run(
                "DELETE FROM finish WHERE participant_id = :id AND theme_id = :theme",
                {"id": id_, "theme": theme_id},
            )
    keep_themes_asked(tx, ROUND, ThemesAsked(GroupKind.EVERYBODY, "", (THEMES[1],)))


async def walked(role: Role) -> list[Door]:
    """All that somebody with a role sees, while the round is open, days later, and after it is closed."""
    with time_machine.travel(BEGINNING, tick=False):
        world = World(PLAN)
        await world.open()
        seat = Seat(world, role)
        await seat.come_in()
        await world.do_all()
        await world.database.write(finish_unlike)
        await seat.says("/digest daily")
        await seat.says("yes")
        doors: list[Door] = [door async for door in each_command(seat)]
        world.shop.clock.advance(TWO_DAYS)
        doors.append(("days later", await seat.looks()))
        await world.database.write(lambda tx: rounds.close_round(tx, ROUND, world.shop.clock()))
        doors.append(("the end", await seat.looks()))
        doors += [(f"{name}, closed", seen) async for name, seen in each_command(seat)]
        await world.database.close()
        return doors


def lines_of(seen: Seen) -> Iterator[str]:
    """Every line that is said, and every file as the value that it is made from."""
    for _, _, _, body, _ in seen.entries:
        found = orjson.loads(body)
        yield from (line[1] for line in found.get("l", ()))
    for _, _, content in seen.files:
        yield content.decode(errors="replace")


_FIGURES = re.compile(
    r"(?:everybody|participation)=Participation\([^)]*finished=(\d+)[^)]*finished_one=(\w+)"
)
_OF_A_THEME = re.compile(r"Theme (\d): [^.]*\. (?:At least )?\d+ begun, (\d+) finished\.")
_OF_ALL = re.compile(r"\d+ finished at least one theme[^.]*\.|\d+ (?:has|have) finished\b[^,]*")


def wrong(line: str, *, exactly: bool) -> Iterator[str]:
    """What a line counts in another way than the one."""
    figures = _FIGURES.findall(line)
    if "Participation(" in line:  # a file, as the value that it is made from
        expected = (str(ASKED), str(ONE)) if exactly else ("0", "5")
        yield from (f"a figure of {each}" for each in figures if each != expected)
        return
    rest = line.replace(EXACT if exactly else IN_STEPS, "")
    rest = rest.replace(f"{ASKED} have finished all that is asked", "")
    for each in _OF_A_THEME.finditer(rest):
        count = EACH_THEME[int(each.group(1)) - 1]
        if int(each.group(2)) != (count if exactly else count // 5 * 5):
            yield each.group()
    yield from (each.group() for each in _OF_ALL.finditer(_OF_A_THEME.sub("", rest)))


def faults(role: Role) -> list[str]:
    """Every door that counts differently, or does not tell what it is to tell."""
    with files_as_values():
        doors = run(walked(role))
    seen = [
        (name, line)
        for name, came in doors
        if isinstance(came, Seen) and not name.startswith(INVENTED)
        for line in lines_of(came)
    ]
    found = []
    for name, line in seen:
        exactly = role is Role.COORDINATOR or name.startswith(PUBLISHED)
        found += [f"{name}: {fault}" for fault in wrong(line, exactly=exactly)]
    for door in TELLS[role]:
        said = [line for name, line in seen if name.startswith(door)]
        told = EXACT if role is Role.COORDINATOR else IN_STEPS
        if not any(told in line or "finished_one=" in line for line in said):
            found.append(f"{door} does not tell it")
    return found


@pytest.mark.parametrize("role", TELLS)
def test_every_door_counts_in_the_same_way(role: Role) -> None:
    assert faults(role) == []


def _by_the_whole_guide() -> AbstractContextManager[object]:
    """As it was: whoever has not finished every theme of the guide has not finished."""
    return patch.object(Completion, "all", property(lambda each: each.themes >= len(THEMES)))


def _counted_elsewhere() -> AbstractContextManager[object]:
    """Lists and closing have figures of their own, which are not those of /status."""
    return patch.object(report_data, "turnout", lambda *_: Participation(12, 11, 10, 2, 0, 9))


Twin = Callable[[], AbstractContextManager[object]]


@pytest.mark.parametrize("twin", [_by_the_whole_guide, _counted_elsewhere])
def test_a_door_that_counts_in_another_way_is_found(twin: Twin) -> None:
    with twin():
        assert faults(Role.COORDINATOR)
