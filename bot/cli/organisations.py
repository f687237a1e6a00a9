"""``closer-look organisation``: who runs rounds here, and what each has chosen: reminders, complaints."""

import json
from datetime import UTC, datetime
from typing import Any

import click

from bot.cli.rounds import option_line
from bot.cli.store import Misused, Refused, counted, in_store, read_settings
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
        if each.complaint_contact:
            click.echo(f"    complaints also to: {each.complaint_contact}")


def _as_json(each: OrganisationListed) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "rounds": each.rounds,
        "reminders": _NAMES[each.reminder_policy],
        "complaints": each.complaint_contact,
    }


@organisation.command("set")
@click.argument("name")
@click.option(
    "--reminders",
    "chosen",
    type=click.Choice([_NAMES[policy] for policy in ReminderPolicy]),
    help="What becomes of a reminder or an announcement that may have arrived.",
)
@click.option(
    "--complaints",
    "contact",
    metavar="CONTACT",
    help="Who takes complaints about how data is used, such as a post with its e-mail address.",
)
def set_(name: str, chosen: str | None, contact: str | None) -> None:
    """Set how often a reminder of an organisation may come, or who takes its complaints.

    Sometimes Telegram does not say whether it took a reminder or an announcement. With at-least-once, which
    holds unless this is set, it is sent again after two minutes, unless its person was here meanwhile, and so
    may come twice. With at-most-once it is never sent again, and so may not come at all. Either way /reminded
    lists each.

    The contact for complaints is what people read who want to complain. They may write in the chat too, for
    whoever has the role: closer-look coordinator invite --organisation NAME --role complaints. "none" removes
    the contact.

    It holds at once, also while Closer Look runs.
    """
    asked = option_line(name, "NAME")
    if chosen is None and contact is None:
        raise Misused("Nothing to set: give --reminders, --complaints or both.")
    wanted = None if contact is None else _contact(contact)
    policy = next((each for each, named in _NAMES.items() if named == chosen), None)
    found = in_store(
        read_settings(), lambda database: database.write(lambda tx: _choose(tx, asked, policy, wanted))
    )
    called = found.name or "this organisation"
    if policy is not None:
        before = "already " if found.reminder_policy is policy else ""
        click.echo(f"Reminders of {called} come {before}{chosen}: {_MEANINGS[policy]}")
    if wanted is not None:
        said = f"Complaints to {called} can also be sent to: {wanted}" if wanted else ""
        click.echo(said or f"{called} names nobody for complaints outside of Closer Look any more.")


def _contact(contact: str) -> str:
    """A contact as it was typed, empty for none."""
    wanted = option_line(contact, "--complaints")
    return "" if wanted.casefold() == "none" else wanted


def _choose(
    tx: Transaction, name: str, policy: ReminderPolicy | None, contact: str | None
) -> OrganisationListed:
    """Keep what was chosen, and note that it was; the organisation as it was before."""
    found = stored.find_organisation(tx, name)
    if found is None:
        raise Refused(f'There is no organisation "{name}". All organisations: closer-look organisation list')
    if policy is not None and found.reminder_policy is not policy:
        stored.choose_reminder_policy(tx, found.id, policy)
        _note(tx, found.id, "organisation.reminders", policy.value)
    if contact is not None and found.complaint_contact != contact:
        stored.choose_complaint_contact(tx, found.id, contact)
        _note(tx, found.id, "organisation.complaints", "set" if contact else "none")
    return found


def _note(tx: Transaction, organisation_id: str, act: str, subject: str) -> None:
    note_act(
        tx, organisation_id, datetime.now(UTC), actor=OPERATOR, act=act, subject=subject, channel="command"
    )
