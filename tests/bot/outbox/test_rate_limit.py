"""How fast we may speak."""

import pytest

from bot.outbox.rate_limit import Pace


def sent_until(pace: Pace, end: float, *, start: float = 0.0) -> list[float]:
    """When messages go that all wait from the start."""
    now, times = start, []
    while now <= end:
        wait = pace.wait(now)
        if wait > 0:
            now += wait
        else:
            pace.count()
            times.append(now)
    return times


def most_within(times: list[float], seconds: float) -> int:
    """The most messages within any stretch of time, both its ends included."""
    return max(sum(start <= time <= start + seconds for time in times) for start in times)


@pytest.mark.parametrize("start", [0.0, 0.013, 12_345.678])
def test_never_more_than_thirty_within_any_second_and_twenty_five_in_the_long_run(start: float) -> None:
    times = sent_until(Pace(25, 1), start + 60, start=start)
    assert most_within(times, 1.0) <= 30
    assert 60 * 25 <= len(times) <= 60 * 25 + 6


def test_an_idle_time_saves_up_no_more_than_a_small_burst() -> None:
    pace = Pace(25, 1)
    sent_until(pace, 1.0)
    later = sent_until(pace, 3601.0, start=3600.0)
    assert most_within(later, 1.0) <= 30
    assert len([time for time in later if time < 3600.01]) == 5


def test_a_rate_below_one_a_second_is_kept_too() -> None:
    times = sent_until(Pace(0.1, 1), 60)
    assert times == pytest.approx([0, 10, 20, 30, 40, 50, 60])


def test_what_yields_goes_as_fast_and_leaves_room_for_what_cannot_wait() -> None:
    pace, now, sent = Pace(25, 1), 0.0, 0
    while now <= 60:
        wait = pace.wait(now, yields=True)
        if wait > 0:
            assert pace.wait(now) == 0
            now += wait
        else:
            pace.count()
            sent += 1
    assert 60 * 25 <= sent <= 60 * 25 + 6


def test_at_a_rate_below_one_a_second_what_yields_goes_too() -> None:
    pace = Pace(0.1, 1)
    assert pace.wait(0.0, yields=True) == 0
    pace.count()
    assert pace.wait(0.0, yields=True) == pytest.approx(10)


def test_the_wait_is_as_long_as_it_must_be() -> None:
    pace = Pace(25, 1)
    for _ in range(5):
        assert pace.wait(100.0) == 0
        pace.count()
    assert pace.wait(100.0) == pytest.approx(0.04)
    assert pace.wait(100.03) == pytest.approx(0.01)


def test_a_clock_that_stands_still_saves_nothing_up() -> None:
    pace = Pace(25, 1)
    for _ in range(5):
        assert pace.wait(5.0) == 0
        pace.count()
    assert all(pace.wait(5.0) > 0 for _ in range(100))


def test_one_chat_that_is_told_to_wait_waits_alone() -> None:
    pace = Pace(25, 1)
    pace.refuse("1", 10.0, 30.0)
    pace.refuse("1", 20.0, 30.0)
    assert pace.wait(21.0) == 0


def test_when_a_second_chat_is_told_to_wait_everybody_does() -> None:
    pace = Pace(25, 1)
    pace.refuse("1", 10.0, 30.0)
    pace.refuse("2", 11.0, 5.0)
    assert pace.wait(12.0) == pytest.approx(4.0)
    assert pace.wait(16.0) == 0


def test_what_a_chat_was_told_long_ago_counts_for_nobody_else() -> None:
    pace = Pace(25, 1)
    pace.refuse("1", 10.0, 5.0)
    pace.refuse("2", 16.0, 5.0)
    assert pace.wait(17.0) == 0


def test_the_space_between_two_messages_into_one_chat() -> None:
    assert Pace(25, 0.5).spacing == 2.0
