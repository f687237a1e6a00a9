"""The days of an exercise: all from one, forwards or back, and never moved without anybody seeing it."""

from datetime import date, timedelta

import pytest

from content.phrases import phrases_in
from conversations.calendar.reminder_hours import SCOTLAND, bank_holidays
from conversations.exercise.checklist import Checklist, TaskState
from conversations.exercise.exercise_days import (
    DayTrouble,
    ExerciseDays,
    back_from_committee,
    from_opening,
    moved_tasks,
    troubles_of,
)
from conversations.exercise.exercise_tasks import (
    NUMBERS,
    TASKS,
    ExercisePart,
    part_title,
    post_title,
    task_known,
    task_title,
    tasks_in,
)

MONDAY = date(2027, 1, 11)
ENGLISH = phrases_in("en")


def no_holiday(_: date) -> bool:
    return False


def test_in_the_weeks_that_are_suggested_nothing_is_due_at_a_weekend() -> None:
    assert troubles_of(from_opening(MONDAY), no_holiday) == ()


def test_a_committee_counted_back_gives_the_days_that_lead_to_it() -> None:
    days = from_opening(MONDAY)
    assert back_from_committee(days.committee_on) == days
    assert [each.isoformat() for each in (days.opens_on, days.closes_on, days.committee_on)] == [
        "2027-01-11",
        "2027-01-29",
        "2027-03-12",
    ]


@pytest.mark.parametrize(
    ("closes_on", "closing"),
    [(date(2027, 2, 19), date(2027, 2, 19)), (MONDAY, date(2027, 1, 29)), (None, date(2027, 1, 29))],
)
def test_a_last_day_that_is_known_stays_unless_it_is_before_the_first(
    closes_on: date | None, closing: date
) -> None:
    assert from_opening(MONDAY, closes_on).closes_on == closing


def test_tasks_come_in_the_order_of_their_days_in_each_part() -> None:
    days = from_opening(MONDAY)
    for part in ExercisePart:
        due = [days.due(task) for task in tasks_in(part)]
        assert due == sorted(due)
    assert [task for part in ExercisePart for task in tasks_in(part)] == list(TASKS)


def test_half_time_is_half_of_the_time_there_is() -> None:
    half = task_known("half_time")
    assert half is not None
    long = ExerciseDays(MONDAY, MONDAY + timedelta(days=40), MONDAY + timedelta(days=90))
    assert long.due(half) == MONDAY + timedelta(days=20)


def test_a_bank_holiday_and_a_weekend_are_said_and_the_day_stays() -> None:
    days = back_from_committee(date(2027, 1, 1))
    troubles = {each.task.id: each.trouble for each in troubles_of(days, bank_holidays(SCOTLAND))}
    assert troubles["committee"] is DayTrouble.BANK_HOLIDAY
    committee = task_known("committee")
    assert committee is not None
    assert days.due(committee) == date(2027, 1, 1)
    shifted = ExerciseDays(MONDAY + timedelta(days=5), days.closes_on + timedelta(days=60), date(2027, 9, 1))
    assert {each.task.id: each.trouble for each in troubles_of(shifted, no_holiday)}[
        "opened"
    ] is DayTrouble.WEEKEND


def test_a_step_that_would_be_due_before_the_one_in_front_of_it_is_said() -> None:
    days = ExerciseDays(MONDAY, MONDAY + timedelta(days=18), MONDAY + timedelta(days=25))
    found = {each.task.id: each for each in troubles_of(days, no_holiday)}
    assert found["committee"].trouble is DayTrouble.BEFORE_STEP
    assert found["committee"].after == task_known("peers")


def test_what_moves_is_what_is_due_on_another_day() -> None:
    before = from_opening(MONDAY)
    later = ExerciseDays(before.opens_on, before.closes_on + timedelta(days=7), before.committee_on)
    moved = {task.id for task in moved_tasks(before, later)}
    assert {"closed", "meeting", "half_time"} <= moved
    assert moved.isdisjoint({"mandate", "opened", "committee", "review_3"})
    assert moved_tasks(before, before) == ()


def test_ticks_and_notes_stay_when_the_days_change() -> None:
    states = {"mandate": TaskState(MONDAY, "asked Pat")}
    before = Checklist(from_opening(MONDAY), states)
    after = Checklist(back_from_committee(date(2027, 9, 3)), states)
    assert before.ticked == after.ticked == (TASKS[0],)
    assert after.state(TASKS[0]).note == "asked Pat"


def test_what_is_late_and_what_comes_is_what_is_not_ticked() -> None:
    days = from_opening(MONDAY)
    one = Checklist(days, {"mandate": TaskState(MONDAY)})
    late, coming = one.late(MONDAY), one.coming(MONDAY)
    assert TASKS[0] not in (*late, *coming)
    assert all(days.due(task) < MONDAY for task in late)
    assert coming[0].id == "opened"
    assert len(late) + len(coming) == len(TASKS) - 1
    assert Checklist().late(MONDAY) == Checklist().coming(MONDAY) == ()


def test_every_task_has_an_id_of_its_own_and_words() -> None:
    assert len(NUMBERS) == len(TASKS)
    assert len({task_title(ENGLISH, task) for task in TASKS}) == len(TASKS)
    assert all(post_title(ENGLISH, task.who) and part_title(ENGLISH, task.part) for task in TASKS)
    assert task_known("of another version") is None
