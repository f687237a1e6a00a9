"""Counting attempts in memory."""

from datetime import timedelta

from bot.inbox import attempt_limit
from bot.inbox.attempt_limit import Limit
from tests.bot.workshop import BEGINNING

MINUTE = timedelta(minutes=1)


def test_a_limit_is_reached_for_one_key_and_not_for_another() -> None:
    limit = Limit(2, MINUTE)
    for _ in range(2):
        assert not limit.is_reached("anna", BEGINNING)
        limit.count("anna", BEGINNING)
    assert limit.is_reached("anna", BEGINNING)
    assert not limit.is_reached("ben", BEGINNING)


def test_what_was_counted_longer_ago_no_longer_counts() -> None:
    limit = Limit(2, MINUTE)
    limit.count("anna", BEGINNING)
    limit.count("anna", BEGINNING + MINUTE / 2)
    assert limit.is_reached("anna", BEGINNING + MINUTE * 0.99)
    assert not limit.is_reached("anna", BEGINNING + MINUTE)
    assert not limit.is_reached("anna", BEGINNING + MINUTE * 2)


def test_memory_stays_bounded_whoever_knocks() -> None:
    limit = Limit(1, MINUTE)
    for number in range(attempt_limit._MOST_KEYS + 500):
        limit.count(str(number), BEGINNING)
    assert len(limit._seen) == attempt_limit._MOST_KEYS
    assert limit.is_reached(str(attempt_limit._MOST_KEYS + 499), BEGINNING)
