"""What a job needs: read as it was written, also where an earlier version wrote it, and never guessed."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, get_args

import orjson
import pytest

from conversations.effects import JobKind
from conversations.exercise.letter_kinds import LetterKind
from conversations.outgoing import KeptButton
from storage.engine import schema_version
from storage.engine.schema_version import migrate, migrations
from storage.engine.sqlite import SqliteTransaction
from storage.messages.job_details import (
    AnnouncementJob,
    DigestJob,
    FetchFileJob,
    GroupReportFileJob,
    GroupReportJob,
    JobAudience,
    JobDetails,
    JobRight,
    LateTasksJob,
    LetterJob,
    LinkSheetJob,
    OwnDataJob,
    PosterJob,
    ProgressPictureJob,
    PromptSheetJob,
    ReleasedReportJob,
    RepliesTableJob,
    RoundJob,
    Slip,
    SlipLink,
    ThemeReportJob,
    ThemeReportPageJob,
    UnreadableJob,
    details_from_json,
    details_to_json,
    requested_job,
)

SLIPS: Final = (
    Slip(
        "Ann Example",
        "Home care",
        (
            SlipLink("the browser", "https://closer-look.test/join/a"),
            SlipLink("Telegram", "https://t.me/bot?start=a"),
        ),
        3,
    ),
    Slip("", "", (SlipLink("the browser", "https://closer-look.test/join/b"),), 4),
)
MADE_AT: Final = datetime(2026, 11, 3, 9, 3, 25, tzinfo=UTC)

EACH: Final[tuple[JobDetails, ...]] = (
    ThemeReportJob("team-meetings"),
    ThemeReportPageJob("team-meetings"),
    OwnDataJob(),
    AnnouncementJob("“Winter” is closed; 100 %: thank you.\n"),
    DigestJob("r1"),
    ProgressPictureJob("r1"),
    GroupReportJob("r1", 12, is_held=True),
    GroupReportFileJob("r1", 2),
    ReleasedReportJob("r1", 2),
    RepliesTableJob("r1", 2, "T1.P4", team="Home care", state="skipped"),
    PromptSheetJob("r1"),
    LinkSheetJob("r1", date(2026, 11, 17), MADE_AT, SLIPS),
    PosterJob("r1", 2),
    LateTasksJob("r1"),
    LetterJob("r1", LetterKind.AGENDA, 150),
    FetchFileJob("9001", "file_1", 4),
)

BEFORE: Final = (
    ("theme_report", "team-meetings", ""),
    ("theme_report_html", "team-meetings", ""),
    ("my_data", None, ""),
    ("announcement", None, "“Winter” is closed; 100 %: thank you.\n"),
    ("digest", None, "r1"),
    ("progress_picture", None, "r1"),
    ("group_report", None, "r1 12 held"),
    ("group_report_html", None, "r1 2"),
    ("released_report", None, "r1 2"),
    ("prompt_sheet", None, "r1"),
    (
        "link_sheet",
        None,
        orjson.dumps(
            [
                "r1",
                "2026-11-17",
                "2026-11-03T09:03:25+00:00",
                [
                    [
                        "Ann Example",
                        "Home care",
                        "https://closer-look.test/join/a",
                        "https://t.me/bot?start=a",
                        3,
                    ],
                    ["", "", "https://closer-look.test/join/b", None, 4],
                ],
            ]
        ).decode(),
    ),
    ("fetch_file", None, '["9001","file_1",4]'),
)
"""The same as the version before wrote it: kind, theme and detail."""

BROKEN_BEFORE: Final = (
    ("theme_report", None, ""),
    ("group_report", None, "r1"),
    ("link_sheet", None, "no JSON"),
    ("link_sheet", None, '["r1", "2026-11-17", "2026-11-03", ["a", 7]]'),
    ("fetch_file", None, "7"),
    ("of_another_version", None, "7"),
)


@pytest.mark.parametrize("details", EACH, ids=lambda each: each.kind)
def test_it_is_read_as_it_was_written(details: JobDetails) -> None:
    assert details_from_json(details.kind.value, details_to_json(details)) == details


def test_each_kind_has_its_own_value_and_stands_in_these_tests() -> None:
    assert [type(each) for each in EACH] == list(get_args(JobDetails))
    assert sorted(each.kind for each in EACH) == sorted(JobKind)


def test_a_right_that_only_a_role_gives_is_asked_for_in_a_round() -> None:
    needing = [each for each in EACH if each.right.needs_role]
    assert needing
    assert all(isinstance(each, RoundJob) for each in needing)
    assert {each.right for each in EACH} == set(JobRight), "no right that no job asks for"


def test_what_belongs_to_ones_own_evaluation_is_about_no_round_and_needs_no_right() -> None:
    own = [each for each in EACH if each.audience is JobAudience.OWN_EVALUATION]
    assert {each.right for each in own} == {JobRight.NONE}
    assert not any(isinstance(each, RoundJob) for each in own)


@pytest.mark.parametrize("stored", ["", "no JSON", "[]", "{}", '{"round_id": "r1", "number": "first"}'])
def test_what_cannot_be_read_is_told_from_all_else(stored: str) -> None:
    assert details_from_json("group_report", stored) == UnreadableJob("group_report")


def test_a_kind_that_nobody_knows_cannot_be_read() -> None:
    unknown = details_from_json("of_another_version", "{}")
    assert unknown == UnreadableJob("of_another_version")
    assert (unknown.audience, unknown.right) == (JobAudience.ASKER, JobRight.NONE)


@pytest.mark.parametrize("details", EACH, ids=lambda each: each.kind)
def test_what_cannot_be_read_is_for_the_same_people_as_others_of_its_kind(details: JobDetails) -> None:
    unreadable = UnreadableJob(details.kind.value)
    assert (unreadable.audience, unreadable.right) == (details.audience, details.right)


def test_only_what_is_made_in_ones_own_evaluation_is_asked_for_there() -> None:
    assert requested_job(JobKind.THEME_REPORT, "t1") == ThemeReportJob("t1")
    assert requested_job(JobKind.THEME_REPORT_HTML, "t1") == ThemeReportPageJob("t1")
    assert requested_job(JobKind.MY_DATA, None) == OwnDataJob()
    assert requested_job(JobKind.MY_DATA, "t1") == OwnDataJob()
    own = {each.kind for each in EACH if each.audience is JobAudience.OWN_EVALUATION}
    refused = [(kind, "t1") for kind in JobKind if kind not in own]
    for kind, theme_id in (*refused, (JobKind.THEME_REPORT, None), (JobKind.THEME_REPORT_HTML, "")):
        with pytest.raises(LookupError):
            requested_job(kind, theme_id)


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """A store with the tables of the version before."""
    shipped = migrations()
    for path in shipped[:6]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    connection = sqlite3.connect(":memory:", isolation_level=None)
    monkeypatch.setattr(schema_version, "MIGRATIONS", tmp_path)
    migrate(SqliteTransaction(connection))
    for path in shipped[6:7]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    connection.execute("INSERT INTO person (id, language, number, created_at) VALUES (1, 'en-GB', 0, 0)")
    yield connection
    connection.close()


def read_after_migrating(
    older: sqlite3.Connection, rows: tuple[tuple[str, str | None, str], ...]
) -> list[JobDetails | UnreadableJob]:
    older.executemany(
        "INSERT INTO work (kind, theme_id, detail, person_id, channel, address, due_at, attempts, state)"
        " VALUES (?, ?, ?, 1, 'telegram', '1', 0, 0, 'waiting')",
        rows,
    )
    migrate(SqliteTransaction(older))
    return [details_from_json(*row) for row in older.execute("SELECT kind, detail FROM work ORDER BY id")]


def test_what_the_version_before_wrote_is_read_all_the_same(older: sqlite3.Connection) -> None:
    newer = RepliesTableJob | PosterJob | LateTasksJob | LetterJob
    known_before = tuple(each for each in EACH if not isinstance(each, newer))
    assert tuple(read_after_migrating(older, BEFORE)) == known_before


def test_what_the_version_before_could_not_read_stands_in_nobodys_way(older: sqlite3.Connection) -> None:
    read = read_after_migrating(older, BROKEN_BEFORE)
    assert read == [UnreadableJob(kind) for kind, _, _ in BROKEN_BEFORE]


def test_an_announcement_comes_back_with_the_button_that_it_offers() -> None:
    news = AnnouncementJob("It is back.", KeptButton("Open the prompt", "returned-3", "/theme 1 3"))
    kept = details_to_json(news)
    assert kept == '{"text":"It is back.","button":["Open the prompt","returned-3","/theme 1 3"]}', (
        "as before"
    )
    assert details_from_json(news.kind, kept) == news
