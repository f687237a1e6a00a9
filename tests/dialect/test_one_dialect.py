"""Every statement of the store is taken by SQLite and by PostgreSQL, and every job is safe to run twice.

What the code asks of the store is read from the code. What it asked is noted while other tests run, on a
store that is hard on its jobs. What was never asked fails here, so that no new statement is forgotten.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import pytest
from psycopg import pq

from tests.dialect.hard_store import Noted, read_noted
from tests.dialect.postgres_server import postgres
from tests.dialect.postgres_shape import postgres_shape
from tests.dialect.postgres_text import UnknownType, text_for_postgres
from tests.dialect.written import calls, pieces, sources
from tests.program import ROOT

TESTS = (
    "tests/storage",
    "tests/bot/acts/test_no_personal_links.py",
    "tests/bot/acts/test_room_left.py",
    "tests/bot/app/test_health.py",
    "tests/bot/app/test_start_links.py",
    "tests/bot/app/test_tryout.py",
    "tests/bot/channels/web/test_backend.py",
    "tests/bot/channels/web/test_door.py",
    "tests/bot/channels/web/test_shared_link_pages.py",
    "tests/bot/cli/test_aside.py",
    "tests/bot/cli/test_browser_sessions.py",
    "tests/bot/cli/test_erase.py",
    "tests/bot/cli/test_organisations.py",
    "tests/bot/cli/test_store.py",
    "tests/bot/coordinator/commands/complaints/test_complaints.py",
    "tests/bot/coordinator/commands/exercise",
    "tests/bot/coordinator/commands/people/test_invite.py",
    "tests/bot/coordinator/commands/people/test_people_counted.py",
    "tests/bot/coordinator/commands/people/test_share_link.py",
    "tests/bot/coordinator/commands/people/test_type_in.py",
    "tests/bot/coordinator/commands/reminders/test_reminder_log.py",
    "tests/bot/coordinator/commands/replies/test_read_replies.py",
    "tests/bot/coordinator/commands/rounds/test_anonymous_results.py",
    "tests/bot/coordinator/commands/rounds/test_ask_themes.py",
    "tests/bot/coordinator/commands/rounds/test_open_round.py",
    "tests/bot/coordinator/test_closed_rounds.py",
    "tests/bot/coordinator/test_own_data.py",
    "tests/bot/coordinator/test_report_data.py",
    "tests/bot/inbox/test_after_outage.py",
    "tests/bot/inbox/test_complaint_effects.py",
    "tests/bot/inbox/test_handoff.py",
    "tests/bot/inbox/test_invitations.py",
    "tests/bot/inbox/test_words_taken_out.py",
    "tests/bot/jobs/test_cut_off.py",
    "tests/bot/jobs/test_job_worker.py",
    "tests/bot/schedule/test_complaint_notices.py",
    "tests/bot/schedule/test_complaint_retention.py",
    "tests/bot/schedule/test_reminder_requests.py",
    "tests/bot/schedule/test_reminders.py",
    "tests/bot/schedule/test_retention.py",
)
"""These run every statement of the store between them. A new one needs a test in one of them."""

IGNORED = ("tests/dialect", "tests/storage/engine")
"""Ourselves, and what looks at how one engine does its work."""

LEFT_OUT = (
    "tests/storage/rounds/test_invitations.py::test_of_a_hundred_thousand_guesses_none_lets_anybody_in",
    "tests/storage/test_erasure.py::test_no_byte_of_an_erased_persons_words_is_left_in_any_file",
    "tests/storage/test_erasure.py::test_emptying_the_log_alone_would_leave_some",
    "tests/storage/test_no_way_back.py::test_nothing_tells_who_did_something_first_but_what_is_decided",
)
"""The first three ask the same thousands of times, which tells no more about a statement. The last looks at
the order in which rows lie, which is another one here."""


def run_on_a_hard_store(file: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run tests on a store that is hard on its jobs; what they asked of it is in the file afterwards."""
    return subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                "-p",
                "tests.dialect.hard_store",
            ),
            *("-c", str(ROOT / "pyproject.toml"), f"--statements-to={file}"),
            *(f"--deselect={each}" for each in LEFT_OUT),
            *(f"--ignore={each}" for each in IGNORED),
            *tests,
        ],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> list[Noted]:
    """Everything that was asked of the store while those tests ran, and passed."""
    file = tmp_path_factory.mktemp("noted") / "statements.json"
    done = run_on_a_hard_store(file, *TESTS)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    return list(read_noted(file))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    """PostgreSQL with our tables."""
    with postgres() as connection:
        for statement in postgres_shape(tmp_path_factory.mktemp("shape") / "store.db"):
            connection.pgconn.exec_(statement.encode())
        yield connection


RETURNED = frozenset({16, 17, 20, 23, 25})
"""What comes back as a number, a text, bytes or a truth: not what Python gets as a ``Decimal``, say."""


