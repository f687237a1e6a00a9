"""The guides that rounds are frozen on."""

from dataclasses import replace

import pytest

from bot.messages.guide_cache import GuideShelf
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.rounds import rounds
from storage.rounds.rounds import frozen
from tests.bot.workshop import example


async def test_a_frozen_guide_is_read_from_what_is_kept_and_only_once(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = frozen(example())
    await database.write(lambda tx: rounds.keep_guide(tx, kept))
    shelf = GuideShelf()
    guide = await database.read(lambda tx: shelf.guide(tx, kept.sha256))
    assert guide == example().guide

    def never(_: Transaction, __: str) -> str:
        raise AssertionError("it is read twice")

    monkeypatch.setattr("bot.messages.guide_cache.guide_source", never)
    assert await database.read(lambda tx: shelf.guide(tx, kept.sha256)) is guide


@pytest.mark.parametrize("source", ["no pack at all", ""])
async def test_a_kept_guide_that_cannot_be_read_is_said_without_its_words(
    database: SqliteDatabase, source: str
) -> None:
    kept = replace(frozen(example()), source=source)
    await database.write(lambda tx: rounds.keep_guide(tx, kept))
    with pytest.raises(LookupError, match=f"the kept guide {kept.sha256[:12]}"):
        await database.read(lambda tx: GuideShelf().guide(tx, kept.sha256))


async def test_a_guide_that_is_not_kept_is_not_found(database: SqliteDatabase) -> None:
    with pytest.raises(LookupError):
        await database.read(lambda tx: GuideShelf().guide(tx, "unknown"))
