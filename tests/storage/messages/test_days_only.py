"""What was said and heard in anonymous rounds: its moment for as long as it is needed, then its day."""

from datetime import datetime, timedelta

import pytest

from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction, milliseconds, moment
from storage.engine.sqlite import SqliteDatabase
from storage.messages import inbox, outbox
from storage.messages.days_only import keep_days_only
from storage.messages.inbox import Received
from storage.messages.outbox import EntryKind, OutboxEntry
from storage.people import people
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import NOW, open_round, take_part

MIDNIGHT = NOW.replace(hour=0)
TWO_DAYS = timedelta(days=2)


def fill(tx: Transaction, who_sees: WhoSees) -> int:
    """A round in which somebody has been told something and has sent something."""
    open_round(tx)
    tx.run("UPDATE round SET who_sees = :who_sees", {"who_sees": who_sees.value})
    person_id = take_part(tx, None, channel=WEB).person_id
    entry = OutboxEntry(person_id, 1, WEB, str(person_id), EntryKind.SAY, "{}")
    outbox.add(tx, [entry], NOW, shown_on={WEB})
    sender = people.sender_of(WEB, str(person_id))
    inbox.put(
        tx, [Received(WEB, f"{person_id}:m1", sender, b"{}"), Received(WEB, "9:m2", "web:9", b"{}")], NOW
    )
    inbox.done(tx, [1, 2])
    return person_id


def said_at(tx: Transaction) -> list[datetime]:
    return [moment(row[0]) for row in tx.rows("SELECT created_at FROM outbox ORDER BY number")]


async def test_what_was_said_keeps_its_moment_until_the_day_after_is_over(database: SqliteDatabase) -> None:
    await database.write(lambda tx: fill(tx, WhoSees.ANONYMOUS))
    for hours, kept in ((0, NOW), (38, NOW), (39, MIDNIGHT), (1000, MIDNIGHT)):
        await database.write(lambda tx, hours=hours: keep_days_only(tx, NOW + timedelta(hours=hours)))  # type: ignore[misc]
        assert await database.read(said_at) == [kept]


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
async def test_other_rounds_keep_their_moments(database: SqliteDatabase, who_sees: WhoSees) -> None:
    await database.write(lambda tx: fill(tx, who_sees))
    await database.write(lambda tx: keep_days_only(tx, NOW + TWO_DAYS))
    assert await database.read(said_at) == [NOW]
    assert await database.read(lambda tx: tx.rows("SELECT id FROM inbox ORDER BY id")) == [(1,), (2,)]


async def test_what_waits_and_whoever_has_a_reminder_waiting_keep_theirs(database: SqliteDatabase) -> None:
    person_id = await database.write(lambda tx: fill(tx, WhoSees.ANONYMOUS))

    def reminder_waits(tx: Transaction) -> None:
        tx.run(
            "INSERT INTO reminder (round_id, kind, person_id, local_day, goes_on, batch, due_at, state,"
            " decided_at) VALUES ('r1', 'k', :id, 'd', 'd', 'b', 1, 'waiting', 1)",
            {"id": person_id},
        )
        keep_days_only(tx, NOW + TWO_DAYS)

    await database.write(reminder_waits)
    assert await database.read(said_at) == [NOW]

    def entry_waits(tx: Transaction) -> None:
        tx.run("DELETE FROM reminder")
        tx.run("UPDATE outbox SET state = 'waiting'")
        keep_days_only(tx, NOW + TWO_DAYS)

    await database.write(entry_waits)
    assert await database.read(said_at) == [NOW]


async def test_whether_an_entry_was_taken_at_its_first_try_stays(database: SqliteDatabase) -> None:
    person_id = await database.write(lambda tx: fill(tx, WhoSees.ANONYMOUS))

    def sent_later(tx: Transaction) -> list[tuple[int, ...]]:
        second = OutboxEntry(person_id, 2, TELEGRAM, "5", EntryKind.SAY, "{}")
        outbox.add(tx, [second], NOW, shown_on={WEB})
        tx.run(
            "UPDATE outbox SET state = 'sent', offered_at = created_at, delivered_at = created_at + 90"
            " WHERE number = 2"
        )
        keep_days_only(tx, NOW + TWO_DAYS)
        return tx.rows("SELECT delivered_at = offered_at, delivered_at FROM outbox ORDER BY number")

    first, later = await database.write(sent_later)
    assert first == (1, milliseconds(MIDNIGHT))
    assert later == (0, milliseconds(MIDNIGHT) + 1)


async def test_what_came_in_keeps_no_number_in_order_and_comes_again_in_vain(
    database: SqliteDatabase,
) -> None:
    person_id = await database.write(lambda tx: fill(tx, WhoSees.ANONYMOUS))

    def comes_again(tx: Transaction) -> None:
        keep_days_only(tx, NOW)
        inbox.put(tx, [Received(WEB, f"{person_id}:m1", "web:1", b"{}")], NOW + timedelta(hours=1))
        inbox.put(tx, [Received(WEB, f"{person_id}:m3", "web:1", b"{}")], NOW + timedelta(hours=1))
        # Its id is known for at least as long as before.
        inbox.sweep_done(tx, NOW + timedelta(days=30), {WEB: timedelta(days=30)})

    await database.write(comes_again)
    rows = await database.read(
        lambda tx: tx.rows("SELECT external_id, id < 0, state, received_at FROM inbox ORDER BY id")
    )
    assert [row[:3] for row in rows] == [
        (f"{person_id}:m1", 1, "done"),
        ("9:m2", 0, "done"),
        (f"{person_id}:m3", 0, "waiting"),
    ]
    assert rows[0][3] == milliseconds(MIDNIGHT + timedelta(days=1))