def refusal(server: psycopg.Connection, sql: str, types: dict[str, str]) -> str | None:
    """What PostgreSQL has against a statement; None where it takes it."""
    try:
        text = text_for_postgres(sql, types)
    except UnknownType as unknown:
        return str(unknown)
    prepared = server.pgconn.prepare(b"", text.sql.encode(), list(text.oids))
    if prepared.status != pq.ExecStatus.COMMAND_OK:
        return prepared.error_message.decode()
    found = server.pgconn.describe_prepared(b"")
    odd = {found.ftype(column) for column in range(found.nfields)} - RETURNED
    return f"it returns values of the types {sorted(odd)}" if odd else None


def never_asked(modules: Iterator[tuple[str, str]], noted: Sequence[Noted]) -> list[str]:
    """The places in these modules that hold SQL which was not run."""
    places = {(file, line) for file, line, _, _ in noted}
    texts = {sql for _, _, sql, _ in noted}
    missing = []
    for name, source in modules:
        missing += [
            f"{name}:{call.first_line}"
            for call in calls(name, source)
            if not any((name, line) in places for line in range(call.first_line, call.last_line + 1))
        ]
        missing += [
            f"{name}:{piece.line}: {piece.pattern.pattern}"
            for piece in pieces(name, source)
            if not any(piece.pattern.search(sql) for sql in texts)
        ]
    return missing


def test_every_statement_is_run_by_these_tests(noted: list[Noted]) -> None:
    assert never_asked(sources(), noted) == []


def test_a_statement_that_no_test_runs_would_be_found() -> None:
    source = 'def f(tx):\n    tx.rows("SELECT name FROM mark WHERE at > :then")\nPART = " ORDER BY at"\n'
    assert len(never_asked(iter([("new.py", source)]), [])) == 3


def test_postgresql_takes_every_statement(server: psycopg.Connection, noted: list[Noted]) -> None:
    refused = {
        f"{file}:{line}: {sql}: {because}"
        for file, line, sql, types in noted
        if (because := refusal(server, sql, dict(types))) is not None
    }
    assert refused == set()


@pytest.mark.parametrize(
    ("sql", "types"),
    [
        ("SELECT 1 FROM mark WHERE name IN (SELECT value FROM json_each(:names))", {"names": "text"}),
        (
            "DELETE FROM inbox WHERE substr(external_id, 1, :length) = :start",
            {"length": "bigint", "start": "text"},
        ),
        ("UPDATE invitation SET expires_at = min(expires_at, :now)", {"now": "bigint"}),
        ("SELECT CASE WHEN :at IS NULL THEN 1 ELSE at + :at END FROM mark", {"at": "unknown"}),
        ("SELECT 1 FROM participant WHERE on_paper AND id = :id", {"id": "bigint"}),
        (
            "UPDATE outbox SET body = :body WHERE of_office = :of_office",
            {"body": "text", "of_office": "bool"},
        ),
        ("SELECT name FROM mark ORDER BY name COLLATE NOCASE", {}),
        ("SELECT sum(people) FROM shared_link", {}),
        ("INSERT OR REPLACE INTO mark (name, value, at) VALUES ('a', '', 0)", {}),
    ],
)
def test_what_only_sqlite_takes_would_be_found(
    server: psycopg.Connection, sql: str, types: dict[str, str]
) -> None:
    assert refusal(server, sql, types) is not None


@pytest.mark.parametrize(
    ("sql", "types"),
    [
        ("SELECT 1 FROM mark WHERE name IN :names AND value NOT IN :names", {"names": "text[]"}),
        ("DELETE FROM outbox WHERE (person_id, number) IN :keys", {"keys": "bigint[][]"}),
        (
            "SELECT 1 FROM outbox WHERE instr(body, '\"o\":1') > 0 AND instr(body, :text) > 0",
            {"text": "text"},
        ),
    ],
)
def test_our_own_notations_are_taken(server: psycopg.Connection, sql: str, types: dict[str, str]) -> None:
    assert refusal(server, sql, types) is None


COUNTING = """
from storage.engine.sqlite import open_sqlite

async def test_counting(tmp_path):
    counted = []
    database = await open_sqlite(tmp_path / "store.db")
    await database.write(lambda tx: {count})
    await database.close()
    assert len(counted) == 1
"""


@pytest.mark.parametrize(
    ("count", "passes"),
    [("counted.append(1)", False), ("tx.once_kept(lambda: counted.append(1))", True)],
)
def test_a_job_that_is_not_safe_to_run_twice_would_be_found(
    tmp_path: Path, count: str, *, passes: bool
) -> None:
    test = tmp_path / "test_counting.py"
    test.write_text(COUNTING.format(count=count))
    done = run_on_a_hard_store(tmp_path / "statements.json", str(test))
    assert re.search(r"1 passed" if passes else r"assert 2 == 1", done.stdout), done.stdout
