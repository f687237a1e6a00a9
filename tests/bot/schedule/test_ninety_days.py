"""Ninety days of a round in virtual time, with all that happens to people, clocks and processes meanwhile.

Both changes of the clocks, bank holidays, leave, part-time weeks, four time zones, restarts, a clock that is
set forward and back, by hours, by a day and by a year. Each occurrence at most once, nobody outside their
hours, never too many a week, and after each step it goes on as before.
"""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversations.calendar.availability import Availability
from tests.bot.schedule.bench import HOURS, THEMES, Bench

pytestmark = pytest.mark.exhaustive

ZONES = ("", "", "", "Europe/Lisbon", "America/Toronto", "Pacific/Auckland")
DAYS = (None, None, frozenset({1, 2, 3, 4}), frozenset({2, 3}), frozenset({3, 4, 5, 6, 7}))
PEOPLE = tuple(map(str, range(1, 13)))
A_WEEK = 2
A_YEAR = timedelta(days=365)
YEAR_ON = 62
STEPS = {
    20: timedelta(hours=1),
    21: -timedelta(hours=1),
    40: timedelta(days=1),
    41: -timedelta(days=1),
    YEAR_ON: A_YEAR,
}
"""By how much the clock is set wrong on some days; it is right again the day after."""


@pytest.mark.parametrize("closes", [True, False], ids=["closes", "stays open"])
@pytest.mark.parametrize(
    "start", [datetime(2026, 9, 28, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)], ids=["autumn", "spring"]
)
async def test_ninety_days_of_reminders(start: datetime, closes: bool) -> None:
    chance = random.Random(7)
    bench = await Bench.opened(at=start, closes_at=start + timedelta(days=90) if closes else None)
    await bench.plan(after=(3, 10, 17, 24, 31, 45, 60), before=(30, 14, 7, 3, 1), a_week=A_WEEK)
    said: dict[str, Availability] = {}
    for address in PEOPLE:
        said[address] = Availability(days=chance.choice(DAYS), time_zone=chance.choice(ZONES))
        await bench.shop.join(address)
        await bench.says(address, said[address])
    await bench.shop.go_on()
    went: defaultdict[str, list[date]] = defaultdict(list)
    finished: set[str] = set()
    for hour in range(90 * 24):
        day = hour // 24
        bench.clock.now = start + timedelta(hours=hour, minutes=31) + STEPS.get(day, timedelta(0))
        await _people_act(bench, hour, chance, said, finished)
        if hour % 168 == 0:
            bench.reminding = bench.started()
        if chance.random() < 0.05:
            continue  # the process was down for an hour
        if day != YEAR_ON and hour % 24 == 11 and chance.random() < 0.4:
            await _remind_twice(bench)
        for address in await _sent_rightly(bench, said, finished):
            went[address].append(bench.clock().astimezone(_zone(said[address])).date())
            assert day != YEAR_ON, "nothing that was for this year goes in the next"
    assert sum(map(len, went.values())) > 60
    last_weeks = (start + timedelta(days=YEAR_ON + 1)).date()
    assert len([who for who, days in went.items() if days[-1] >= last_weeks]) >= len(PEOPLE) // 3
    for days in went.values():
        assert len(days) == len(set(days)), "one a day"
        assert all(_within_a_week(days, day) <= A_WEEK for day in days)


async def _sent_rightly(bench: Bench, said: dict[str, Availability], finished: set[str]) -> list[str]:
    """Send what is due; to whom it went, each at a time that is right for them."""
    before = len(bench.told)
    await bench.send()
    addresses = [due.address for told in bench.told[before:] for due in told.due]
    for address in addresses:
        assert HOURS.closed(bench.clock(), said[address], _zone(said[address])) is None
        assert address not in finished
    return addresses


def _zone(said: Availability) -> ZoneInfo:
    return ZoneInfo(said.time_zone or "Europe/London")


async def _people_act(
    bench: Bench, hour: int, chance: random.Random, said: dict[str, Availability], finished: set[str]
) -> None:
    """What people do in this hour; on the day of the wrong year everybody writes."""
    if hour % 24 == 10:
        await _something_happens(bench, chance, said, finished)
    if hour == (YEAR_ON - 1) * 24 + 21:
        await _hold_reminders(bench, said)
    if hour == YEAR_ON * 24 + 12:
        for address in PEOPLE:
            await bench.replies(address)


async def _hold_reminders(bench: Bench, said: dict[str, Availability]) -> None:
    """Let reminders be confirmed in the evening, after which some say that they are away."""
    await bench.confirm(await bench.preview())
    for address in PEOPLE[::2]:
        away = bench.clock().date() + timedelta(days=4)
        said[address] = Availability(said[address].days, away, said[address].time_zone)
        await bench.says(address, said[address])


async def _remind_twice(bench: Bench) -> None:
    preview = await bench.preview()
    await bench.confirm(preview)
    await bench.confirm(preview)


async def _something_happens(
    bench: Bench, chance: random.Random, said: dict[str, Availability], finished: set[str]
) -> None:
    address = chance.choice(PEOPLE)
    today = bench.clock().date()
    match chance.randrange(4):
        case 0 if len(finished) < len(PEOPLE) // 2:
            await bench.replies(address, finishes=THEMES)
            finished.add(address)
        case 1:
            away = today + timedelta(days=chance.randrange(1, 15))
            said[address] = Availability(said[address].days, away, said[address].time_zone)
            await bench.says(address, said[address])
        case 2:
            await bench.replies(address)
        case _:
            said[address] = Availability(chance.choice(DAYS), None, said[address].time_zone)
            await bench.says(address, said[address])


def _within_a_week(days: list[date], day: date) -> int:
    return len([each for each in days if day <= each < day + timedelta(days=7)])


async def test_some_hundreds_are_each_reminded_once_and_replies_do_not_wait_behind_them() -> None:
    """The short form of the campaign with thousands: no commit takes more than a lot of reminders."""
    names = tuple(map(str, range(1, 401)))
    bench = await Bench.opened(*names)
    await bench.remind()
    assert bench.sent_to() == dict.fromkeys(names, 1)
    assert max(len(told.due) for told in bench.told) <= 50
    assert {state for state, _ in await bench.went()} == {"under_way"}
