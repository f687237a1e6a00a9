"""``closer-look mail``: whether mails can be sent, and a mail server to try it out with."""

import asyncio
import secrets
from datetime import UTC, datetime

import aiosmtplib
import click

from bot.channels.mail.carrier import envelope_sender_of, letterhead_of, server_of
from bot.channels.mail.mail_form import mail_of
from bot.channels.mail.outcomes import Step, failure_of
from bot.channels.mail.smtp import CONTENT_SECONDS, MailServer
from bot.cli.store import Misused, Refused, read_settings
from bot.messages.failures import Failure
from bot.messages.notice import Notice
from bot.settings.mail import MailSecurity
from bot.settings.settings import Settings
from content.phrases import SOURCE_LANGUAGE

_TO_CATCH = 2525
_TO_SHOW = 8025

_BECAUSE = {
    Failure.NO_SUCH_ADDRESS: "It takes no mail for that address.",
    Failure.NOT_SENT: "It cannot be taken now; Closer Look would try again later.",
    Failure.REFUSED: "It refused the mail itself.",
    Failure.CARRIER_TROUBLE: "Nothing can be sent until this is mended.",
    Failure.UNCERTAIN: "Nobody can tell whether the mail has arrived.",
}


@click.group
def mail() -> None:
    """Try out whether mails can be sent."""


@mail.command("test")
@click.argument("address")
def send_test(address: str) -> None:
    """Send one mail to ADDRESS and say how each step went.

    What the mail server answers is printed as it says it.
    """
    settings = read_settings()
    server = server_of(settings)
    if server is None:
        raise Misused("No mail server is set: set CLOSER_LOOK_MAIL_HOST and CLOSER_LOOK_MAIL_FROM first.")
    try:
        raw = mail_of(_test_notice(), address, letterhead_of(settings))
    except ValueError:
        raise Misused("This is not one e-mail address that every mail server takes.") from None
    asyncio.run(_send(settings, server, address, raw))


def _test_notice() -> Notice:
    return Notice(
        name=secrets.token_urlsafe(16),
        made_at=datetime.now(UTC),
        language=SOURCE_LANGUAGE,
        subject="Closer Look can send mail",
        paragraphs=("This is a test by whoever looks after Closer Look. There is nothing to do.",),
    )


async def _send(settings: Settings, server: MailServer, address: str, raw: bytes) -> None:
    smtp, step = server.connection(), Step.CONNECT
    try:
        answered = await smtp.connect()
        click.echo(f"Connected to {server.host}, port {server.port}, {_encrypted(server.security)}.")
        click.echo(_logged_in(server))
        step = Step.SENDER
        await smtp.mail(envelope_sender_of(settings))
        click.echo(f"It takes mails from {envelope_sender_of(settings)}.")
        step = Step.RECIPIENT
        await smtp.rcpt(address)
        click.echo(f"It takes mails to {address}.")
        step = Step.CONTENT
        answered = await smtp.data(raw, timeout=CONTENT_SECONDS)
        click.echo(f"It has taken the mail: {answered.message}")
        await smtp.quit()
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Refused(_told(step, error)) from None
    finally:
        smtp.close()


def _encrypted(security: MailSecurity) -> str:
    return "not encrypted" if security is MailSecurity.NONE else "encrypted"


def _logged_in(server: MailServer) -> str:
    if server.username is None:
        return "Nobody is logged in: no account is set."
    return f"Logged in as {server.username}" + (" by a token." if server.token is not None else ".")


def _told(step: Step, error: Exception) -> str:
    """What is wrong, by the step, and the server's own words where it had any."""
    where = {
        Step.CONNECT: "Connecting and logging in failed.",
        Step.SENDER: "It does not take mails from our address.",
        Step.RECIPIENT: "It does not take this recipient now.",
        Step.CONTENT: "The mail was not taken.",
    }[step]
    said = str(error).strip() or type(error).__name__
    return f"{where} {_BECAUSE[failure_of(step, error).kind]}\n{said}"


@mail.command("catch")
@click.option("--smtp-port", type=click.IntRange(1, 65_535), default=_TO_CATCH, show_default=True)
@click.option("--web-port", type=click.IntRange(1, 65_535), default=_TO_SHOW, show_default=True)
def catch(*, smtp_port: int, web_port: int) -> None:
    """Catch mails on this computer, send them to nobody, and show them on a page.

    So mail can be tried out without a mail server. Ends with Ctrl-C, and forgets them.
    """
    from bot.channels.mail.catching import HERE, MailCatcher

    click.echo(f"Mails that are handed to port {smtp_port} are shown at http://{HERE}:{web_port}/")
    click.echo("For Closer Look, set these and start it again:")
    for name, value in (
        ("HOST", HERE),
        ("PORT", str(smtp_port)),
        ("SECURITY", MailSecurity.NONE.value),
        ("FROM", "closer-look@example.org"),
    ):
        click.echo(f"    CLOSER_LOOK_MAIL_{name}={value}")
    try:
        asyncio.run(MailCatcher().run(smtp_port, web_port))
    except KeyboardInterrupt:
        pass
    except OSError:
        raise Refused("One of the two ports is in use already. Choose another by its option.") from None
