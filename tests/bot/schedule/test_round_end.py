"""Rounds that end by their date, or were closed elsewhere: each end is noticed and announced once."""

from datetime import timedelta

import pytest

from bot.messages.after_commit import AfterCommit
from bot.schedule.round_end import RoundEndWorker
from storage.engine.database import StorageTrouble
from storage.engine.sqlite import SqliteDatabase
from storage.rounds import rounds
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import BEGINNING, FailingDatabase

LAST_MOMENT = BEGINNING + timedelta(days=2)


@pytest.fixture
async def chat(database: SqliteDatabase) -> RoleChat:
    """A round that closes in two days, with a coordinator and two people who take part."""
    made = RoleChat(database)
    await made.shop.open_round(closes_at=LAST_MOMENT)
    await made.gives("77", "Example Council", "coordinator")
    await made.shop.join("1", "2")
    await made.shop.go_on()
    return made


async def asked(chat: RoleChat) -> list[str]:
    rows = await chat.database.read(lambda tx: tx.rows("SELECT kind FROM work ORDER BY id"))
    return [row[0] for row in rows]


def endings(chat: RoleChat, told: list[AfterCommit] | None = None) -> RoundEndWorker:
    """As a process that has just started has them."""
    return RoundEndWorker(chat.database, (told if told is not None else []).append, now=chat.shop.clock)


async def test_no_round_ends_by_a_clock_that_is_wrong(chat: RoleChat) -> None:
    told: list[AfterCommit] = []
    wrong = [True]
    chat.shop.clock.now = LAST_MOMENT + timedelta(days=365)
    noticing = RoundEndWorker(
        chat.database, told.append, now=chat.shop.clock, is_clock_wrong=lambda: wrong[0]
    )
    await noticing.notice()
    assert await asked(chat) == []
    wrong[0] = False
    await noticing.notice()
    assert await asked(chat) == ["announcement", "announcement", "group_report"]


async def test_the_end_of_a_round_is_told_once_its_last_moment_has_passed(chat: RoleChat) -> None:
    told: list[AfterCommit] = []
    chat.shop.clock.now = LAST_MOMENT - timedelta(seconds=1)
    await endings(chat, told).notice()
    assert await asked(chat) == []
    chat.shop.clock.now = LAST_MOMENT
    await endings(chat, told).notice()
    assert await asked(chat) == ["announcement", "announcement", "group_report"]
    assert [each.has_work for each in told] == [True]


async def test_it_is_told_once_whoever_looks_again_and_after_a_restart(chat: RoleChat) -> None:
    chat.shop.clock.now = LAST_MOMENT
    for _ in range(3):
        await endings(chat).notice()
    assert len(await asked(chat)) == 3


async def test_a_round_that_was_closed_at_the_computer_is_noticed_too(chat: RoleChat) -> None:
    await chat.shop.close_round()
    await endings(chat).notice()
    assert len(await asked(chat)) == 3


async def test_a_round_that_was_closed_from_the_chat_has_been_told_of(chat: RoleChat) -> None:
    await chat.says("/close", "yes")
    before = await asked(chat)
    await endings(chat).notice()
    assert await asked(chat) == before


async def test_a_round_that_was_opened_again_ends_again(chat: RoleChat) -> None:
    chat.shop.clock.now = LAST_MOMENT
    await endings(chat).notice()
    await chat.database.write(lambda tx: rounds.reopen_round(tx, "r1", None, LAST_MOMENT + timedelta(days=1)))
    await endings(chat).notice()
    assert len(await asked(chat)) == 3
    chat.shop.clock.now = LAST_MOMENT + timedelta(days=1)
    await endings(chat).notice()
    assert len(await asked(chat)) == 6


async def test_the_clock_is_on_record_as_the_one_who_ended_it(chat: RoleChat) -> None:
    chat.shop.clock.now = LAST_MOMENT
    await endings(chat).notice()
    row = await chat.database.read(
        lambda tx: tx.row("SELECT actor, act, subject FROM audit ORDER BY number DESC")
    )
    assert row == ("closer-look", "round.end", "r1")


async def test_an_end_that_cannot_be_kept_is_told_later(chat: RoleChat) -> None:
    chat.shop.clock.now = LAST_MOMENT
    failing = FailingDatabase(chat.database)
    failing.writes_to_fail = {1}
    told: list[AfterCommit] = []
    noticing = RoundEndWorker(failing, told.append, now=chat.shop.clock)
    with pytest.raises(StorageTrouble):
        await noticing.notice()
    assert told == []
    await noticing.notice()
    assert len(await asked(chat)) == 3


async def test_with_the_end_comes_what_of_their_words_still_waits_for_an_answer(chat: RoleChat) -> None:
    await chat.shop.begin_theme("1")
    await chat.says("Mrs Example of the night team rang us.", address="1")
    chat.shop.clock.now = LAST_MOMENT
    await endings(chat).notice()
    heard = await chat.receives(address="1")
    assert "is closed. Thank you for taking part." in heard.text
    assert "Something that you wrote still waits for an answer." in heard.text
    assert "To answer, type “keep it” or “take it out”." in heard.text
    heard = await chat.receives(address="2")
    assert "still waits" not in heard.text
