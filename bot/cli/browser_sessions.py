"""``closer-look session``: where people are signed in with a browser, and ending that from the computer.

People are known here by their numbers only, as the record names them, and of an anonymous round too.
"""

import json
from datetime import UTC, datetime
from typing import Any

import click

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.operator_acts import end_sessions, note_listed
from bot.cli.rounds import no_round, option_line
from bot.cli.store import Misused, Refused, counted, in_store, read_settings
from content.whole_numbers import LARGEST
from storage.engine.database import Transaction
from storage.people.membership import person_called
from storage.people.sessions import ListedSession, SessionLimits, WhoseSessions, listed_sessions
from storage.roles.organisations import Role, find_organisation
from storage.rounds.rounds import find_round

_PERSON = click.option(
    "--person",
    type=click.IntRange(1, LARGEST),
    metavar="NUMBER",
    help="One person, as the record names them.",
)
_PARTICIPANT = click.option(
    "--participant",
    metavar="PSEUDONYM",
    help="One person, by the number in their /mydata, such as P-abcd2345. Needs --round.",
)
_ROUND = click.option("--round", "round_id", metavar="ROUND", help="The round of --participant.")
_ORGANISATION = click.option(
    "--organisation", metavar="NAME", help="Those who have a role in it or take part in a round of it."
)
_ROLE = click.option(
    "--role", type=click.Choice([each.value for each in Role]), help="Those who have this role."
)


@click.group
def session() -> None:
    """See where people are signed in with a browser, and sign them out."""


@session.command("list")
@_PERSON
@_PARTICIPANT
@_ROUND
@_ORGANISATION
@_ROLE
@click.option("--json", "as_json", is_flag=True, help="Print them as a JSON list.")
def list_(*, as_json: bool, **asked: Any) -> None:
    """List the browsers that are signed in: whose, since which day, and on which day used last.

    Without an option all of them. That you looked is put on record.
    """
    settings = read_settings()
    limits = settings.session_limits

    def look(tx: Transaction) -> list[ListedSession]:
        now = datetime.now(UTC)
        found = listed_sessions(tx, _whose(tx, **asked), now, limits)
        note_listed(Acting(tx, OPERATOR_HERE, now), found)
        return found

    found = in_store(settings, lambda database: database.write(look))
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in found], indent=2))
        return
    for each in found:
        click.echo(_shown(each))
    if not found:
        click.echo("No such browser is signed in.")


@session.command("end")
@_PERSON
@_PARTICIPANT
@_ROUND
@_ORGANISATION
@_ROLE
@click.option(
    "--browser", type=click.IntRange(1, LARGEST), metavar="NUMBER", help="Only the browser with this number."
)
@click.option("--everybody", is_flag=True, help="All browsers of everybody.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def end(*, browser: int | None, everybody: bool, yes: bool, **asked: Any) -> None:
    """Sign browsers out at once, after showing which. Nothing that people wrote is lost.

    Name whose they are, or --everybody. To come back people need a link: /web gives one to those who are
    still signed in elsewhere, and invite --participant and coordinator link make one. Those of an anonymous
    round come back only with the link or the word that they kept.
    """
    if everybody == any(value is not None for value in asked.values()):
        raise Misused("Name whose browsers are meant, or --everybody.")
    settings = read_settings()
    limits = settings.session_limits

    def meant(tx: Transaction) -> list[ListedSession]:
        return _meant(tx, asked, browser, limits)

    shown = in_store(settings, lambda database: database.read(meant))
    if not shown:
        raise Refused("No such browser is signed in, so nothing was ended.")
    for each in shown:
        click.echo(_shown(each))
    if not yes:
        click.confirm(f"Sign out {counted(len(shown), 'browser')}?", abort=True)
    kept = {(each.person_id, each.browser.number) for each in shown}

    def end_them(tx: Transaction) -> int:
        # Of what is there now only what was shown: somebody may have come back meanwhile.
        now = [each for each in meant(tx) if (each.person_id, each.browser.number) in kept]
        return end_sessions(Acting(tx, OPERATOR_HERE, datetime.now(UTC)), now)

    ended = in_store(settings, lambda database: database.write(end_them))
    click.echo(f"Signed out: {counted(ended, 'browser')}.")


def _meant(
    tx: Transaction, asked: dict[str, Any], browser: int | None, limits: SessionLimits
) -> list[ListedSession]:
    found = listed_sessions(tx, _whose(tx, **asked), datetime.now(UTC), limits)
    return [each for each in found if browser is None or each.browser.number == browser]


def _whose(
    tx: Transaction,
    *,
    person: int | None,
    participant: str | None,
    round_id: str | None,
    organisation: str | None,
    role: str | None,
) -> WhoseSessions:
    """Whose sessions the options mean. Raises ``Refused``."""
    if (participant is None) != (round_id is None):
        raise Refused("--participant and --round go together.")
    if participant is not None and round_id is not None:
        person = _person_called(tx, round_id, participant)
    if organisation is None:
        return WhoseSessions(person, None, role)
    found = find_organisation(tx, option_line(organisation, "--organisation"))
    if found is None:
        raise Refused(
            f'There is no organisation "{organisation}". All organisations: closer-look organisation list'
        )
    return WhoseSessions(person, found.id, role)


def _person_called(tx: Transaction, round_id: str, pseudonym: str) -> int:
    if find_round(tx, round_id) is None:
        raise Refused(no_round(round_id))
    person_id = person_called(tx, round_id, pseudonym.strip())
    if person_id is None:
        raise Refused(f'Nobody in the round {round_id} is called "{pseudonym}".')
    return person_id


def _shown(each: ListedSession) -> str:
    roles = f", {' and '.join(each.roles)}" if each.roles else ""
    return (
        f"person {each.person_id}{roles}: browser {each.browser.number}, since {each.browser.since}, "
        f"last used {each.browser.used_on}"
    )


def _as_json(each: ListedSession) -> dict[str, Any]:
    return {
        "person": each.person_id,
        "browser": each.browser.number,
        "since": each.browser.since.isoformat(),
        "last_used": each.browser.used_on.isoformat(),
        "roles": list(each.roles),
    }
