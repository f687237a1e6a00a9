"""What has reached us: kept once, taken in order, counted, put aside, forgotten."""

from datetime import timedelta

import pytest

from conversations.incoming import Channel
from storage.engine.database import StatementRefused, Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages import inbox
from storage.messages.inbox import Received, WaitingMessage
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import NOW

LATER = NOW + timedelta(seconds=10)


def message(external_id: str, sender: str = "telegram:1", *, channel: Channel = TELEGRAM) -> Received:
    return Received(channel, external_id, sender, b'{"text":"CANARY words"}')


async def put(database: SqliteDatabase, *messages: Received) -> None:
    await database.write(lambda tx: inbox.put(tx, messages, NOW))


async def take(database: SqliteDatabase, *, most: int = 10, late: bool = False) -> list[WaitingMessage]:
    return await database.read(lambda tx: inbox.take(tx, LATER if late else NOW, most))


async def test_what_is_delivered_again_changes_nothing(database: SqliteDatabase) -> None:
    await put(database, message("7"), message("8"))
    await put(database, message("7"), message("9"))
    first = await take(database)
    await database.write(lambda tx: inbox.done(tx, [first[0].id]))
    await put(database, message("7"))
    kept = await database.read(lambda tx: tx.rows("SELECT external_id FROM inbox ORDER BY id"))
    assert [row[0] for row in kept] == ["7", "8", "9"]
    assert [row.external_id for row in await take(database)] == ["8"]


async def test_it_is_known_what_begins_alike_and_what_is_named_in_full(database: SqliteDatabase) -> None:
    await put(database, message("7:a:x"), message("7:a:y"), message("7:b:x"), message("7:old"))
    await put(database, message("7:a:z", channel=WEB))

    async def named(start: str, whole: str) -> set[str]:
        return await database.read(lambda tx: inbox.named_like(tx, TELEGRAM, start, whole))

    assert await named("7:a:", "7:old") == {"7:a:x", "7:a:y", "7:old"}
    assert await named("7:c:", "7:o") == set()


async def test_the_next_of_each_sender_is_found_without_reading_what_is_done(
    database: SqliteDatabase,
) -> None:
    """With the index gone it would be, so the statement and the index belong together."""
    plan = f"EXPLAIN QUERY PLAN SELECT id FROM inbox WHERE {inbox.IS_NEXT} ORDER BY id"  # noqa: S608

    def look(tx: Transaction) -> str:
        return " ".join(row[3] for row in tx.rows(plan))

    found = await database.read(look)
    assert "inbox USING INDEX inbox_next" in found
    assert "SEARCH e USING" in found
    assert "inbox_waiting" in found

    def look_without(tx: Transaction) -> str:
        tx.run("DROP INDEX inbox_next")
        return look(tx)

    assert "inbox_next" not in await database.write(look_without)


async def test_the_same_number_on_another_channel_is_another_message(database: SqliteDatabase) -> None:
    await put(database, message("7"), message("7", "web:1", channel=WEB))
    assert len(await take(database)) == 2


async def test_without_the_rule_of_one_row_a_message_there_would_be_doubles(
    database: SqliteDatabase,
) -> None:
    """The positive control: the rule is in the table itself, not only in the words of one statement."""
    await put(database, message("7"))
    with pytest.raises(StatementRefused):
        await database.write(
            lambda tx: tx.run(
                "INSERT INTO inbox (channel, external_id, sender, raw, received_at, state, attempts, due_at)"
                " SELECT channel, external_id, sender, raw, received_at, state, attempts, due_at FROM inbox"
            )
        )


async def test_each_sender_has_their_oldest_message_taken_and_no_other(database: SqliteDatabase) -> None:
    senders = ("telegram:1", "telegram:2", "telegram:1", "telegram:3")
    await put(database, *(message(str(number), sender) for number, sender in enumerate(senders)))
    assert [row.external_id for row in await take(database)] == ["0", "1", "3"]
    assert [row.external_id for row in await take(database, most=2)] == ["0", "1"]


async def test_one_that_is_put_off_holds_back_its_senders_later_ones_and_nobody_elses(
    database: SqliteDatabase,
) -> None:
    await put(database, message("1"), message("2"), message("3", "telegram:2"))
    first = (await take(database))[0]
    await database.write(lambda tx: inbox.put_off(tx, first.id, LATER))
    assert [row.external_id for row in await take(database)] == ["3"]
    assert [row.external_id for row in await take(database, late=True)] == ["1", "3"]


