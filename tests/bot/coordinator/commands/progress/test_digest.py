"""The digest of a round: when, who gets it, and once a day however often we look."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.schedule.digests import DigestWorker, is_due
from bot.settings.settings import Settings
from conversations.groups.round_view import RoundView
from storage.engine.database import Transaction
from storage.reminders.digests import Digest, HowOften
from storage.roles.audit import verify_record
from tests.bot.coordinator.role_chat import RoleChat

HOURS = Settings().reminder_hours
ROUND = RoundView("r1", "Round", "", False, None, datetime(2026, 12, 1, tzinfo=UTC), None)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Edinburgh, where it then is the same as in UTC. The 2nd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("how_often", "moment", "due"),
    [
        (HowOften.DAILY, at(3, 8, 29), False),
        (HowOften.DAILY, at(3, 8, 30), True),
        (HowOften.DAILY, at(3, 12), False),
        (HowOften.DAILY, at(7, 9), False),  # a Saturday
        (HowOften.DAILY, at(30, 9), False),  # St Andrew's Day, a bank holiday
        (HowOften.WEEKLY, at(3, 9), False),
        (HowOften.WEEKLY, at(9, 9), True),
        (HowOften.DAILY, datetime(2026, 12, 2, 9, tzinfo=UTC), False),  # the round is over
    ],
)
def test_it_is_for_working_mornings_while_the_round_is_open(
    how_often: HowOften, moment: datetime, due: bool
) -> None:
    assert is_due(Digest(1, ROUND, how_often, date(2026, 11, 2)), HOURS, moment) is due


async def wishes(chat: RoleChat) -> int:
    row = await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM work WHERE kind = 'digest'"))
    assert row is not None
    return int(row[0])


def looking(chat: RoleChat) -> DigestWorker:
    return DigestWorker(chat.database, HOURS, chat.shop.told.append, now=chat.shop.clock)


async def test_who_asked_for_it_is_told_from_the_next_morning_on_and_once(chat: RoleChat) -> None:
    heard = await chat.says("/digest daily", "yes")
    assert heard.text == "You are told: Every working morning"
    await looking(chat).look()
    assert await wishes(chat) == 0
    chat.shop.clock.advance(86_400)
    await looking(chat).look()
    await looking(chat).look()
    assert await wishes(chat) == 1


async def test_it_comes_to_whoever_asked_for_it_and_to_no_other_coordinator(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "coordinator")
    await chat.gives("79", "Example Council", "reader")
    await chat.says("/digest daily", "yes", address="78")
    chat.shop.clock.advance(86_400)
    await looking(chat).look()
    before = len(chat.shop.told)
    await chat.receives(address="78")
    due = [each for told in chat.shop.told[before:] for each in told.due]
    assert {each.address for each in due} == {"78"}


async def test_it_can_be_undone_and_switched_off(chat: RoleChat) -> None:
    await chat.says("/digest weekly", "yes")
    await chat.says("undo")
    heard = await chat.says("/digest")
    assert "How often shall I tell you how far it is?" in heard.text
    heard = await chat.says("sometimes")
    assert "Please type daily, weekly or off." in heard.text
    heard = await chat.says("daily")
    assert "So far: Not at all" in heard.text
    await chat.says("yes", "/digest off", "yes")
    chat.shop.clock.advance(86_400)
    await looking(chat).look()
    assert await wishes(chat) == 0


async def test_a_clock_that_was_a_year_ahead_silences_nobody_once_it_is_set_right(chat: RoleChat) -> None:
    await chat.says("/digest daily", "yes")
    right = chat.shop.clock()
    chat.shop.clock.now = right.replace(year=2027, day=9)  # not a weekend there either
    await looking(chat).look()
    assert await wishes(chat) == 1
    chat.shop.clock.now = right
    for day in range(3):
        chat.shop.clock.now = right + timedelta(days=day)
        await looking(chat).look()
        await looking(chat).look()
        assert await wishes(chat) == 2 + day


async def test_a_clock_that_was_a_day_ahead_tells_nobody_twice(chat: RoleChat) -> None:
    await chat.says("/digest daily", "yes")
    right = chat.shop.clock()
    for days, told in ((1, 1), (2, 2), (1, 2), (2, 2), (3, 3)):
        chat.shop.clock.now = right + timedelta(days=days)
        await looking(chat).look()
        assert await wishes(chat) == told


async def test_it_carries_the_mark_of_the_record_which_a_rewritten_record_no_longer_has(
    chat: RoleChat,
) -> None:
    await chat.says("/digest daily", "yes")
    chat.shop.clock.advance(86_400)
    await looking(chat).look()
    (mark,) = re.findall(r"who did what ends with ([0-9a-f]{12})\.", (await chat.receives()).text)
    record = await chat.database.read(verify_record)
    assert [chain.head[:12] for chain in record.chains] == [mark]
    assert record.has(mark)

    def rewrite(tx: Transaction) -> None:
        tx.run("DROP TRIGGER audit_is_never_shortened")
        tx.run("DELETE FROM audit")

    await chat.database.write(rewrite)
    await chat.says("/digest off", "yes")
    assert not (await chat.database.read(verify_record)).has(mark)
