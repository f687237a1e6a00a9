"""A part of a web chat's history."""

from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages import chat_history, outbox
from storage.messages.outbox import EntryKind, OutboxEntry
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import NOW, open_round, take_part


async def test_a_stretch_of_the_web_chat_is_the_newest_or_what_stands_before_or_after_a_number(
    database: SqliteDatabase,
) -> None:
    def start(tx: Transaction) -> int:
        open_round(tx)
        return take_part(tx, "1").person_id

    person = await database.write(start)
    entries = [
        *(OutboxEntry(person, n, WEB, str(person), EntryKind.SAY, "{}") for n in (1, 2, 4, 5, 7)),
        OutboxEntry(person, 8, TELEGRAM, "1", EntryKind.SAY, "{}"),
    ]
    await database.write(lambda tx: outbox.add(tx, entries, NOW, shown_on={WEB}))

    async def numbers(**edge: int) -> list[int]:
        found = await database.read(lambda tx: chat_history.stretch(tx, person, 2, **edge))
        return [each.number for each in found]

    assert await numbers() == [5, 7]
    assert await numbers(before=5) == [2, 4]
    assert await numbers(before=2) == [1]
    assert await numbers(before=1) == []
    assert await numbers(after=2) == [4, 5]
    assert await numbers(after=7) == []


async def test_a_stretch_is_shorter_where_its_entries_are_large_and_never_without_one(
    database: SqliteDatabase,
) -> None:
    def start(tx: Transaction) -> int:
        open_round(tx)
        return take_part(tx, "1").person_id

    person = await database.write(start)
    entries = [
        OutboxEntry(person, number, WEB, str(person), EntryKind.SAY, "x" * size)
        for number, size in enumerate([40, 40, 40, 90, 200], start=1)
    ]
    await database.write(lambda tx: outbox.add(tx, entries, NOW, shown_on={WEB}))

    async def numbers(**edge: int) -> list[int]:
        found = await database.read(lambda tx: chat_history.stretch(tx, person, 10, largest=100, **edge))
        return [each.number for each in found]

    assert await numbers() == [5]
    assert await numbers(before=5) == [4]
    assert await numbers(before=4) == [2, 3]
    assert await numbers(after=0) == [1, 2]
    assert await numbers(after=2) == [3]
