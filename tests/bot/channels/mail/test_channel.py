"""Mail behind the one contract: an entry of the outbox becomes one mail, the same each time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Any

import pytest

from bot.app.channel_table import all_channels
from bot.channels.mail.channel import MAIL, MailCarrier
from bot.messages.failures import DeliveryFailed, Failure
from bot.notices.addressed import AddressedNotice, addressed_from_json, addressed_to_json
from bot.notices.notice import Notice
from bot.settings.settings import Settings
from storage.messages.outbox import EntryKind, PendingEntry, Priority
from tests.bot.channels.mail import stand_in
from tests.bot.channels.mail.stand_in import ScriptedServer, scripted_server

NOTICE = Notice(
    name="a-name-of-its-own",
    made_at=datetime(2026, 11, 30, 9, 0, tzinfo=UTC),
    language="en",
    subject="“Autumn”: your link",
    paragraphs=("Hello Ann,",),
    link="https://closer-look.example.org/join/abc",
)


def entry(to: str = "ann@example.org") -> PendingEntry:
    body = addressed_to_json(AddressedNotice(to, NOTICE))
    return PendingEntry(
        1, 1, MAIL, "a-random-name", EntryKind.SAY, body, None, None, Priority.BULK, 0, 0, goes_once=False
    )


def settings(port: int, **more: Any) -> Settings:
    return Settings(
        mail_host="127.0.0.1",
        mail_port=port,
        mail_security="none",
        mail_from="closer-look@example.org",
        **more,
    )


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as started:
        yield started


@pytest.fixture
async def carrier(server: ScriptedServer) -> AsyncIterator[MailCarrier]:
    made = MailCarrier(settings(server.port), None)
    yield made
    await made.close()


def test_a_notice_with_its_address_is_read_as_it_was_written() -> None:
    addressed = AddressedNotice("ann@example.org", NOTICE)
    assert addressed_from_json(addressed_to_json(addressed)) == addressed


async def test_an_entry_becomes_a_mail_to_the_address_in_it(
    server: ScriptedServer, carrier: MailCarrier
) -> None:
    delivered = await carrier.send(entry(), 0)
    assert delivered.message_id == NOTICE.name
    ((to, mail),) = server.kept
    assert to == "ann@example.org"
    assert message_from_bytes(mail)["Message-ID"] == f"<{NOTICE.name}@example.org>"


async def test_a_retry_is_the_same_mail_to_the_byte(server: ScriptedServer, carrier: MailCarrier) -> None:
    server.at("END", stand_in.KEPT_THEN_HANG_UP)
    with pytest.raises(DeliveryFailed) as failed:
        await carrier.send(entry(), 0)
    assert failed.value.uncertain
    await carrier.send(entry(), 0)
    first, second = server.kept
    assert first == second


async def test_an_address_that_is_none_is_found_out_before_anything_is_sent(
    server: ScriptedServer, carrier: MailCarrier
) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await carrier.send(entry("ann@example.org, ben@example.org"), 0)
    assert failed.value.kind is Failure.NO_SUCH_ADDRESS
    assert server.connections == 0


def test_without_a_mail_server_there_is_no_carrier_of_notices() -> None:
    assert all_channels(Settings()).for_notices is None


def test_it_goes_at_the_pace_that_is_set() -> None:
    pace = MailCarrier(settings(25, mail_per_minute=30), None).pace
    assert (pace.per_second, pace.at_once) == (0.5, 1)
    assert MailCarrier(settings(25), None).pace.per_second == pytest.approx(25 / 60)


def test_it_takes_notices_where_it_is_set() -> None:
    found = all_channels(settings(25)).for_notices
    assert found is not None
    assert found.name == MAIL
