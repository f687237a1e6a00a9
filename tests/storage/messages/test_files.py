"""Files: each person's own, and kept once however many have them."""

from pathlib import Path

import pytest

from storage.engine import schema_version
from storage.engine.database import Transaction
from storage.engine.schema_version import migrate, migrations
from storage.engine.sqlite import SqliteDatabase, open_sqlite
from storage.messages.files import StoredFile, file_of, forget_files, keep_file
from tests.storage.samples import NOW, open_round, take_part

REPORT = StoredFile("group.pdf", "application/pdf", b"what the group found" * 100)
OWN = StoredFile("own.json", "application/json", b"what Anna wrote")


@pytest.fixture
async def people(database: SqliteDatabase) -> tuple[int, int]:
    def join(tx: Transaction) -> tuple[int, int]:
        open_round(tx)
        return take_part(tx, "7001").person_id, take_part(tx, "7002").person_id

    return await database.write(join)


async def contents(database: SqliteDatabase) -> list[bytes]:
    return [row[0] for row in await database.read(lambda tx: tx.rows("SELECT content FROM file_content"))]


async def test_what_several_have_is_kept_once_and_is_each_ones_own(
    database: SqliteDatabase, people: tuple[int, int]
) -> None:
    anna, ben = people
    ids = [await database.write(lambda tx, p=who: keep_file(tx, p, REPORT, NOW)) for who in (anna, ben)]  # type: ignore[misc]
    assert await contents(database) == [REPORT.content]
    assert await database.read(lambda tx: file_of(tx, anna, ids[0])) == REPORT
    assert await database.read(lambda tx: file_of(tx, ben, ids[1])) == REPORT
    assert await database.read(lambda tx: file_of(tx, ben, ids[0])) is None


async def test_it_goes_with_the_last_who_has_it(database: SqliteDatabase, people: tuple[int, int]) -> None:
    anna, ben = people
    shared = await database.write(lambda tx: keep_file(tx, ben, REPORT, NOW))
    await database.write(lambda tx: keep_file(tx, anna, REPORT, NOW))
    await database.write(lambda tx: keep_file(tx, anna, REPORT, NOW))
    await database.write(lambda tx: keep_file(tx, anna, OWN, NOW))
    await database.write(lambda tx: forget_files(tx, anna))
    assert await contents(database) == [REPORT.content]
    assert await database.read(lambda tx: file_of(tx, ben, shared)) == REPORT
    await database.write(lambda tx: forget_files(tx, ben))
    assert await contents(database) == []


async def test_files_from_before_they_were_shared_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = tmp_path / "migrations"
    older.mkdir()
    for path in migrations():
        if "shared_files" not in path.name:
            (older / path.name).write_bytes(path.read_bytes())
        else:
            break
    monkeypatch.setattr(schema_version, "MIGRATIONS", older)
    database = await open_sqlite(tmp_path / "older.sqlite3")
    await database.write(migrate)
    insert = (
        "INSERT INTO kept_file (person_id, name, media_type, content, created_at)"
        " VALUES (:person, 'own.json', 'application/json', :content, 1)"
    )

    # What this version writes does not fit into so old a store.
    somebody = "INSERT INTO person (language, number, created_at) VALUES ('en', 0, 1)"

    def fill(tx: Transaction) -> list[tuple[int, int]]:
        people = [tx.add(somebody, {}) for _ in range(2)]
        return [(who, tx.add(insert, {"person": who, "content": OWN.content})) for who in people]

    kept = await database.write(fill)
    monkeypatch.undo()
    await database.write(migrate)
    for person_id, file_id in kept:
        assert await database.read(lambda tx, p=person_id, f=file_id: file_of(tx, p, f)) == OWN  # type: ignore[misc]
    newer = await database.write(lambda tx: keep_file(tx, kept[0][0], OWN, NOW))
    assert newer > kept[-1][1]
    await database.write(lambda tx: forget_files(tx, kept[0][0]))
    assert await contents(database) == []
    assert await database.read(lambda tx: file_of(tx, *kept[1])) == OWN
    await database.close()
