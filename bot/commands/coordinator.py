"""``closer-look coordinator``: the first coordinator of an organisation comes in by a link from the host."""

from datetime import UTC, datetime, timedelta

import click

from bot.addresses import bot_name, telegram_link, web_address, web_link
from bot.commands.rounds import one_line
from bot.commands.store import Misused, in_store, read_settings
from bot.settings import Settings
from storage.audit import note_act
from storage.database import Transaction
from storage.organisations import Role, offer_role, organisation_named

VALID = timedelta(minutes=15)


@click.group
def coordinator() -> None:
    """Let somebody run an organisation's rounds from the chat."""


@coordinator.command
@click.option("--organisation", required=True, metavar="NAME", help="Whose rounds they run.")
def invite(organisation: str) -> None:
    """Make a link for a coordinator of an organisation.

    It works once and for 15 minutes, in the browser or in Telegram. That coordinator can let in others from
    the chat. An organisation that is not known yet is added.
    """
    settings = read_settings()
    name = one_line(organisation, "--organisation")
    if not name:
        raise Misused("The organisation needs a name.")
    made = in_store(
        settings, lambda database: database.write(lambda tx: _links(tx, settings, name)), makes_one=True
    )
    for link in made:
        click.echo(link)
    click.echo("It works once, within 15 minutes. Whoever opens it first becomes coordinator.", err=True)


def _links(tx: Transaction, settings: Settings, name: str) -> list[str]:
    now = datetime.now(UTC)
    organisation_id = organisation_named(tx, name, now)
    code = offer_role(tx, organisation_id, Role.COORDINATOR, now, valid=VALID)
    note_act(
        tx,
        organisation_id,
        now,
        actor="operator",
        act="role.offer",
        subject=Role.COORDINATOR.value,
        channel="command",
    )
    bot = bot_name(tx)
    return [web_link(web_address(tx, settings), code), *([telegram_link(bot, code)] if bot else [])]
