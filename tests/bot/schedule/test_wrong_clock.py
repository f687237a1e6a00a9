"""A clock that runs a year ahead and is then corrected: nothing stale, nothing twice, and all goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.reminders.reminders import Obstacle
from tests.bot.schedule.bench import Bench, until
from tests.bot.workshop import BEGINNING

SATURDAY = datetime(2026, 11, 7, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)
A_YEAR = timedelta(days=365)
MANY = tuple(map(str, range(1, 121)))
"""More than are claimed at once."""


@pytest.mark.parametrize("closes_at", [None, MONDAY + timedelta(days=10)], ids=["open", "closed"])
async def test_what_waited_does_not_go_a_year_late_whether_the_round_is_open_then_or_not(
    closes_at: datetime | None,
) -> None:
    bench = await Bench.opened(*MANY, at=SATURDAY, closes_at=closes_at)
    await bench.confirm(await bench.preview())
    # Some said only afterwards that they are away, so that their time is looked for again.
    for address in MANY[:40]:
        await bench.says(address, until(2026, 11, 16))
    for hours in (0, 1, 24, 25):
        bench.clock.now = MONDAY + A_YEAR + timedelta(hours=hours)
        await bench.send(bench.started())
    assert bench.sent() == []
    assert {went for went, _ in await bench.went()} == {"missed"}
    bench.clock.now = MONDAY
    await bench.send(bench.started())
    assert bench.sent() == [], "what was missed is not made up for"


async def test_who_said_that_they_are_away_is_reminded_when_they_are_back_and_not_much_later() -> None:
    bench = await Bench.opened("1", "2", at=SATURDAY)
    await bench.confirm(await bench.preview())
    for address in ("1", "2"):
        await bench.says(address, until(2026, 11, 11))
    bench.clock.now = MONDAY + timedelta(days=2, hours=4)
    await bench.send()
    assert bench.sent_to() == {"1": 1, "2": 1}
    bench = await Bench.opened("1", at=SATURDAY)
    await bench.confirm(await bench.preview())
    await bench.says("1", until(2026, 11, 11))
    bench.clock.now = MONDAY + timedelta(days=2, hours=4, seconds=1)
    await bench.send()
    assert await bench.went() == [("missed", "")]


async def test_what_waits_when_the_clock_is_set_right_again_goes_at_its_time_and_once() -> None:
    bench = await Bench.opened("1", at=SATURDAY)
    bench.clock.now = SATURDAY - timedelta(days=3)
    await bench.remind()
    assert bench.sent_to() == {"1": 1}
    bench.clock.now = SATURDAY + A_YEAR
    await bench.send(bench.started())
    bench.clock.now = SATURDAY
    await bench.confirm(await bench.preview())
    bench.clock.now = MONDAY
    for _ in range(3):
        await bench.send(bench.started())
    assert bench.sent_to() == {"1": 2}


async def test_who_was_here_in_the_wrong_year_can_be_reminded_afterwards() -> None:
    bench = await Bench.opened("1", "2")
    bench.clock.now = BEGINNING + A_YEAR
    await bench.replies("1")
    await bench.shop.receive(bench.shop.wrote("2", "/themes"))
    await bench.shop.go_on()
    bench.clock.now = BEGINNING
    assert all(each.outcome.goes for each in (await bench.preview()).people)
    await bench.remind()
    assert bench.sent_to() == {"1": 1, "2": 1}


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)], ids=str)
async def test_who_was_here_by_a_clock_that_was_a_little_ahead_counts_as_being_here(
    ahead: timedelta,
) -> None:
    bench = await Bench.opened("1")
    bench.clock.now = BEGINNING + ahead
    await bench.replies("1")
    bench.clock.now = BEGINNING + timedelta(minutes=1)
    (person,) = (await bench.preview()).people
    assert person.outcome.obstacle is Obstacle.ACTIVE


async def test_a_plan_goes_on_where_it_was_when_the_clock_is_set_right() -> None:
    start = datetime(2026, 11, 2, 8, 31, tzinfo=UTC)
    bench = await Bench.opened(at=start, closes_at=start + timedelta(days=18))
    await bench.plan(after=(2, 4, 8, 10), before=(3,), a_week=3)
    await bench.shop.join("1", "2")
    await bench.shop.go_on()
    went: list[tuple[str, str]] = []
    for day in range(16):
        bench.clock.now = start + timedelta(days=day)
        if day in (3, 9):
            bench.clock.now += A_YEAR
            await bench.replies("1")
            await bench.send(bench.started())
            assert bench.sent_to().total() == len(went), "in the wrong year nothing goes"
            bench.clock.now -= A_YEAR
        before = len(bench.sent())
        await bench.send(bench.started())
        went += [(f"{bench.clock():%d}", address) for address, _ in bench.sent()[before:]]
    # Both joined on Monday the second; the last day is Friday the twentieth.
    assert went == [(day, who) for day in ("04", "06", "10", "12", "17") for who in ("1", "2")]
