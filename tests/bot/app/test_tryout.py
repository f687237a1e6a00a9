"""What a newcomer gets with nothing configured."""

from datetime import timedelta

from bot.app.tryout import LINK_VALID, open_tryout, tryout_code
from storage.engine.sqlite import SqliteDatabase
from storage.people import people
from storage.rounds import rounds
from tests.bot.joining import join_telegram
from tests.bot.workshop import BEGINNING, Workshop, example
from tests.channel_names import TELEGRAM

LATER = BEGINNING + timedelta(days=1)


async def start(database: SqliteDatabase) -> str | None:
    """What every start does: the code that it prints."""
    await database.write(lambda tx: open_tryout(tx, example(), BEGINNING))
    return await database.write(lambda tx: tryout_code(tx, BEGINNING))


async def test_the_first_start_opens_a_round_and_later_ones_open_no_other(database: SqliteDatabase) -> None:
    for _ in range(3):
        assert await start(database)
    listed = await database.read(rounds.rounds)
    assert [each.view.is_tryout for each in listed] == [True]
    assert listed[0].guide_id == "example"


async def test_later_links_open_the_same_conversation(database: SqliteDatabase) -> None:
    shop = Workshop(database)
    first = await start(database)
    person = await shop.join_web(first)
    for _ in range(2):
        assert await shop.join_web(await start(database)) == person


async def test_a_link_that_was_printed_and_not_used_still_works_after_a_restart(
    database: SqliteDatabase,
) -> None:
    shop = Workshop(database)
    first = await start(database)
    await start(database)
    assert await shop.join_web(first)


async def test_a_link_works_for_a_week(database: SqliteDatabase) -> None:
    code = await start(database)
    assert code is not None
    last = BEGINNING + LINK_VALID - timedelta(seconds=1)
    assert await database.read(lambda tx: people.invited_to(tx, code, last)) is not None
    assert await database.read(lambda tx: people.invited_to(tx, code, BEGINNING + LINK_VALID)) is None


async def test_there_is_no_try_out_beside_a_round_of_ones_own(database: SqliteDatabase) -> None:
    await Workshop(database).open_round()
    assert await start(database) is None


async def test_there_is_no_link_into_a_try_out_that_is_over(database: SqliteDatabase) -> None:
    await start(database)
    round_ = await database.read(rounds.tryout_round)
    assert round_ is not None
    await database.write(lambda tx: rounds.close_round(tx, round_.id, BEGINNING))
    assert await database.write(lambda tx: tryout_code(tx, LATER)) is None


async def test_the_try_outs_link_can_be_opened_on_telegram_too(database: SqliteDatabase) -> None:
    code = await start(database)
    assert code is not None
    shop = Workshop(database)
    due = await database.write(lambda tx: join_telegram(shop.arrivals, tx, code, "1", BEGINNING))
    assert due is not None
    assert due[0].channel == TELEGRAM
