"""Sending reminders: once, at their time or not at all, whatever restarts and whatever the clock does."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.running.runner import LONGEST_REST
from conversations.calendar.availability import Availability
from conversations.state import Reminded
from storage.engine.database import StorageTrouble
from storage.engine.sqlite import SqliteDatabase
from storage.messages import chat_history, outbox
from storage.messages.outbox import Priority
from storage.roles.organisations import ReminderPolicy
from tests.bot.schedule.bench import THEMES, Bench, until
from tests.bot.virtual import MemoryDatabase, run
from tests.bot.virtual import clock as seconds
from tests.bot.workshop import ROUND, FailingDatabase
from tests.channel_names import TELEGRAM
from tests.storage.samples import wants

SATURDAY = datetime(2026, 11, 7, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)


async def test_a_reminder_is_said_beside_the_open_card_and_behind_what_is_more_urgent() -> None:
    bench = await Bench.opened("1")
    before = await bench.shop.conversation("1")
    await bench.remind()
    after = await bench.shop.conversation("1")
    (due,) = bench.told[0].due
    assert due.priority is Priority.BULK
    assert after.place.card == before.place.card
    assert after.number == due.number == before.number + 1
    assert after.place.reminder == Reminded(due.number, after.participant_id)
    assert bench.told[0].changed == {due.person_id}


async def test_a_reminder_goes_once_where_its_organisation_wants_none_twice() -> None:
    bench = await Bench.opened("1")
    await bench.write(lambda tx: wants(tx, ReminderPolicy.AT_MOST_ONCE))
    await bench.remind()
    assert [due.goes_once for due in bench.told[0].due] == [True]
    waiting = await bench.write(lambda tx: outbox.waiting(tx, TELEGRAM))
    assert [due.goes_once for due in waiting] == [True]


async def test_in_the_browser_a_reminder_waits_until_the_page_is_opened() -> None:
    bench = await Bench.opened()
    bench.clock.advance(-7 * 86400)
    who = await bench.shop.join_web()
    bench.clock.advance(7 * 86400)
    preview = await bench.preview()
    assert preview.people[0].waits_in_history
    await bench.confirm(preview)
    await bench.send()
    assert await bench.went() == [("shown", "")]
    history = await bench.write(lambda tx: chat_history.stretch(tx, who, 1000))
    assert "Next week" in history[-1].body


async def test_two_processes_that_send_at_once_send_each_reminder_once(database: SqliteDatabase) -> None:
    names = tuple(map(str, range(1, 31)))
    bench = await Bench.opened(*names, database=database)
    await bench.confirm(await bench.preview())
    senders = [bench.started() for _ in range(4)]
    await asyncio.gather(*(bench.send(each) for each in senders))
    assert bench.sent_to() == dict.fromkeys(names, 1)


async def test_what_was_confirmed_goes_after_a_restart_and_only_once(database: SqliteDatabase) -> None:
    names = tuple(map(str, range(1, 131)))
    bench = await Bench.opened(*names, database=database)
    await bench.confirm(await bench.preview())
    bench.shop.database = failing = FailingDatabase(database)
    lives = 1
    while True:
        failing.writes_to_fail = {failing.writes + 2}  # one more lot, then it ends
        try:
            await bench.send(bench.started())
        except StorageTrouble:
            lives += 1
        else:
            break
    assert lives == 4
    assert bench.sent_to() == dict.fromkeys(names, 1)
    kept = await database.read(lambda tx: tx.rows("SELECT person_id FROM outbox WHERE priority = 2"))
    assert len(kept) == len(set(kept)) == len(names)


@pytest.mark.parametrize(
    ("back_at", "goes"),
    [
        (MONDAY, True),
        (MONDAY + timedelta(hours=4), True),
        (MONDAY + timedelta(hours=4, seconds=1), False),
        (MONDAY + timedelta(days=1), False),
    ],
    ids=str,
)
async def test_what_came_due_while_nobody_ran_goes_while_it_is_early_enough_and_is_missed_later(
    back_at: datetime, goes: bool
) -> None:
    bench = await Bench.opened("1", at=SATURDAY)
    await bench.confirm(await bench.preview())
    bench.clock.now = back_at
    await bench.send(bench.started())
    assert await bench.went() == [("under_way", "") if goes else ("missed", "")]


async def test_a_late_reminder_does_not_go_in_quiet_hours() -> None:
    bench = await Bench.opened("1")
    bench.clock.now = datetime(2026, 11, 2, 16, tzinfo=UTC)
    await bench.confirm(await bench.preview())
    bench.clock.now = datetime(2026, 11, 2, 18, tzinfo=UTC)
    await bench.send()
    assert await bench.went() == [("missed", "")]


async def test_a_clock_that_is_set_back_reminds_nobody_again() -> None:
    bench = await Bench.opened("1", closes_at=datetime(2026, 11, 21, tzinfo=UTC))
    await bench.plan(before=(7, 8, 9, 10, 11), a_week=7)
    day = datetime(2026, 11, 10, 9, tzinfo=UTC)
    for step in (0, -1, 1, -24, 24, -25, 0, 25):
        bench.clock.now = day + timedelta(hours=step)
        await bench.send()
    assert bench.sent_to()["1"] == 2, "one on the tenth, one on the eleventh"
    assert await bench.went() == [("missed", ""), ("under_way", ""), ("under_way", "")]


async def test_somebody_is_reminded_by_the_clock_where_they_are() -> None:
    bench = await Bench.opened("1", "2")
    await bench.says("2", Availability(time_zone="America/Toronto"))
    await bench.remind()
    assert bench.sent_to() == {"1": 1}
    bench.clock.now = datetime(2026, 11, 2, 13, 30, tzinfo=UTC)
    await bench.send()
    assert bench.sent_to() == {"1": 1, "2": 1}


# --- the plan of a round -----------------------------------------------------------------------------------


async def test_nothing_goes_by_itself_until_a_plan_is_chosen() -> None:
    bench = await Bench.opened("1", closes_at=datetime(2026, 11, 14, tzinfo=UTC))
    for _ in range(12):
        await bench.send()
        bench.clock.advance(86400)
    assert bench.sent() == []
    plan, a_week = await bench.write(lambda tx: bench.reminders.plan(tx, ROUND))
    assert (plan, a_week) == (None, 2)


async def test_a_plan_reminds_so_many_days_after_joining_and_before_closing() -> None:
    bench = await Bench.opened(closes_at=datetime(2026, 11, 21, tzinfo=UTC))
    await bench.plan(after=(3,), before=(7, 1))
    await bench.shop.join("1", "2")
    await bench.shop.go_on()
    went: dict[str, list[str]] = {"1": [], "2": []}
    for _ in range(19 * 24 * 2):
        before = len(bench.sent())
        await bench.send()
        for address, _text in bench.sent()[before:]:
            went[address].append(bench.clock().isoformat()[:16])
        bench.clock.advance(1800)
        if bench.clock().isoformat().startswith("2026-11-10T12:00"):
            await bench.replies("2", finishes=THEMES)
    assert went == {
        # Joined on Monday the second; the last day is Friday the twentieth.
        "1": ["2026-11-05T08:30", "2026-11-13T08:30", "2026-11-19T08:30"],
        "2": ["2026-11-05T08:30"],
    }


async def test_a_day_of_the_plan_at_a_weekend_is_held_until_monday() -> None:
    bench = await Bench.opened(at=datetime(2026, 11, 4, 9, tzinfo=UTC))
    await bench.plan(after=(3, 4))
    await bench.shop.join("1")
    await bench.shop.go_on()
    for day in (7, 8, 9):
        bench.clock.now = datetime(2026, 11, day, 8, 30, tzinfo=UTC)
        await bench.send()
    assert bench.sent_to() == {"1": 1}
    assert await bench.went() == [("under_way", ""), ("dropped", "limit")]


async def test_a_day_of_the_plan_that_was_slept_through_is_noted_as_missed() -> None:
    bench = await Bench.opened()
    await bench.plan(after=(3,))
    await bench.shop.join("1")
    await bench.shop.go_on()
    bench.clock.now = datetime(2026, 11, 6, 9, tzinfo=UTC)
    await bench.send(bench.started())
    assert await bench.went() == [("missed", "")]
    assert bench.sent() == []


async def test_a_plan_that_is_chosen_late_does_not_make_up_for_days_before_it() -> None:
    bench = await Bench.opened("1")
    await bench.plan(after=(1, 6))
    await bench.send()
    assert await bench.went() == []


async def test_the_plan_and_a_coordinator_do_not_remind_on_the_same_day() -> None:
    bench = await Bench.opened("1", at=datetime(2026, 11, 2, 8, tzinfo=UTC))
    await bench.plan(after=(7,))
    bench.clock.now = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    await bench.send()
    bench.clock.advance(3600)
    await bench.remind()
    assert bench.sent_to() == {"1": 1}


@pytest.mark.parametrize("days", [{"after": (0,)}, {"before": (400,)}, {"a_week": 0}, {"a_week": 8}])
async def test_a_plan_that_cannot_be_is_refused(days: dict[str, tuple[int, ...]]) -> None:
    bench = await Bench.opened()
    with pytest.raises(ValueError, match="plan"):
        await bench.plan(**days)  # type: ignore[arg-type]


# --- the loop ----------------------------------------------------------------------------------------------


def test_the_loop_is_woken_by_a_confirmation_and_by_time() -> None:
    async def story() -> None:
        bench = await Bench.opened("1", "2")
        start = bench.clock()
        bench.shop.clock = _Running(start)  # type: ignore[assignment]
        await bench.says("2", until(2026, 11, 3))
        running = asyncio.create_task(bench.reminding.run())
        await asyncio.sleep(600)
        await bench.confirm(await bench.preview())
        bench.reminding.wake()
        await asyncio.sleep(0.01)
        assert bench.sent_to() == {"1": 1}
        await asyncio.sleep(86400)
        assert bench.sent_to() == {"1": 1, "2": 1}
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    run(story())


def test_the_loop_outlives_a_store_that_does_not_work() -> None:
    async def story() -> None:
        database = MemoryDatabase()
        bench = await Bench.opened("1", database=database)
        await bench.confirm(await bench.preview())
        database.is_down = True
        running = asyncio.create_task(bench.reminding.run())
        await asyncio.sleep(600)
        assert bench.sent() == []
        database.is_down = False
        await asyncio.sleep(LONGEST_REST + 1)
        assert bench.sent_to() == {"1": 1}
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    run(story())


class _Running:
    """The time of day that goes with virtual seconds."""

    def __init__(self, start: datetime) -> None:
        self._start = start - timedelta(seconds=seconds())

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=seconds())
