"""Working days and hours: local wall time, both changes of the clocks, bank holidays, leave."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar.availability import Availability
from conversations.calendar.reminder_hours import (
    NO_HOLIDAYS,
    SCOTLAND,
    Closed,
    Hours,
    at_wall_time,
    bank_holidays,
)

LONDON = ZoneInfo("Europe/London")
ANYBODY = Availability()
EVERY_DAY = Availability(days=frozenset(range(1, 8)))
SCOTTISH = Hours(is_holiday=bank_holidays(SCOTLAND))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        (utc(2026, 11, 2, 8, 29), Closed.QUIET_HOURS),
        (utc(2026, 11, 2, 8, 30), None),
        (utc(2026, 11, 2, 17, 29), None),
        (utc(2026, 11, 2, 17, 30), Closed.QUIET_HOURS),
        (utc(2026, 10, 31, 10), Closed.WEEKEND),
        (utc(2026, 11, 30, 10), Closed.BANK_HOLIDAY),
        (utc(2026, 7, 1, 7, 29), Closed.QUIET_HOURS),
        (utc(2026, 7, 1, 7, 30), None),
    ],
    ids=str,
)
def test_people_are_reminded_in_working_hours_by_the_clock_where_they_are(
    moment: datetime, why: Closed | None
) -> None:
    assert SCOTTISH.closed(moment, ANYBODY, LONDON) is why


@pytest.mark.parametrize(
    ("day", "is_free"),
    [
        (date(2025, 12, 1), True),  # St Andrew's Day was a Sunday
        (date(2026, 11, 30), True),
        (date(2027, 1, 1), True),
        (date(2027, 1, 4), True),  # 2 January is a Saturday
        (date(2026, 1, 2), True),
        (date(2026, 8, 3), True),  # Scotland's summer bank holiday is the first Monday
        (date(2026, 8, 31), False),  # and England's the last
        (date(2026, 4, 6), False),  # Easter Monday is none in Scotland
        (date(2026, 12, 28), True),  # Boxing Day is a Saturday
        (date(2026, 12, 29), False),
    ],
    ids=str,
)
def test_the_bank_holidays_are_those_of_scotland(day: date, is_free: bool) -> None:
    assert bank_holidays(SCOTLAND)(day) is is_free


def test_bank_holidays_may_be_those_of_somewhere_else_or_none() -> None:
    assert bank_holidays("GB-ENG")(date(2026, 8, 31))
    assert not bank_holidays(NO_HOLIDAYS)(date(2026, 12, 25))
    with pytest.raises(LookupError):
        bank_holidays("GB-XXX")(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("moment", "person", "opens"),
    [
        (utc(2026, 11, 6, 16), ANYBODY, utc(2026, 11, 6, 16)),
        (utc(2026, 11, 6, 18), ANYBODY, utc(2026, 11, 9, 8, 30)),
        (utc(2026, 11, 28, 12), ANYBODY, utc(2026, 12, 1, 8, 30)),
        (utc(2026, 12, 31, 18), ANYBODY, utc(2027, 1, 5, 8, 30)),
        (utc(2026, 11, 5, 18), Availability(days=frozenset({1, 2, 3, 4})), utc(2026, 11, 9, 8, 30)),
        (utc(2026, 11, 2, 10), Availability(away_until=date(2026, 12, 14)), utc(2026, 12, 14, 8, 30)),
        (utc(2026, 11, 2, 10), Availability(away_until=date(2026, 11, 2)), utc(2026, 11, 2, 10)),
        (utc(2026, 10, 24, 10), ANYBODY, utc(2026, 10, 26, 8, 30)),
        (utc(2026, 10, 23, 17), ANYBODY, utc(2026, 10, 26, 8, 30)),
        (utc(2027, 3, 26, 18), ANYBODY, utc(2027, 3, 29, 7, 30)),
    ],
    ids=str,
)
def test_what_may_not_go_now_goes_at_the_next_working_hour(
    moment: datetime, person: Availability, opens: datetime
) -> None:
    assert SCOTTISH.next_open(moment, person, LONDON) == opens


def test_a_time_that_the_clocks_leave_out_comes_an_hour_later_and_one_they_show_twice_comes_first() -> None:
    night = time(1, 30)
    assert at_wall_time(date(2027, 3, 28), night, LONDON) == utc(2027, 3, 28, 1, 30)
    assert at_wall_time(date(2027, 3, 28), night, LONDON).astimezone(LONDON).time() == time(2, 30)
    assert at_wall_time(date(2026, 10, 25), night, LONDON) == utc(2026, 10, 25, 0, 30)


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)], ids=str)
def test_hours_that_begin_while_the_clocks_change_open_once(day: date) -> None:
    nights = Hours(time(1, 30), time(5, 0))
    midnight = at_wall_time(day, time(0), LONDON)
    begin = nights.next_open(midnight, EVERY_DAY, LONDON)
    assert begin == nights.begin(day, LONDON)
    after = nights.next_open(nights.end(day, LONDON), EVERY_DAY, LONDON)
    assert after == nights.begin(day + timedelta(days=1), LONDON)


def test_somebody_who_works_at_weekends_is_reminded_then_and_on_no_other_day() -> None:
    person = Availability(days=frozenset({6, 7}))
    assert SCOTTISH.closed(utc(2026, 10, 31, 10), person, LONDON) is None
    assert SCOTTISH.closed(utc(2026, 11, 2, 10), person, LONDON) is Closed.NOT_THEIR_DAY


def test_whoever_is_away_for_longer_than_anybody_plans_is_not_reminded() -> None:
    person = Availability(away_until=date(2036, 1, 1))
    assert SCOTTISH.next_open(utc(2026, 11, 2, 10), person, LONDON) is None


@given(
    moment=st.integers(0, 730 * 24 * 60).map(lambda each: utc(2026, 1, 1) + timedelta(minutes=each)),
    zone=st.sampled_from(["Europe/London", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"]),
    days=st.frozensets(st.integers(1, 7), min_size=1),
)
def test_the_next_open_moment_is_open_and_there_was_none_before(
    moment: datetime, zone: str, days: frozenset[int]
) -> None:
    person, where = Availability(days=days), ZoneInfo(zone)
    found = SCOTTISH.next_open(moment, person, where)
    assert found is not None
    assert found >= moment
    assert SCOTTISH.closed(found, person, where) is None
    if found > moment:
        assert SCOTTISH.closed(moment, person, where) is not None
        assert SCOTTISH.closed(found - timedelta(seconds=1), person, where) is not None
