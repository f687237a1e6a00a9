"""Of whoever erases everything, no word stays with others, whatever they read and asked for before.

A coordinator goes through every conversation that they can hold, and everybody is given the group's report.
Then one person erases everything, and what they wrote is looked for in every table and in every kept file.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest
import time_machine

from bot.jobs import round_report
from content.phrases import phrases_in
from content.prompt_kinds import KindsOfEvidence, ThemeRating
from conversations.groups.round_view import WhoSees
from conversations.kinds.kind_table import KINDS as KINDS_TABLE
from conversations.kinds.kind_table import chosen_in_words
from conversations.paper_codes import code_of
from reports.group.group_charts import group_picture_alt, group_picture_svg
from reports.group.group_report import GroupReport
from reports.rendering import RenderedReport, Report
from storage import erasure
from storage.erasure import erase_person
from storage.messages.chat_history import stretch
from storage.roles.organisations import Role
from tests.bot.virtual import run
from tests.bot.workshop import BEGINNING
from tests.guides import guide_for_tests
from tests.storage.test_erasure import everything
from tests.worlds.comparing import files_as_values
from tests.worlds.doors import each_conversation
from tests.worlds.seat import Seat
from tests.worlds.values import VALUES, values_of
from tests.worlds.world import Doing, Plan, World

GONE = 3
PEOPLE = 9
WROTE = re.compile(r"CANARY (\d)")

Left = dict[str, set[int]]
"""The tables that hold words of people, each with the people."""


def plan(who_sees: WhoSees, guide: str = "example") -> Plan:
    doings = tuple(
        Doing(
            joins=True,
            begins=True,
            finishes=True,
            words=f"CANARY {number}",
            quotes=f"CANARY {number} too",
            values=number if guide == KINDS else None,
        )
        for number in range(PEOPLE)
    )
    return Plan("words leave", doings, who_sees, guide=guide)


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


Looked = Callable[[World], Awaitable[Left]]
Shown = dict[tuple[int, int], tuple[str, str]]
"""A history: the kind and the body of each entry, by whose it is and its number."""


async def read_and_erased(plan: Plan, left: Looked) -> tuple[Left, Left, list[str]]:
    """Where words are before somebody erases everything and after it, and what the coordinator has then."""
    with time_machine.travel(BEGINNING, tick=False):
        world = World(plan)
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
        shown = await world.database.read(lambda tx: stretch(tx, seat.person_id, 1000))
        cards = [each.body for each in shown]
        await world.database.close()
        return before, after, cards


async def left(world: World) -> Left:
    tables = await world.database.read(everything)
    found = {table: {int(each) for each in WROTE.findall(repr(rows))} for table, rows in tables.items()}
    return {table: who for table, who in found.items() if who}


@pytest.mark.parametrize("who_sees", WhoSees)
def test_no_word_of_whoever_erased_everything_is_left_with_anybody(who_sees: WhoSees) -> None:
    with files_to_search():
        before, after, cards = run(read_and_erased(plan(who_sees), left))
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
        _, after, _ = run(read_and_erased(plan(who_sees), left))
    assert {table for table, who in after.items() if GONE in who} == {"outbox", "file_content"}


def what_stands_there(history: list[Shown]) -> Looked:
    """Notes what everybody's history shows, each time that it is asked."""

    async def look(world: World) -> Left:
        rows = await world.database.read(
            lambda tx: tx.rows("SELECT person_id, number, kind, body FROM outbox WHERE state = 'shown'")
        )
        history.append({(person, number): (kind, body) for person, number, kind, body in rows})
        return {}

    return look


@pytest.mark.parametrize("who_sees", WhoSees)
def test_no_file_vanishes_without_a_word_and_nothing_promises_one_that_is_gone(who_sees: WhoSees) -> None:
    history: list[Shown] = []
    with files_to_search():
        run(read_and_erased(plan(who_sees), what_stands_there(history)))
    before, after = history
    still = {person for person, _ in after}
    files = {key: body for key, (kind, body) in before.items() if kind == "attach" and key[0] in still}
    gone = {key: body for key, body in files.items() if after.get(key, ("", ""))[0] != "attach"}
    for key, body in gone.items():
        kind, told = after.get(key, ("", ""))
        assert kind == "say", f"where {body} stood"
        assert re.search("taken back, as .* erased since", told)
        assert re.search("/(results|replies|people)", told), "how to get what there is now"
    names = {re.search(r'"name":"([^"]*)"', body)[1] for body in gone.values()}  # type: ignore[index]
    assert {each.rpartition(".")[2] for each in names} >= {"pdf", "html", "csv", "xlsx"}
    assert len({person for (person, _), body in gone.items() if ".pdf" in body}) > 2, (
        "also of those who took part"
    )
    promised = [key for key, (_, body) in after.items() if "The PDF has everything" in body]
    assert promised == []


