"""Erasing a person: no row about them is left, and no byte of their words is left in any file."""

import asyncio
import random
from pathlib import Path

import pytest

from conversations.state import Place
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person, to_be_wiped, wiped
from storage.messages import inbox, jobs, outbox
from storage.messages.files import StoredFile, file_of, keep_file
from storage.messages.inbox import Received
from storage.messages.job_details import OwnDataJob
from storage.messages.outbox import EntryKind, OutboxEntry
from storage.people import people, sessions
from storage.people.people import Joined
from storage.rounds.conversations import DecidedStep, finish_themes, keep_replies, save_places
from storage.rounds.stored_place import place_to_json
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import FORTNIGHT, NOW, open_round, reply, take_part


def canary(who: Joined) -> str:
    return f"CANARY{who.person_id:05}x"


def fill(tx: Transaction, who: Joined, address: str) -> None:
    """Leave a trace of a person in every table that can hold one."""
    words, person = canary(who), who.person_id
    web = str(person)
    code = people.invite(tx, "r1", NOW, valid=FORTNIGHT, person_id=person)
    people.join(tx, code, WEB, None, NOW, place=place_to_json(Place()), language="en")
    people.invite(tx, "r1", NOW, valid=FORTNIGHT, person_id=person)
    sessions.open_session(tx, person, NOW)
    place = Place(theme_id=words)
    save_places(tx, [DecidedStep(person, who.participant_id, place, 9)])
    keep_replies(tx, [(who.participant_id, reply(text=words * 50))])
    finish_themes(tx, [(who.participant_id, "t1")], NOW)
    outbox.add(
        tx,
        [
            OutboxEntry(person, 1, TELEGRAM, address, EntryKind.SAY, words * 100),
            OutboxEntry(person, 2, WEB, web, EntryKind.OWN, words * 30, message_id=words),
        ],
        NOW,
        shown_on={WEB},
    )
    jobs.ask(
        tx,
        jobs.Job(OwnDataJob(), person, who.participant_id, TELEGRAM, address),
        NOW,
    )
    report = StoredFile(f"{words}.pdf", "application/pdf", words.encode() * 3000)
    keep_file(tx, person, report, NOW, dataset=words * 300)
    messages = [
        Received(TELEGRAM, f"9{person}", f"telegram:{address}", words.encode() * 20),
        Received(TELEGRAM, f"8{person}", f"telegram:{address}", words.encode() * 20),
        Received(WEB, f"{person}:waits", f"web:{web}", words.encode() * 20),
        Received(WEB, f"{person}:done", f"web:{web}", words.encode() * 20),
    ]
    inbox.put(tx, messages, NOW)
    for row in inbox.take(tx, NOW, 1000):
        if row.external_id == f"9{person}":
            inbox.put_aside(tx, row.id, NOW)
        if row.external_id == f"{person}:done":
            inbox.done(tx, [row.id])


