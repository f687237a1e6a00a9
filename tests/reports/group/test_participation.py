from hypothesis import given, settings
from hypothesis import strategies as st

from reports.group.participation import Participation, TeamParticipation, by_team, together
from reports.group.threshold import Reason, Withheld
from tests.reports.attacker import known_groups_of_teams


def team(invited: int, begun: int = 1, finished: int = 1) -> Participation:
    return Participation(invited=invited, joined=invited, begun=begun, finished=finished, left=0)


def shown(teams: tuple[TeamParticipation, ...]) -> dict[str, int | Reason]:
    return {
        each.team: each.shown.reason if isinstance(each.shown, Withheld) else each.shown.invited
        for each in teams
    }


@st.composite
def _teams(draw: st.DrawFn) -> Participation:
    invited, joined, begun, finished = sorted(
        draw(st.lists(st.integers(0, 9), min_size=4, max_size=4)), reverse=True
    )
    return Participation(invited, joined, begun, finished, left=draw(st.integers(0, joined)))


TURNOUTS = st.dictionaries(st.sampled_from(["", "a", "b", "c", "d"]), _teams(), min_size=1)
THRESHOLDS = st.integers(3, 7)


def test_each_team_stands_with_its_figures_by_its_label_and_those_without_one_last():
    teams = by_team({"": team(6), "b": team(7), "A": team(8)}, threshold=5)
    assert [each.team for each in teams] == ["A", "b", ""]
    assert teams[0].shown == team(8)


def test_one_team_is_not_told_apart_from_everybody():
    assert by_team({"a": team(8), "b": team(0, 0, 0)}, threshold=5) == ()


def test_with_a_team_that_is_too_small_the_next_smallest_goes():
    teams = by_team({"a": team(3), "b": team(9), "c": team(8)}, threshold=5)
    assert shown(teams) == {"a": Reason.FEW, "b": 9, "c": Reason.PROTECTS}


def test_small_teams_that_are_large_enough_together_hide_no_other():
    teams = by_team({"a": team(3), "b": team(2), "c": team(8)}, threshold=5)
    assert shown(teams) == {"a": Reason.FEW, "b": Reason.FEW, "c": 8}


def test_a_team_of_the_size_of_the_threshold_is_shown():
    assert shown(by_team({"a": team(5), "b": team(9)}, threshold=5)) == {
        "a": 5,
        "b": 9,
    }


@settings(deadline=None)
@given(TURNOUTS, THRESHOLDS)
def test_no_group_below_the_threshold_comes_out_of_what_is_shown(turnout, threshold):
    teams = by_team(turnout, threshold=threshold)
    for group in known_groups_of_teams(teams, turnout):
        size = together(turnout[each] for each in group).invited
        assert size >= threshold or not teams or group == {each.team for each in teams}


def test_the_attacker_finds_a_team_where_only_the_small_one_is_hidden():
    turnout = {"a": team(3), "b": team(9), "c": team(8)}
    careless = tuple(
        TeamParticipation(label, Withheld(Reason.FEW) if each.invited < 5 else each)
        for label, each in turnout.items()
    )
    assert frozenset({"a"}) in known_groups_of_teams(careless, turnout)
