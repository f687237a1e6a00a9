"""Two worlds that differ in what one person did look the same, byte for byte, to those who run the round.

Every door is tried, found from the product's own tables: ``tests/worlds``. What may differ is said with each
pair of worlds, and nothing else is left out of the comparison.
"""

from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from bot.acts.permissions import Command, may
from bot.coordinator.commands.exercise import letter_data
from conversations.groups.round_view import RoundView
from conversations.state import RATING
from storage.engine.database import Transaction
from storage.roles.organisations import Role
from tests.bot.coordinator.role_chat import joins
from tests.bot.virtual import run
from tests.bot.workshop import example
from tests.worlds.comparing import Difference, differences, files_as_bytes, files_as_values
from tests.worlds.complaining import ANSWER, WORDS
from tests.worlds.doors import DIFFERS, Door, each_conversation
from tests.worlds.pairs import (
    CONFIDENTIAL,
    FEW,
    MANY,
    NEITHER_IS_TOLD,
    ONE_COMPLAINED,
    ONE_MORE_IS_TOLD,
    PAIRS,
    SOMEBODY_ELSE_COMPLAINED,
    MayDiffer,
    Pair,
)
from tests.worlds.walking import ALL, QUICK, stored, walked
from tests.worlds.world import FINISHES, Plan, World

pytestmark = pytest.mark.exhaustive

RUNS_ROUNDS = [role for role in Role if may(role, Command.STATUS)]
"""The roles that see something of a round; whoever reads complaints sees nothing of it."""


@cache
def seen(
    plan: Plan,
    role: Role,
    *,
    late: tuple[int, ...] = (1, DIFFERS),
    is_quick: bool = False,
    as_bytes: bool = False,
) -> list[Door]:
    """All that somebody with a role sees of a world: walked once, however many it is compared with."""
    with files_as_bytes() if as_bytes else files_as_values():
        return run(walked(plan, role, late, QUICK if is_quick else ALL))


def found(pair: Pair, role: Role, *, as_bytes: bool = False) -> list[Difference]:
    """Where the two worlds of a pair differ."""
    one, other = (
        seen(each, role, late=pair.late, is_quick=pair.is_quick, as_bytes=as_bytes)
        for each in (pair.one, pair.other)
    )
    return list(differences(one, other, lambda shown: pair.compared(shown, role)))


def told(differing: list[Difference], what: str) -> str:
    return "\n".join([f"{len(differing)} doors show {what}:", *map(str, differing[:10])])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", PAIRS)
def test_two_worlds_look_the_same_through_every_door(name: str, role: Role) -> None:
    differing = found(PAIRS[name], role)
    assert not differing, told(differing, f"the {role} whether {name}")


def test_every_picture_page_and_document_is_the_same_to_the_byte() -> None:
    name = "two have each other's replies"
    differing = found(PAIRS[name], Role.COORDINATOR, as_bytes=True)
    assert not differing, told(differing, f"the coordinator whether {name}")


@pytest.mark.parametrize("role", RUNS_ROUNDS)
def test_where_one_more_reaches_the_next_step_its_figures_are_the_ones_that_step(role: Role) -> None:
    pair = PAIRS["one more reached the next step"]
    assert MayDiffer.FIGURES in pair.may_differ(role)
    one, other = (repr(seen(each, role, is_quick=True)) for each in (pair.one, pair.other))
    assert "Fewer than 7 have joined" in one
    assert "At least 7 have joined" not in one
    assert "At least 7 have joined" in other


def conversed(plan: Plan, role: Role) -> list[Door]:
    """All that somebody with a role sees of a world in conversations."""
    with files_as_values():
        return run(walked(plan, role, (1, DIFFERS), [each_conversation]))


def found_in_conversations(pair: Pair, role: Role) -> list[Difference]:
    one, other = conversed(pair.one, role), conversed(pair.other, role)
    return list(differences(one, other, lambda shown: pair.compared(shown, role)))


@pytest.mark.parametrize("role", RUNS_ROUNDS)
@pytest.mark.parametrize("pair", [ONE_MORE_IS_TOLD, NEITHER_IS_TOLD], ids=["told", "not told"])
def test_what_follows_a_report_differs_only_with_what_it_tells(pair: Pair, role: Role) -> None:
    differing = found_in_conversations(pair, role)
    assert not differing, told(differing, f"the {role} more than the report tells")


def test_the_walk_comes_to_where_the_report_of_one_world_tells_more() -> None:
    pair = replace(ONE_MORE_IS_TOLD, differs_in=frozenset())
    differing = {each.door for each in found_in_conversations(pair, Role.COORDINATOR)}
    for typed in ("/results", "/replies T1.S1", "/replies T1.P1", "/letters agenda", "/letters agenda word"):
        assert f"each_conversation: {typed}" in differing, typed


def _as_those_rated_who_are_there(tx: Transaction, _view: RoundView) -> object:
    """A broken twin's report for the agenda: made of what was given, however few gave it."""
    row = tx.row("SELECT count(DISTINCT participant_id) FROM reply WHERE prompt_id = :id", {"id": RATING})
    assert row is not None
    return SimpleNamespace(for_discussion=example().guide.themes if row[0] > 5 else ())


