"""Which earlier round stands in a report: the last of the same guide that was given to everybody before."""

import pytest

from bot.coordinator.report_data import publish
from reports.group.group_report import GroupReport
from storage.engine.database import Transaction
from storage.rounds import group_reports
from storage.rounds.group_reports import add_cut, find_cut
from tests.bot.coordinator.role_chat import RoleChat, gave

SPREAD = (5, 4, 4, 3, 2, 4)


async def rated(chat: RoleChat, round_id: str, first: int) -> None:
    """Let six people rate the first theme of a round in different ways, and the round end."""
    addresses = [str(first + number) for number in range(len(SPREAD))]
    await chat.shop.join(*addresses, round_id=round_id)
    await chat.shop.go_on()
    for address, level in zip(addresses, SPREAD, strict=True):
        await gave(chat, address, level=level, strength=f"CANARY {address}")
    chat.shop.clock.advance(3600)
    await chat.shop.close_round(round_id)
    now = chat.shop.clock()
    await chat.database.write(lambda tx: add_cut(tx, round_id, now, now.date()))


async def report_of(chat: RoleChat, round_id: str) -> GroupReport:
    return await publish(chat.database, chat.shop.shelf, round_id, 1)


async def released(chat: RoleChat, round_id: str) -> None:
    await report_of(chat, round_id)
    cut, now = await chat.database.read(lambda tx: find_cut(tx, round_id, 1)), chat.shop.clock()
    assert cut is not None
    await chat.database.write(lambda tx: group_reports.release(tx, cut, now))


def on_another_guide(tx: Transaction) -> None:
    """Let the first round have been on a guide with the same words and another name."""
    tx.run(
        "INSERT INTO guide (sha256, guide_id, version, language, source)"
        " SELECT 'other', 'other', version, language, source FROM guide"
    )
    tx.run("UPDATE round SET guide_sha256 = 'other' WHERE id = 'r1'")


async def begun_later(chat: RoleChat, round_id: str) -> None:
    chat.shop.clock.advance(3 * 86_400)
    await chat.shop.open_round(round_id)


async def test_the_round_before_that_everybody_was_given_stands_in_the_next(chat: RoleChat) -> None:
    await rated(chat, "r1", 1)
    await released(chat, "r1")
    await begun_later(chat, "r2")
    await rated(chat, "r2", 20)
    report = await report_of(chat, "r2")
    before = report.themes[0].before
    assert before is not None
    assert before.facts.title == "Round r1"
    assert before.ratings.counts.answered == len(SPREAD)
    assert "CANARY 1" not in repr(before)
    assert report == await report_of(chat, "r2")


@pytest.mark.parametrize("why", ["not given", "given later", "not over", "another guide"])
async def test_no_other_round_does(chat: RoleChat, why: str) -> None:
    if why == "not over":
        await begun_later(chat, "r2")
    await rated(chat, "r1", 1)
    if why not in ("not given", "given later"):
        await released(chat, "r1")
    if why == "another guide":
        await chat.database.write(on_another_guide)
    if why != "not over":
        await begun_later(chat, "r2")
    await rated(chat, "r2", 20)
    chat.shop.clock.advance(3600)
    if why == "given later":
        await released(chat, "r1")
    assert all(each.before is None for each in (await report_of(chat, "r2")).themes)


async def test_the_nearest_of_several_stands_there(chat: RoleChat) -> None:
    for number, round_id in enumerate(("r1", "r2")):
        if number:
            await begun_later(chat, round_id)
        await rated(chat, round_id, 1 + 20 * number)
        await released(chat, round_id)
    await begun_later(chat, "r3")
    await rated(chat, "r3", 60)
    before = (await report_of(chat, "r3")).themes[0].before
    assert before is not None
    assert before.facts.title == "Round r2"
