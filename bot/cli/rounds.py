"""``closer-look round``: opening, listing and closing rounds."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import click

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.refusal import ActRefused
from bot.acts.round_acts import NewRound, close_round, open_round
from bot.cli.guides.named_guide import language_of_guide, pack_named
from bot.cli.store import Misused, Refused, counted, in_store, read_settings
from bot.coordinator.report_data import turnout_shown
from bot.messages.guide_cache import GuideShelf
from content.phrases import SOURCE_LANGUAGE, long_date, phrases_in
from content.tailoring import is_tailored, version_in_words, version_of_guide
from conversations.calendar.dates import day_in, just_passed
from conversations.calendar.day_bounds import HERE, LONGEST, end_of
from conversations.groups.round_view import RoundView, WhoSees
from conversations.reading.clean import clean_text
from conversations.reading.notice import LONGEST_NOTICE, is_address, notice_in
from reports.group.finished_wording import finished_in_words, taking_part_in_steps
from reports.group.participation import Participation
from storage.engine.database import Transaction
from storage.roles.organisations import organisation_named
from storage.rounds import rounds as stored
from storage.rounds.participation import places_erased
from storage.rounds.rounds import RoundListed

LONGEST_NAME = 120


@click.group
def rounds() -> None:
    """Open, list and close rounds.

    A round is one use of a guide by a group of people, with a beginning and an end.
    """


@rounds.command("open")
@click.option("--guide", "guide_id", required=True, metavar="ID", help="The guide that people go through.")
@language_of_guide
@click.option("--title", required=True, help="What the round is called.")
@click.option("--organisation", default="", metavar="NAME", help="Who asks people to take part.")
@click.option(
    "--closes",
    metavar="DATE",
    help='The last day, such as 2026-11-30 or "30 November 2026". Without one, close it yourself.',
)
@click.option(
    "--contact", default="", metavar="TEXT", help="Who people can ask: name, post, how to reach them."
)
@click.option(
    "--notice",
    default="",
    metavar="FILE|ADDRESS",
    help="The round's own privacy notice: a file with its text, or its address (https://).",
)
def open_(
    guide_id: str,
    language: str,
    title: str,
    organisation: str,
    closes: str | None,
    contact: str,
    notice: str,
) -> None:
    """Open a round on a guide, which stays as it is now for this round.

    Without a contact or a notice of its own it has those of its organisation.
    """
    settings = read_settings()
    now = datetime.now(UTC)
    day = closing(closes, now)[0] if closes else None
    name, asker = option_line(title, "--title"), option_line(organisation, "--organisation")
    if not name:
        raise Misused("The round needs a title.")
    who_to_ask, own_notice = option_line(contact, "--contact"), notice_given(notice)
    pack = pack_named(settings, guide_id, language)

    def open_it(tx: Transaction) -> RoundView:
        organisation_id = organisation_named(tx, asker, now)
        new = NewRound(name, asker, closes_on=day, contact=who_to_ask, notice=own_notice)
        view = open_round(Acting(tx, OPERATOR_HERE, now), organisation_id, pack, new).result
        return stored.find_round(tx, view.id) or view  # with what its organisation adds

    view = in_store(settings, lambda database: database.write(open_it), makes_one=True)
    until = f", until {long_date(day, SOURCE_LANGUAGE)}" if day else ""
    guide = pack.guide
    click.echo(f"Round {view.id} is open: “{name}”, on {guide.id} {guide.version} ({guide.language}){until}.")
    for line in _not_told(view):
        click.echo(line)
    click.echo(f"Next, make a link for each person: closer-look invite --round {view.id} --count 10")


def _not_told(view: RoundView) -> list[str]:
    """What people would want to know of the round and are not told, and how they can be."""
    missing = [
        (view.contact, "Nobody is named whom people can ask", '--contact "name, post, how to reach them"'),
        (view.notice, "There is no privacy notice", "--notice FILE"),
    ]
    of = f'closer-look organisation set "{view.organisation}"'
    return [f"{said}. To add it: {of} {option}" for given, said, option in missing if not given]


def option_line(text: str, option: str) -> str:
    """A short text as it was given to an option, on one line. Raises ``Misused`` when it is too long."""
    cleaned = " ".join(clean_text(text).text.split())
    if len(cleaned) > LONGEST_NAME:
        raise Misused(f"{option} may have at most {LONGEST_NAME} characters.")
    return cleaned


def notice_given(given: str) -> str:
    """The notice's address, or the text of a file. Raises ``Misused`` for what is neither."""
    if not given or is_address(given):
        return given
    try:
        text = Path(given).read_text("utf-8")
    except (OSError, ValueError):
        raise Misused("--notice needs a file with text in UTF-8, or an address with https://.") from None
    notice = notice_in(text)
    if not notice:
        raise Misused(f"That file is empty, or has more than {LONGEST_NOTICE:,} characters.")
    return notice


