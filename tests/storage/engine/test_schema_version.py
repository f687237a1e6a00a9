"""Bringing a store to this version's shape."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from conversations.groups.themes_asked import GroupKind, ThemesAsked
from storage.engine import schema_version as versions
from storage.engine.database import StorageTrouble, Transaction
from storage.engine.schema_version import migrate, migrations, schema_version
from storage.engine.sqlite import SqliteDatabase, open_sqlite
from storage.engine.sqlite_transaction import SqliteTransaction
from storage.rounds.themes_asked import themes_asked_from_json

NEWEST = len(migrations())
THINGS = "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL); -- one; two\nINSERT INTO thing"


def tables(tx: Transaction) -> list[str]:
    return [row[0] for row in tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]


def add_migration(folder: Path, number: int, text: str) -> None:
    (folder / f"{number:04}_more.sql").write_text(text)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations to which a test may add."""
    copied = tmp_path / "migrations"
    copied.mkdir()
    for path in migrations():
        (copied / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(versions, "MIGRATIONS", copied)
    return copied


async def test_migrating_twice_is_the_same_as_once(database: SqliteDatabase) -> None:
    before = await database.read(tables)
    await database.write(migrate)
    assert await database.read(tables) == before
    assert await database.write(schema_version) == len(migrations())


async def test_migrations_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in migrations()] == list(range(1, len(migrations()) + 1))


async def test_a_later_migration_is_applied_to_a_store_in_use(database: SqliteDatabase, folder: Path) -> None:
    add_migration(folder, NEWEST + 1, f"-- New; and better.\n{THINGS} (name) VALUES ('old');")
    await database.write(migrate)
    assert await database.read(lambda tx: tx.rows("SELECT name FROM thing")) == [("old",)]
    assert await database.write(schema_version) == NEWEST + 1


async def test_a_migration_that_fails_changes_nothing(database: SqliteDatabase, folder: Path) -> None:
    before = await database.read(tables)
    add_migration(folder, NEWEST + 1, f"{THINGS} (nothing) VALUES (1);")
    with pytest.raises(StorageTrouble, match="not those of Closer Look"):
        await database.write(migrate)
    assert await database.read(tables) == before
    assert await database.write(schema_version) == NEWEST


async def test_a_store_made_by_a_newer_version_is_refused_and_left_as_it_is(
    database: SqliteDatabase, file: Path
) -> None:
    await database.write(lambda tx: tx.run("INSERT INTO shape (number) VALUES (99)"))
    await database.checkpoint()
    before = await asyncio.to_thread(file.read_bytes)
    with pytest.raises(
        StorageTrouble, match=rf"newer version of Closer Look \(shape 99, this one knows {NEWEST}\)"
    ):
        await database.write(migrate)
    assert await asyncio.to_thread(file.read_bytes) == before


async def test_somebody_elses_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "theirs.sqlite3"
    with sqlite3.connect(file) as theirs:
        theirs.execute("CREATE TABLE person (surname TEXT)")
    theirs.close()
    database = await open_sqlite(file)
    with pytest.raises(StorageTrouble, match="not those of Closer Look"):
        await database.write(migrate)
    assert await database.read(tables) == ["person"]
    await database.close()


def test_the_themes_asked_of_each_group_stay_with_their_round(folder: Path) -> None:
    (path,) = folder.glob("*_one_dialect.sql")
    from_then_on = {each: each.read_bytes() for each in folder.glob("*.sql") if each.name >= path.name}
    for each in from_then_on:
        each.unlink()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    tx = SqliteTransaction(connection)
    migrate(tx)
    for id_ in ("r1", "r2"):
        tx.run(
            "INSERT INTO round (id, title, organisation, guide_sha256, is_tryout, opened_at)"
            " VALUES (:id, 'Autumn', 'Anyshire', 'sha', 0, 0)",
            {"id": id_},
        )
    tx.run_many(
        "INSERT INTO themes_asked (round_id, group_kind, label, themes)"
        " VALUES ('r1', :kind, :label, :themes)",
        [
            {"kind": "team", "label": 'Home "care"', "themes": '["t1","t2"]'},
            {"kind": "everybody", "label": "", "themes": '["t3"]'},
        ],
    )
    for each, text in from_then_on.items():
        each.write_bytes(text)
    migrate(tx)
    kept = {
        id_: themes_asked_from_json(asked) for id_, asked in tx.rows("SELECT id, themes_asked FROM round")
    }
    assert kept == {
        "r1": (
            ThemesAsked(GroupKind.EVERYBODY, "", ("t3",)),
            ThemesAsked(GroupKind.TEAM, 'Home "care"', ("t1", "t2")),
        ),
        "r2": (),
    }
    connection.close()


def test_reminders_from_before_the_policy_are_those_of_their_round(folder: Path) -> None:
    (first,) = folder.glob("*_reminder_policy.sql")
    later = {path: path.read_bytes() for path in folder.glob("*.sql") if path.name >= first.name}
    for path in later:
        path.unlink()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    tx = SqliteTransaction(connection)
    migrate(tx)
    tx.run("INSERT INTO organisation (id, name, created_at) VALUES ('o1', 'Anyshire', 0)")
    tx.run(
        "INSERT INTO round (id, title, organisation, organisation_id, guide_sha256, is_tryout, opened_at)"
        " VALUES ('r1', 'Autumn', 'Anyshire', 'o1', 'sha', 0, 0)"
    )
    tx.run("INSERT INTO person (id, language, number, created_at) VALUES (1, 'en', 2, 0)")
    for number in (1, 2):
        tx.run(
            "INSERT INTO outbox (person_id, number, change, channel, address, kind, body, state, priority,"
            " created_at, due_at, attempts)"
            " VALUES (1, :number, :number, 'telegram', '1', 'say', '{}', 'waiting', 2, 0, 0, 1)",
            {"number": number},
        )
    tx.run(
        "INSERT INTO reminder (round_id, kind, person_id, local_day, goes_on, batch, due_at, state,"
        " decided_at, number) VALUES ('r1', 'asked', 1, '2026-11-02', '2026-11-02', 'b', 0, 'sent', 0, 2)"
    )
    for path, text in later.items():
        path.write_bytes(text)
    migrate(tx)
    assert tx.rows("SELECT number, round_id FROM outbox ORDER BY number") == [(1, None), (2, "r1")]
    assert tx.rows("SELECT name, reminder_policy FROM organisation") == [("Anyshire", "at_least_once")]
    connection.close()
