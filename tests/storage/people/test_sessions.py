"""Sessions of browsers: how long they last, what is kept of them, and what an older store becomes."""

from datetime import timedelta

import pytest

from storage.engine.database import Transaction, milliseconds
from storage.engine.schema_version import apply_migration, migrations
from storage.engine.sqlite import SqliteDatabase
from storage.people import people, sessions
from storage.people.sessions import SessionLimits, WhoseSessions
from storage.people.unlinkable import day_of
from tests.channel_names import WEB
from tests.storage.samples import NOW

DAY = timedelta(days=1)


def somebody(tx: Transaction) -> int:
    return people.enter(tx, WEB, None, NOW, language="en")


def give_role(tx: Transaction, person_id: int) -> None:
    tx.run("INSERT INTO organisation (id, name, created_at) VALUES ('o1', 'Council', 0)")
    tx.run(
        "INSERT INTO role (organisation_id, person_id, role, since) VALUES ('o1', :id, 'reader', 0)",
        {"id": person_id},
    )


@pytest.mark.parametrize(
    ("limits", "has_role", "days", "is_in"),
    [
        (SessionLimits(), False, 89, True),
        (SessionLimits(), False, 90, False),
        (SessionLimits(), True, 13, True),
        (SessionLimits(), True, 14, False),
        (SessionLimits(3, 30), True, 2, True),
        (SessionLimits(3, 30), True, 3, False),
    ],
)
async def test_a_session_ends_at_the_beginning_of_its_day_for_all_that_ask(
    database: SqliteDatabase, limits: SessionLimits, has_role: bool, days: int, is_in: bool
) -> None:
    def look(tx: Transaction) -> tuple[bool, bool, bool, bool]:
        person_id = somebody(tx)
        if has_role:
            give_role(tx, person_id)
        secret = sessions.open_session(tx, person_id, NOW)
        moment = day_of(NOW) + days * DAY
        opens = sessions.session_of(tx, secret, moment, limits) is not None
        is_seen = sessions.browsers_of(tx, person_id, moment, limits) != ()
        is_listed = sessions.listed_sessions(tx, WhoseSessions(), moment, limits) != []
        sessions.sweep_sessions(tx, moment, limits)
        return opens, is_seen, is_listed, sessions.kept_browsers(tx, person_id) != ()

    assert await database.write(look) == (is_in,) * 4


async def test_a_number_is_given_once_and_a_use_is_noted_for_that_browser_alone(
    database: SqliteDatabase,
) -> None:
    def do(tx: Transaction) -> list[tuple[int, int]]:
        person_id = somebody(tx)
        for _ in range(3):
            sessions.open_session(tx, person_id, NOW)
        assert sessions.end_browsers(tx, person_id, [2, 3, 77]) == 2
        sessions.open_session(tx, person_id, NOW)
        sessions.note_use(tx, person_id, 4, NOW + DAY)
        return [
            (each.number, (each.used_on - each.since).days) for each in sessions.kept_browsers(tx, person_id)
        ]

    assert await database.write(do) == [(1, 0), (4, 1)]


async def test_a_clock_that_was_ahead_keeps_nobody_signed_in_once_it_is_right(
    database: SqliteDatabase,
) -> None:
    def do(tx: Transaction) -> int:
        person_id = somebody(tx)
        secret = sessions.open_session(tx, person_id, NOW + 1000 * DAY)
        found = sessions.session_of(tx, secret, NOW)
        assert found is not None
        assert not found.is_used_today, "so its use is noted, with the day as it is"
        sessions.note_use(tx, person_id, found.browser, NOW)
        assert sessions.session_of(tx, secret, NOW + 90 * DAY) is None
        return person_id

    await database.write(do)


async def test_sessions_of_an_older_store_have_numbers_and_begin_to_count_on_the_day_of_the_upgrade(
    database: SqliteDatabase,
) -> None:
    def become_older(tx: Transaction) -> list[int]:
        found = [somebody(tx), somebody(tx)]
        for moment in (NOW, NOW - 700 * DAY, NOW):
            sessions.open_session(tx, found[0], moment)
        sessions.open_session(tx, found[1], NOW)
        for table, column in (
            ("person", "browsers"),
            ("web_session", "number"),
            ("web_session", "used_on"),
            ("invitation", "by_operator"),
            ("role_invitation", "tryout_id"),
            ("organisation", "record_entries"),
            ("organisation", "record_newest"),
        ):
            tx.run(f"ALTER TABLE {table} DROP COLUMN {column}")
        return found

    ann, ben = await database.write(become_older)
    (upgrade,) = [each for each in migrations() if each.name.endswith("_sessions.sql")]
    await database.write(lambda tx: apply_migration(tx, upgrade))
    rows = await database.read(
        lambda tx: tx.rows("SELECT person_id, number, created_at, used_on FROM web_session ORDER BY 1, 2")
    )
    assert [row[:2] for row in rows] == [(ann, 1), (ann, 2), (ann, 3), (ben, 1)]
    assert rows[0][2] == milliseconds(day_of(NOW - 700 * DAY)), "the oldest is the first"
    assert {row[3] % 86_400_000 for row in rows} == {0}
    (today,) = {row[3] for row in rows}
    row = await database.read(lambda tx: tx.row("SELECT strftime('%s', 'now')"))
    assert row is not None
    assert abs(int(row[0]) * 1000 - today) <= 2 * 86_400_000
    counted = await database.read(lambda tx: tx.rows("SELECT browsers FROM person ORDER BY id"))
    assert counted == [(3,), (1,)]
