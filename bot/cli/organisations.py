"""``closer-look organisation``: who runs rounds here, and what each has chosen for its rounds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click

from bot.app.channel_table import all_channels
from bot.cli.rounds import notice_given, option_line
from bot.cli.store import Misused, Refused, counted, in_store, read_settings
from bot.schedule.kept_until import choose_days_and_tell
from content.phrases import SOURCE_LANGUAGE, phrases_in
from content.whole_numbers import whole_number
from storage.engine.database import Transaction
from storage.roles import organisations as stored
from storage.roles.act_kinds import ActKind
from storage.roles.audit import OPERATOR, note_act
from storage.roles.organisations import OrganisationListed, ReminderPolicy
from storage.roles.retention_periods import (
    LEAST_DAYS,
    MOST_DAYS,
    OF_A_ROUND,
    DataClass,
    periods_of,
    rounds_kept_shorter,
)

Periods = Mapping[DataClass, int]
"""How many days each class is kept."""

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
    found = in_store(read_settings(), lambda database: database.read(_all_with_periods))
    if as_json:
        listed = [_as_json(each, periods) for each, periods in found]
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("There is no organisation yet: it comes with its first round or coordinator.")
    for each, periods in found:
        click.echo(f"{each.id}  {each.name or '(no name)'}")
        click.echo(
            f"    {counted(each.rounds, 'round')}, reminders {_NAMES[each.reminder_policy]}, "
            f"anonymous rounds {_where(each)}"
        )
        notice = "a privacy notice" if each.notice else "no privacy notice"
        click.echo(f"    {notice}, people can ask {each.contact or 'nobody by name'}")
        click.echo(f"    days kept after a round: {_in_a_line(periods)}")
        if each.complaint_contact:
            click.echo(f"    complaints also to: {each.complaint_contact}")


def _all_with_periods(tx: Transaction) -> list[tuple[OrganisationListed, Periods]]:
    return [(each, periods_of(tx, each.id)) for each in stored.organisations(tx)]


def _in_a_line(periods: Periods) -> str:
    of_a_round = ", ".join(f"{each.value} {periods[each]}" for each in OF_A_ROUND)
    return f"{of_a_round}; complaints {periods[DataClass.COMPLAINTS]}, after their answer"


def _as_json(each: OrganisationListed, periods: Periods) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "rounds": each.rounds,
        "reminders": _NAMES[each.reminder_policy],
        "anonymous_rounds": _where(each),
        "contact": each.contact,
        "has_notice": bool(each.notice),
        "days_kept": {data_class.value: days for data_class, days in periods.items()},
        "complaints": each.complaint_contact,
    }


def _where(each: OrganisationListed) -> str:
    return _ANY_CHANNEL if each.anonymous_anywhere else _BROWSER_ONLY


@organisation.command("set")
@click.argument("name")
@click.option(
    "--reminders",
    type=click.Choice([_NAMES[policy] for policy in ReminderPolicy]),
    help="What becomes of a reminder or an announcement that may have arrived.",
)
@click.option("--contact", metavar="TEXT", help="Who people can ask: name, post and how to reach them.")
@click.option(
    "--notice",
    metavar="FILE|ADDRESS",
    help="The organisation's own privacy notice: a file with its text, or its address (https://).",
)
@click.option(
    "--complaints",
    metavar="CONTACT",
    help="Who takes complaints about how data is used, such as a post with its e-mail address.",
)
@click.option(
    "--keep",
    "kept",
    multiple=True,
    metavar="CLASS=DAYS",
    help="How many days a class of data is kept: of a round after its end, complaints after their answer. "
    "The classes are: " + ", ".join(DataClass) + ".",
)
@click.option(
    "--anonymous-rounds",
    "where",
    type=click.Choice([_BROWSER_ONLY, _ANY_CHANNEL]),
    help="Where people may take part in its anonymous rounds.",
)
@click.option("--yes", is_flag=True, help="Accept what is known of people there, without being asked.")
def set_(
    name: str,
    reminders: str | None,
    contact: str | None,
    notice: str | None,
    complaints: str | None,
    kept: tuple[str, ...],
    where: str | None,
    *,
    yes: bool,
) -> None:
    """Set what holds for an organisation: reminders in doubt, its contacts and notice, how long data is kept.

    People take part in an anonymous round in the browser only, as messengers know who writes. With
    any-channel they may use those too, in rounds that are opened from then on. What can then be known of
    them is shown and has to be accepted, and people read it before they begin.

    Sometimes Telegram does not say whether it took a reminder. With at-least-once, which holds unless this
    is set, it is sent again after two minutes, unless its person was here meanwhile, and so may come twice.
    With at-most-once it is never sent again, and so may not come at all. Either way /reminded lists each.

    The contact stands in the welcome, and the notice is one tap away, in every round that has none of its
    own. People read who takes complaints when they want to complain; they may also write one in the chat, for
    whoever has the role: closer-look coordinator invite --organisation NAME --role complaints. An empty text
    takes any of them away.

    The days count from the last day of each round, and those of a complaint from its answer. A shorter time
    holds for all rounds, also for those that have closed. A longer one holds for rounds that are opened from
    then on: in those before, people were told when it goes. Then the data are erased by themselves.
    Coordinators are told two weeks before,
    and of complaints whoever reads them. All of it holds at once, also while Closer
    Look runs.
    """
    asked_for = (reminders, contact, notice, complaints, kept or None)
    if all(each is None for each in (*asked_for, where)):
        raise Misused("Say what to set, such as --reminders, --contact, --notice or --keep: see --help.")
    asked = option_line(name, "NAME")
    if where is not None:
        _set_where(asked, accepted=where == _ANY_CHANNEL, yes=yes)
        if all(each is None for each in asked_for):
            return
    wanted = _Wanted(
        next((each for each, named in _NAMES.items() if named == reminders), None),
        None if contact is None else option_line(contact, "--contact"),
        None if notice is None else notice_given(notice),
        None if complaints is None else option_line(complaints, "--complaints"),
        [_period(each) for each in kept],
    )
    found, shorter = in_store(
        read_settings(), lambda database: database.write(lambda tx: _choose(tx, asked, wanted))
    )
    for line in _said(found, wanted, shorter):
        click.echo(line)


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
            act=ActKind.ORGANISATION_ANONYMOUS,
            subject=_ANY_CHANNEL if accepted else _BROWSER_ONLY,
            channel="command",
        )
    return found


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be set for an organisation; None leaves it as it is."""

    policy: ReminderPolicy | None
    contact: str | None
    notice: str | None
    complaints: str | None
    periods: Sequence[tuple[DataClass, int]]


