"""``closer-look coordinator``: who runs an organisation's rounds from the chat, as the host decides it.

The first coordinator comes in by a link from here, and a role can be ended here when somebody has left.
"""

import json
from datetime import UTC, datetime
from typing import Any

import click

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.operator_acts import make_link_for_role_holder
from bot.acts.refusal import ActRefused
from bot.acts.role_acts import end_role, offer_role_link
from bot.app.channel_table import all_channels
from bot.app.start_links import COORDINATOR_LINK_VALID, minutes
from bot.cli.participant_links import say_where_they_open
from bot.cli.rounds import option_line
from bot.cli.store import Misused, Refused, in_store, read_settings
from bot.coordinator.role_names import numbered, role_ended
from bot.messages.channels import Channels
from bot.settings.addresses import address_elsewhere
from bot.settings.settings import Settings
from content.phrases import SOURCE_LANGUAGE, phrases_in
from content.whole_numbers import LARGEST
from storage.engine.database import Transaction
from storage.roles.organisations import Organisation, Role, find_organisation, organisation_named
from storage.roles.role_list import ListedRoleHolder, colleague_numbered, colleagues, has_other_coordinator

_PHRASES = phrases_in(SOURCE_LANGUAGE)


@click.group
def coordinator() -> None:
    """Let somebody run an organisation's rounds from the chat, and end that."""


@coordinator.command("invite")
@click.option("--organisation", required=True, metavar="NAME", help="Whose rounds they run.")
@click.option(
    "--role",
    type=click.Choice([Role.COORDINATOR.value, Role.COMPLAINTS.value]),
    default=Role.COORDINATOR.value,
    show_default=True,
    help="What they may do.",
)
def invite_coordinator(organisation: str, role: str) -> None:
    """Make a link for a coordinator of an organisation, or for who reads its complaints.

    It works once and for 15 minutes, in the browser or in Telegram. A coordinator can let in others from
    the chat. Who reads complaints can do nothing else there, and nobody but this command makes a link for
    it: a complaint may be about a coordinator. An organisation that is not known yet is added.
    """
    settings = read_settings()
    name = option_line(organisation, "--organisation")
    if not name:
        raise Misused("The organisation needs a name.")
    given = Role(role)
    made = in_store(
        settings,
        lambda database: database.write(lambda tx: _links(tx, settings, name, given)),
        makes_one=True,
    )
    for link in made:
        click.echo(link)
    say_where_they_open(made)
    within = f"{minutes(COORDINATOR_LINK_VALID)} minutes"
    becomes = "becomes coordinator" if given is Role.COORDINATOR else "reads and answers complaints there"
    click.echo(f"It works once, within {within}. Whoever opens it first {becomes}.", err=True)


def _to_hand_on(settings: Settings) -> Channels:
    return all_channels(settings, web_url=address_elsewhere(settings))


def _links(tx: Transaction, settings: Settings, name: str, role: Role) -> list[str]:
    now = datetime.now(UTC)
    organisation_id = organisation_named(tx, name, now)
    acting = Acting(tx, OPERATOR_HERE, now)
    link = offer_role_link(acting, organisation_id, role, valid=COORDINATOR_LINK_VALID)
    code = link.result.code
    return list(_to_hand_on(settings).links(tx, code).values())


@coordinator.command("list")
@click.option("--organisation", required=True, metavar="NAME", help="Whose rounds they run.")
@click.option("--json", "as_json", is_flag=True, help="Print them as a JSON list.")
def print_role_holders(organisation: str, *, as_json: bool) -> None:
    """List who has a role in an organisation, and the links for one that are open.

    Each has a number, which names it to the command remove, and is called what a colleague called them.
    """

    def look(tx: Transaction) -> list[ListedRoleHolder]:
        return colleagues(tx, _organisation(tx, organisation).id, datetime.now(UTC))

    settings = read_settings()
    found = in_store(settings, lambda database: database.read(look))
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in found], indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo(f"Nobody has a role there. {_make_link(organisation)}")
    for each in found:
        click.echo(numbered(_PHRASES, all_channels(settings), each))


