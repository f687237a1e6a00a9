"""``closer-look erase``: erasing a round, a person, a name or all old rounds at once, after it was shown."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import click

from bot.acts.role_acts import note_erased
from bot.cli.rounds import no_round
from bot.cli.store import Misused, Refused, counted, in_store, read_settings
from bot.coordinator.report_data import guest_named, publish_all
from bot.messages.guide_cache import GuideShelf
from bot.schedule.returned_prompts import erase_and_tell
from bot.settings.settings import Settings
from content.phrases import SOURCE_LANGUAGE, long_date
from conversations.reading.typed import plain
from storage.engine.database import Database, Transaction
from storage.engine.key_values import ERASED, key_value
from storage.erasure import wiped
from storage.names_shown import forget_name, unlist_person
from storage.people import membership
from storage.retention.classes import erase_some
from storage.retention.counts import KeptOfRound, kept_of_person, kept_of_round
from storage.retention.notices import ClosedRound, closed_rounds, erased_at
from storage.retention.notices import note_erased as note_class_erased
from storage.roles.act_kinds import ActKind, as_actor
from storage.roles.audit import OPERATOR, note_act
from storage.roles.retention_periods import OF_A_ROUND, DataClass
from storage.rounds.invited_list import listed_people
from storage.rounds.invitees import Guest, numbered_guests
from storage.rounds.rounds import find_listed, find_round

WIPE_TRIES = 20
AGAIN_SECONDS = 0.5

_YES = click.option("--yes", is_flag=True, help="Do not ask first.")
_Shown = tuple[ClosedRound, KeptOfRound]


@click.group
def erase() -> None:
    """Erase a round, a person, a name on a list, or all rounds that closed long ago.

    What would be erased is shown first. It is gone for good, and what was erased is on record. Backups keep
    what they hold until you delete them.
    """


@erase.command("round")
@click.argument("round_id", metavar="ROUND")
@_YES
def erase_round(round_id: str, *, yes: bool) -> None:
    """Erase all that is kept of a closed round: replies, names, links, reminders, sign-ins and files.

    Its title and its dates stay in the list of rounds, and the figures of its group's report.
    """

    def find(tx: Transaction, now: datetime) -> list[ClosedRound]:
        view = find_round(tx, round_id)
        if view is None:
            raise Refused(no_round(round_id))
        if view.is_open(now):
            raise Refused(f"The round {round_id} is open. Close it first: closer-look round close {round_id}")
        return [each for each in closed_rounds(tx, now) if each.view.id == round_id]

    settings, now = read_settings(), datetime.now(UTC)
    shown = in_store(settings, lambda database: database.read(lambda tx: _shown(tx, find(tx, now))))
    _erase_after_asking(settings, shown, now, yes=yes, said=f"The round {round_id} is erased.")


@erase.command("older-than")
@click.argument("day", metavar="DATE")
@_YES
def erase_older_than(day: str, *, yes: bool) -> None:
    """Erase all that is kept of every round whose last day was before DATE, such as 2025-12-31."""
    limit = _day(day)
    settings, now = read_settings(), datetime.now(UTC)
    if limit > now.date():
        raise Misused("Please name a day that has begun.")

    def find(tx: Transaction) -> list[ClosedRound]:
        return [
            each
            for each in closed_rounds(tx, now)
            if each.closed_on < limit and erased_at(tx, each.view.id, DataClass.REPLIES) is None
        ]

    shown = in_store(settings, lambda database: database.read(lambda tx: _shown(tx, find(tx))))
    if not shown:
        click.echo(f"No round closed before {long_date(limit, SOURCE_LANGUAGE)} has anything to erase.")
        return
    _erase_after_asking(settings, shown, now, yes=yes, said=f"{counted(len(shown), 'round')} erased.")


@erase.command("person")
@click.argument("round_id", metavar="ROUND")
@click.argument("pseudonym")
@_YES
def erase_one(round_id: str, pseudonym: str, *, yes: bool) -> None:
    """Erase everything about somebody, as their own /forget does: in all their rounds, and their roles.

    PSEUDONYM is their number in this round, such as P-abcd2345, which their /mydata shows them.
    """
    settings, now = read_settings(), datetime.now(UTC)

    def find(tx: Transaction) -> int:
        if find_round(tx, round_id) is None:
            raise Refused(no_round(round_id))
        person_id = membership.person_called(tx, round_id, pseudonym.strip())
        if person_id is None:
            raise Refused(f'Nobody in the round {round_id} is called "{pseudonym}".')
        return person_id

    person_id = in_store(settings, lambda database: database.read(find))
    kept = in_store(settings, lambda database: database.read(lambda tx: kept_of_person(tx, person_id)))
    click.echo(
        f"{pseudonym}: takes part in {counted(kept.rounds, 'round')}, "
        f"{counted(kept.replies, 'reply version')}, {counted(kept.files, 'file')}, "
        f"{counted(kept.roles, 'role')}"
    )
    if not yes:
        click.confirm("Erase everything about this person for good?", abort=True)

    async def erase_it(database: Database) -> bool:
        await publish_all(database, GuideShelf())
        await database.write(lambda tx: _erase_person(tx, round_id, person_id, now))
        return await _wipe(database)

    is_wiped = in_store(settings, erase_it)
    click.echo(f"Everything about {pseudonym} is erased. {_about_files('person', is_wiped=is_wiped)}")


@erase.command("name")
@click.argument("round_id", metavar="ROUND")
@click.argument("who", metavar="NAME")
@_YES
def erase_name(round_id: str, who: str, *, yes: bool) -> None:
    """Erase a name from a list of those invited. NAME is the name, or the number of its link, which goes on.

    Where several have the name, put the team behind it: "Zoe Able, Home care".
    """
    settings, now = read_settings(), datetime.now(UTC)
    found = in_store(settings, lambda database: database.read(lambda tx: _named(tx, round_id, who)))
    if not yes:
        click.confirm(f"Erase {found.shown} of “{found.title}” for good?", abort=True)

    async def erase_it(database: Database) -> bool:
        await database.write(lambda tx: _erase_name(tx, round_id, who, now))
        return await _wipe(database)

    is_wiped = in_store(settings, erase_it)
    what = f"The name of link {found.number}" if found.number else "The name"
    click.echo(f"{what} is erased. {_about_files('name', is_wiped=is_wiped)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Misused(f'"{text}" is not a day. Write it like 2025-12-31.') from None


def _shown(tx: Transaction, rounds: Sequence[ClosedRound]) -> list[_Shown]:
    return [(each, kept_of_round(tx, each.view.id)) for each in rounds]


def _show(shown: Sequence[_Shown]) -> None:
    for closed, kept in shown:
        view = closed.view
        click.echo(f"{view.id}  {view.title}")
        click.echo(f"    closed on {long_date(closed.closed_on, SOURCE_LANGUAGE)}")
        click.echo(
            f"    {counted(kept.people, 'participant')}, {counted(kept.replies, 'reply version')}, "
            f"{counted(kept.invited, 'link')}, {counted(kept.reminders, 'reminder')}, "
            f"{counted(kept.files, 'file')}"
        )
        if kept.going_on:
            click.echo(
                f"    {kept.going_on} of them take part elsewhere or have a role: that stays, and what they "
                "gave here goes"
            )


def _erase_after_asking(
    settings: Settings, shown: Sequence[_Shown], now: datetime, *, yes: bool, said: str
) -> None:
    """Show what would go, ask unless that was answered before, erase it and say so."""
    _show(shown)
    if not yes:
        click.confirm("Erase all this for good?", abort=True)
    is_wiped = in_store(settings, lambda database: _erase_rounds(database, shown, now))
    click.echo(f"{said} {_about_files(is_wiped=is_wiped)}")


async def _erase_rounds(database: Database, shown: Sequence[_Shown], now: datetime) -> bool:
    """Erase all classes of these rounds, a few people's share at a time; whether the files are wiped."""
    await publish_all(database, GuideShelf())
    for closed, _ in shown:
        for data_class in OF_A_ROUND:
            while await database.write(
                lambda tx, id_=closed.view.id, each=data_class: _erase_some(tx, id_, each, now)  # type: ignore[misc]
            ):
                pass
        await database.write(lambda tx, each=closed: _note_round(tx, each, now))  # type: ignore[misc]
    return await _wipe(database)


