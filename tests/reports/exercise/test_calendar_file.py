"""The checklist as a calendar file: read back by a reader of its own, with every sign and length of words."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.phrases import phrases_in
from conversations.exercise.checklist import Checklist, TaskState
from conversations.exercise.exercise_days import from_opening
from conversations.exercise.exercise_tasks import TASKS
from reports.exercise.calendar_file import calendar_file
from reports.exercise.task_lines import TaskLine, task_lines, task_table

ENGLISH = phrases_in("en")
MADE_AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
MONDAY = date(2027, 1, 11)


def lines_with(note: str = "") -> tuple[TaskLine, ...]:
    states = {"mandate": TaskState(date(2026, 12, 14)), "trial": TaskState(note=note)}
    checklist = Checklist(from_opening(MONDAY), states)
    assert checklist.days is not None
    return task_lines(ENGLISH, checklist, checklist.days, MONDAY, lambda _: False)


def read_back(made: bytes) -> list[dict[str, str]]:
    """The events of a calendar file as RFC 5545 says they are read."""
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    whole = made.decode().replace("\r\n ", "")
    assert whole.endswith("END:VCALENDAR\r\n")
    assert "\n" not in whole.replace("\r\n", "")
    events = []
    for block in whole.split("BEGIN:VEVENT\r\n")[1:]:
        pairs = [line.split(":", 1) for line in block.split("\r\nEND:VEVENT")[0].split("\r\n")]
        events.append({name: _plain(value) for name, value in pairs})
    return events


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_every_task_is_a_whole_day_that_keeps_nobody_busy() -> None:
    events = read_back(calendar_file(lines_with(), title="Autumn", round_id="r1", made_at=MADE_AT))
    assert len(events) == len(TASKS)
    first = events[0]
    assert first["UID"] == "mandate.r1@closer-look"
    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20261214", "20261215")
    assert first["TRANSP"] == "TRANSPARENT"
    assert first["SUMMARY"].endswith("(Autumn)")
    assert "done on 14 December 2026" in first["DESCRIPTION"]


def test_a_newer_file_moves_what_an_older_one_brought() -> None:
    later = MADE_AT.replace(hour=10)
    one, two = (
        read_back(calendar_file(lines_with(), title="A", round_id="r1", made_at=each))
        for each in (MADE_AT, later)
    )
    assert [each["UID"] for each in one] == [each["UID"] for each in two]
    assert int(one[0]["SEQUENCE"]) < int(two[0]["SEQUENCE"]) < 2**31


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200))
def test_whatever_is_noted_is_read_back_as_it_was(note: str) -> None:
    events = read_back(calendar_file(lines_with(note), title="A; b, c\\d", round_id="r1", made_at=MADE_AT))
    told = next(each for each in events if each["UID"].startswith("trial."))
    assert told["DESCRIPTION"] == "\n".join(each for each in ("coordinator", "late", note) if each)
    assert told["SUMMARY"].endswith("(A; b, c\\d)")


@pytest.mark.parametrize("note", ["=1+1", "@home"])
def test_the_table_has_a_row_for_each_task_and_no_formula(note: str) -> None:
    table = task_table(ENGLISH, lines_with(note)).decode("utf-8-sig")
    assert len(table.splitlines()) == len(TASKS) + 1
    assert f"'{note}" in table
