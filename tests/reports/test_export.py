import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from reports.export import LedgerRow, as_jsonl, export_line

ROW = LedgerRow(
    round="spring",
    theme_id="planning",
    prompt_id="p1",
    entry=1,
    participant="P-7F3A",
    given="answered",
    text="Each plan names its outcome.",
    level=None,
    choices=(),
    version=2,
    written_at=datetime(2027, 5, 3, 14, 20, tzinfo=UTC),
    channel="web",
    external_id="m-1",
)


def test_a_line_holds_every_fact_of_the_row():
    assert export_line(ROW) == {
        "round": "spring",
        "theme_id": "planning",
        "prompt_id": "p1",
        "entry": 1,
        "participant": "P-7F3A",
        "given": "answered",
        "text": "Each plan names its outcome.",
        "level": None,
        "choices": [],
        "value": "",
        "version": 2,
        "written_at": "2027-05-03T14:20:00Z",
        "channel": "web",
        "external_id": "m-1",
        "given_by": None,
        "name": None,
        "team": None,
        "partner": None,
    }
    assert export_line(replace(ROW, name="Ann Example"))["name"] == "Ann Example"
    assert export_line(replace(ROW, given_by="P-9C21"))["given_by"] == "P-9C21"
    assert export_line(replace(ROW, value="7.5"))["value"] == "7.5"
    assert set(export_line(ROW)) == {field.name for field in fields(LedgerRow)}


def test_times_are_given_in_utc_whatever_zone_they_came_in():
    summer = datetime(2027, 5, 3, 15, 20, tzinfo=timezone(timedelta(hours=1)))
    assert export_line(replace(ROW, written_at=summer))["written_at"] == "2027-05-03T14:20:00Z"


def test_each_row_is_one_line():
    lines = list(as_jsonl([ROW, replace(ROW, text="two\nlines\u2028or three")]))
    assert [line.count("\n") for line in lines] == [1, 1]
    assert all(line.endswith("\n") for line in lines)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_words_come_back_character_for_character(text: str):
    (line,) = as_jsonl([replace(ROW, text=text)])
    assert json.loads(line.encode().decode())["text"] == text


def test_formulas_are_left_as_they_were_written():
    assert export_line(replace(ROW, text="=1+1"))["text"] == "=1+1"


def test_rows_are_only_read_as_lines_are_asked_for():
    def rows():
        yield ROW
        raise AssertionError("read too far")

    assert json.loads(next(as_jsonl(rows())))["participant"] == "P-7F3A"
