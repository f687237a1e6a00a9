"""``closer-look health``: whether the running product works, for people and for machines that restart it."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime

import click

from bot.app.data_folder import open_as_it_is, said
from bot.app.health import HealthReport, current_health, not_started
from bot.app.own_port import answers
from bot.cli.store import read_settings
from bot.settings.settings import Settings
from storage.engine import key_values
from storage.engine.database import StorageTrouble

NO_ANSWER = "The web chat does not answer on its own port: the log says why."


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print healthy, reasons and warnings as JSON.")
def health(*, as_json: bool) -> None:
    """Tell whether Closer Look works. Ends with 0 when it does and with 1 when it does not."""
    found = asyncio.run(_look(read_settings()))
    if as_json:
        value = {"healthy": found.healthy, "reasons": found.reasons, "warnings": found.warnings}
        click.echo(json.dumps(value, indent=2))
    else:
        for line in (*found.reasons, *found.warnings):
            click.echo(line)
        if found.healthy:
            click.echo("Closer Look works.")
    if not found.healthy:
        click.get_current_context().exit(1)


async def _look(settings: Settings) -> HealthReport:
    """Look without making or changing a store that is not there or is of another shape."""
    path = settings.database_path
    try:
        if not path.is_file():
            return not_started()
        database = await open_as_it_is(path)
    except (StorageTrouble, OSError) as trouble:
        told = trouble if isinstance(trouble, StorageTrouble) else StorageTrouble("it cannot be read")
        return HealthReport(healthy=False, reasons=(said(told, path),))
    try:
        found = await current_health(database, settings, datetime.now(UTC))
        listens_on = await database.read(lambda tx: key_values.key_value(tx, key_values.LISTENS_ON))
        if found.healthy and listens_on is not None and not await answers(listens_on[0]):
            return replace(found, healthy=False, reasons=(NO_ANSWER,))
        return found
    finally:
        await database.close()