@rounds.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the rounds as a JSON list.")
def print_rounds(*, as_json: bool) -> None:
    """List all rounds, the newest first."""
    now = datetime.now(UTC)
    found = in_store(read_settings(), lambda database: database.read(lambda tx: _with_turnout(tx, now)))
    if as_json:
        click.echo(json.dumps([_as_json(*each, now) for each in found], indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("There is no round yet. Open one with: closer-look round open --guide ID --title TITLE")
    for line in _table(found, now):
        click.echo(line)


_Listed = tuple[RoundListed, Participation, int, int | None, str]
"""A round with how far its people are, in which steps that is told, how many of them were erased, and the
title of its guide."""


def _with_turnout(tx: Transaction, now: datetime) -> list[_Listed]:
    """Every round with how far its people are: exactly, and in an anonymous round in its steps.

    There an exact figure would go down when somebody leaves or erases everything, and tell when.
    """
    shelf = GuideShelf()
    return [
        (
            each,
            *turnout_shown(tx, each, guide, now, by_name=True),
            _how_many_erased(tx, each),
            guide.title,
        )
        for each in stored.rounds(tx)
        for guide in [shelf.guide_of(tx, each.view.id)]
    ]


def _how_many_erased(tx: Transaction, each: RoundListed) -> int | None:
    """How many places are those of people who were erased, None where nobody knows it."""
    return None if each.view.who_sees is WhoSees.ANONYMOUS else len(places_erased(tx, each.view.id))


def _table(found: Sequence[_Listed], now: datetime) -> list[str]:
    p = phrases_in(SOURCE_LANGUAGE)
    lines = []
    for each, people, step, erased, guide_title in found:
        head = (
            f"{each.view.id}  {each.view.title}\n"
            f"    “{guide_title}” ({each.guide_id}), version {version_in_words(p, each.guide_version)}\n"
            f"    {_state(each.view, now)}"
        )
        if each.view.who_sees is WhoSees.ANONYMOUS:
            lines.append(f"{head}\n    {taking_part_in_steps(people, step, p)}")
            continue
        lines.append(
            f"{head}, {counted(each.taking_part, 'participant')}"
            + _left(each)
            + (f", {erased} erased" if erased else "")
            + (f", {each.unreachable} cannot be reached" if each.unreachable else "")
            + f"\n    {finished_in_words(people, 1, p)}"
        )
    return lines


def _left(each: RoundListed) -> str:
    left = _how_many_left(each)
    return f", {left} left" if left else ""


def _how_many_left(each: RoundListed) -> int | None:
    """How many have left, None where nobody knows it. They may have finished, and are counted there."""
    # In an anonymous round sheets have a place too, and are no people.
    return None if each.view.who_sees is WhoSees.ANONYMOUS else each.participants - each.taking_part


def _state(view: RoundView, now: datetime) -> str:
    day = long_date(view.closes_on, SOURCE_LANGUAGE) if view.closes_on else None
    if view.is_open(now):
        return f"open until {day}" if day else "open"
    if view.closed_at is not None and view.last_day is not None:
        return f"closed on {long_date(view.last_day, SOURCE_LANGUAGE)}"
    return f"closed since {day}"


def _as_json(
    each: RoundListed, people: Participation, step: int, erased: int | None, guide_title: str, now: datetime
) -> dict[str, Any]:
    view, is_unknown = each.view, each.view.who_sees is WhoSees.ANONYMOUS
    return {
        "id": view.id,
        "title": view.title,
        "organisation": view.organisation,
        "guide": each.guide_id,
        "guide_title": guide_title,
        "guide_version": version_of_guide(each.guide_version),
        "guide_is_changed_for_the_round": is_tailored(each.guide_version),
        "is_tryout": view.is_tryout,
        "is_open": view.is_open(now),
        "opened_at": each.opened_at.isoformat(),
        "closes_on": view.closes_on.isoformat() if view.closes_on else None,
        "closes_at": view.closes_at.isoformat() if view.closes_at else None,
        "closed_at": view.closed_at.isoformat() if view.closed_at else None,
        "participants": people.joined if is_unknown else each.taking_part,
        "counted_in_steps_of": step,
        "left": _how_many_left(each),
        "erased": erased,
        "finished_one_theme": people.finished_one,
        "finished_all_asked": people.finished,
        "unreachable": None if is_unknown else each.unreachable,
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
        if view.who_sees is WhoSees.ANONYMOUS:
            click.echo("An anonymous round gives its report once, as it is when it is closed first.")
        click.confirm(f"Close “{view.title}” for everybody?", abort=True)
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


def closing(text: str, now: datetime) -> tuple[date, datetime]:
    """The last day and the midnight at its end, as people in Britain count. Raises ``Refused``."""
    day = day_in(text, now.date())
    if day is None:
        raise Misused(f'"{text}" is not a date: write it like 2026-11-30 or "30 November 2026".')
    if passed := just_passed(text, now.date()):
        raise Misused(f"{long_date(passed, SOURCE_LANGUAGE)} has passed: name the day with its year.")
    if day > now.date() + LONGEST:
        raise Misused(
            f"{long_date(day, SOURCE_LANGUAGE)} is too far away: a round can stay open for five years."
        )
    try:
        ends = end_of(day, HERE)
    except ZoneInfoNotFoundError:
        raise Refused(f"This computer does not know the time zone {HERE}: install tzdata.") from None
    if ends <= now:
        raise Misused(f"{long_date(day, SOURCE_LANGUAGE)} has passed: name a day from today on.")
    return day, ends