def test_an_agenda_made_of_more_than_the_report_tells_is_found() -> None:
    with patch.object(letter_data, "_published", _as_those_rated_who_are_there):
        differing = {each.door for each in found_in_conversations(NEITHER_IS_TOLD, Role.COORDINATOR)}
    assert differing == {f"each_conversation: /letters agenda{behind}" for behind in ("", " word")}


@pytest.mark.parametrize("role", Role)
def test_whoever_complained_is_seen_nowhere(role: Role) -> None:
    pair = SOMEBODY_ELSE_COMPLAINED
    differing = found(pair, role)
    assert not differing, told(differing, f"the {role} who complained")
    # That there is a complaint, its words and its answer are seen by whoever reads complaints.
    shown = repr(seen(pair.one, role, late=pair.late))
    for sentence in (
        "1 complaint waits for an answer.",
        "received on 2 November 2026, to be answered by",
        "received on 2 November 2026, answered",
        WORDS,
        ANSWER,
        "We see to it.",
    ):
        assert (sentence in shown) is (role is Role.COMPLAINTS), sentence


@pytest.mark.parametrize("role", RUNS_ROUNDS)
def test_that_somebody_complained_is_seen_by_nobody_else(role: Role) -> None:
    differing = found(ONE_COMPLAINED, role)
    assert not differing, told(differing, f"the {role} whether somebody complained")


def test_the_walk_finds_a_complaint_where_it_is_shown() -> None:
    differing = {each.door for each in found(ONE_COMPLAINED, Role.COMPLAINTS)}
    for door in ("days later: /complaints", "each_command: /complaints", "each_conversation: /complaints"):
        assert door in differing, door


async def test_whoever_holds_the_data_file_sees_no_order_in_which_people_wrote() -> None:
    people = range(len(MANY.doings))
    with files_as_values():
        one, other = await stored(MANY, people), await stored(MANY, [*reversed(people)])
    differing = list(differences(one, other))
    assert not differing, told(differing, "who wrote first")


async def test_a_link_does_not_tell_whether_it_was_used() -> None:
    world = World(FEW)
    await world.open()
    await world.do_all()
    used, unused = world.links[0], world.links[-1]
    entrance, now = world.shop.arrivals, world.shop.clock()
    shown = [
        await world.database.read(lambda tx, code=code: entrance.invited_to(tx, code, now))  # type: ignore[misc]
        for code in (used, unused)
    ]
    assert shown[0] == shown[1] is not None
    # Who takes part already comes back with either, and uses neither.
    assert [await joins(world.chat, code, "100") for code in (unused, used, world.links[-2])] == [True] * 3
    # A used one lets nobody else in.
    assert not await joins(world.chat, used, "900")
    assert await joins(world.chat, world.links[-2], "900")


# --- that these tests can fail, and that they got everywhere ------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_every_command_of_the_role_is_walked_and_what_can_be_done_is_done(role: Role) -> None:
    doors = seen(FEW, role)
    walked_through = {name for name, _ in doors}
    for command in Command:
        assert (f"each_command: /{command}" in walked_through) is may(role, command)
    said = repr([what for _, what in doors])
    assert ("Fewer than 7 have joined" in said) is (role in RUNS_ROUNDS)
    if role is Role.COORDINATOR:
        for sentence in (
            "Links were made already, so it stays. /close ends it.",
            "Link 7 does not work any more.",
            "reply is kept, of sheet",
            "The reminders are on their way",
            "Nobody was reminded, or too few to show how many.",
            "“Round r1” is closed.",
            "The report is on its way",
            "This round is anonymous",
            "There is nothing to read: to no prompt have enough people written something.",
        ):
            assert sentence in said, sentence
    if role is Role.COMPLAINTS:
        assert "There is none." in said


def test_the_walk_comes_to_where_values_are_counted() -> None:
    pair = PAIRS["somebody else gave values"]
    shown = repr(seen(pair.one, Role.COORDINATOR, late=pair.late, is_quick=True))
    for sentence in ("In the middle: ", "What was chosen here is counted in the group"):
        assert sentence in shown, sentence


@pytest.mark.parametrize("path", ["/", "/join/", "/chat", "/files/", "/static/", "/healthz", "/sign-out"])
def test_every_address_is_asked_for(path: str) -> None:
    asked = {name.split()[2] for name, _ in seen(FEW, Role.READER) if name.startswith("each_address: ")}
    assert any(each == path or (path != "/" and each.startswith(path)) for each in asked)


def test_the_walk_finds_what_a_round_that_is_not_anonymous_shows() -> None:
    somebody = CONFIDENTIAL.with_doing(DIFFERS, FINISHES)
    differing = {each.door for each in found(Pair(CONFIDENTIAL, somebody), Role.COORDINATOR)}
    for command in ("/rounds", "/people", "/status", "/close", "/remind, [All who", "/typein 7"):
        assert any(door.startswith(f"each_command: {command}") for door in differing), command


async def test_the_moments_that_are_still_needed_the_day_after_are_found() -> None:
    people = range(len(MANY.doings))
    with files_as_values():
        one, other = [await stored(MANY, order, days_later=1) for order in (people, [*reversed(people)])]
    assert {each.door.split()[0] for each in differences(one, other)} == {"outbox"}