def _as_json(each: ListedRoleHolder) -> dict[str, Any]:
    return {
        "number": each.number,
        "label": each.label,
        "role": each.role.value,
        "since": each.since.isoformat(),
        "channels": list(each.channels),
        "link_until": each.until.isoformat() if each.until else None,
    }


@coordinator.command
@click.argument("number", type=click.IntRange(1, LARGEST))
@click.option("--organisation", required=True, metavar="NAME", help="Whose rounds they run.")
def link(number: int, organisation: str) -> None:
    """Make a link that signs in somebody who has a role already, by the number that list shows.

    It works once and for 15 minutes, for somebody whose browser was signed out. They are told when it is
    used.
    """
    settings = read_settings()
    made = in_store(
        settings, lambda database: database.write(lambda tx: _own_links(tx, settings, organisation, number))
    )
    for each in made:
        click.echo(each)
    say_where_they_open(made)
    within = f"{minutes(COORDINATOR_LINK_VALID)} minutes"
    click.echo(
        f"It works once, within {within}, and opens all that this person can see. Be sure whom you give it.",
        err=True,
    )


def _own_links(tx: Transaction, settings: Settings, organisation: str, number: int) -> list[str]:
    place, found = _meant(tx, organisation, number)
    if found.person_id is None:
        raise Refused(f"Number {number} is a link that nobody has used yet: it can still be used.")
    acting = Acting(tx, OPERATOR_HERE, datetime.now(UTC))
    code = make_link_for_role_holder(acting, place, found.person_id, valid=COORDINATOR_LINK_VALID)
    return list(_to_hand_on(settings).links(tx, code).values())


@coordinator.command
@click.argument("number", type=click.IntRange(1, LARGEST))
@click.option("--organisation", required=True, metavar="NAME", help="Whose rounds they run.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def remove(number: int, organisation: str, *, yes: bool) -> None:
    """End a role by its number, or take back a link that is open, at once.

    Whoever had the role is told. What they wrote and what they did stays, and so do the rounds.
    """
    settings = read_settings()
    found = in_store(settings, lambda database: database.read(lambda tx: _meant(tx, organisation, number)[1]))
    if not yes:
        what = "End this role" if found.person_id else "Take back this link"
        click.confirm(f"{numbered(_PHRASES, all_channels(settings), found)}\n{what}?", abort=True)
    is_last = in_store(settings, lambda database: database.write(lambda tx: _end(tx, organisation, found)))
    click.echo(
        f"Number {number} has no role any more." if found.person_id else "The link does not work any more."
    )
    if is_last:
        click.echo(f"Nobody coordinates there any more. {_make_link(organisation)}", err=True)


def _end(tx: Transaction, organisation: str, shown: ListedRoleHolder) -> bool:
    """End what was shown; whether no coordinator is left. Raises ``Refused`` where it is another now."""
    place, found = _meant(tx, organisation, shown.number)
    try:
        end_role(Acting(tx, OPERATOR_HERE, datetime.now(UTC)), place, shown, notice=role_ended)
    except ActRefused:
        raise Refused(f"Number {shown.number} has changed meanwhile, so nothing was done.") from None
    was_coordinator = found.person_id is not None and found.role is Role.COORDINATOR
    return was_coordinator and not has_other_coordinator(tx, place.id, found.person_id or 0)


def _meant(tx: Transaction, organisation: str, number: int) -> tuple[Organisation, ListedRoleHolder]:
    place = _organisation(tx, organisation)
    found = colleague_numbered(tx, place.id, number, datetime.now(UTC))
    if found is None:
        raise Refused(
            f"There is no number {number} there. All of them: "
            f'closer-look coordinator list --organisation "{organisation}"'
        )
    return place, found


def _organisation(tx: Transaction, name: str) -> Organisation:
    found = find_organisation(tx, option_line(name, "--organisation"))
    if found is None:
        raise Refused(f'There is no organisation "{name}". All organisations: closer-look organisation list')
    return Organisation(found.id, found.name)


def _make_link(organisation: str) -> str:
    return f'Make a link for one: closer-look coordinator invite --organisation "{organisation}"'
