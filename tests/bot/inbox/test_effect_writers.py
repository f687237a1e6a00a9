"""Each effect has one function that writes it, and a new one is a type and a function."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import ModuleType

import pytest

from bot.inbox import effect_writers, turn_effects
from bot.inbox import turn as turn_module
from bot.inbox.turn_effects import Decided, Saving
from conversations import effects
from conversations.effects import AskForJob, Effect, KeepReply, Step
from conversations.flow import advance
from storage.engine.sqlite import SqliteDatabase
from tests.bot.workshop import Workshop


@pytest.fixture
async def shop(database: SqliteDatabase) -> Workshop:
    workshop = Workshop(database)
    await workshop.open_round()
    return workshop


def types_in(module: ModuleType) -> set[type[Effect]]:
    """The effects that a module defines, without those that others build on."""
    found = {
        each
        for each in vars(module).values()
        if inspect.isclass(each) and issubclass(each, Effect) and each.__module__ == module.__name__
    }
    return {each for each in found if not any(each in other.__bases__ for other in found)}


def test_every_type_of_effect_has_its_writer() -> None:
    writers = [*effect_writers.WRITERS.items(), *effect_writers.AFTER_SAVING.items()]
    assert types_in(effects) | types_in(turn_effects) == {kind for kind, _ in writers}
    assert len({write for _, write in writers}) == len(writers)


@dataclass(frozen=True, slots=True)
class Nudge(Effect):
    """An effect that only this test knows."""

    word: str


def nudging(*args: object) -> Step:
    step = advance(*args)  # type: ignore[arg-type]
    return replace(step, effects=(*step.effects, Nudge("now")))


async def test_a_new_effect_is_a_type_and_a_function(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def write_nudges(saving: Saving, decided: Sequence[Decided[Nudge]]) -> None:
        assert saving.tx.row("SELECT count(*) FROM reply") == (0,)
        written.extend((each.known.address, each.effect.word) for each in decided)

    await shop.join("1", "2")
    await shop.begin_theme("1", "2")
    monkeypatch.setattr(turn_module, "advance", nudging)
    monkeypatch.setitem(effect_writers.WRITERS, Nudge, write_nudges)
    await shop.receive(shop.wrote("1", "We ask each in turn."), shop.wrote("2", "We do not."))
    await shop.go_on()
    assert written == [("1", "now"), ("2", "now")]
    assert len(await shop.replies()) == 2


async def test_effects_are_written_in_the_order_of_the_table_whoever_was_first(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.join("1", "2")
    await shop.begin_theme("1", "2")
    written = []

    def noting(kind: type[Effect]) -> effect_writers.Writer:
        write = effect_writers.WRITERS[kind]

        def note(saving: Saving, found: Sequence[Effect]) -> None:
            written.append(kind)
            write(saving, found)

        return note

    for kind in list(effect_writers.WRITERS):
        monkeypatch.setitem(effect_writers.WRITERS, kind, noting(kind))
    await shop.receive(shop.wrote("1", "/mydata"), shop.wrote("2", "We do not."))
    await shop.go_on()
    assert written == [KeepReply, AskForJob]


async def test_an_effect_that_nothing_writes_is_a_fault_and_saves_nothing(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    monkeypatch.setattr(turn_module, "advance", nudging)
    await shop.receive(shop.wrote("1", "We ask each in turn."))
    await shop.go_on()
    assert await shop.replies() == []
    assert (await shop.states())["waiting"] == 1
