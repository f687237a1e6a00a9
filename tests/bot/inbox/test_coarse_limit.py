"""A limit by which nobody can count others, next to the exact one, by which they can."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from bot.inbox.attempt_limit import AttemptLimit
from bot.inbox.coarse_limit import FEWEST, MOST, CoarseLimit
from tests.bot.workshop import BEGINNING

TRIES = 600
KEY = "r1 1"
Limit = AttemptLimit | CoarseLimit


def filled_by_one(limit: Limit, others: int) -> int:
    """How often somebody comes in before they are refused, where so many others came in before them."""
    for _ in range(others):
        limit.count(KEY, BEGINNING)
    own = 0
    while not limit.is_reached(KEY, BEGINNING):
        limit.count(KEY, BEGINNING)
        own += 1
    return own


def best_guess(make: Callable[[int], Limit]) -> float:
    """How often whoever fills a limit is right about whether one other person came in, at their best."""
    alone = [filled_by_one(make(seed), 0) for seed in range(TRIES)]
    with_one = [filled_by_one(make(seed + TRIES), 1) for seed in range(TRIES)]
    return max(
        (sum(own >= bound for own in alone) + sum(own < bound for own in with_one)) / (2 * TRIES)
        for bound in {*alone, *with_one}
    )


def test_whoever_fills_it_cannot_tell_whether_one_other_came_in() -> None:
    assert best_guess(lambda seed: CoarseLimit(Random(seed))) < 0.55


def test_by_an_exact_limit_they_can_tell() -> None:
    assert best_guess(lambda _: AttemptLimit(30, timedelta(minutes=1))) == 1.0


def test_a_meeting_comes_in_at_once_and_a_loop_is_refused() -> None:
    reached = [filled_by_one(CoarseLimit(Random(seed)), 0) for seed in range(TRIES)]
    assert min(reached) >= FEWEST
    assert max(reached) < 3 * MOST


def test_it_begins_anew_with_the_clock_whoever_came_first() -> None:
    limit = CoarseLimit(Random(1))
    filled_by_one(limit, 0)
    assert not limit.is_reached("r1 2", BEGINNING)
    late = BEGINNING.replace(second=0) + timedelta(minutes=1)
    assert limit.is_reached(KEY, late - timedelta(seconds=1))
    assert not limit.is_reached(KEY, late)
    limit.count(KEY, late)
    assert not limit.is_reached(KEY, late)