async def test_what_is_held_back_is_not_called_due(database: SqliteDatabase) -> None:
    await put(database, message("1"), message("2"))
    first = (await take(database))[0]
    await database.write(lambda tx: inbox.put_off(tx, first.id, LATER))
    assert await database.read(inbox.next_message_due) == int(LATER.timestamp() * 1000)
    await database.write(lambda tx: inbox.put_aside(tx, first.id, NOW))
    assert await database.read(inbox.next_message_due) == int(NOW.timestamp() * 1000)


async def test_an_empty_inbox_has_nothing_due(database: SqliteDatabase) -> None:
    assert await database.read(inbox.next_message_due) is None
    assert await database.read(inbox.newest_waiting) == 0


async def test_attempts_are_counted(database: SqliteDatabase) -> None:
    await put(database, message("1"))
    for _ in range(2):
        row = (await take(database))[0]
        await database.write(lambda tx, row=row: inbox.begin_attempt(tx, row, NOW))  # type: ignore[misc]
    row = (await take(database))[0]
    assert (row.attempts, row.cut_off) == (0, 2)
    await database.write(lambda tx: inbox.count_message_failure(tx, row.id, is_begun=True))
    row = (await take(database))[0]
    assert (row.attempts, row.cut_off) == (1, 1)
    await database.write(lambda tx: inbox.count_message_failure(tx, row.id, is_begun=False))
    row = (await take(database))[0]
    assert (row.attempts, row.cut_off) == (2, 1)


async def test_what_is_put_aside_is_not_taken_again_and_is_kept(database: SqliteDatabase) -> None:
    await put(database, message("1"), message("2"))
    row = (await take(database))[0]
    await database.write(lambda tx: inbox.put_aside(tx, row.id, NOW))
    assert [row.external_id for row in await take(database, late=True)] == ["2"]
    kept = await database.read(lambda tx: tx.row("SELECT raw FROM inbox WHERE id = :id", {"id": row.id}))
    assert kept == (b'{"text":"CANARY words"}',)


async def test_a_message_that_is_done_leaves_neither_words_nor_sender(database: SqliteDatabase) -> None:
    await put(database, message("1"))
    row = (await take(database))[0]
    await database.write(lambda tx: inbox.done(tx, [row.id]))
    assert await database.read(lambda tx: tx.rows("SELECT raw, sender, state FROM inbox")) == [
        (None, "", "done")
    ]


KEEPS = {TELEGRAM: timedelta(days=3), WEB: timedelta(days=30)}


async def test_ids_are_remembered_for_as_long_as_a_channel_may_deliver_again_and_no_longer(
    database: SqliteDatabase,
) -> None:
    await put(database, message("1"), message("2", "web:1", channel=WEB), message("3"))
    rows = await take(database)
    await database.write(lambda tx: inbox.done(tx, [row.id for row in rows]))

    async def left_after(days: float) -> list[str]:
        await database.write(lambda tx: inbox.sweep_done(tx, NOW + timedelta(days=days), KEEPS))
        rows = await database.read(lambda tx: tx.rows("SELECT external_id FROM inbox ORDER BY id"))
        return [row[0] for row in rows]

    assert await left_after(2.9) == ["1", "2", "3"]
    # Telegram begins to number again after a quiet week at the earliest. By then it has forgotten everything.
    assert await left_after(3.1) == ["2", "3"]
    assert await left_after(30.1) == ["3"]


async def test_what_waits_is_never_swept(database: SqliteDatabase) -> None:
    await put(database, message("1"), message("2"))
    row = (await take(database))[0]
    await database.write(lambda tx: inbox.put_aside(tx, row.id, NOW))

    def years_later(tx: Transaction) -> None:
        inbox.sweep_done(tx, NOW + timedelta(days=3650), KEEPS)

    await database.write(years_later)
    assert await database.read(lambda tx: tx.row("SELECT count(*) FROM inbox")) == (2,)


@pytest.mark.parametrize(
    "ahead", [timedelta(minutes=2), timedelta(hours=1), timedelta(days=1), timedelta(days=365)], ids=str
)
async def test_what_came_by_a_clock_that_was_ahead_does_not_wait_until_it_is_that_time(
    database: SqliteDatabase, ahead: timedelta
) -> None:
    await database.write(lambda tx: inbox.put(tx, [message("7")], NOW + ahead))
    await put(database, message("8"), message("9", "telegram:2"))
    assert [row.external_id for row in await take(database)] == ["7", "9"]


async def test_what_is_put_off_is_put_off_although_a_clock_may_go_wrong(database: SqliteDatabase) -> None:
    await put(database, message("7"))
    (row,) = await take(database)
    await database.write(lambda tx: inbox.put_off(tx, row.id, NOW + timedelta(seconds=8)))
    assert await take(database) == []
    assert len(await take(database, late=True)) == 1