def _period(text: str) -> tuple[DataClass, int]:
    """What is given to --keep, such as replies=365. Raises ``Misused``."""
    word, _, days = text.replace(" ", "").casefold().partition("=")
    if word not in set(DataClass):
        raise Misused(f'There is no class "{word}". The classes are: {", ".join(DataClass)}.')
    number = whole_number(days, least=LEAST_DAYS, most=MOST_DAYS)
    if number is None:
        raise Misused(
            f"--keep {word} needs a number of days from {LEAST_DAYS} to {MOST_DAYS}, such as {word}=365."
        )
    return DataClass(word), number


def _said(found: OrganisationListed, wanted: _Wanted, shorter: Mapping[DataClass, int]) -> Iterator[str]:
    """What is set now; ``found`` is the organisation as it was before.

    ``shorter`` is how many rounds keep a shorter time of a class, as was told in them.
    """
    name = found.name or "this organisation"
    if wanted.policy is not None:
        before = "already " if found.reminder_policy is wanted.policy else ""
        yield f"Reminders of {name} come {before}{_NAMES[wanted.policy]}: {_MEANINGS[wanted.policy]}"
    if wanted.contact is not None:
        yield f"People in rounds of {name} can ask: {wanted.contact or 'nobody is named'}"
    if wanted.notice is not None:
        yield f"{name} has {'a privacy notice' if wanted.notice else 'no privacy notice'} in the chat."
    for data_class, days in wanted.periods:
        since = "after a round" if data_class in OF_A_ROUND else "after their answer"
        yield f"{data_class.value.capitalize()} of {name} are kept for {days} days {since}."
        if shorter[data_class]:
            yield (
                f"{counted(shorter[data_class], 'round')} from before, open or closed, keep the shorter time "
                "that was told there: this counts for rounds that are opened from now on."
            )
    if wanted.complaints is not None:
        yield f"Complaints to {name} can also be sent to: {wanted.complaints or 'nobody is named'}"


def _choose(
    tx: Transaction, name: str, wanted: _Wanted
) -> tuple[OrganisationListed, Mapping[DataClass, int]]:
    """Keep what was chosen, and note that it was.

    Returns the organisation as it was before, and for each class how many rounds keep a shorter time.
    """
    found = _found(tx, name)
    if wanted.policy is not None and found.reminder_policy is not wanted.policy:
        stored.choose_reminder_policy(tx, found.id, wanted.policy)
        _note(tx, found, ActKind.ORGANISATION_REMINDERS, wanted.policy.value)
    contact = found.contact if wanted.contact is None else wanted.contact
    notice = found.notice if wanted.notice is None else wanted.notice
    if (contact, notice) != (found.contact, found.notice):
        stored.tell_people(tx, found.id, contact=contact, notice=notice)
        _note(tx, found, ActKind.ORGANISATION_NOTICE, "contact" if notice == found.notice else "notice")
    before = periods_of(tx, found.id)
    for data_class, days in wanted.periods:
        if before[data_class] != days:
            choose_days_and_tell(tx, found.id, data_class, days, datetime.now(UTC))
            _note(tx, found, ActKind.ORGANISATION_KEEP, f"{data_class.value} {days}")
    if wanted.complaints not in (None, found.complaint_contact):
        stored.choose_complaint_contact(tx, found.id, wanted.complaints or "")
        _note(tx, found, ActKind.ORGANISATION_COMPLAINTS, "set" if wanted.complaints else "none")
    return found, {each: rounds_kept_shorter(tx, found.id, each, days) for each, days in wanted.periods}


def _note(tx: Transaction, found: OrganisationListed, act: ActKind, subject: str) -> None:
    note_act(tx, found.id, datetime.now(UTC), actor=OPERATOR, act=act, subject=subject, channel="command")


def _found(tx: Transaction, name: str) -> OrganisationListed:
    found = stored.find_organisation(tx, name)
    if found is None:
        raise Refused(f'There is no organisation "{name}". All organisations: closer-look organisation list')
    return found
