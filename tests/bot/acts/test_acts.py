"""Every act without a card: who has the right, what is on record, and what an undo brings back."""

import ast
import typing
from pathlib import Path
from typing import Any

import pytest

from bot import acts
from bot.acts.acting import OPERATOR_HERE, Acting, Actor
from bot.acts.permissions import Command, may
from bot.acts.refusal import ActRefused, RefusalReason
from bot.acts.undo import Undo, undo_from_json, undo_to_json
from storage.engine.database import Transaction
from storage.roles.organisations import Role
from tests.bot.acts.scenes import PAGE, SCENES, Scene, World, acts_found, undone, world_of
from tests.bot.coordinator.role_chat import RoleChat

EACH_ACT = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.act.__name__)
EACH_WITH_AN_UNDO = pytest.mark.parametrize(
    "scene", [each for each in SCENES if each.is_undone], ids=lambda scene: scene.act.__name__
)
WHO: dict[str, Role | None] = {"78": Role.READER, "80": None, "nobody": None}
"""Who may not do everything here: a reader, a coordinator of another council, and somebody without a role."""


@pytest.fixture
async def world(chat: RoleChat) -> World:
    return await world_of(chat)


def acting_as(world: World, tx: Transaction, who: str) -> Acting:
    if who == "nobody":
        return Acting(tx, Actor(1, PAGE), world.chat.shop.clock())
    return world.acting(tx, who)


def all_rows(tx: Transaction) -> dict[str, list[Any]]:
    tables = tx.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: sorted(tx.rows(f'SELECT * FROM "{name}"'), key=repr) for (name,) in tables}  # noqa: S608


def prepared(tx: Transaction, world: World, scene: Scene) -> Acting:
    coordinator = world.acting(tx, scene.by)
    scene.prepare(coordinator, world)
    return coordinator


def last_entry(tx: Transaction, organisation_id: str) -> tuple[Any, ...]:
    row = tx.row(
        "SELECT actor, act, channel, outcome FROM audit WHERE organisation_id = :id ORDER BY number DESC",
        {"id": organisation_id},
    )
    assert row is not None
    return row


def test_every_act_of_the_package_has_a_scene_or_undoes_one() -> None:
    found = acts_found()
    undoes = {name for name, act in found.items() if "undo" in typing.get_type_hints(act)}
    assert {each.act.__name__ for each in SCENES} == set(found) - undoes
    taken = [typing.get_type_hints(found[name])["undo"] for name in undoes]
    assert sorted(map(repr, taken)) == sorted(map(repr, typing.get_args(Undo)))


@EACH_ACT
@pytest.mark.parametrize("who", WHO)
async def test_whoever_has_not_the_right_is_refused_and_changes_nothing(
    world: World, scene: Scene, who: str
) -> None:
    def attempt(tx: Transaction) -> RefusalReason | None:
        prepared(tx, world, scene)
        before = all_rows(tx)
        try:
            scene.call(acting_as(world, tx, who), world)
        except ActRefused as why:
            assert all_rows(tx) == before
            return why.refusal.reason
        assert all_rows(tx) != before
        return None

    expected = None if may(WHO[who], scene.command) else RefusalReason.NOT_ALLOWED
    assert await world.chat.database.write(attempt) is expected


@EACH_ACT
async def test_it_changes_the_store_and_is_on_record_with_who_did_it_and_where(
    world: World, scene: Scene
) -> None:
    def do(tx: Transaction) -> None:
        coordinator = prepared(tx, world, scene)
        before = tx.rows(scene.holds) if scene.holds else None
        done = scene.call(coordinator, world)
        if scene.holds:
            assert tx.rows(scene.holds) != before
        act, outcome = scene.record
        assert last_entry(tx, world.organisation.id) == (coordinator.actor.name, act, PAGE, outcome)
        assert (done.undo is not None) == scene.is_undone

    await world.chat.database.write(do)


@EACH_WITH_AN_UNDO
async def test_an_undo_brings_back_what_was_and_is_on_record(world: World, scene: Scene) -> None:
    def do(tx: Transaction) -> None:
        coordinator = prepared(tx, world, scene)
        assert scene.holds is not None
        before = sorted(tx.rows(scene.holds))
        undo = scene.call(coordinator, world).undo
        assert undo is not None
        kept = undo_from_json(undo_to_json(undo), scene.command)
        assert kept == undo
        entries = tx.rows("SELECT count(*) FROM audit")
        undone(coordinator, world, kept)
        assert sorted(tx.rows(scene.holds)) == before
        assert tx.rows("SELECT count(*) FROM audit") != entries
        assert last_entry(tx, world.organisation.id)[0] == coordinator.actor.name

    await world.chat.database.write(do)


@EACH_WITH_AN_UNDO
@pytest.mark.parametrize("who", WHO)
async def test_an_undo_needs_the_same_right(world: World, scene: Scene, who: str) -> None:
    def attempt(tx: Transaction) -> RefusalReason | None:
        undo = scene.call(prepared(tx, world, scene), world).undo
        assert undo is not None
        before = all_rows(tx)
        try:
            undone(acting_as(world, tx, who), world, undo)
        except ActRefused as why:
            assert all_rows(tx) == before
            return why.refusal.reason
        return None

    expected = None if may(WHO[who], scene.command) else RefusalReason.NOT_ALLOWED
    assert await world.chat.database.write(attempt) is expected


@EACH_ACT
async def test_the_operator_does_the_same_under_their_own_name(world: World, scene: Scene) -> None:
    def do(tx: Transaction) -> tuple[Any, ...]:
        prepared(tx, world, scene)
        operator = Acting(tx, OPERATOR_HERE, world.chat.shop.clock())
        scene.call(operator, world)
        return last_entry(tx, world.organisation.id)

    if scene.command is Command.DIGEST:
        with pytest.raises(ActRefused):
            await world.chat.database.write(do)
        return
    act, outcome = scene.record
    assert await world.chat.database.write(do) == ("operator", act, "command", outcome)


def test_no_act_knows_a_card_a_phrase_or_a_channel() -> None:
    forbidden = (
        "conversations.outgoing",
        "conversations.cards",
        "content.phrases",
        "bot.channels",
        "bot.coordinator",
    )
    modules = sorted(Path(acts.__path__[0]).glob("*.py"))
    assert len(modules) > 5
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith(forbidden), path.name
