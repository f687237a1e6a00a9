"""How hearing goes on each channel, as it is kept."""

from datetime import UTC, datetime, timedelta

from storage.engine.key_values import set_key_value
from storage.engine.sqlite import SqliteDatabase
from storage.messages.contacts import Contact, last_reached, note_contacts, note_reached, noted_contacts
from tests.channel_names import TELEGRAM
from tests.teletype.channel import TELETYPE

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


async def test_each_channel_has_its_own_contact(database: SqliteDatabase) -> None:
    one = Contact(TELEGRAM, "Telegram", NOW, "conflict", timedelta(seconds=90), ("Look there.",))
    other = Contact(TELETYPE, "the teletype", None)
    await database.write(lambda tx: note_contacts(tx, (one, other), NOW))
    assert await database.read(noted_contacts) == (one, other)
    assert await database.read(lambda tx: last_reached(tx, TELETYPE)) is None


async def test_a_silence_across_two_runs_is_known_after_a_run_that_heard_nothing(
    database: SqliteDatabase,
) -> None:
    await database.write(lambda tx: note_reached(tx, TELEGRAM, NOW))
    await database.write(lambda tx: note_contacts(tx, (Contact(TELEGRAM, "Telegram", None),), NOW))
    (contact,) = await database.read(noted_contacts)
    assert contact.last == NOW


async def test_when_the_version_before_reached_its_channel_is_still_known(database: SqliteDatabase) -> None:
    await database.write(lambda tx: set_key_value(tx, "last_poll", "", NOW))
    assert await database.read(lambda tx: last_reached(tx, TELEGRAM)) == NOW
