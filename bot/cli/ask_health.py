"""``closer-look health`` and ``closer-look aside``: whether the product works, and what it could not do.

What was put aside is shown without words, and without the address of whoever it is from.
"""

import asyncio
import contextlib
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

import click

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.operator_acts import note_everywhere
from bot.app.data_folder import open_as_it_is, said
from bot.app.health import HealthReport, current_health, not_started
from bot.app.own_port import answers
from bot.cli.store import Misused, Refused, counted, in_store, read_settings
from bot.settings.settings import Settings
from storage.engine import key_values
from storage.engine.database import StatementRefused, StorageTrouble, Transaction
from storage.messages import put_aside as stored
from storage.messages.files import FilesHeld, files_held
from storage.messages.put_aside import PutAside, PutAsideKind
from storage.roles.act_kinds import ActKind

NO_ANSWER = "The web chat does not answer on its own port: the log says why."


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print healthy, reasons and warnings as JSON.")
@click.option("--files", "with_files", is_flag=True, help="Say too what people's files take.")
def health(*, as_json: bool, with_files: bool) -> None:
    """Tell whether Closer Look works. Ends with 0 when it does and with 1 when it does not."""
    found, files = asyncio.run(_look(read_settings(), with_files=with_files))
    if as_json:
        value = {"healthy": found.healthy, "reasons": found.reasons, "warnings": found.warnings}
        click.echo(json.dumps(value | ({"files": asdict(files)} if files else {}), indent=2))
    else:
        for line in (*found.reasons, *found.warnings, *([_told(files)] if files else [])):
            click.echo(line)
        if found.healthy:
            click.echo("Closer Look works.")
    if not found.healthy:
        click.get_current_context().exit(1)


def _told(files: FilesHeld) -> str:
    """What people's files take."""
    return (
        f"Kept: {counted(files.kept, 'file')} with {_size(files.kept_bytes)}. Made again when asked for: "
        f"{counted(files.dropped, 'file')}. The values of reports: {_size(files.dataset_bytes)}."
    )


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB"


async def _look(settings: Settings, *, with_files: bool) -> tuple[HealthReport, FilesHeld | None]:
    """Look without making or changing a store that is not there or is of another shape.

    What files take is looked at only where it is asked for, as that reads much of a large store.
    """
    path = settings.database_path
    try:
        if not path.is_file():
            return not_started(), None
        database = await open_as_it_is(path)
    except (StorageTrouble, OSError) as trouble:
        told = trouble if isinstance(trouble, StorageTrouble) else StorageTrouble("it cannot be read")
        return HealthReport(healthy=False, reasons=(said(told, path),)), None
    try:
        found = await current_health(database, settings, datetime.now(UTC))
        listens_on = await database.read(lambda tx: key_values.key_value(tx, key_values.LISTENS_ON))
        if found.healthy and listens_on is not None and not await answers(listens_on[0]):
            found = replace(found, healthy=False, reasons=(NO_ANSWER,))
        held: FilesHeld | None = None
        if with_files:
            with contextlib.suppress(StorageTrouble, StatementRefused):  # the reasons say so
                held = await database.read(files_held)
        return found, held
    finally:
        await database.close()


@click.group
def aside() -> None:
    """See what failed too often and was put aside, have it tried again, or clear it away."""


@aside.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print it as a JSON list.")
def list_aside(*, as_json: bool) -> None:
    """List what was put aside: what it is, since when, and how often it failed. No words are shown.

    What was listed once makes health red no more, so that something new is noticed. That you looked is put
    on record.
    """

    def look(tx: Transaction) -> list[PutAside]:
        now, found = datetime.now(UTC), stored.all_aside(tx)
        stored.note_seen(tx, found, now)
        note_everywhere(Acting(tx, OPERATOR_HERE, now), ActKind.ASIDE_LIST, counted(len(found), "entry"))
        return found

    found = in_store(read_settings(), lambda database: database.write(look))
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in found], indent=2))
        return
    for each in found:
        click.echo(_shown(each))
    click.echo(
        "Why it failed is in the log. Try it again: closer-look aside retry"
        if found
        else "Nothing is put aside."
    )


_NAMES = click.argument("names", nargs=-1, metavar="[NAME]...")
_ALL = click.option("--all", "everything", is_flag=True, help="All that is put aside.")


@aside.command("retry")
@_NAMES
@_ALL
def retry(names: tuple[str, ...], *, everything: bool) -> None:
    """Have what was put aside tried again from the beginning: NAME as the list shows it, such as j12."""

    def again(tx: Transaction) -> int:
        now, chosen = datetime.now(UTC), _chosen(tx, names, everything=everything)
        number = stored.take_up_again(tx, chosen, now)
        note_everywhere(Acting(tx, OPERATOR_HERE, now), ActKind.ASIDE_RETRY, counted(number, "entry"))
        return number

    number = in_store(read_settings(), lambda database: database.write(again))
    click.echo(f"Tried again within a minute, while Closer Look runs: {counted(number, 'entry')}.")


@aside.command("clear")
@_NAMES
@_ALL
@click.option("--yes", is_flag=True, help="Do not ask first.")
def clear(names: tuple[str, ...], *, everything: bool, yes: bool) -> None:
    """Clear away for good what was put aside, with all that was said in it, after showing what it is."""
    settings = read_settings()
    shown = in_store(
        settings, lambda database: database.read(lambda tx: _chosen(tx, names, everything=everything))
    )
    for each in shown:
        click.echo(_shown(each))
    if not yes:
        click.confirm(f"Clear away {counted(len(shown), 'entry')} for good?", abort=True)

    def clear_them(tx: Transaction) -> int:
        number = stored.clear(tx, shown)
        note_everywhere(
            Acting(tx, OPERATOR_HERE, datetime.now(UTC)), ActKind.ASIDE_CLEAR, counted(number, "entry")
        )
        return number

    number = in_store(settings, lambda database: database.write(clear_them))
    click.echo(f"Cleared away: {counted(number, 'entry')}.")


def _chosen(tx: Transaction, names: tuple[str, ...], *, everything: bool) -> list[PutAside]:
    """What the names mean. Raises ``Refused``."""
    if everything == bool(names):
        raise Misused("Name what is meant, as the list shows it, or --all.")
    found = stored.all_aside(tx)
    if not found:
        raise Refused("Nothing is put aside.")
    by_name = {each.name: each for each in found}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise Refused(f"{unknown[0][:20]} is not put aside. What is: closer-look aside list")
    return [by_name[name] for name in dict.fromkeys(names)] if names else found


def _shown(each: PutAside) -> str:
    kind = f"a message on {each.what}" if each.kind is PutAsideKind.MESSAGE else each.what.replace("_", " ")
    whom = f" for person {each.person_id}" if each.person_id else ""
    often = [f"failed {counted(each.attempts, 'time')}"] if each.attempts else []
    often += [f"cut off {counted(each.cut_off, 'time')}"] if each.cut_off else []
    news = "seen before" if each.is_seen else "new"
    since = f"{each.since:%Y-%m-%d %H:%M} UTC"
    return f"{each.name}  {', '.join([f'{kind}{whom}', f'since {since}', *often, news])}"


def _as_json(each: PutAside) -> dict[str, object]:
    return {
        "name": each.name,
        "what": each.what,
        "person": each.person_id or None,
        "since": each.since.isoformat(),
        "failed": each.attempts,
        "cut_off": each.cut_off,
        "seen": each.is_seen,
    }
