"""The replies of a round as a table at the computer: what those who run it may read, and no more."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from bot.cli.export import ExportForm
from conversations.groups.round_view import WhoSees
from conversations.state import RATING, Given, Place, Reply
from storage.engine.database import Transaction
from storage.people import people
from storage.rounds.conversations import DecidedStep, keep_replies, save_places
from storage.rounds.stored_place import place_to_json
from tests.bot.cli.test_store import NOW, do, done, open_round, refused, write
from tests.bot.services import logging_left_as_it_was, stand_alone
from tests.bot.workshop import example
from tests.channel_names import WEB

THEME = example().guide.themes[0]
FIRST, SECOND = (each.id for each in THEME.prompts[:2])
TABLES = [each for each in ExportForm if each is not ExportForm.JSONL]
EACH_TABLE = pytest.mark.parametrize("form", TABLES)
WITHOUT_NAMES = pytest.mark.parametrize("who_sees", [each for each in WhoSees if each is not WhoSees.NAMED])
PEOPLE = [f"Person {number}" for number in range(8)]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was(), time_machine.travel(NOW, tick=False):
        yield


def round_with_replies(who_sees: WhoSees) -> tuple[str, list[str]]:
    """A round to whose first prompt eight people wrote, and to the second one; the id and pseudonyms."""
    round_id = open_round()

    def take_part(tx: Transaction) -> list[str]:
        tx.run("UPDATE round SET who_sees = :w", {"w": who_sees.value})
        for number, name in enumerate(PEOPLE):
            code = people.invite(tx, round_id, NOW, valid=timedelta(days=1))
            joined = people.join(tx, code, WEB, None, NOW, place=place_to_json(Place()), language="en")
            assert joined
            save_places(tx, [DecidedStep(joined.person_id, joined.participant_id, Place(), 1)])
            written = [
                Reply(THEME.id, FIRST, 1, Given.ANSWERED, text=f"=heron{number}", written_at=NOW),
                Reply(THEME.id, RATING, 1, Given.ANSWERED, level=4, written_at=NOW),
                *([] if number else [Reply(THEME.id, SECOND, 1, Given.ANSWERED, text="a", written_at=NOW)]),
            ]
            keep_replies(tx, [(joined.participant_id, reply) for reply in written])
            tx.run(
                "UPDATE participant SET name = :n, team = 'Home care' WHERE id = :id",
                {"n": name, "id": joined.participant_id},
            )
        return [row[0] for row in tx.rows("SELECT pseudonym FROM participant ORDER BY id")]

    return round_id, write(take_part)


def taken_out(round_id: str, form: ExportForm, *more: str) -> bytes:
    result = do("export", "--round", round_id, "--format", form.value, *more)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def rows_of(made: bytes, form: ExportForm) -> list[list[str]]:
    if form is ExportForm.CSV:
        return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def exports_on_record() -> int:
    found = write(lambda tx: tx.rows("SELECT count(*) FROM audit WHERE act = 'export'"))
    return int(found[0][0])


@EACH_TABLE
def test_a_table_of_a_named_round_has_names_teams_days_and_the_order_of_the_guide(form: ExportForm) -> None:
    round_id, _ = round_with_replies(WhoSees.NAMED)
    headings, *rows = rows_of(taken_out(round_id, form), form)
    assert headings[:5] == ["Code", "Theme", "Prompt", "Name", "Team"]
    assert [row[0] for row in rows] == [*["T1.P1"] * 8, "T1.P2", *["T1.R"] * 8]
    assert [row[3] for row in rows[:8]] == PEOPLE
    words = "'=heron0" if form is ExportForm.CSV else "=heron0"
    assert rows[0][7:10] == ["Answered", words, "2026-11-02"]
    assert rows[-1][8] == "4 Good"
    assert exports_on_record() == 1


@EACH_TABLE
@WITHOUT_NAMES
def test_a_table_of_any_other_round_is_made_after_closing_and_holds_nothing_of_who_wrote(
    form: ExportForm, who_sees: WhoSees
) -> None:
    round_id, pseudonyms = round_with_replies(who_sees)
    told = refused("export", "--round", round_id, "--format", form.value)
    assert "once it is closed" in told
    assert exports_on_record() == 0
    done("round", "close", round_id, "--yes")
    made = taken_out(round_id, form)
    headings, *rows = rows_of(made, form)
    assert headings == ["Code", "Theme", "Prompt", "Reply"]
    # One alone wrote to the second prompt, and ratings are only counted.
    assert [row[0] for row in rows] == ["T1.P1"] * 8
    assert sorted(row[3].lstrip("'") for row in rows) == [f"=heron{number}" for number in range(8)]
    assert rows_of(taken_out(round_id, form), form) == [headings, *rows], "a second look shows no more"
    told_of = repr(rows)
    assert not any(each in told_of for each in [*pseudonyms, *PEOPLE, "Home care", "2026"])
    assert exports_on_record() == 2


def test_a_table_is_not_made_any_more_once_replies_are_erased_after_closing() -> None:
    round_id, pseudonyms = round_with_replies(WhoSees.CONFIDENTIAL)
    done("round", "close", round_id, "--yes")
    taken_out(round_id, ExportForm.CSV)
    done("erase", "person", round_id, pseudonyms[0], "--yes")
    assert "erased since the round closed" in refused("export", "--round", round_id, "--format", "csv")


def test_a_workbook_says_what_its_columns_mean() -> None:
    round_id, _ = round_with_replies(WhoSees.NAMED)
    assert taken_out(round_id, ExportForm.XLSX, "--output", "autumn.xlsx") == b""
    book = CalamineWorkbook.from_path("autumn.xlsx")
    assert book.sheet_names == ["Replies", "Data dictionary", "About this file"]
    meanings = book.get_sheet_by_name("Data dictionary").to_python()
    columns = [row[0] for row in meanings[1:] if row[1] == ""]
    assert columns == book.get_sheet_by_name("Replies").to_python()[0]
    assert {row[1] for row in meanings if row[0] == "Reply"} >= {"4 Good", "6 Excellent", "Figures"}


@pytest.mark.parametrize("who_sees", WhoSees)
def test_the_dictionary_of_an_export_has_its_columns_and_no_reply_and_is_not_on_record(
    who_sees: WhoSees,
) -> None:
    round_id, _ = round_with_replies(who_sees)
    as_csv = taken_out(round_id, ExportForm.CSV, "--dictionary")
    as_json = taken_out(round_id, ExportForm.JSONL, "--dictionary")
    lines = done("export", "--round", round_id).splitlines()
    assert [each["key"] for each in json.loads(as_json)["keys"]] == list(json.loads(lines[0]))
    assert b"heron" not in as_csv + as_json
    assert exports_on_record() == 1
    done("round", "close", round_id, "--yes")
    headings = rows_of(taken_out(round_id, ExportForm.CSV), ExportForm.CSV)[0]
    assert [row[0] for row in rows_of(as_csv, ExportForm.CSV)[1:] if not row[1]] == headings


def test_a_workbook_has_its_dictionary_within_and_no_round_has_none() -> None:
    assert "sheet of its own" in refused(
        "export", "--round", "r1", "--format", "xlsx", "--dictionary", code=2
    )
    round_with_replies(WhoSees.NAMED)
    for more in (["--format", "csv"], ["--format", "xlsx"], ["--dictionary"], []):
        assert "nothing" in refused("export", "--round", "nothing", *more)
