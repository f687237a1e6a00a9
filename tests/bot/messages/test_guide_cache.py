"""The guides that rounds are frozen on."""

from dataclasses import replace

import pytest

from bot.messages.guide_cache import GuideShelf
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.guides import own_guides
from storage.guides.own_guides import OwnGuide
from storage.roles.organisations import organisation_named
from storage.rounds import rounds
from storage.rounds.rounds import frozen
from tests.bot.workshop import example
from tests.storage.samples import NOW


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


async def test_the_text_of_a_published_guide_is_read_once_however_often_guides_are_offered(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = frozen(example())

    def publish(tx: Transaction) -> str:
        rounds.keep_guide(tx, kept)
        organisation_id = organisation_named(tx, "Example Council", NOW)
        guide = OwnGuide(own_guides.new_guide_id(), organisation_id, "en", "Ours", 1, NOW)
        own_guides.keep_own_guide(tx, guide)
        own_guides.add_version(tx, guide, kept.sha256, NOW)
        return organisation_id

    organisation_id = await database.write(publish)
    shelf = GuideShelf()
    (pack,) = (await database.read(lambda tx: shelf.published(tx, organisation_id))).values()
    assert pack.source == kept.source

    def never(_: Transaction, __: str) -> str:
        raise AssertionError("it is read twice")

    monkeypatch.setattr("bot.messages.guide_cache.guide_source", never)
    assert (await database.read(lambda tx: shelf.published(tx, organisation_id))).values()
