"""How many take part in a round, and in which of its teams, as far as it may be told.

Counts of people only: nothing of what they wrote, and no names but those of teams.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.group.threshold import Reason, Withheld, in_steps


@dataclass(frozen=True, slots=True)
class Participation:
    """How many people were invited, and how many of them have joined, begun, finished and left.

    Each is counted among all who were invited: somebody who has finished has also joined and begun.
    """

    invited: int
    joined: int
    begun: int
    finished: int
    left: int


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
    )


def rounded(group: Participation, step: int, insiders: int) -> Participation:
    """The participation of a group in steps; how many were invited is plain."""
    return Participation(
        invited=group.invited,
        joined=in_steps(group.joined, group.invited, step, insiders),
        begun=in_steps(group.begun, group.invited, step, insiders),
        finished=in_steps(group.finished, group.invited, step, insiders),
        left=in_steps(group.left, group.invited, step, insiders),
    )


def by_team(turnout: Turnout, *, threshold: int) -> tuple[TeamParticipation, ...]:
    """The teams by their labels, those without a team last; none where there are not several.

    The sum of all teams is taken to be known. So what is hidden is known together, as the sum less what is
    shown; and while that is not safe, the next smallest team is hidden with it.
    """
    teams = {label: team for label, team in turnout.items() if team.invited}
    if len(teams) < 2:
        return ()
    hidden = {label for label, team in teams.items() if team.invited < threshold}
    smallest_first = sorted(teams.keys() - hidden, key=lambda label: (teams[label].invited, label))
    for label in smallest_first:
        if not hidden or sum(teams[each].invited for each in hidden) >= threshold:
            break
        hidden.add(label)

    def shown(label: str) -> Participation | Withheld:
        if label not in hidden:
            return teams[label]
        return Withheld(Reason.FEW if teams[label].invited < threshold else Reason.PROTECTS)

    ordered = sorted(teams, key=lambda label: (not label, label.casefold(), label))
    return tuple(TeamParticipation(label, shown(label)) for label in ordered)
