"""The quotas of each person: who meets a limit, when there is room again, and what the log says of it."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import quotas
from bot.messages.quotas import Quota, QuotaName, QuotaReached, Quotas
from bot.settings.limits import LIMITS, QuotaLimits

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def test_a_quota_is_full_until_its_time_is_over_and_knows_who_was_told() -> None:
    counted = Quota(QuotaName.MESSAGES, 2, MINUTE)
    for _ in range(2):
        assert counted.full("anna", NOW) is None
        counted.add("anna", 1, NOW)
    later = NOW + 20 * SECOND
    assert counted.full("anna", later) == QuotaReached(QuotaName.MESSAGES, 40 * SECOND, is_news=True)
    counted.told("anna")
    assert counted.full("anna", later) == QuotaReached(QuotaName.MESSAGES, 40 * SECOND, is_news=False)
    assert counted.full("ben", later) is None
    assert counted.full("anna", NOW + MINUTE) is None


def test_a_clock_that_was_set_back_keeps_nobody_waiting() -> None:
    counted = Quota(QuotaName.MESSAGES, 1, MINUTE)
    counted.add("anna", 1, NOW)
    assert counted.full("anna", NOW - timedelta(days=400)) is None


def test_what_was_given_back_leaves_room() -> None:
    lately = Quotas(QuotaLimits(messages_per_minute=1))
    assert lately.take_message("anna", 5, NOW) is None
    assert lately.take_message("anna", 5, NOW) is not None
    lately.give_back("anna", 5, NOW)
    assert lately.take_message("anna", 5, NOW) is None


def test_memory_is_bounded_and_what_is_over_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "_MOST_KEYS", 3)
    counted = Quota(QuotaName.MESSAGES, 1, MINUTE)
    for number in range(3):
        counted.add(f"person {number}", 1, NOW + number * 30 * SECOND)
    counted.add("somebody else", 1, NOW + MINUTE)
    assert counted.full("person 0", NOW + MINUTE) is None
    for number in (1, 2):
        assert counted.full(f"person {number}", NOW + MINUTE) is not None
    for number in range(50):
        counted.add(f"crowd {number}", 1, NOW + MINUTE)
    assert len(counted._spans) == 3


def test_the_log_counts_who_ran_into_a_limit_once_a_minute_and_names_nobody(
    plain_logs: io.StringIO,
) -> None:
    lately = Quotas(QuotaLimits(pages_per_minute=1))
    for _ in range(11):
        lately.take_page("telegram:4711", NOW)
    lately.take_page("telegram:4711", NOW + 59 * SECOND)
    lately.take_page("web:1", NOW + 2 * MINUTE)
    lately.take_page("web:1", NOW + 2 * MINUTE)
    assert lately.reached[QuotaName.PAGES] == 12
    lines = plain_logs.getvalue().splitlines()
    assert [line.partition("times=")[2].split()[0] for line in lines] == ["1", "11"]
    assert all("pages per minute" in line for line in lines)
    assert "4711" not in plain_logs.getvalue()


@pytest.mark.parametrize(
    ("messages", "characters"),
    [(60, 1_800), (40, 40 * 2_000), (10, 10 * 20_000), (1, 500 * 90)],
    ids=["a tap a second", "all replies of a tunnel at once", "a sheet typed in", "500 names pasted"],
)
def test_nobody_who_works_meets_a_limit(messages: int, characters: int) -> None:
    lately = Quotas(LIMITS)
    for _ in range(messages):
        assert lately.take_message("anna", characters // messages, NOW) is None


def test_files_have_a_limit_of_their_own_that_nobody_at_work_meets_and_leave_room_to_write() -> None:
    lately = Quotas(LIMITS)
    for number in range(100):  # sheets typed in within an hour
        assert lately.take_message("anna", 0, NOW + number * 20 * SECOND, files=1) is None
    later = NOW + 40 * MINUTE
    for number in range(LIMITS.files_per_hour - 100):
        assert lately.take_message("anna", 0, later + number * SECOND, files=1) is None
    later += 10 * MINUTE
    full = lately.take_message("anna", 0, later, files=1)
    assert full == QuotaReached(QuotaName.FILES, 10 * MINUTE, is_news=True)
    lately.told("anna", full)
    again = lately.take_message("anna", 0, later, files=1)
    assert again is not None
    assert not again.is_news
    assert lately.take_message("anna", 10, later) is None
    assert lately.take_message("ben", 0, later, files=1) is None
    lately.give_back("anna", 0, later, files=1)
    assert lately.take_message("anna", 0, later, files=1) is None
