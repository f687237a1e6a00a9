"""Somebody who takes part: they know their own replies, those of others in the same hand, and every rule.

What they cannot tell is what could as well be otherwise. So for what somebody else gave we look for another
round that looks the same to them: in it they gave the same, and the same is published. Where there is none,
they know it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

Gave = Hashable
"""What one person gave, such as a level or a set of kinds of evidence."""

Round = tuple[Gave, ...]
"""What everybody in a group gave, in an order that tells nothing."""


def every_round(choices: Sequence[Gave], people: int) -> Iterator[Round]:
    """Everything that so many people can give, whoever gave it."""
    if not people:
        yield ()
        return
    for place, first in enumerate(choices):
        for rest in every_round(choices[place:], people - 1):
            yield (first, *rest)


def left_after(everybody: Round, ours: Round) -> Round | None:
    """What the others gave; None where not all of ours is among it."""
    counts = Counter(everybody)
    counts.subtract(ours)
    if min(counts.values()) < 0:
        return None
    return tuple(sorted(counts.elements(), key=repr))


def what_insiders_know(
    rounds: Iterable[Round],
    published: Callable[[Round], Hashable],
    insiders: int,
    facts: Callable[[Gave], Iterable[Hashable]],
) -> Iterator[tuple[Round, Round, Hashable]]:
    """Each round in which so many insiders know a fact about what each of the others gave, with what they
    gave themselves and the fact.
    """
    alike: dict[Hashable, list[Round]] = defaultdict(list)
    for each in rounds:
        alike[published(each)].append(each)
    for group in alike.values():
        for everybody in group:
            for ours in set(combinations(everybody, insiders)):
                known: set[Hashable] | None = None
                for other in group:
                    others = left_after(other, ours)
                    if others is None:
                        continue
                    # A fact is known where in every such round it is so of every other person.
                    of_all = set.intersection(*(set(facts(gave)) for gave in others))
                    known = of_all if known is None else known & of_all
                    if not known:
                        break
                for fact in known or ():
                    yield everybody, ours, fact