def _erase_some(tx: Transaction, round_id: str, data_class: DataClass, now: datetime) -> bool:
    view = find_round(tx, round_id)
    if view is None or view.is_open(now):
        raise Refused(f"The round {round_id} was opened again meanwhile, so the rest of it stays.")
    return erase_some(tx, data_class, round_id, now, now)


def _note_round(tx: Transaction, closed: ClosedRound, now: datetime) -> None:
    for data_class in OF_A_ROUND:
        note_class_erased(tx, closed.view.id, data_class, now)
    _note(tx, closed.organisation_id, ActKind.ROUND_ERASE, closed.view.id, now)


def _erase_person(tx: Transaction, round_id: str, person_id: int, now: datetime) -> None:
    listed = find_listed(tx, round_id)
    note_erased(tx, person_id, "command", now)
    erase_and_tell(tx, GuideShelf(), person_id, now)
    _note(tx, listed.organisation_id if listed else "", ActKind.PERSON_ERASE, as_actor(person_id), now)


@dataclass(frozen=True, slots=True)
class _Named:
    """A name on a list of a round; ``number`` is that of its link, 0 on the list of a shared link."""

    title: str
    organisation_id: str
    number: int
    guest: Guest

    @property
    def shown(self) -> str:
        """The name, and the number of its link."""
        named = guest_named(self.guest)
        return f"the name of link {self.number}, {named}," if self.number else f"{named} from the list"


