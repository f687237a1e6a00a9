"""``closer-look notify``: whether mails can be sent by GOV.UK Notify."""

import asyncio

import click

from bot.cli.store import Misused, Refused, read_settings
from conversations.reading.lists.mail_address import mail_address


@click.group
def notify() -> None:
    """Try out whether mails can be sent by GOV.UK Notify."""


@notify.command("check")
def check_key() -> None:
    """Say whether the key and the template are right. Nothing is sent."""
    # Only here: what speaks HTTP takes long to load.
    from bot.app.carrier_trials import TrialFailed, check_notify

    settings = read_settings()
    try:
        asyncio.run(check_notify(settings, click.echo))
    except TrialFailed as failed:
        raise Refused(str(failed)) from None


@notify.command("test")
@click.argument("address")
def send_trial(address: str) -> None:
    """Send one mail to ADDRESS by GOV.UK Notify, and say what it answers."""
    from bot.app.carrier_trials import TrialFailed, send_notify_trial

    settings = read_settings()
    to = mail_address(address)
    if to is None:
        raise Misused("This is not one e-mail address, such as ann@example.org.")
    try:
        asyncio.run(send_notify_trial(settings, to, click.echo))
    except TrialFailed as failed:
        raise Refused(str(failed)) from None
