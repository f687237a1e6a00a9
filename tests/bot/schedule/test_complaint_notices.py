"""Whoever reads complaints is told in the morning: of what is new, and before a last day comes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule.complaint_notices import ComplaintNotices, is_to_be_told, notice_of_complaints
from bot.settings.settings import Settings
from content.phrases import phrases_in
from storage.engine.sqlite import SqliteDatabase
from storage.roles.complaint_notices import ComplaintsWaiting
from storage.roles.complaints import Complaint
from storage.roles.organisations import Organisation
from tests.bot.coordinator.role_chat import RoleChat

HOURS = Settings().reminder_hours
MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def chat(database: SqliteDatabase) -> RoleChat:
    made = RoleChat(database)
    await made.shop.open_round()
    return made


def waits(received_at: datetime, told: datetime | None = None) -> ComplaintsWaiting:
    complaint = Complaint(1, "o1", 4821, "Autumn", "", None, received_at, None, None)
    return ComplaintsWaiting(7, Organisation("o1", "Council"), (complaint,), told.date() if told else None)


@pytest.mark.parametrize(
    ("received", "told", "now", "expected"),
    [
        (MONDAY - DAY, None, MONDAY, True),
        (MONDAY - DAY, MONDAY, MONDAY, False),
        (MONDAY - 4 * DAY, MONDAY - 3 * DAY, MONDAY, False),
        (MONDAY - 22 * DAY, MONDAY - 3 * DAY, MONDAY, True),
        (MONDAY - 22 * DAY, MONDAY, MONDAY + DAY, True),
        (MONDAY - 40 * DAY, MONDAY - 3 * DAY, MONDAY, True),
        (MONDAY - DAY, None, MONDAY - 2 * DAY, False),
        (MONDAY - DAY, None, MONDAY + timedelta(hours=4), False),
    ],
    ids=["new", "told today", "told before", "near", "near again", "too late", "a Saturday", "afternoon"],
)
def test_when_somebody_is_told(
    received: datetime, told: datetime | None, now: datetime, expected: bool
) -> None:
    assert is_to_be_told(waits(received, told), HOURS, now) is expected


def test_what_they_are_told_has_no_word_of_it() -> None:
    p = phrases_in("en")
    assert notice_of_complaints(p, waits(MONDAY - DAY), MONDAY) == (
        "1 complaint waits for an answer. The first is to be answered by 30 November 2026. /complaints shows "
        "them."
    )
    assert "should have been answered by 22 October 2026" in notice_of_complaints(
        p, waits(MONDAY - 40 * DAY), MONDAY
    )


async def test_they_are_told_once_a_morning_until_it_is_answered(chat: RoleChat) -> None:
    await chat.gives("83", "Example Council", "complaints")
    await chat.shop.join("91")
    await chat.shop.go_on()
    clock = chat.shop.clock
    worker = ComplaintNotices(chat.database, HOURS, chat.shop.told.append, now=clock)

    async def told() -> str:
        await worker.look()
        await worker.look()
        return (await chat.receives(address="83")).text

    assert await told() == ""
    await chat.says("/complain", "It was read out.", "done", address="91")
    assert (await told()).count("1 complaint waits") == 1
    clock.now = MONDAY + 25 * DAY
    assert "to be answered by 1 December 2026" in await told()
    row = await chat.database.read(lambda tx: tx.row("SELECT number FROM complaint"))
    assert row is not None
    await chat.says(f"/complaints answer {row[0]} Yes.", "yes", address="83")
    clock.now += DAY * 3
    assert "complaint waits" not in await told()
