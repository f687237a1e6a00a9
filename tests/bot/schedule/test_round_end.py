"""Rounds that end by their date, or were closed elsewhere: each end is noticed and told once."""

from datetime import timedelta

import pytest

from bot.messages.after_commit import Told
from bot.schedule.round_end import Endings
from storage.engine.database import StorageTrouble
from storage.engine.sqlite import SqliteDatabase
from storage.rounds import rounds
from tests.bot.coordinator.desk import Desk
from tests.bot.workshop import BEGINNING, FailingDatabase

LAST_MOMENT = BEGINNING + timedelta(days=2)


@pytest.fixture
async def desk(database: SqliteDatabase) -> Desk:
    """A round that closes in two days, with a coordinator and two people who take part."""
    made = Desk(database)
    await made.shop.open_round(closes_at=LAST_MOMENT)
    await made.gives("77", "Example Council", "coordinator")
    await made.shop.join("1", "2")
    await made.shop.go_on()
    return made


async def asked(desk: Desk) -> list[str]:
    rows = await desk.database.read(lambda tx: tx.rows("SELECT kind FROM work ORDER BY id"))
    return [row[0] for row in rows]


def endings(desk: Desk, told: list[Told] | None = None) -> Endings:
    """As a process that has just started has them."""
    return Endings(desk.database, (told if told is not None else []).append, now=desk.shop.clock)


async def test_no_round_ends_by_a_clock_that_is_wrong(desk: Desk) -> None:
    told: list[Told] = []
    wrong = [True]
    desk.shop.clock.now = LAST_MOMENT + timedelta(days=365)
    noticing = Endings(desk.database, told.append, now=desk.shop.clock, is_clock_wrong=lambda: wrong[0])
    await noticing.notice()
    assert await asked(desk) == []
    wrong[0] = False
    await noticing.notice()
    assert await asked(desk) == ["announcement", "announcement", "group_report"]


async def test_the_end_of_a_round_is_told_once_its_last_moment_has_passed(desk: Desk) -> None:
    told: list[Told] = []
    desk.shop.clock.now = LAST_MOMENT - timedelta(seconds=1)
    await endings(desk, told).notice()
    assert await asked(desk) == []
    desk.shop.clock.now = LAST_MOMENT
    await endings(desk, told).notice()
    assert await asked(desk) == ["announcement", "announcement", "group_report"]
    assert [each.has_work for each in told] == [True]


async def test_it_is_told_once_whoever_looks_again_and_after_a_restart(desk: Desk) -> None:
    desk.shop.clock.now = LAST_MOMENT
    for _ in range(3):
        await endings(desk).notice()
    assert len(await asked(desk)) == 3


async def test_a_round_that_was_closed_at_the_computer_is_noticed_too(desk: Desk) -> None:
    await desk.shop.close_round()
    await endings(desk).notice()
    assert len(await asked(desk)) == 3


async def test_a_round_that_was_closed_from_the_chat_has_been_told_of(desk: Desk) -> None:
    await desk.says("/close", "yes")
    before = await asked(desk)
    await endings(desk).notice()
    assert await asked(desk) == before


async def test_a_round_that_was_opened_again_ends_again(desk: Desk) -> None:
    desk.shop.clock.now = LAST_MOMENT
    await endings(desk).notice()
    await desk.database.write(lambda tx: rounds.reopen_round(tx, "r1", None, LAST_MOMENT + timedelta(days=1)))
    await endings(desk).notice()
    assert len(await asked(desk)) == 3
    desk.shop.clock.now = LAST_MOMENT + timedelta(days=1)
    await endings(desk).notice()
    assert len(await asked(desk)) == 6


async def test_the_clock_is_on_record_as_the_one_who_ended_it(desk: Desk) -> None:
    desk.shop.clock.now = LAST_MOMENT
    await endings(desk).notice()
    row = await desk.database.read(
        lambda tx: tx.row("SELECT actor, act, subject FROM audit ORDER BY number DESC")
    )
    assert row == ("closer-look", "round.end", "r1")


async def test_an_end_that_cannot_be_kept_is_told_later(desk: Desk) -> None:
    desk.shop.clock.now = LAST_MOMENT
    failing = FailingDatabase(desk.database)
    failing.writes_to_fail = {1}
    told: list[Told] = []
    noticing = Endings(failing, told.append, now=desk.shop.clock)
    with pytest.raises(StorageTrouble):
        await noticing.notice()
    assert told == []
    await noticing.notice()
    assert len(await asked(desk)) == 3
