"""What a newcomer gets with nothing configured."""

from bot.app.tryout import frozen, new_round_id, open_tryout
from storage.engine.sqlite import SqliteDatabase
from storage.rounds import rounds
from tests.bot.workshop import BEGINNING, Workshop, example


async def test_the_first_start_opens_a_round_and_later_ones_open_no_other(database: SqliteDatabase) -> None:
    for _ in range(3):
        await database.write(lambda tx: open_tryout(tx, example(), BEGINNING))
    listed = await database.read(rounds.rounds)
    assert [each.view.is_tryout for each in listed] == [True]
    assert listed[0].guide_id == "example"


async def test_there_is_no_try_out_beside_a_round_of_ones_own(database: SqliteDatabase) -> None:
    await Workshop(database).open_round()
    await database.write(lambda tx: open_tryout(tx, example(), BEGINNING))
    assert await database.read(rounds.tryout_round) is None


def test_a_rounds_id_says_nothing_and_is_never_the_same() -> None:
    ids = {new_round_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(each.startswith("r") and each[1:].isalnum() for each in ids)


def test_a_guide_is_frozen_word_for_word() -> None:
    kept = frozen(example())
    assert kept.source == example().source
    assert (kept.guide_id, kept.language, kept.sha256) == ("example", "en", example().sha256)
