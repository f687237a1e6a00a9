"""``closer-look round``: opening, listing and closing rounds."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.refusal import ActRefused
from bot.acts.round_acts import NewRound, close_round, open_round
from bot.cli.last_day import closing
from bot.cli.named_guide import pack_named
from bot.cli.store import Misused, Refused, counted, in_store, read_settings
from content.phrases import SOURCE_LANGUAGE, long_date
from conversations.reading.clean import clean_text
from conversations.state import RoundView
from storage.engine.database import Transaction
from storage.roles.organisations import organisation_named
from storage.rounds import rounds as stored
from storage.rounds.rounds import RoundListed

LONGEST_NAME = 120


@click.group
def rounds() -> None:
    """Open, list and close rounds.

    A round is one use of a guide by a group of people, with a beginning and an end.
    """


@rounds.command("open")
@click.option("--guide", "guide_id", required=True, metavar="ID", help="The guide that people go through.")
@click.option("--language", default=SOURCE_LANGUAGE, show_default=True, help="The language of the guide.")
@click.option("--title", required=True, help="What the round is called.")
@click.option("--organisation", default="", metavar="NAME", help="Who asks people to take part.")
@click.option(
    "--closes",
    metavar="DATE",
    help='The last day, such as 2026-11-30 or "30 November 2026". Without one, close it yourself.',
)
def open_(guide_id: str, language: str, title: str, organisation: str, closes: str | None) -> None:
    """Open a round on a guide, which stays as it is now for this round."""
    settings = read_settings()
    now = datetime.now(UTC)
    day = closing(closes, now)[0] if closes else None
    name, asker = option_line(title, "--title"), option_line(organisation, "--organisation")
    if not name:
        raise Misused("The round needs a title.")
    pack = pack_named(settings, guide_id, language)

    def open_it(tx: Transaction) -> RoundView:
        organisation_id = organisation_named(tx, asker, now)
        new = NewRound(name, asker, closes_on=day)
        return open_round(Acting(tx, OPERATOR_HERE, now), organisation_id, pack, new).result

    view = in_store(settings, lambda database: database.write(open_it), makes_one=True)
    until = f", until {long_date(day, SOURCE_LANGUAGE)}" if day else ""
    guide = pack.guide
    click.echo(f"Round {view.id} is open: “{name}”, on {guide.id} {guide.version} ({guide.language}){until}.")
    click.echo(f"Next, make a link for each person: closer-look invite --round {view.id} --count 10")


def option_line(text: str, option: str) -> str:
    """A short text as it was given to an option, on one line. Raises ``Misused`` when it is too long."""
    cleaned = " ".join(clean_text(text).text.split())
    if len(cleaned) > LONGEST_NAME:
        raise Misused(f"{option} may have at most {LONGEST_NAME} characters.")
    return cleaned


@rounds.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the rounds as a JSON list.")
def print_rounds(*, as_json: bool) -> None:
    """List all rounds, the newest first."""
    now = datetime.now(UTC)
    found = in_store(read_settings(), lambda database: database.read(stored.rounds))
    if as_json:
        click.echo(json.dumps([_as_json(each, now) for each in found], indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("There is no round yet. Open one with: closer-look round open --guide ID --title TITLE")
    for line in _table(found, now):
        click.echo(line)


def _table(found: Sequence[RoundListed], now: datetime) -> list[str]:
    return [
        f"{each.view.id}  {each.view.title}\n"
        f"    {each.guide_id} {each.guide_version}, {_state(each.view, now)}, "
        f"{counted(each.participants, 'participant')}, {counted(each.finished_themes, 'theme')} finished"
        + (f", {each.unreachable} cannot be reached" if each.unreachable else "")
        for each in found
    ]


def _state(view: RoundView, now: datetime) -> str:
    day = long_date(view.closes_on, SOURCE_LANGUAGE) if view.closes_on else None
    if view.is_open(now):
        return f"open until {day}" if day else "open"
    if view.closed_at is not None:
        return f"closed on {long_date(view.closed_at.date(), SOURCE_LANGUAGE)}"
    return f"closed since {day}"


def _as_json(each: RoundListed, now: datetime) -> dict[str, Any]:
    view = each.view
    return {
        "id": view.id,
        "title": view.title,
        "organisation": view.organisation,
        "guide": each.guide_id,
        "guide_version": each.guide_version,
        "is_tryout": view.is_tryout,
        "is_open": view.is_open(now),
        "opened_at": each.opened_at.isoformat(),
        "closes_on": view.closes_on.isoformat() if view.closes_on else None,
        "closes_at": view.closes_at.isoformat() if view.closes_at else None,
        "closed_at": view.closed_at.isoformat() if view.closed_at else None,
        "participants": each.participants,
        "finished_themes": each.finished_themes,
        "unreachable": each.unreachable,
    }


@rounds.command("close")
@click.argument("round_id", metavar="ROUND")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def close(round_id: str, *, yes: bool) -> None:
    """Close a round now. What people write afterwards is not kept; what they wrote before is."""
    settings, now = read_settings(), datetime.now(UTC)
    view = in_store(settings, lambda database: database.read(lambda tx: stored.find_round(tx, round_id)))
    if view is None:
        raise Refused(no_round(round_id))
    if not view.is_open(now):
        raise Refused(f"The round {round_id} is closed already.")
    if not yes:
        click.confirm(f"Close “{view.title}” for everybody? It cannot be opened again.", abort=True)
    in_store(settings, lambda database: database.write(lambda tx: _close(tx, round_id, now)))
    click.echo(f"The round {round_id} is closed.")


def _close(tx: Transaction, round_id: str, now: datetime) -> None:
    try:
        close_round(Acting(tx, OPERATOR_HERE, now), round_id)
    except ActRefused:
        raise Refused(f"The round {round_id} is closed already.") from None


def no_round(round_id: str) -> str:
    """What is said of a round that there is not."""
    return f'There is no round "{round_id}". All rounds: closer-look round list'
