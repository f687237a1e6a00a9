"""Copies of the store and the way back, while it is written to, and after everything went wrong."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from storage.engine import backup
from storage.engine.backup import back_up, quick_check, restore, verify
from storage.engine.database import StorageTrouble, Transaction
from storage.engine.schema_version import migrate
from storage.engine.sqlite import SqliteDatabase, open_sqlite
from storage.erasure import erase_person
from storage.mails import mails
from storage.mails.mail_log import MailState
from storage.messages import outbox
from storage.messages.outbox import EntryKind, OutboxEntry
from storage.reminders.reminder_log import logged_reminders
from storage.rounds.conversations import load
from storage.rounds.invitees import Guest
from storage.rounds.ledger import ledger_of_round
from tests.bot.schedule.mailed_people import MailedBench
from tests.bot.workshop import ROUND
from tests.channel_names import MAIL, WEB
from tests.storage.mails.invited import ask, invited, send, states
from tests.storage.samples import NOW, give, open_round, reply, take_part


async def fill(database: SqliteDatabase, *texts: str, address: str = "1") -> None:
    def start(tx: object) -> None:
        who = take_part(tx, address)  # type: ignore[arg-type]
        give(tx, who, *(reply(f"p{n}", text) for n, text in enumerate(texts)), number=5)  # type: ignore[arg-type]

    await database.write(start)


async def texts_in(file: Path) -> list[str]:
    database = await open_sqlite(file)
    try:
        return [each.reply.text for each in await database.read(lambda tx: list(ledger_of_round(tx, "r1")))]
    finally:
        await database.close()


def damage(file: Path) -> None:
    """Destroy the pages that hold replies."""
    content = bytearray(file.read_bytes())
    for start in range(4096, len(content), 4096):
        if b"kept kept" in content[start : start + 4096]:
            content[start : start + 3000] = b"\xff" * 3000
    file.write_bytes(content)


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".part" in path.name)


async def test_a_copy_holds_what_lies_in_the_log_too(
    database: SqliteDatabase, file: Path, tmp_path: Path
) -> None:
    await database.write(open_round)
    await fill(database, "one", "two")
    copy = tmp_path / "copy.sqlite3"
    counted = await asyncio.to_thread(back_up, file, copy)
    assert (counted["round"], counted["participant"], counted["reply"]) == (1, 1, 2)
    assert await texts_in(copy) == ["one", "two"]
    assert left_over(tmp_path) == []


async def test_copies_made_while_people_write_are_whole(
    database: SqliteDatabase, file: Path, tmp_path: Path
) -> None:
    await database.write(open_round)
    who = await database.write(lambda tx: take_part(tx, "1"))
    done = threading.Event()

    async def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            # Two in one commit: a copy that holds one of them is not whole.
            pair = (reply(f"a{number}", "x" * 500), reply(f"b{number}", "x" * 500))
            await database.write(lambda tx, p=pair: give(tx, who, *p))  # type: ignore[misc]

    writing = asyncio.create_task(write())
    kept = []
    for number in range(5):
        copy = tmp_path / f"copy{number}.sqlite3"
        counted = await asyncio.to_thread(back_up, file, copy)
        kept.append(counted["reply"])
    done.set()
    await writing
    assert all(count % 2 == 0 for count in kept)
    assert kept == sorted(kept)


async def test_what_was_erased_does_not_come_along_into_a_copy(
    database: SqliteDatabase, file: Path, tmp_path: Path
) -> None:
    await database.write(open_round)
    for number in range(60):
        await fill(database, *(f"CANARY{number:03} " * 60 for _ in range(8)), address=str(number))
    for person_id in range(1, 60, 2):
        await database.write(lambda tx, p=person_id: erase_person(tx, p, NOW))  # type: ignore[misc]
    copy = tmp_path / "copy.sqlite3"
    await asyncio.to_thread(back_up, file, copy)
    content = await asyncio.to_thread(copy.read_bytes)
    assert not any(f"CANARY{person_id - 1:03}".encode() in content for person_id in range(1, 60, 2))
    assert b"CANARY001" in content


async def test_a_copy_that_cannot_be_made_leaves_the_earlier_one(
    database: SqliteDatabase, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.write(open_round)
    copy = tmp_path / "copy.sqlite3"
    await asyncio.to_thread(back_up, file, copy)
    before = await asyncio.to_thread(copy.read_bytes)

    def is_damaged(_: Path) -> dict[str, int]:
        raise StorageTrouble("damaged")

    monkeypatch.setattr(backup, "verify", is_damaged)
    with pytest.raises(StorageTrouble, match="damaged"):
        await asyncio.to_thread(back_up, file, copy)
    assert await asyncio.to_thread(copy.read_bytes) == before
    assert left_over(tmp_path) == []


def test_nothing_to_back_up_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="no data to back up"):
        back_up(tmp_path / "none.sqlite3", tmp_path / "copy.sqlite3")
    assert list(tmp_path.iterdir()) == []


async def test_a_restored_store_is_the_backup_and_what_was_there_is_beside_it(tmp_path: Path) -> None:
    file, copy = tmp_path / "closer-look.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_sqlite(file)
    await database.write(migrate)
    await database.write(open_round)
    await fill(database, "before")
    await asyncio.to_thread(back_up, file, copy)
    await fill(database, "after", address="2")
    await database.close()
    counted = await asyncio.to_thread(restore, copy, file)
    assert counted["reply"] == 1
    assert await texts_in(file) == ["before"]
    assert await texts_in(file.with_name(file.name + ".before-restore")) == ["before", "after"]
    assert left_over(tmp_path) == []


async def test_a_second_restore_keeps_what_the_first_one_kept(tmp_path: Path) -> None:
    file, copy = tmp_path / "closer-look.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_sqlite(file)
    await database.write(migrate)
    await database.write(open_round)
    await asyncio.to_thread(back_up, file, copy)
    await fill(database, "precious")
    await database.close()
    await asyncio.to_thread(restore, copy, file)
    await asyncio.to_thread(restore, copy, file)
    assert await texts_in(file.with_name(file.name + ".before-restore")) == ["precious"]
    assert await texts_in(file.with_name(file.name + ".before-restore-2")) == []


async def test_a_log_left_by_a_crash_is_not_played_onto_the_restored_store(tmp_path: Path) -> None:
    file, copy = tmp_path / "closer-look.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_sqlite(file)
    await database.write(migrate)
    await database.write(open_round)
    await fill(database, "before")
    await asyncio.to_thread(back_up, file, copy)
    await fill(database, *(f"after {n}" for n in range(50)), address="2")
    # As a crash leaves it: file and log copied while both are in use.
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in (file.name, file.name + "-wal"):
        (crashed / name).write_bytes(await asyncio.to_thread((tmp_path / name).read_bytes))
    await database.close()
    assert (crashed / (file.name + "-wal")).stat().st_size > 0
    await asyncio.to_thread(restore, copy, crashed / file.name)
    assert await texts_in(crashed / file.name) == ["before"]
    beside = crashed / (file.name + ".before-restore")
    assert (await texts_in(beside))[:2] == ["before", "after 0"]


async def test_a_damaged_store_is_kept_beside_the_restored_one_with_its_log(tmp_path: Path) -> None:
    file, copy = tmp_path / "closer-look.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_sqlite(file)
    await database.write(migrate)
    await database.write(open_round)
    await asyncio.to_thread(back_up, file, copy)
    await database.close()
    await asyncio.to_thread(file.write_bytes, b"This was a store once. " * 500)
    await asyncio.to_thread(file.with_name(file.name + "-wal").write_bytes, b"and this its log")
    await asyncio.to_thread(restore, copy, file)
    await asyncio.to_thread(verify, file)
    beside = file.with_name(file.name + ".before-restore")
    assert (await asyncio.to_thread(beside.read_bytes)).startswith(b"This was a store once.")
    log = beside.with_name(beside.name + "-wal")
    assert await asyncio.to_thread(log.read_bytes) == b"and this its log"
    assert not file.with_name(file.name + "-wal").exists()


async def test_there_is_a_store_at_every_moment_of_a_restore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, copy = tmp_path / "closer-look.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_sqlite(file)
    await database.write(migrate)
    await database.write(open_round)
    await fill(database, "before")
    await asyncio.to_thread(back_up, file, copy)
    await database.close()
    was_there = []

    def looked_at(name: str) -> None:
        real = getattr(Path, name)

        def step(self: Path, *arguments: object, **named: object) -> object:
            was_there.append(file.exists())
            return real(self, *arguments, **named)

        monkeypatch.setattr(Path, name, step)

    for name in ("replace", "unlink", "hardlink_to"):
        looked_at(name)
    restore(copy, file)
    monkeypatch.undo()
    assert len(was_there) >= 4
    assert all(was_there)


async def test_cards_after_a_restore_have_numbers_that_nobody_has_seen(tmp_path: Path) -> None:
    file, copy = tmp_path / "closer-look.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_sqlite(file)
    await database.write(migrate)
    await database.write(open_round)
    await fill(database, "before")
    await asyncio.to_thread(back_up, file, copy)
    entry = OutboxEntry(1, 6, WEB, "1", EntryKind.SAY, "{}")
    await database.write(lambda tx: outbox.add(tx, [entry], NOW, shown_on={WEB}))
    await database.close()
    await asyncio.to_thread(restore, copy, file)
    database = await open_sqlite(file)
    loaded = await database.read(lambda tx: load(tx, ["telegram:1"]))
    await database.close()
    assert loaded["telegram:1"].conversation.number > 6


@pytest.mark.parametrize("kind", ["nothing", "words", "another database", "damaged"])
async def test_what_is_no_sound_backup_is_refused_and_the_store_stays(tmp_path: Path, kind: str) -> None:
    file, copy = tmp_path / "closer-look.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_sqlite(file)
    await database.write(migrate)
    await database.write(open_round)
    await fill(database, *("kept " * 150 for _ in range(200)))
    await asyncio.to_thread(back_up, file, copy)
    await database.close()
    match kind:
        case "nothing":
            copy.unlink()
        case "words":
            copy.write_text("not a database " * 500)
        case "another database":
            copy.unlink()
            with sqlite3.connect(copy) as other:
                other.execute("CREATE TABLE thing (id)")
            other.close()
        case _:
            damage(copy)
    with pytest.raises(StorageTrouble):
        await asyncio.to_thread(restore, copy, file)
    assert len(await texts_in(file)) == 200
    assert not file.with_name(file.name + ".before-restore").exists()


async def test_a_damaged_store_is_noticed_though_it_still_answers(tmp_path: Path) -> None:
    file = tmp_path / "closer-look.sqlite3"
    database = await open_sqlite(file)
    await database.write(migrate)
    await database.write(open_round)
    await fill(database, *("kept " * 150 for _ in range(200)))
    await database.close()
    quick_check(file)
    damage(file)
    with sqlite3.connect(file) as still:
        assert still.execute("SELECT count(*) FROM round").fetchone() is not None
    still.close()
    with pytest.raises(StorageTrouble, match=r"closer-look restore FILE|malformed"):
        quick_check(file)


async def test_after_a_restore_no_mail_goes_again_by_itself(tmp_path: Path) -> None:
    """What waited in the backup may have gone since: it is called off, or counts as in doubt."""
    file, copy = tmp_path / "closer-look.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_sqlite(file)

    def ask_and_pass_one_on(tx: Transaction) -> None:
        invited(tx)
        ask(tx, [1])
        send(tx)
        ask(tx, [2, 3])

    await database.write(migrate)
    await database.write(ask_and_pass_one_on)
    await database.close()
    back_up(file, copy)
    restore(copy, file)
    database = await open_sqlite(file)
    try:
        assert await database.read(lambda tx: mails.mails_due(tx, "r1", NOW, 10)) == []
        assert await database.read(lambda tx: outbox.waiting(tx, MAIL)) == []
        assert await database.read(states) == {
            1: MailState.IN_DOUBT,
            2: MailState.CALLED_OFF,
            3: MailState.CALLED_OFF,
        }
    finally:
        await database.close()


async def test_after_a_restore_no_reminder_by_mail_goes_again(tmp_path: Path) -> None:
    file, copy = tmp_path / "closer-look.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_sqlite(file)
    await database.write(migrate)
    bench = await MailedBench.with_people(Guest("Ann", mail="ann@example.org"), database=database)
    await bench.remind()
    assert await bench.entries() == [("mail", "waiting")]
    await database.close()
    back_up(file, copy)
    restore(copy, file)
    database = await open_sqlite(file)
    try:
        assert await database.read(lambda tx: outbox.waiting(tx, MAIL)) == []
        (went,) = await database.read(lambda tx: logged_reminders(tx, ROUND))
        assert went.is_in_doubt
    finally:
        await database.close()