def _named(tx: Transaction, round_id: str, who: str) -> _Named:
    """The one name that is meant. Raises ``Refused``."""
    listed = find_listed(tx, round_id)
    if listed is None:
        raise Refused(no_round(round_id))
    asked = plain(who)
    found = [
        _Named(listed.view.title, listed.organisation_id, number, guest)
        for number, guest in [
            *numbered_guests(tx, round_id),
            *((0, each) for each in listed_people(tx, round_id)),
        ]
        if asked == str(number or "") or asked in {plain(guest.name), plain(guest_named(guest))}
    ]
    if not found and asked.isdecimal():
        raise Refused(f"There is no link {asked} with a name in the round {round_id}.")
    if not found:
        raise Refused(f'Nobody on a list of the round {round_id} is called "{who.strip()}".')
    if len(found) > 1:
        several = "; ".join(f"{each.number or 'the list'}: {guest_named(each.guest)}" for each in found)
        raise Refused(f"Several are called so. Give the number of the link, or add the team. {several}")
    return found[0]


def _erase_name(tx: Transaction, round_id: str, who: str, now: datetime) -> None:
    found = _named(tx, round_id, who)
    if found.number:
        forget_name(tx, round_id, found.number, now)
    else:
        unlist_person(tx, round_id, found.guest, now)
    subject = f"{round_id} {found.number}" if found.number else round_id
    _note(tx, found.organisation_id, ActKind.INVITATION_ERASE, subject, now)


def _note(tx: Transaction, organisation_id: str, act: ActKind, subject: str, now: datetime) -> None:
    note_act(tx, organisation_id, now, actor=OPERATOR, act=act, subject=subject, channel="command")


async def _wipe(database: Database) -> bool:
    """Write the file again without what was erased; False while the running product reads there."""
    for _ in range(WIPE_TRIES):
        erasure = await database.read(lambda tx: key_value(tx, ERASED))
        if erasure is None:
            return True
        if await database.vacuum():
            await database.write(lambda tx, name=erasure[0]: wiped(tx, name))  # type: ignore[misc]
            return True
        await asyncio.sleep(AGAIN_SECONDS)
    return False


_GONE = {
    "round": "No byte of it is left in the data folder.",
    "person": "None of their replies is left in the data folder.",
    "name": "It is on no list any more.",
}
_STAYS = {
    "round": "",
    "person": "Whatever others saved, printed or got in another app keeps it. In an anonymous round their "
    "name stays on the list until the round has closed, or until you erase the name. ",
    "name": "Whatever others saved, printed or got in another app keeps it. ",
}


def _about_files(what: str = "round", *, is_wiped: bool) -> str:
    """What is left of a round, a person or a name, here and elsewhere."""
    gone = _GONE[what] if is_wiped else "Its bytes leave the files within the hour, while Closer Look runs."
    return f"{gone} {_STAYS[what]}Backups keep what they hold until you delete them."
