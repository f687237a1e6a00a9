import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.cli.export import GIVEN_BY
from content.phrases import phrases_in
from conversations.state import EVIDENCE, EVIDENCE_KINDS, RATING, Given
from reports.export import LEDGER_KEYS, GuideWords, LedgerRow, as_jsonl, export_line, ledger_dictionary
from reports.replies.prompt_list import prompts_listed
from tests.bot.workshop import example as example_pack

GUIDE = example_pack().guide

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
        "section": "",
        "theme": "",
        "prompt": "",
        "level_name": None,
        "choice_names": [],
    }
    assert export_line(replace(ROW, name="Ann Example"))["name"] == "Ann Example"
    assert export_line(replace(ROW, given_by="P-9C21"))["given_by"] == "P-9C21"
    assert export_line(replace(ROW, value="7.5"))["value"] == "7.5"
    assert set(export_line(ROW)) == {field.name for field in fields(LedgerRow)}


def test_what_the_guide_calls_things_stands_beside_their_ids() -> None:
    guide, phrases = GUIDE, phrases_in("en")
    words, theme = GuideWords(guide, phrases), guide.themes[0]
    asked = words.beside(replace(ROW, theme_id=theme.id, prompt_id=theme.prompts[0].id))
    assert (asked.theme, asked.prompt) == (theme.title, theme.prompts[0].ask)
    rated = words.beside(replace(ROW, theme_id=theme.id, prompt_id=RATING, level=4))
    assert (rated.prompt, rated.level_name) == ("Rating", "Good")
    known = words.beside(replace(ROW, theme_id=theme.id, prompt_id=EVIDENCE, choices=("figures", "staff")))
    assert known.choice_names == ("Figures", "Views of staff and partners")
    assert words.beside(ROW) == ROW, "what the guide does not have has no words"


def test_rows_are_in_the_order_of_the_guide_and_what_it_does_not_have_comes_last() -> None:
    words, theme = GuideWords(GUIDE, phrases_in("en")), GUIDE.themes[0]
    order = [*(each.id for each in theme.prompts), RATING, EVIDENCE]
    rows = [replace(ROW, theme_id=theme.id, prompt_id=each) for each in order]
    second = replace(rows[0], version=3)
    mixed = [ROW, second, *sorted(rows, key=lambda row: row.prompt_id)]
    assert sorted(mixed, key=words.place) == [rows[0], second, *rows[1:], ROW]
    assert order != sorted(order)


def test_the_dictionary_of_the_lines_has_each_key_and_every_value_in_words() -> None:
    told = json.loads(ledger_dictionary(GUIDE, phrases_in("en")))
    keys = {each["key"]: each for each in told["keys"]}
    assert list(keys) == list(export_line(ROW)) == list(LEDGER_KEYS)
    assert {each["value"] for each in keys["given"]["values"]} == {each.value for each in Given}
    assert [each["name"] for each in keys["level"]["values"]] == [
        each.name for each in GUIDE.scales[0].levels
    ]
    assert {each["value"] for each in keys["choices"]["values"]} == set(EVIDENCE_KINDS)
    assert len(keys["prompt_id"]["values"]) == len(prompts_listed(GUIDE))
    assert all(each["meaning"] for key in keys.values() for each in [key, *key.get("values", [])])


def test_the_dictionary_names_a_guide_that_was_made_to_fit_a_round_by_the_version_of_its_guide() -> None:
    told = json.loads(ledger_dictionary(replace(GUIDE, version="2.0-own"), phrases_in("en")))
    assert (told["guide"]["version"], told["guide"]["is_changed_for_the_round"]) == ("2.0", True)


def test_who_gave_a_reply_for_a_colleague_is_said_to_be_named_in_a_named_round_alone() -> None:
    told = LEDGER_KEYS["given_by"]
    assert "named round" in told
    assert GIVEN_BY in told


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
