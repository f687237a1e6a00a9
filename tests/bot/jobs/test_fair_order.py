"""The order in which jobs are made: nobody waits behind all that somebody else asked for."""

from bot.jobs.fair_order import EVERY_FOURTH, FairOrder
from storage.messages.jobs import NextJob, due_longest


def waiting(*, of: dict[int, int], organisations: dict[int, str] | None = None) -> list[NextJob]:
    """The first job of each person who has any left; those asked for earlier have lower numbers."""
    return [
        NextJob(person * 1000 - left, person, (organisations or {}).get(person, "council"), 0, False)
        for person, left in of.items()
        if left
    ]


def served(of: dict[int, int], organisations: dict[int, str] | None = None) -> list[int]:
    """The people in the order of their turns, until nothing is left."""
    order, turns = FairOrder(), list[int]()
    while (job := order.choose(waiting(of=of, organisations=organisations))) is not None:
        order.served(job)
        turns.append(job.person_id)
        of[job.person_id] -= 1
    return turns


def test_people_take_turns_however_much_one_asked_for() -> None:
    turns = served({1: 400, 2: 1, 3: 2})
    assert turns.index(2) < 3
    assert [place for place, who in enumerate(turns) if who == 3][-1] < 6
    assert len(turns) == 403


def test_organisations_take_turns_however_many_people_one_has() -> None:
    of = dict.fromkeys(range(1, 101), 1) | {200: 2}
    turns = served(of, {200: "another council"})
    assert [place for place, who in enumerate(turns) if who == 200] == [1, 3]


def test_the_twin_that_takes_what_is_due_longest_lets_one_person_hold_up_all() -> None:
    of, turns = {1: 400, 2: 1}, list[int]()
    while (job := due_longest(waiting(of=of))) is not None:
        turns.append(job.person_id)
        of[job.person_id] -= 1
    assert turns.index(2) == 400


def test_what_goes_to_many_waits_but_not_for_ever() -> None:
    order, kinds = FairOrder(), list[bool]()
    both = [NextJob(1, 1, "council", 0, True), NextJob(2, 2, "council", 0, False)]
    for _ in range(2 * EVERY_FOURTH):
        job = order.choose(both)
        assert job is not None
        order.served(job)
        kinds.append(job.is_for_many)
    assert kinds == [False, False, False, True] * 2


def test_nobody_gets_two_things_made_at_the_same_time() -> None:
    order = FairOrder()
    both = waiting(of={1: 1, 2: 1})
    assert order.choose(both, {1}) == both[1]
    assert order.choose(both, {1, 2}) is None


def test_it_forgets_those_who_had_a_turn_long_ago() -> None:
    order = FairOrder()
    for person in range(5_000):
        order.served(NextJob(person, person, f"council {person}", 0, False))
    assert len(order._people) == len(order._organisations) == 1_000
