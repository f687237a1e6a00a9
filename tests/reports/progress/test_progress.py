from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.groups.round_view import WhoSees
from reports.group.participation import Participation
from reports.group.threshold import Reason, Withheld
from reports.progress.progress import Forecast, RoundProgress, RoundState, ThemeProgress, progress_of
from tests.reports.group_samples import MIDWAY, STATE, TURNOUT

ANONYMOUS = replace(STATE, who_sees=WhoSees.ANONYMOUS)
OPEN_KINDS = [WhoSees.NAMED, WhoSees.CONFIDENTIAL]


def finished(count: int, invited: int = 20) -> RoundState:
    return replace(STATE, turnout={"": Participation(invited, invited, count, count, 0, count)})


def forecast(state: RoundState, today: date = MIDWAY) -> Forecast | None:
    return progress_of(state, today).forecast


def test_everybody_is_counted_over_all_teams():
    assert progress_of(STATE, MIDWAY).everybody == Participation(26, 22, 16, 11, 1, 13)


@pytest.mark.parametrize("who_sees", OPEN_KINDS)
def test_where_coordinators_know_who_has_finished_every_figure_and_name_is_there(who_sees: WhoSees):
    progress = progress_of(replace(STATE, who_sees=who_sees), MIDWAY)
    assert progress.step == 1
    assert {each.team: each.shown for each in progress.teams} == TURNOUT
    assert progress.themes == STATE.themes
    assert progress.not_begun == STATE.not_begun


def test_in_an_anonymous_round_nobody_is_named_even_if_names_are_handed_in():
    progress = progress_of(ANONYMOUS, MIDWAY)
    assert progress.not_begun == Withheld(Reason.ANONYMOUS)
    assert "Ailsa Craig" not in repr(progress)


@pytest.mark.parametrize("who_sees", OPEN_KINDS)
def test_to_a_reader_who_knows_nobody_by_name_every_round_is_as_an_anonymous_one(who_sees: WhoSees):
    told = progress_of(replace(STATE, who_sees=who_sees), MIDWAY, by_name=False)
    assert replace(told, teams=()) == replace(progress_of(ANONYMOUS, MIDWAY), not_begun=())


def test_in_an_anonymous_round_figures_move_in_steps_and_the_number_of_invited_is_plain():
    progress = progress_of(ANONYMOUS, MIDWAY)
    assert progress.everybody == Participation(26, 20, 15, 10, 0, 10)
    assert progress.themes[0] == ThemeProgress("1", "Leading a culture", begun=5, finished=5)


def test_an_anonymous_round_has_no_figures_by_team_as_links_that_were_kept_could_fill_one():
    assert progress_of(ANONYMOUS, MIDWAY).teams == ()


def test_to_a_reader_small_teams_are_hidden_and_cannot_be_worked_out():
    shown = {each.team: each.shown for each in progress_of(STATE, MIDWAY, by_name=False).teams}
    assert shown["Housing"] == Withheld(Reason.FEW)
    assert shown[""] == Withheld(Reason.PROTECTS)
    assert shown["Home care"] == Participation(9, 5, 5, 5, 0, 5)


COUNTS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted)


@settings(deadline=None)
@given(COUNTS, st.integers(3, 6))
def test_in_an_anonymous_round_a_figure_never_tells_that_all_or_that_none_have_finished(counts, threshold):
    count, invited = counts
    state = replace(finished(count, invited), who_sees=WhoSees.ANONYMOUS, threshold=threshold)

    def told(real: int) -> RoundProgress:
        turnout = {"": Participation(invited, invited, real, real, 0)}
        themes = (ThemeProgress("1", "T", begun=real, finished=real),)
        return progress_of(replace(state, turnout=turnout, themes=themes), MIDWAY)

    same = [real for real in range(invited + 1) if told(real) == told(count)]
    if invited >= threshold:
        assert any(0 < real < invited for real in same)


@pytest.mark.parametrize(("today", "days"), [(27, 2), (28, 1), (29, 0), (31, 0), (3, 26)])
def test_the_closing_date_itself_is_one_of_the_days_left(today: int, days: int):
    assert progress_of(STATE, date(2027, 5, today)).days_left == days


def test_a_round_without_a_closing_date_has_neither_days_left_nor_a_forecast():
    progress = progress_of(replace(STATE, closes_on=None), MIDWAY)
    assert (progress.days_left, progress.forecast) == (None, None)


def test_the_pace_since_the_opening_is_carried_on_to_the_closing_date():
    # 8 in 14 days; 25 days in all.
    assert forecast(finished(8)) == Forecast(14, 14, date(2027, 5, 28))


def test_no_more_are_expected_than_were_invited():
    assert forecast(finished(18)) == Forecast(20, 20, date(2027, 5, 28))


def test_on_the_last_day_no_more_are_expected_than_have_finished():
    assert forecast(finished(9), date(2027, 5, 28)) == Forecast(9, 9, date(2027, 5, 28))


def test_there_is_no_forecast_where_there_is_too_little_to_go_by():
    assert forecast(finished(2)) is None
    assert forecast(finished(3)) is not None
    assert forecast(finished(9), STATE.opened_on + timedelta(days=2)) is None
    assert forecast(finished(9), STATE.opened_on + timedelta(days=3)) is not None
    assert forecast(finished(9), date(2027, 5, 29)) is None


def test_the_forecast_of_an_anonymous_round_tells_no_more_than_its_figures():
    state = replace(finished(14), who_sees=WhoSees.ANONYMOUS)
    assert forecast(state) == forecast(replace(finished(10), who_sees=WhoSees.ANONYMOUS))
