"""How many take part in a round, and in which of its teams, as far as it may be told.

Counts of people only: nothing of what they wrote, and no names but those of teams.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from conversations.groups.themes_asked import Completion
from reports.group.threshold import Reason, Withheld, in_steps


@dataclass(frozen=True, slots=True)
class Participation:
    """How many people were invited, and how many people have joined, begun, finished and left.

    Somebody who has finished has also joined and begun. ``uninvited`` joined by a sheet that was typed in
    without a link: nobody invited them.
    ``finished`` have finished every theme that is asked of them, ``finished_one`` at least one theme; None in
    figures from before that was counted. ``counted_among`` is how many people figures in steps may be about,
    where that may not be all who are invited: more were invited only later. ``once_invited`` is how many were
    invited at the most, where those who see figures in steps must know it.
    """

    invited: int
    joined: int
    begun: int
    finished: int
    left: int
    finished_one: int | None = None
    counted_among: int | None = None
    once_invited: int | None = None
    uninvited: int = 0

    @property
    def people(self) -> int:
        """How many there are in all: those invited, and those who joined on paper without it."""
        return self.invited + self.uninvited

    @property
    def told_of(self) -> int:
        """How many people figures in steps are about."""
        return self.people if self.counted_among is None else min(self.counted_among, self.people)

    @property
    def finished_any(self) -> int:
        """How many are known to have finished at least one theme."""
        return self.finished if self.finished_one is None else self.finished_one


@dataclass(frozen=True, slots=True)
class InvitedOnly:
    """How many people were invited, where fewer joined than anything may be told about."""

    invited: int


@dataclass(frozen=True, slots=True)
class TeamParticipation:
    """The participation of a team, or why it is not told; an empty ``team`` stands for those without one."""

    team: str
    shown: Participation | Withheld


Turnout = Mapping[str, Participation]
"""The participation of each team by its label; an empty label stands for those without a team."""


def together(groups: Iterable[Participation]) -> Participation:
    """The participation of several teams as one group."""
    listed = list(groups)
    return Participation(
        invited=sum(each.invited for each in listed),
        joined=sum(each.joined for each in listed),
        begun=sum(each.begun for each in listed),
        finished=sum(each.finished for each in listed),
        left=sum(each.left for each in listed),
        finished_one=_all_of(each.finished_one for each in listed),
        counted_among=_sum_if_known((each.counted_among, each.people) for each in listed),
        once_invited=_sum_if_known((each.once_invited, each.invited) for each in listed),
        uninvited=sum(each.uninvited for each in listed),
    )


def _sum_if_known(counts: Iterable[tuple[int | None, int]]) -> int | None:
    """The sum, each with the other count where it is not known itself; None where none of them is."""
    pairs = list(counts)
    if all(known is None for known, _ in pairs):
        return None
    return sum(other if known is None else known for known, other in pairs)


def _all_of(counts: Iterable[int | None]) -> int | None:
    """The sum, None where one of them is not known."""
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total


def rounded(group: Participation, step: int, insiders: int) -> Participation:
    """The participation of a group in steps; how many were invited, or came without it, is plain."""
    of = group.told_of
    return replace(
        group,
        joined=in_steps(group.joined, of, step, insiders),
        begun=in_steps(group.begun, of, step, insiders),
        finished=in_steps(group.finished, of, step, insiders),
        left=in_steps(group.left, of, step, insiders),
        finished_one=None if group.finished_one is None else in_steps(group.finished_one, of, step, insiders),
    )


def participation_of(
    done: Completion, *, has_begun: bool, has_left: bool = False, was_invited: bool = True
) -> Participation:
    """One person who has joined, as the figures count them."""
    one = Participation(1, 1, int(has_begun), int(done.all), int(has_left), int(done.any))
    return one if was_invited else replace(one, invited=0, uninvited=1)


NOT_JOINED = Participation(1, 0, 0, 0, 0, 0)
"""One person who was invited and has not joined, as the figures count them."""


def without_left(group: Participation) -> Participation:
    """The participation of a group without how many have left, which is told to nobody but coordinators."""
    return replace(group, left=0)


def _people(team: Participation) -> int:
    return team.people


def by_joined(team: Participation) -> int:
    """The size of a team by those who joined, where figures about them go to everybody."""
    return team.joined


def by_team(
    turnout: Turnout, *, threshold: int, size: Callable[[Participation], int] = _people
) -> tuple[TeamParticipation, ...]:
    """The teams by their labels, those without a team last; none where there are not several.

    The sum of all teams is taken to be known. So what is hidden is known together, as the sum less what is
    shown; and while that is not safe, the next smallest team is hidden with it.
    """
    teams = {label: team for label, team in turnout.items() if team.people}
    if len(teams) < 2:
        return ()
    hidden = {label for label, team in teams.items() if size(team) < threshold}
    smallest_first = sorted(teams.keys() - hidden, key=lambda label: (size(teams[label]), label))
    for label in smallest_first:
        if not hidden or sum(size(teams[each]) for each in hidden) >= threshold:
            break
        hidden.add(label)

    def shown(label: str) -> Participation | Withheld:
        if label not in hidden:
            return teams[label]
        return Withheld(Reason.FEW if size(teams[label]) < threshold else Reason.PROTECTS)

    ordered = sorted(teams, key=lambda label: (not label, label.casefold(), label))
    return tuple(TeamParticipation(label, shown(label)) for label in ordered)
