"""Every statement of the store is taken by SQLite and by PostgreSQL, and every job is safe to run twice.

What the code asks of the store is read from the code. What it asked is noted while other tests run, a few in
short and many in full, on a store that is hard on its jobs. What was never asked fails here, so that no new
statement is forgotten.
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

from tests.dialect.chosen import CHOSEN, FILES, IGNORED, LEFT_OUT
from tests.dialect.hard_store import Noted, read_noted
from tests.dialect.postgres_server import postgres
from tests.dialect.postgres_shape import postgres_shape
from tests.dialect.postgres_text import UnknownType, text_for_postgres
from tests.dialect.written import calls, pieces, sources
from tests.in_full import IN_FULL
from tests.program import ROOT

TESTS = FILES if IN_FULL else tuple(f"{file}::{test}" for file, tests in CHOSEN.items() for test in tests)
"""These run every statement of the store between them."""


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


def test_those_that_are_chosen_are_among_all_that_run_in_full() -> None:
    assert [each for each in CHOSEN if not each.startswith(FILES)] == []


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
