"""``closer-look mail``: whether mails can be sent, a server to try that out with, and what came back."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.store import Misused, Refused, counted, in_store, read_settings
from conversations.reading.lists.mail_address import mail_address
from storage.engine.database import Transaction
from storage.mails.mailboxes import bounced

_TO_CATCH = 2525
_TO_SHOW = 8025
_LARGEST_REPORT = 10_000_000


@click.group
def mail() -> None:
    """Try out whether mails can be sent, and read which of them came back."""


@mail.command("test")
@click.argument("address")
def send_test(address: str) -> None:
    """Send one mail to ADDRESS and say how each step went.

    Where a step fails, what the mail server answered is printed as it said it.
    """
    # Only here: what speaks SMTP takes long to load.
    from bot.app.carrier_trials import TrialFailed, send_trial_mail

    settings = read_settings()
    to = mail_address(address)
    if to is None:
        raise Misused("This is not one e-mail address, such as ann@example.org.")
    try:
        asyncio.run(send_trial_mail(settings, to, click.echo))
    except TrialFailed as failed:
        raise Refused(str(failed)) from None


@mail.command("bounce")
@click.argument("reports", nargs=-1, type=click.Path(path_type=Path))
def bounce(reports: tuple[Path, ...]) -> None:
    """Read REPORTS of mails that could not be delivered, as files or from standard input.

    Coordinators then see in /people whose address does not exist. Only a report of a mail of ours, about the
    address that it went to, changes anything.
    """
    from bot.app.channel_table import all_channels

    settings = read_settings()
    carrier = all_channels(settings).for_notices
    if carrier is None:
        raise Misused("No mail server is set, so no mail of ours can have come back.")
    read = [carrier.came_back(each) for each in _contents(reports)]
    came_back = [each for found in read for each in found]

    def note(tx: Transaction) -> int:
        now = datetime.now(UTC)
        return len({each.name for each in came_back if bounced(tx, each.name, each.recipient, now)})

    ours = in_store(settings, lambda database: database.write(note)) if came_back else 0
    others = max(len(read) - ours, 0)
    if ours:
        click.echo(f"{counted(ours, 'mail')} came back. /people shows whose address does not exist.")
    if others:
        click.echo(
            f"{counted(others, 'file')} changed nothing: no report of a mail of ours that cannot arrive."
        )


def _contents(files: Sequence[Path]) -> Iterator[bytes]:
    """What files hold, or standard input where none is named. Raises ``Refused``."""
    try:
        for each in files or (Path("-"),):
            with click.open_file(str(each), "rb") as opened:
                yield opened.read(_LARGEST_REPORT)
    except OSError as fault:
        raise Refused(f"{fault.filename} cannot be read: {fault.strerror}.") from None


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
    from bot.app.carrier_trials import catch_mails, page_address, settings_to_catch

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
