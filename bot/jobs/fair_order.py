"""The order in which jobs are made: organisations take turns, and in each of them its people.

Somebody with four hundred reports to come gets one in each turn, and nobody waits behind all of them. What
goes to many at once comes behind what somebody asked for, but always a little of it. It is kept in memory: a
restart only begins the turns afresh.
"""

from collections.abc import Collection, Sequence
from typing import TypeVar

from storage.messages.jobs import NextJob

EVERY_FOURTH = 4
"""One job in so many may be one of those that go to many, while others wait as well."""

_MOST_REMEMBERED = 1_000

_Key = TypeVar("_Key")


class FairOrder:
    """Remembers the latest turns, and chooses the next."""

    def __init__(self) -> None:
        self._turns = 0
        self._people: dict[int, int] = {}
        self._organisations: dict[str, int] = {}

    def choose(self, waiting: Sequence[NextJob], busy: Collection[int] = ()) -> NextJob | None:
        """The job to be made next, of the first job of each person; None for none.

        ``busy`` is about people: something is being made for them, and each gets one thing after another.
        """
        free = [each for each in waiting if each.person_id not in busy]
        urgent = [each for each in free if not each.is_for_many]
        if self._turns % EVERY_FOURTH == EVERY_FOURTH - 1:
            urgent = [each for each in free if each.is_for_many] or urgent
        return min(urgent or free, key=self._place, default=None)

    def served(self, job: NextJob) -> None:
        """Somebody has had a turn."""
        self._turns += 1
        _note(self._people, job.person_id, self._turns)
        _note(self._organisations, job.organisation_id, self._turns)

    def _place(self, job: NextJob) -> tuple[int, int, int, int]:
        last = self._organisations.get(job.organisation_id, 0)
        return last, self._people.get(job.person_id, 0), job.due_at, job.id


def _note(turns: dict[_Key, int], key: _Key, turn: int) -> None:
    turns.pop(key, None)
    turns[key] = turn
    if len(turns) > _MOST_REMEMBERED:
        del turns[next(iter(turns))]
