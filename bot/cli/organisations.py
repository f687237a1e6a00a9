"""``closer-look organisation``: who runs rounds here, and what each has chosen about its reminders."""

import json
from datetime import UTC, datetime
from typing import Any

import click

from bot.cli.rounds import option_line
from bot.cli.store import Refused, counted, in_store, read_settings
from storage.engine.database import Transaction
from storage.roles import organisations as stored
from storage.roles.audit import OPERATOR, note_act
from storage.roles.organisations import OrganisationListed, ReminderPolicy

_NAMES = {
    ReminderPolicy.AT_LEAST_ONCE: "at-least-once",
    ReminderPolicy.AT_MOST_ONCE: "at-most-once",
}
_MEANINGS = {
    ReminderPolicy.AT_LEAST_ONCE: "one that may have arrived is sent again after two minutes, unless its "
    "person was here meanwhile.",
    ReminderPolicy.AT_MOST_ONCE: "one that may have arrived is not sent again, and /reminded lists it.",
}


@click.group
def organisation() -> None:
    """List the organisations that run rounds, and set what holds for each."""


@organisation.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the organisations as a JSON list.")
def print_organisations(*, as_json: bool) -> None:
    """List all organisations with what is set for them."""
    found = in_store(read_settings(), lambda database: database.read(stored.organisations))
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in found], indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("There is no organisation yet: it comes with its first round or coordinator.")
    for each in found:
        click.echo(f"{each.id}  {each.name or '(no name)'}")
        click.echo(f"    {counted(each.rounds, 'round')}, reminders {_NAMES[each.reminder_policy]}")


def _as_json(each: OrganisationListed) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "rounds": each.rounds,
        "reminders": _NAMES[each.reminder_policy],
    }


@organisation.command("set")
@click.argument("name")
@click.option(
    "--reminders",
    "chosen",
    type=click.Choice([_NAMES[policy] for policy in ReminderPolicy]),
    required=True,
    help="What becomes of a reminder or an announcement that may have arrived.",
)
def set_(name: str, chosen: str) -> None:
    """Set how often a reminder or an announcement of an organisation may come.

    Sometimes Telegram does not say whether it took one. With at-least-once, which holds unless this is set,
    it is sent again after two minutes, unless its person was here meanwhile, and so may come twice. With
    at-most-once it is never sent again, and so may not come at all. Either way /reminded lists each. It
    holds at once, also while Closer Look runs.
    """
    policy = next(each for each, named in _NAMES.items() if named == chosen)
    asked = option_line(name, "NAME")
    found = in_store(read_settings(), lambda database: database.write(lambda tx: _choose(tx, asked, policy)))
    before = "already " if found.reminder_policy is policy else ""
    click.echo(f"Reminders of {found.name or 'this organisation'} come {before}{chosen}: {_MEANINGS[policy]}")


def _choose(tx: Transaction, name: str, policy: ReminderPolicy) -> OrganisationListed:
    """Keep what was chosen, and note that it was; the organisation as it was before."""
    found = stored.find_organisation(tx, name)
    if found is None:
        raise Refused(f'There is no organisation "{name}". All organisations: closer-look organisation list')
    if found.reminder_policy is not policy:
        stored.choose_reminder_policy(tx, found.id, policy)
        note_act(
            tx,
            found.id,
            datetime.now(UTC),
            actor=OPERATOR,
            act="organisation.reminders",
            subject=policy.value,
            channel="command",
        )
    return found
