"""Of whoever erases everything, no word stays with others, whatever they read and asked for before.

A coordinator goes through every conversation that they can hold, and everybody is given the group's report.
Then one person erases everything, and what they wrote is looked for in every table and in every kept file.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine

from bot.jobs import round_report
from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from reports.group.group_charts import group_picture_alt, group_picture_svg
from reports.group.group_report import GroupReport
from reports.rendering import RenderedReport, Report
from storage import erasure
from storage.erasure import erase_person
from storage.roles.organisations import Role
from tests.bot.virtual import run
from tests.bot.workshop import BEGINNING
from tests.storage.test_erasure import everything
from tests.worlds.comparing import files_as_values
from tests.worlds.doors import each_conversation
from tests.worlds.seat import Seat
from tests.worlds.world import Doing, Plan, World

GONE = 3
PEOPLE = 9
WROTE = re.compile(r"CANARY (\d)")

Left = dict[str, set[int]]
"""The tables that hold words of people, each with the people."""


def plan(who_sees: WhoSees) -> Plan:
    doings = tuple(
        Doing(joins=True, begins=True, finishes=True, words=f"CANARY {number}", quotes=f"CANARY {number} too")
        for number in range(PEOPLE)
    )
    return Plan("words leave", doings, who_sees)


@contextmanager
def files_to_search() -> Iterator[None]:
    """Let files be made in which words can be found: a picture as it is drawn, others as their values."""

    async def render(report: Report, language: str, _kinds: tuple[str, ...]) -> RenderedReport:
        phrases, whole = phrases_in(language), repr(report).encode()
        if not isinstance(report, GroupReport):
            return RenderedReport("", png=whole)
        picture = group_picture_svg(report, phrases).encode()
        return RenderedReport(group_picture_alt(report, phrases), png=picture, pdf=whole, html=whole)

    with files_as_values(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(round_report, "render", render)
        yield


async def read_and_erased(who_sees: WhoSees) -> tuple[Left, Left, list[str]]:
    """Where words are before somebody erases everything and after it, and what the coordinator has then."""
    with time_machine.travel(BEGINNING, tick=False):
        world = World(plan(who_sees))
        await world.open()
        seat = Seat(world, Role.COORDINATOR)
        await seat.come_in()
        await world.do_all()
        async for _ in each_conversation(seat):
            pass
        before = await left(world)
        row = await world.database.read(
            lambda tx: tx.row(
                "SELECT p.person_id FROM participant p JOIN reply r ON r.participant_id = p.id"
                " WHERE r.text = :text",
                {"text": f"CANARY {GONE}"},
            )
        )
        assert row is not None
        await world.database.write(lambda tx: erase_person(tx, row[0], world.shop.clock()))
        after = await left(world)
        cards = [each.body for each in (await seat._history()).values()]
        await world.database.close()
        return before, after, cards


async def left(world: World) -> Left:
    tables = await world.database.read(everything)
    found = {table: {int(each) for each in WROTE.findall(repr(rows))} for table, rows in tables.items()}
    return {table: who for table, who in found.items() if who}


@pytest.mark.parametrize("who_sees", WhoSees)
def test_no_word_of_whoever_erased_everything_is_left_with_anybody(who_sees: WhoSees) -> None:
    with files_to_search():
        before, after, cards = run(read_and_erased(who_sees))
    assert {table for table, who in before.items() if GONE in who} >= {"reply", "outbox", "file_content"}
    assert {table for table, who in after.items() if GONE in who} == set()
    assert after["reply"] == set(range(PEOPLE)) - {GONE}
    said = "\n".join(cards)
    # What is left of others would tell which words are gone.
    assert not WROTE.search(said)
    assert "What people wrote is not shown any more" in said
    read = "Somebody in this round has had" if who_sees is WhoSees.NAMED else "single replies are not shown"
    assert read in said


@pytest.mark.parametrize("who_sees", WhoSees)
def test_what_would_stay_without_it_is_found(who_sees: WhoSees, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "blank_words_of_round", lambda *_: None)
    with files_to_search():
        _, after, _ = run(read_and_erased(who_sees))
    assert {table for table, who in after.items() if GONE in who} == {"outbox", "file_content"}


TYPED = "CANARY 9 and what else they wrote on their sheet"


async def typed_in_and_erased(who_sees: WhoSees) -> tuple[Left, Left]:
    """Where words are before a coordinator erases a sheet that they typed in, and after it."""
    with time_machine.travel(BEGINNING, tick=False):
        world = World(Plan("a sheet leaves", (Doing(),) * 3, who_sees, threshold=3))
        await world.open()
        seat = Seat(world, Role.COORDINATOR)
        await seat.come_in()
        for said in (f"/typein 2\nT1.P1: {TYPED}\nT1.P2: CANARY 9", "yes"):
            await seat.says(said)
        before = await left(world)
        for said in ("/typein 2 erase", "yes"):
            await seat.says(said)
        after = await left(world)
        await world.database.close()
        return before, after


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
def test_of_a_sheet_that_is_erased_no_word_is_left_with_whoever_typed_it_in(who_sees: WhoSees) -> None:
    before, after = run(typed_in_and_erased(who_sees))
    assert before.keys() >= {"reply", "outbox"}
    assert after == {}
