"""Handing mails over: each way in which it can fail is told apart by its step and by what was answered."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.channels.mail.smtp import MailConnection, MailServer
from bot.messages.failures import DeliveryFailed, Failure
from bot.settings.mail_settings import MailSecurity
from tests.bot.channels.mail import stand_in
from tests.bot.channels.mail.stand_in import ScriptedServer, scripted_server

FROM, TO = "closer-look@example.org", "ann@example.org"
MAIL = b"Subject: one\r\n\r\nwords\r\n.a dot\r\n"


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as started:
        yield started


@pytest.fixture
async def connection(server: ScriptedServer) -> AsyncIterator[MailConnection]:
    opened = MailConnection(MailServer("127.0.0.1", server.port, MailSecurity.NONE), FROM)
    yield opened
    await opened.close()


async def failed(connection: MailConnection) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as raised:
        await connection.hand_over(TO, MAIL)
    return raised.value


async def test_mails_go_one_after_another_over_one_connection(
    server: ScriptedServer, connection: MailConnection
) -> None:
    for _ in range(3):
        await connection.hand_over(TO, MAIL)
    assert server.kept == [(TO, MAIL)] * 3
    assert server.connections == 1


@dataclass(frozen=True)
class Fault:
    """What a server does at a step, what it means, and whether the mail has arrived."""

    step: str
    does: str
    means: Failure
    uncertain: bool = False
    kept: int = 0


FAULTS = [
    Fault("MAIL", "421 4.3.2 going down", Failure.NOT_SENT),
    Fault("MAIL", "432 4.3.2 too many connections", Failure.NOT_SENT),
    Fault("MAIL", stand_in.HANG_UP, Failure.NOT_SENT),
    Fault("MAIL", "530 5.7.57 not authenticated", Failure.CARRIER_TROUBLE),
    Fault("MAIL", "554 5.2.0 over the day's limit", Failure.CARRIER_TROUBLE),
    Fault("RCPT", "450 4.2.0 greylisted", Failure.NOT_SENT),
    Fault("RCPT", "451 4.7.1 later", Failure.NOT_SENT),
    Fault("RCPT", "452 4.2.2 full", Failure.NOT_SENT),
    Fault("RCPT", stand_in.HANG_UP, Failure.NOT_SENT),
    Fault("RCPT", "550 5.1.1 no such user", Failure.NO_SUCH_ADDRESS),
    Fault("RCPT", "550 5.1.10 null MX", Failure.NO_SUCH_ADDRESS),
    Fault("RCPT", "550 5.2.1 disabled", Failure.NO_SUCH_ADDRESS),
    Fault("RCPT", "550 5.4.1 no access", Failure.NO_SUCH_ADDRESS),
    Fault("RCPT", "550 no such user here", Failure.NO_SUCH_ADDRESS),
    Fault("RCPT", "550 5.7.1 relaying denied", Failure.CARRIER_TROUBLE),
    Fault("RCPT", "552 5.2.2 full", Failure.REFUSED),
    Fault("RCPT", "550 5.4.12 something else", Failure.REFUSED),
    Fault("DATA", "451 4.3.0 not now", Failure.NOT_SENT),
    Fault("DATA", stand_in.HANG_UP, Failure.UNCERTAIN, uncertain=True),
    Fault("DATA", stand_in.IN_THE_BODY, Failure.UNCERTAIN, uncertain=True),
    Fault("END", "451 4.3.0 not now", Failure.NOT_SENT),
    Fault("END", "421 4.3.2 going down", Failure.UNCERTAIN, uncertain=True),
    Fault("END", "552 5.3.4 too large", Failure.REFUSED),
    Fault("END", "554 5.7.1 looks like spam", Failure.REFUSED),
    Fault("END", stand_in.KEPT_THEN_HANG_UP, Failure.UNCERTAIN, uncertain=True, kept=1),
    Fault("END", stand_in.GARBAGE, Failure.UNCERTAIN, uncertain=True, kept=1),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.step} {fault.does}")
async def test_what_became_of_a_mail_is_known_by_its_step(
    fault: Fault, server: ScriptedServer, connection: MailConnection
) -> None:
    server.at(fault.step, fault.does)
    told = await failed(connection)
    assert (told.kind, told.uncertain) == (fault.means, fault.uncertain)
    assert len(server.kept) == fault.kept
    assert fault.uncertain or not server.kept, "what may have arrived is never said not to have"
    assert told.permanent is (fault.means is Failure.NO_SUCH_ADDRESS), "the rest puts nobody out of reach"
    assert fault.means not in {Failure.NOT_SENT, Failure.CARRIER_TROUBLE} or told.retry_after
    await connection.hand_over(TO, MAIL)
    assert len(server.kept) == fault.kept + 1, "the next one goes its way"


async def test_a_connection_that_the_server_closed_meanwhile_is_opened_anew(
    server: ScriptedServer, connection: MailConnection
) -> None:
    await connection.hand_over(TO, MAIL)
    server.at("MAIL", stand_in.HANG_UP)
    await connection.hand_over(TO, MAIL)
    assert len(server.kept) == 2
    assert server.connections == 2


async def test_the_same_connection_goes_on_after_a_refusal(
    server: ScriptedServer, connection: MailConnection
) -> None:
    server.at("RCPT", "550 5.1.1 no such user")
    await failed(connection)
    await connection.hand_over(TO, MAIL)
    assert (server.connections, server.resets) == (1, 1)


async def test_a_server_that_is_not_there_is_tried_again_soon() -> None:
    async with scripted_server() as gone:
        port = gone.port
    told = await failed(MailConnection(MailServer("127.0.0.1", port, MailSecurity.NONE), FROM))
    assert (told.kind, told.uncertain) == (Failure.NOT_SENT, False)
