"""Files: each person's own, kept once however many have them, and dropped where they can be made again."""

from datetime import timedelta
from pathlib import Path

import pytest

from storage.engine import schema_version
from storage.engine.database import Transaction
from storage.engine.schema_version import migrate, migrations
from storage.engine.sqlite import SqliteDatabase, open_sqlite
from storage.messages import files, outbox
from storage.messages.files import (
    DroppedFile,
    FilesHeld,
    StoredFile,
    drop_some,
    file_of,
    files_held,
    forget_files,
    hash_of,
    keep_file,
    newest_files,
    rewrite_file,
)
from storage.messages.outbox import EntryKind, OutboxEntry
from tests.channel_names import TELEGRAM, WEB
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


async def test_the_newest_about_a_round_are_listed_for_whoever_has_them(
    database: SqliteDatabase, people: tuple[int, int]
) -> None:
    anna, ben = people

    def keep(tx: Transaction) -> None:
        for day, (who, about, name) in enumerate(
            [(anna, "r1", "a.pdf"), (anna, "r1", "b.pdf"), (anna, None, "own.json"), (ben, "r1", "c.pdf")]
        ):
            file = StoredFile(name, "text/plain", b"words")
            keep_file(tx, who, file, NOW + timedelta(days=day), round_id=about)

    await database.write(keep)
    found = await database.read(lambda tx: newest_files(tx, anna, "r1", 5))
    assert [each.name for each in found] == ["b.pdf", "a.pdf"]
    assert [each.name for each in await database.read(lambda tx: newest_files(tx, anna, "r1", 1))] == [
        "b.pdf"
    ]


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


# --- files whose bytes are dropped -----------------------------------------------------------------------

PICTURE = StoredFile("theme-1-report-1.png", "image/png", b"a picture" * 100)
PDF = StoredFile("theme-1-report-1.pdf", "application/pdf", b"a document" * 100)
VALUES = '{"replies":"what Anna wrote"}'
LATER = NOW + timedelta(days=7, minutes=1)


async def keep(
    database: SqliteDatabase, person_id: int, file: StoredFile, dataset: str = "", round_id: str | None = "r1"
) -> int:
    return await database.write(
        lambda tx: keep_file(tx, person_id, file, NOW, round_id=round_id, dataset=dataset)
    )


async def found(database: SqliteDatabase, person_id: int, file_id: int) -> StoredFile | DroppedFile | None:
    return await database.read(lambda tx: file_of(tx, person_id, file_id))


async def values(database: SqliteDatabase) -> list[str]:
    return [row[0] for row in await database.read(lambda tx: tx.rows("SELECT content FROM dataset"))]


async def test_what_can_be_made_again_is_dropped_in_time_and_its_values_stay(
    database: SqliteDatabase, people: tuple[int, int]
) -> None:
    anna, ben = people
    made = [await keep(database, anna, PICTURE, VALUES), await keep(database, anna, PDF, VALUES)]
    stays = await keep(database, anna, OWN)
    await database.write(lambda tx: drop_some(tx, NOW))
    assert await found(database, anna, made[0]) == PICTURE, "it is not old enough"
    assert await database.read(files_held) == FilesHeld(
        3, len(PICTURE.content + PDF.content + OWN.content), 0, len(VALUES)
    )
    assert not await database.write(lambda tx: drop_some(tx, LATER))
    (council,) = await database.read(lambda tx: tx.row("SELECT organisation_id FROM round")) or ("",)
    assert await found(database, anna, made[0]) == DroppedFile(
        PICTURE.name, PICTURE.media_type, VALUES, hash_of(VALUES), council
    )
    assert isinstance(await found(database, anna, made[1]), DroppedFile)
    assert await found(database, ben, made[0]) is None
    assert await found(database, anna, stays) == OWN
    assert await contents(database) == [OWN.content]
    assert await values(database) == [VALUES]
    assert await database.read(files_held) == FilesHeld(1, len(OWN.content), 2, len(VALUES))


async def test_they_are_dropped_a_few_at_a_time(
    database: SqliteDatabase, people: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FILES_AT_ONCE", 2)
    for number in range(3):
        await keep(database, people[0], StoredFile("x.pdf", "application/pdf", b"%d" % number), VALUES)
    assert await database.write(lambda tx: drop_some(tx, LATER))
    assert len(await contents(database)) == 1
    assert not await database.write(lambda tx: drop_some(tx, LATER))
    assert await contents(database) == []


async def test_what_others_have_with_its_bytes_stays_there(
    database: SqliteDatabase, people: tuple[int, int]
) -> None:
    anna, ben = people
    await keep(database, anna, PDF, VALUES)
    bens = await keep(database, ben, PDF)
    await database.write(lambda tx: drop_some(tx, LATER))
    assert await found(database, ben, bens) == PDF


async def test_what_waits_to_be_sent_keeps_its_bytes_until_it_has_gone(
    database: SqliteDatabase, people: tuple[int, int]
) -> None:
    anna, _ = people
    made = await keep(database, anna, PDF, VALUES)
    entry = OutboxEntry(anna, 1, TELEGRAM, "7001", EntryKind.ATTACH, f'{{"file":{made}}}')
    await database.write(lambda tx: outbox.add(tx, [entry], NOW, shown_on={WEB}))
    await database.write(lambda tx: drop_some(tx, LATER))
    assert await found(database, anna, made) == PDF
    await database.write(lambda tx: tx.run("UPDATE outbox SET state = 'sent', body = ''"))
    await database.write(lambda tx: drop_some(tx, LATER))
    assert isinstance(await found(database, anna, made), DroppedFile)


async def test_the_values_go_with_the_last_file_that_was_made_from_them(
    database: SqliteDatabase, people: tuple[int, int]
) -> None:
    anna, ben = people
    await keep(database, anna, PICTURE, VALUES)
    bens = await keep(database, ben, PDF, VALUES)
    await database.write(lambda tx: drop_some(tx, LATER))
    await database.write(lambda tx: forget_files(tx, anna))
    assert isinstance(await found(database, ben, bens), DroppedFile)
    await database.write(lambda tx: forget_files(tx, ben))
    assert (await values(database), await contents(database)) == ([], [])


async def test_a_table_that_is_written_again_leaves_nothing_of_what_it_was(
    database: SqliteDatabase, people: tuple[int, int]
) -> None:
    table = await keep(database, people[0], OWN)
    await database.write(lambda tx: rewrite_file(tx, table, b"without her name"))
    assert await contents(database) == [b"without her name"]
