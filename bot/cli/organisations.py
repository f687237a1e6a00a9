"""``closer-look organisation``: who runs rounds here, and what is set of their reminders and their data."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from bot.cli.rounds import option_line
from bot.cli.store import Misused, Refused, counted, in_store, read_settings
from storage.engine.database import Transaction
from storage.roles import organisations as stored
from storage.roles.audit import OPERATOR, note_act
from storage.roles.organisations import OrganisationListed, ReminderPolicy
from storage.roles.retention_periods import LEAST_DAYS, MOST_DAYS, DataClass, choose_period, periods_of

Periods = Mapping[DataClass, int]
"""How many days each class is kept."""

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
    found = in_store(read_settings(), lambda database: database.read(_all_with_periods))
    if as_json:
        listed = [_as_json(each, periods) for each, periods in found]
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("There is no organisation yet: it comes with its first round or coordinator.")
    for each, periods in found:
        click.echo(f"{each.id}  {each.name or '(no name)'}")
        click.echo(f"    {counted(each.rounds, 'round')}, reminders {_NAMES[each.reminder_policy]}")
        click.echo(f"    days kept after a round: {_in_a_line(periods)}")


def _all_with_periods(tx: Transaction) -> list[tuple[OrganisationListed, Periods]]:
    return [(each, periods_of(tx, each.id)) for each in stored.organisations(tx)]


def _in_a_line(periods: Periods) -> str:
    return ", ".join(f"{each.value} {days}" for each, days in periods.items())


def _as_json(each: OrganisationListed, periods: Periods) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "rounds": each.rounds,
        "reminders": _NAMES[each.reminder_policy],
        "days_kept": {data_class.value: days for data_class, days in periods.items()},
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
    "--keep",
    "kept",
    multiple=True,
    metavar="CLASS=DAYS",
    help="How many days a class of data is kept after a round: " + ", ".join(DataClass) + ".",
)
def set_(name: str, chosen: str | None, kept: tuple[str, ...]) -> None:
    """Set what holds for an organisation: its reminders, and how long its data are kept.

    Sometimes Telegram does not say whether it took a reminder. With at-least-once, which holds unless this is
    set, it is sent again after two minutes, unless its person was here meanwhile, and so may come twice. With
    at-most-once it is never sent again, and so may not come at all. Either way /reminded lists each.

    The days count from the last day of each round, for rounds that have closed as well. Then the data are
    erased by themselves. Coordinators are told two weeks before. All of it holds at once, also while Closer
    Look runs.
    """
    if chosen is None and not kept:
        raise Misused("Say what to set: --reminders or --keep.")
    policy = next((each for each, named in _NAMES.items() if named == chosen), None)
    periods, asked = [_period(each) for each in kept], option_line(name, "NAME")
    found = in_store(
        read_settings(), lambda database: database.write(lambda tx: _choose(tx, asked, policy, periods))
    )
    whose = found.name or "this organisation"
    if policy is not None:
        before = "already " if found.reminder_policy is policy else ""
        click.echo(f"Reminders of {whose} come {before}{chosen}: {_MEANINGS[policy]}")
    for data_class, days in periods:
        click.echo(f"{data_class.value.capitalize()} of {whose} are kept for {days} days after a round.")


def _period(text: str) -> tuple[DataClass, int]:
    """What is given to --keep, such as replies=365. Raises ``Misused``."""
    word, _, days = text.replace(" ", "").casefold().partition("=")
    if word not in set(DataClass):
        raise Misused(f'There is no class "{word}". The classes are: {", ".join(DataClass)}.')
    if not (days.isdecimal() and len(days) < len("12345") and LEAST_DAYS <= int(days) <= MOST_DAYS):
        raise Misused(
            f"--keep {word} needs a number of days from {LEAST_DAYS} to {MOST_DAYS}, such as {word}=365."
        )
    return DataClass(word), int(days)


def _choose(
    tx: Transaction, name: str, policy: ReminderPolicy | None, periods: Sequence[tuple[DataClass, int]]
) -> OrganisationListed:
    """Keep what was chosen, and note that it was; the organisation as it was before."""
    found = stored.find_organisation(tx, name)
    if found is None:
        raise Refused(f'There is no organisation "{name}". All organisations: closer-look organisation list')
    if policy is not None and found.reminder_policy is not policy:
        stored.choose_reminder_policy(tx, found.id, policy)
        _note(tx, found.id, "organisation.reminders", policy.value)
    before = periods_of(tx, found.id)
    for data_class, days in periods:
        if before[data_class] != days:
            choose_period(tx, found.id, data_class, days)
            _note(tx, found.id, "organisation.keep", f"{data_class.value} {days}")
    return found


def _note(tx: Transaction, organisation_id: str, act: str, subject: str) -> None:
    now = datetime.now(UTC)
    note_act(tx, organisation_id, now, actor=OPERATOR, act=act, subject=subject, channel="command")