def everything(tx: Transaction) -> dict[str, list[tuple[object, ...]]]:
    tables = [row[0] for row in tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {table: tx.rows(f"SELECT * FROM {table}") for table in tables}  # noqa: S608


async def people_with_traces(database: SqliteDatabase, count: int) -> list[Joined]:
    joined: list[Joined] = []
    await database.write(open_round)
    for number in range(1, count + 1):
        address = str(7000 + number)
        who = await database.write(lambda tx, a=address: take_part(tx, a))  # type: ignore[misc]
        await database.write(lambda tx, w=who, a=address: fill(tx, w, a))  # type: ignore[misc]
        joined.append(who)
    return joined


async def test_no_row_about_an_erased_person_is_left(database: SqliteDatabase) -> None:
    anna, ben = await people_with_traces(database, 2)
    assert "CANARY00001" in repr(await database.read(everything)), "the traces are there to be erased"
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    left = await database.read(everything)
    assert "CANARY00001" not in repr(left)
    own = ("person", "participant", "address", "web_session", "outbox", "work", "kept_file", "file_content")
    for table in (*own, "dataset", "reply"):
        assert len(left[table]) in (1, 2), f"{table} has lost what is not hers"
    people_named = [row for rows in left.values() for row in rows if "7001" in map(str, row)]
    assert people_named == []
    assert not any(str(row[2]).startswith(f"{anna.person_id}:") for row in left["inbox"])
    assert canary(ben) in repr(left)


async def test_the_numbers_of_somebody_erased_are_never_given_again(database: SqliteDatabase) -> None:
    (anna,) = await people_with_traces(database, 1)
    file_id = await database.read(lambda tx: tx.rows("SELECT id FROM kept_file"))
    work_id = await database.read(lambda tx: tx.rows("SELECT id FROM work"))
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    ben = await database.write(lambda tx: take_part(tx, "7002"))
    await database.write(lambda tx: fill(tx, ben, "7002"))
    assert ben.person_id > anna.person_id
    assert ben.participant_id > anna.participant_id
    assert await database.read(lambda tx: tx.rows("SELECT id FROM kept_file")) != file_id
    assert await database.read(lambda tx: tx.rows("SELECT id FROM work")) > work_id
    assert await database.read(lambda tx: file_of(tx, ben.person_id, file_id[0][0])) is None


async def test_an_erasure_is_noted_until_the_file_has_been_wiped_after_it(database: SqliteDatabase) -> None:
    anna, ben = await people_with_traces(database, 2)
    assert await database.read(to_be_wiped) is None
    await database.write(lambda tx: erase_person(tx, anna.person_id, NOW))
    first = await database.read(to_be_wiped)
    await database.write(lambda tx: erase_person(tx, ben.person_id, NOW))
    second = await database.read(to_be_wiped)
    assert first is not None
    assert second is not None
    await database.write(lambda tx: wiped(tx, first))
    assert await database.read(to_be_wiped) == second
    await database.write(lambda tx: wiped(tx, second))
    assert await database.read(to_be_wiped) is None


def traces(folder: Path, erased: list[Joined]) -> int:
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return sum(content.count(canary(who).encode()) for who in erased)


def divide_pages(tx: Transaction, joined: list[Joined]) -> None:
    """Add replies here and there, so that pages are divided and rows move, as in a round in use."""
    chance = random.Random(7)
    for number in range(12):
        for who in chance.sample(joined, len(joined)):
            words = f"{canary(who)} " * chance.randint(3, 100)
            given = reply(f"p{number}", words)
            save_places(tx, [DecidedStep(who.person_id, who.participant_id, Place(), 9)])
            keep_replies(tx, [(who.participant_id, given)])


@pytest.mark.exhaustive
async def test_no_byte_of_an_erased_persons_words_is_left_in_any_file(
    database: SqliteDatabase, tmp_path: Path
) -> None:
    joined = await people_with_traces(database, 150)
    await database.write(lambda tx: divide_pages(tx, joined))
    erased = joined[::2]
    assert await asyncio.to_thread(traces, tmp_path, erased) > 10_000
    for who in erased:
        await database.write(lambda tx, w=who: erase_person(tx, w.person_id, NOW))  # type: ignore[misc]
    assert await database.vacuum()
    assert await asyncio.to_thread(traces, tmp_path, erased) == 0
    assert await asyncio.to_thread(traces, tmp_path, joined[1::2]) > 10_000


@pytest.mark.exhaustive
async def test_emptying_the_log_alone_would_leave_some(database: SqliteDatabase, tmp_path: Path) -> None:
    """The positive control for the search, and the reason why the file is written again."""
    joined = await people_with_traces(database, 150)
    await database.write(lambda tx: divide_pages(tx, joined))
    for who in joined[::2]:
        await database.write(lambda tx, w=who: erase_person(tx, w.person_id, NOW))  # type: ignore[misc]
    assert await database.checkpoint()
    assert await asyncio.to_thread(traces, tmp_path, joined[::2]) > 0