KINDS = "kinds"
NAMED = f"Person {GONE + 1:02}"


def given_by(number: int) -> dict[str, str]:
    """What somebody gives to each prompt that takes no words, as it is said, by the code of its prompt."""
    guide, phrases = guide_for_tests(KINDS), phrases_in("en")
    return {
        code_of(guide.number_of(each.theme_id), guide.theme(each.theme_id), each.prompt_id): chosen_in_words(
            guide, phrases, each
        )
        for each in values_of(guide, number)
    }


async def values_left(world: World) -> Left:
    """The tables that show a value next to the name of whoever is gone, with the places of its prompts."""
    tables = await world.database.read(everything)
    beside = {
        place: re.compile(rf"{NAMED}[^\n]{{0,80}}?{re.escape(said)}")
        for place, said in enumerate(given_by(GONE).values())
    }
    found = {
        table: {place for place, shown in beside.items() if shown.search(_with_lines(rows))}
        for table, rows in tables.items()
    }
    return {table: places for table, places in found.items() if places}


def _with_lines(rows: object) -> str:
    return repr(rows).replace("\\n", "\n").replace("\\r", "\n")


def test_a_value_of_each_kind_is_given() -> None:
    without_words = {kind for kind, on_card in KINDS_TABLE.items() if not on_card.takes_words}
    assert set(VALUES) == without_words - {ThemeRating, KindsOfEvidence}, "those two are asked everywhere"
    kinds = {type(prompt.kind) for theme in guide_for_tests(KINDS).themes for prompt in theme.prompts}
    assert kinds >= set(VALUES)


def test_no_value_of_whoever_erased_everything_is_left_beside_their_name() -> None:
    with files_to_search():
        before, after, _ = run(read_and_erased(plan(WhoSees.NAMED, KINDS), values_left))
    every = set(range(len(given_by(GONE))))
    assert before["outbox"] == before["file_content"] == every
    assert after == {}


TYPED = "CANARY 9 and what else they wrote on their sheet"


async def typed_in_and_erased(
    who_sees: WhoSees, sheet: str, left: Looked, guide: str = "example"
) -> tuple[Left, Left]:
    """Where words are before a coordinator erases a sheet that they typed in, and after it."""
    with time_machine.travel(BEGINNING, tick=False):
        world = World(Plan("a sheet leaves", (Doing(),) * 3, who_sees, threshold=3, guide=guide))
        await world.open()
        seat = Seat(world, Role.COORDINATOR)
        await seat.come_in()
        for said in (f"/typein 2\n{sheet}", "yes"):
            await seat.says(said)
        before = await left(world)
        for said in ("/typein 2 erase", "yes"):
            await seat.says(said)
        after = await left(world)
        await world.database.close()
        return before, after


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
def test_of_a_sheet_that_is_erased_no_word_is_left_with_whoever_typed_it_in(who_sees: WhoSees) -> None:
    sheet = f"T1.P1: {TYPED}\nT1.P2: CANARY 9"
    before, after = run(typed_in_and_erased(who_sees, sheet, left))
    assert before.keys() >= {"reply", "outbox"}
    assert after == {}


async def lines_left(world: World) -> Left:
    """The tables that hold a line of a sheet with a value, by the places of its prompts."""
    tables = await world.database.read(everything)
    lines = {place: f"{code}: {said}" for place, (code, said) in enumerate(given_by(GONE).items())}
    found = {
        table: {place for place, line in lines.items() if line in repr(rows)}
        for table, rows in tables.items()
    }
    return {table: places for table, places in found.items() if places}


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
def test_of_a_sheet_without_words_no_value_is_left_with_whoever_typed_it_in(who_sees: WhoSees) -> None:
    sheet = "\n".join(f"{code}: {said}" for code, said in given_by(GONE).items())
    before, after = run(typed_in_and_erased(who_sees, sheet, lines_left, KINDS))
    assert before["outbox"] == set(range(len(given_by(GONE))))
    assert after == {}
