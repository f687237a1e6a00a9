"""One writer, one reader: jobs that share a commit, jobs that fail, jobs whose caller has gone."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.engine import key_values, sqlite, sqlite_setup
from storage.engine.database import StatementRefused, StorageTrouble, Transaction, TransactionJob
from storage.engine.key_values import key_value, set_key_value
from storage.engine.sqlite import SqliteDatabase, open_sqlite
from tests.patience import LONGEST_SECONDS
from tests.storage.samples import NOW


def note(name: str) -> Callable[[Transaction], None]:
    return lambda tx: set_key_value(tx, name, "", NOW)


def noted(tx: Transaction) -> set[str]:
    return {row[0] for row in tx.rows("SELECT name FROM mark")}


def count_commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many jobs each commit held."""
    commits: list[int] = []
    commit = sqlite._commit

    def counted(jobs: tuple[TransactionJob[Any], ...], connection: sqlite3.Connection) -> list[object]:
        commits.append(len(jobs))
        return commit(jobs, connection)

    monkeypatch.setattr(sqlite, "_commit", counted)
    return commits


async def test_jobs_that_wait_share_a_commit(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = count_commits(monkeypatch)
    await asyncio.gather(*(database.write(note(f"n{number}")) for number in range(600)))
    assert len(await database.read(noted)) == 600
    assert commits == [256, 256, 88]


def how_safe(tx: Transaction) -> int:
    """1: through the end of the process, 2: through a power cut too."""
    row = tx.row("PRAGMA synchronous")
    return row[0] if row else 0


async def test_what_is_to_last_is_forced_to_the_disk_and_nothing_else_is(database: SqliteDatabase) -> None:
    assert await database.write(how_safe) == 2
    assert await database.write(how_safe, lasting=False) == 1
    with pytest.raises(ZeroDivisionError):
        await database.write(lambda _: 1 // 0, lasting=False)
    assert await database.write(how_safe) == 2


async def test_a_commit_that_is_shared_lasts_as_soon_as_one_of_its_jobs_is_to(
    database: SqliteDatabase,
) -> None:
    jobs = [database.write(how_safe, lasting=lasting) for lasting in (False, True, False)]
    assert await asyncio.gather(*jobs) == [2, 2, 2]


async def test_a_job_that_fails_is_undone_alone(database: SqliteDatabase) -> None:
    def fails(tx: Transaction) -> None:
        set_key_value(tx, "half", "", NOW)
        raise ZeroDivisionError

    outcomes = await asyncio.gather(
        database.write(note("before")),
        database.write(fails),
        database.write(note("after")),
        return_exceptions=True,
    )
    assert [type(each) for each in outcomes] == [type(None), ZeroDivisionError, type(None)]
    assert await database.read(noted) == {"before", "after"}


async def test_a_job_that_breaks_a_rule_of_the_tables_is_undone_alone_and_is_no_trouble_of_the_store(
    database: SqliteDatabase,
) -> None:
    def breaks(tx: Transaction) -> None:
        set_key_value(tx, "half", "", NOW)
        tx.run("INSERT INTO mark (name, value, at) VALUES ('half', '', 0)")

    for others in (0, 3):
        jobs = [database.write(breaks), *(database.write(note(f"n{n}")) for n in range(others))]
        refused, *kept = await asyncio.gather(*jobs, return_exceptions=True)
        assert isinstance(refused, StatementRefused)
        assert str(refused) == "SQLITE_CONSTRAINT_PRIMARYKEY"
        assert kept == [None] * others
    assert await database.read(noted) == {"n0", "n1", "n2"}


async def test_a_statement_that_cannot_be_run_is_a_fault_of_the_job(database: SqliteDatabase) -> None:
    for sql, values in (
        ("SELECT * FROM nothing", {}),
        ("SELECT :missing", {}),
        ("INSERT INTO mark VALUES ('n', 'v', :v)", {"v": "no number"}),
        ("INSERT INTO mark VALUES ('n', 'v', :v)", {"v": object()}),
    ):
        with pytest.raises(StatementRefused):
            await database.write(lambda tx, sql=sql, values=values: tx.run(sql, values))  # type: ignore[misc]
    assert await database.read(noted) == set()


async def test_what_the_engine_says_never_repeats_a_value(database: SqliteDatabase) -> None:
    def breaks(tx: Transaction) -> None:
        tx.run("INSERT INTO mark VALUES ('CANARY', 'CANARY', 'CANARY words')")

    with pytest.raises(StatementRefused) as refused:
        await database.write(breaks)
    assert "CANARY" not in str(refused.value)


async def test_when_the_commit_fails_all_its_jobs_have_failed_and_nothing_is_kept(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    control = sqlite._control

    def full(connection: sqlite3.Connection, statement: str) -> None:
        if statement == "COMMIT":
            raise StorageTrouble("SQLITE_FULL")
        control(connection, statement)

    monkeypatch.setattr(sqlite, "_control", full)
    outcomes = await asyncio.gather(
        *(database.write(note(name)) for name in ("a", "b", "c")), return_exceptions=True
    )
    assert {str(each) for each in outcomes} == {"SQLITE_FULL"}
    monkeypatch.undo()
    assert await database.read(noted) == set()
    await database.write(note("later"))
    assert await database.read(noted) == {"later"}


def noting_in_memory(name: str, told: list[str], *, fails: bool = False) -> TransactionJob[None]:
    """A job that notes something in the store, and in memory once that is kept."""

    def job(tx: Transaction) -> None:
        set_key_value(tx, name, "", NOW)
        tx.once_kept(lambda: told.append(name))
        if fails:
            raise ZeroDivisionError

    return job


async def test_what_waits_for_a_job_to_be_kept_is_done_then_and_not_where_it_is_undone(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    jobs = [
        noting_in_memory("before", told),
        noting_in_memory("undone", told, fails=True),
        noting_in_memory("after", told),
    ]
    await asyncio.gather(*map(database.write, jobs), return_exceptions=True)
    assert told == ["before", "after"]
    with pytest.raises(ZeroDivisionError):
        await database.write(noting_in_memory("undone alone", told, fails=True))
    control = sqlite._control

    def full(connection: sqlite3.Connection, statement: str) -> None:
        if statement == "COMMIT":
            raise StorageTrouble("SQLITE_FULL")
        control(connection, statement)

    monkeypatch.setattr(sqlite, "_control", full)
    with pytest.raises(StorageTrouble):
        await database.write(noting_in_memory("not committed", told))
    assert told == ["before", "after"]


def odd_texts(tx: Transaction) -> list[Any]:
    tx.run_many(
        "INSERT INTO mark (name, value, at) VALUES (:name, :value, 0)",
        [{"name": "nul\0", "value": "a\ud83d"}, {"name": "whole", "value": "\U0001f600 \udc00é"}],
    )
    return tx.rows(
        "SELECT name, value FROM mark WHERE name IN :names ORDER BY name", {"names": ["nul\0", "whole"]}
    )


async def test_no_text_keeps_what_another_engine_would_refuse(database: SqliteDatabase) -> None:
    assert await database.write(odd_texts) == [("nul", "a"), ("whole", "\U0001f600 é")]


async def test_a_value_may_be_a_list(database: SqliteDatabase) -> None:
    def look(tx: Transaction) -> list[list[Any]]:
        for name, at in (("a", 1), ("b", 2), ("c", 3)):
            tx.run("INSERT INTO mark (name, value, at) VALUES (:name, '', :at)", {"name": name, "at": at})
        select = "SELECT name FROM mark WHERE at > 0 AND"
        asked: list[tuple[str, list[Any]]] = [
            ("name IN :each", ["a", "c", "it's"]),
            ("at NOT IN :each", [1, 7]),
            ("at IN :each", []),
            ("(name, at) IN :each", [("a", 1), ("b", 3), ("c", 3)]),
            ("(name, at) NOT IN :each", [("a", 1)]),
        ]
        return [
            [row[0] for row in tx.rows(f"{select} {where} ORDER BY name", {"each": values})]
            for where, values in asked
        ]

    assert await database.write(look) == [["a", "c"], ["b", "c"], [], ["a", "c"], ["b", "c"]]


async def test_trouble_of_the_store_inside_one_job_concerns_all_of_its_commit(
    database: SqliteDatabase,
) -> None:
    def finds_a_full_disk(_: Transaction) -> None:
        raise StorageTrouble("SQLITE_FULL") from sqlite3.OperationalError()

    outcomes = await asyncio.gather(
        database.write(note("a")), database.write(finds_a_full_disk), return_exceptions=True
    )
    assert [str(each) for each in outcomes] == ["SQLITE_FULL", "SQLITE_FULL"]
    assert await database.read(noted) == set()


async def test_a_full_disk_loses_nothing_told_and_is_got_over_without_a_restart(
    database: SqliteDatabase,
) -> None:
    await database.write(note("before"))

    def limit(pages: int) -> Callable[[Transaction], object]:
        return lambda tx: tx.row(f"PRAGMA max_page_count = {pages}")

    def much(tx: Transaction) -> None:
        for number in range(100):
            set_key_value(tx, f"much{number}", "x" * 4000, NOW)

    await database.write(limit(60))
    with pytest.raises(StorageTrouble, match="SQLITE_FULL"):
        await database.write(much)
    outcomes = await asyncio.gather(
        database.write(much), database.write(note("beside")), return_exceptions=True
    )
    assert {str(each) for each in outcomes} == {"SQLITE_FULL"}
    assert await database.read(noted) == {"before"}
    await database.write(limit(100_000))
    await database.write(much)
    assert len(await database.read(noted)) == 101


async def test_a_store_that_somebody_else_has_locked_is_trouble_and_works_again_afterwards(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    database = await open_sqlite(file)
    await database.write(lambda tx: tx.run("CREATE TABLE mark (name TEXT PRIMARY KEY)"))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    insert = "INSERT INTO mark VALUES (:name)"
    with pytest.raises(StorageTrouble, match="SQLITE_BUSY"):
        await database.write(lambda tx: tx.run(insert, {"name": "locked"}))
    other.execute("ROLLBACK")
    other.close()
    await database.write(lambda tx: tx.run(insert, {"name": "free"}))
    assert await database.read(noted) == {"free"}
    await database.close()


async def test_a_new_store_that_somebody_else_is_just_making_is_waited_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE mark (name TEXT PRIMARY KEY)")
    waited: list[float] = []

    def meanwhile(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            other.execute("COMMIT")

    monkeypatch.setattr(sqlite_setup.time, "sleep", meanwhile)
    database = await open_sqlite(file)
    assert len(waited) == 3
    assert await database.read(noted) == set()
    await database.close()
    other.close()


def ends(_tx: Transaction) -> object:
    return next(iter(()))


@pytest.mark.parametrize("others", [0, 2], ids=["alone", "among others"])
async def test_a_job_that_lets_out_what_no_future_takes_fails_and_holds_up_nobody(
    database: SqliteDatabase, others: int
) -> None:
    jobs = [note(f"beside {number}") for number in range(others)]
    async with asyncio.timeout(LONGEST_SECONDS):
        outcomes = await asyncio.gather(
            *map(database.write, [*jobs[:1], ends, *jobs[1:]]), return_exceptions=True
        )
        assert [type(each) for each in outcomes if each is not None] == [RuntimeError]
        await database.write(note("after"))
        with pytest.raises(RuntimeError):
            await database.read(ends)
    assert await database.read(noted) == {"after", *(f"beside {number}" for number in range(others))}


async def test_writes_share_a_commit_with_whoever_writes_in_the_same_moment_and_closing_waits_for_all(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = await open_sqlite(file)
    await database.write(lambda tx: tx.run("CREATE TABLE mark (name TEXT PRIMARY KEY, value, at)"))
    commits = count_commits(monkeypatch)
    writes = [asyncio.ensure_future(database.write(note(f"note {number}"))) for number in range(300)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*writes)
    assert commits == [256, 44]
    with pytest.raises(ValueError, match="no active connection"):
        await database.write(note("too late"))


async def test_a_write_whose_caller_has_gone_is_done_all_the_same_and_leaves_nothing_open(
    database: SqliteDatabase,
) -> None:
    at_work, go_on = threading.Event(), threading.Event()

    def slow(tx: Transaction) -> None:
        set_key_value(tx, "slow", "", NOW)
        at_work.set()
        go_on.wait(10)

    writing = asyncio.create_task(database.write(slow))
    await asyncio.to_thread(at_work.wait, 10)
    behind = asyncio.create_task(database.write(note("behind")))
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    go_on.set()
    await behind
    assert writing.cancelled()
    assert await database.read(noted) == {"slow", "behind"}


async def test_a_read_whose_caller_has_gone_leaves_the_reader_usable(database: SqliteDatabase) -> None:
    at_work, go_on = threading.Event(), threading.Event()

    def slow(_: Transaction) -> None:
        at_work.set()
        go_on.wait(10)
        raise ZeroDivisionError

    reading = asyncio.create_task(database.read(slow))
    await asyncio.to_thread(at_work.wait, 10)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    go_on.set()
    assert await database.read(noted) == set()


async def test_a_reader_sees_whole_commits_only_and_never_waits_for_the_writer(
    database: SqliteDatabase,
) -> None:
    half_done, go_on = threading.Event(), threading.Event()

    def two(tx: Transaction) -> None:
        set_key_value(tx, "one", "", NOW)
        half_done.set()
        go_on.wait(10)
        set_key_value(tx, "two", "", NOW)

    writing = asyncio.create_task(database.write(two))
    await asyncio.to_thread(half_done.wait, 10)
    assert await database.read(noted) == set()
    go_on.set()
    await writing
    assert await database.read(noted) == {"one", "two"}


async def test_a_job_that_only_looks_cannot_change_anything(database: SqliteDatabase) -> None:
    with pytest.raises(StorageTrouble, match="SQLITE_READONLY"):
        await database.read(note("n"))
    assert await database.read(noted) == set()


async def test_every_commit_is_on_the_disk_before_it_is_told(database: SqliteDatabase) -> None:
    def settings(tx: Transaction) -> tuple[object, ...]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return tuple(tx.rows(f"PRAGMA {name}")[0][0] for name in names)

    full = 2
    assert await database.write(settings) == ("wal", full, 1, 1)


async def test_closing_finishes_what_waits(file: Path) -> None:
    database = await open_sqlite(file)
    await database.write(lambda tx: tx.run("CREATE TABLE mark (name TEXT PRIMARY KEY)"))
    insert = "INSERT INTO mark VALUES (:n)"
    writes = [
        asyncio.create_task(database.write(lambda tx, n=n: tx.run(insert, {"n": n})))  # type: ignore[misc]
        for n in range(5)
    ]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*writes)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM mark").fetchone() == (5,)
    connection.close()


async def test_a_file_that_is_no_store_is_trouble_and_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    for file in (tmp_path / "notes.txt", tmp_path / "missing" / "folder.sqlite3"):
        if file.parent == tmp_path:
            file.write_text("These are notes. " * 100)
        with pytest.raises(StorageTrouble):
            await open_sqlite(file)
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()


async def test_the_log_is_emptied_unless_somebody_reads_from_it(database: SqliteDatabase, file: Path) -> None:
    log = file.with_name(file.name + "-wal")
    await database.write(note("n"))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM mark").fetchall()
    await database.write(note("m"))
    assert not await database.checkpoint()
    assert log.stat().st_size > 0
    other.execute("ROLLBACK")
    other.close()
    assert await database.checkpoint()
    assert log.stat().st_size == 0
    assert await database.read(lambda tx: key_value(tx, "m")) is not None


async def test_wiping_keeps_everything_that_is_kept(database: SqliteDatabase) -> None:
    await asyncio.gather(*(database.write(note(f"n{number}")) for number in range(300)))
    assert await database.vacuum()
    assert len(await database.read(noted)) == 300
    await database.write(lambda tx: key_values.set_key_value(tx, "after", "", NOW))
    assert len(await database.read(noted)) == 301
