"""``closer-look mail``: whether mails can be sent, and a mail server to try that out with."""

import asyncio

import click

from bot.cli.store import Misused, Refused, read_settings
from conversations.reading.lists.mail_address import mail_address

_TO_CATCH = 2525
_TO_SHOW = 8025


@click.group
def mail() -> None:
    """Try out whether mails can be sent."""


@mail.command("test")
@click.argument("address")
def send_test(address: str) -> None:
    """Send one mail to ADDRESS and say how each step went.

    Where a step fails, what the mail server answered is printed as it said it.
    """
    # Only here: what speaks SMTP takes long to load.
    from bot.app.mail_trial import TrialFailed, send_trial_mail

    settings = read_settings()
    to = mail_address(address)
    if to is None:
        raise Misused("This is not one e-mail address, such as ann@example.org.")
    try:
        asyncio.run(send_trial_mail(settings, to, click.echo))
    except TrialFailed as failed:
        raise Refused(str(failed)) from None


@mail.command("catch")
@click.option(
    "--smtp-port",
    type=click.IntRange(1, 65_535),
    default=_TO_CATCH,
    show_default=True,
    help="Where mails come in.",
)
@click.option(
    "--web-port",
    type=click.IntRange(1, 65_535),
    default=_TO_SHOW,
    show_default=True,
    help="Where they are shown.",
)
def catch(*, smtp_port: int, web_port: int) -> None:
    """Catch mails on this computer, send them to nobody, and show them on a page.

    With this, mail can be tried out without a mail server. Ends on Ctrl-C, and keeps nothing.
    """
    from bot.app.mail_trial import catch_mails, page_address, settings_to_catch

    click.echo(f"Mails that are sent to port {smtp_port} are shown at {page_address(web_port)}")
    click.echo("Set these for Closer Look:")
    for name, value in settings_to_catch(smtp_port).items():
        click.echo(f"    {name}={value}")
    try:
        asyncio.run(catch_mails(smtp_port, web_port))
    except KeyboardInterrupt:
        pass
    except OSError:
        raise Refused("One of the two ports is in use. Choose another with its option.") from None
