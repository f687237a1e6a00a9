"""``closer-look backup`` and ``closer-look restore``: copies of everything, and the way back."""

from collections.abc import Mapping
from pathlib import Path

import click

from bot.app.data_folder import AlreadyRunning, hold_lock
from bot.cli.store import Misused, Refused, counted, in_store, read_settings, refusing
from bot.settings.settings import Settings
from storage.engine import backup as stored
from storage.engine.database import Database, StorageTrouble

_File = click.Path(path_type=Path, dir_okay=False)


@click.command
@click.argument("file", type=_File)
def backup(file: Path) -> None:
    """Copy everything into FILE, checked page by page, also while Closer Look runs.

    FILE is made whole or not at all, and takes the place of an older backup there. It holds what people
    wrote: keep it as safe as the data itself.
    """
    settings = read_settings()
    _must_be_another(file, settings)
    if not file.absolute().parent.is_dir():
        raise Refused(f"Nothing was backed up: there is no folder {file.absolute().parent}.")
    try:
        rows = stored.back_up(settings.database_path, file)
    except StorageTrouble as trouble:
        raise Refused(f"Nothing was backed up: {trouble}.") from None
    except OSError as error:
        raise Refused(f"Nothing was backed up: {file} cannot be written ({error.strerror}).") from None
    click.echo(f"Backed up to {file} and checked: {_told(rows)}.")


@click.command
@click.argument("file", type=_File)
def restore(file: Path) -> None:
    """Replace everything with the backup in FILE. Closer Look must not be running.

    What was there before is kept next to it, in a file whose name ends in .before-restore and, from the
    second time on, a number.
    """
    settings = read_settings()
    _must_be_another(file, settings)
    with refusing(settings):
        try:
            rows = _restore(file, settings)
        except AlreadyRunning:
            raise Refused("Closer Look is running on this data folder: stop it first.") from None
    in_store(settings, _nothing_more, makes_one=True)
    click.echo(f"Restored from {file}: {_told(rows)}. Start Closer Look again to go on.")


def _restore(file: Path, settings: Settings) -> Mapping[str, int]:
    with hold_lock(settings):
        try:
            return stored.restore(file, settings.database_path)
        except StorageTrouble as trouble:
            raise Refused(f"Nothing was restored: {trouble}.") from None
        except OSError as error:
            raise Refused(f"Nothing was restored: {error.strerror}.") from None


async def _nothing_more(_: Database) -> None:
    """Opening alone brings the store to this version's shape, or says why it cannot be used."""


def _must_be_another(file: Path, settings: Settings) -> None:
    if file.resolve() == settings.database_path.resolve():
        raise Misused(f"{file} is where the data itself is: name another file.")


def _told(rows: Mapping[str, int]) -> str:
    return (
        f"{counted(rows['round'], 'round')}, {counted(rows['participant'], 'participant')}, "
        f"{counted(rows['reply'], 'reply')} (each correction counted)"
    )
