"""Somebody who knows all that was published, and who can add and subtract."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from reports.group.group_report import Findings, Ratings
from reports.group.participation import Participation, TeamParticipation
from reports.group.threshold import Withheld

Group = frozenset[str]
"""The parts that a published number is the sum of."""


def derived(published: Iterable[Group]) -> Iterator[Group]:
    """Every group whose number comes out of the published ones by adding and subtracting them."""
    known = list(published)
    for signs in product((-1, 0, 1), repeat=len(known)):
        parts: Counter[str] = Counter()
        for sign, group in zip(signs, known, strict=True):
            for part in group:
                parts[part] += sign
        left = {part: times for part, times in parts.items() if times}
        if left and set(left.values()) == {1}:
            yield frozenset(left)


def known_groups_of_teams(
    teams: Iterable[TeamParticipation], turnout: Mapping[str, Participation]
) -> set[Group]:
    """The groups of teams whose participation can be known from a report that also tells the sum."""
    published = [frozenset(label for label, team in turnout.items() if team.invited)]
    published += [frozenset({each.team}) for each in teams if not isinstance(each.shown, Withheld)]
    return set(derived(published))


def known_groups_of_raters(findings: Findings) -> set[Group]:
    """The ways of leaving a theme's rating whose number can be known, "rated" among them."""
    ways = ("rated", "don't know", "not applicable", "skipped", "nothing")
    published = [frozenset(ways)]
    if isinstance(findings.ratings, Ratings):
        published += [frozenset({way}) for way in ways]
    return set(derived(published))
