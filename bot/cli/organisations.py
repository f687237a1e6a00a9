"""``closer-look organisation``: who runs rounds here, and what each has chosen for its people."""

import json
from datetime import UTC, datetime
from typing import Any

import click

from bot.app.channel_table import all_channels
from bot.cli.rounds import option_line
from bot.cli.store import Refused, counted, in_store, read_settings
from content.phrases import SOURCE_LANGUAGE, phrases_in
from storage.engine.database import Transaction
from storage.roles import organisations as stored
from storage.roles.audit import OPERATOR, note_act
from storage.roles.organisations import OrganisationListed, ReminderPolicy

_BROWSER_ONLY, _ANY_CHANNEL = "browser-only", "any-channel"
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
        click.echo(
            f"    {counted(each.rounds, 'round')}, reminders {_NAMES[each.reminder_policy]}, "
            f"anonymous rounds {_where(each)}"
        )


def _as_json(each: OrganisationListed) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "rounds": each.rounds,
        "reminders": _NAMES[each.reminder_policy],
        "anonymous_rounds": _where(each),
    }


def _where(each: OrganisationListed) -> str:
    return _ANY_CHANNEL if each.anonymous_anywhere else _BROWSER_ONLY


@organisation.command("set")
@click.argument("name")
@click.option(
    "--reminders",
    "chosen",
    type=click.Choice([_NAMES[policy] for policy in ReminderPolicy]),
    help="What becomes of a reminder or an announcement that may have arrived.",
)
@click.option(
    "--anonymous-rounds",
    "where",
    type=click.Choice([_BROWSER_ONLY, _ANY_CHANNEL]),
    help="Where people may take part in its anonymous rounds.",
)
@click.option("--yes", is_flag=True, help="Accept what is known of people there, without being asked.")
def set_(name: str, chosen: str | None, where: str | None, *, yes: bool) -> None:
    """Set what holds for an organisation: how often reminders may come, and where anonymous rounds are.

    People take part in an anonymous round in the browser only, as messengers know who writes. With
    any-channel they may use those too, in rounds that are opened from then on. What can then be known of
    them is shown and has to be accepted, and people read it before they begin.

    Sometimes Telegram does not say whether it took one. With at-least-once, which holds unless this is set,
    it is sent again after two minutes, unless its person was here meanwhile, and so may come twice. With
    at-most-once it is never sent again, and so may not come at all. Either way /reminded lists each. It
    holds at once, also while Closer Look runs.
    """
    if chosen is None and where is None:
        raise click.UsageError("Say what to set: --reminders or --anonymous-rounds.")
    asked = option_line(name, "NAME")
    if where is not None:
        _set_where(asked, accepted=where == _ANY_CHANNEL, yes=yes)
    if chosen is not None:
        _set_reminders(asked, chosen)


def _set_where(name: str, *, accepted: bool, yes: bool) -> None:
    settings = read_settings()
    known = all_channels(settings).anonymity_notes(phrases_in(SOURCE_LANGUAGE))
    if accepted:
        click.echo(f"People will read this before they begin: {known}")
        if not yes:
            click.confirm("Does the organisation accept this?", abort=True)
    found = in_store(settings, lambda database: database.write(lambda tx: _accept(tx, name, accepted)))
    places = "on every channel" if accepted else "in the browser only"
    click.echo(f"Anonymous rounds of {found.name or 'this organisation'} that are opened now are {places}.")


def _accept(tx: Transaction, name: str, accepted: bool) -> OrganisationListed:
    found = _found(tx, name)
    if found.anonymous_anywhere is not accepted:
        stored.choose_any_channel(tx, found.id, accepted=accepted)
        note_act(
            tx,
            found.id,
            datetime.now(UTC),
            actor=OPERATOR,
            act="organisation.anonymous",
            subject=_ANY_CHANNEL if accepted else _BROWSER_ONLY,
            channel="command",
        )
    return found


def _set_reminders(asked: str, chosen: str) -> None:
    policy = next(each for each, named in _NAMES.items() if named == chosen)
    found = in_store(read_settings(), lambda database: database.write(lambda tx: _choose(tx, asked, policy)))
    before = "already " if found.reminder_policy is policy else ""
    click.echo(f"Reminders of {found.name or 'this organisation'} come {before}{chosen}: {_MEANINGS[policy]}")


def _choose(tx: Transaction, name: str, policy: ReminderPolicy) -> OrganisationListed:
    """Keep what was chosen, and note that it was; the organisation as it was before."""
    found = _found(tx, name)
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


def _found(tx: Transaction, name: str) -> OrganisationListed:
    found = stored.find_organisation(tx, name)
    if found is None:
        raise Refused(f'There is no organisation "{name}". All organisations: closer-look organisation list')
    return found
