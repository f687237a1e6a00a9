"""``closer-look backup`` and ``closer-look restore``: copies of everything, and the way back."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.operator_acts import note_everywhere
from bot.app.data_folder import CannotOpen, open_as_it_is, prepare_folder
from bot.app.folder_lock import AlreadyRunning, hold_lock
from bot.cli.store import Misused, Refused, counted, in_store, read_settings, refusing
from bot.settings.settings import Settings
from storage.engine import backup as stored
from storage.engine.database import Database, StorageTrouble, Transaction
from storage.engine.schema_version import is_current
from storage.roles.act_kinds import ActKind
from storage.roles.audit import newest_of
from storage.roles.organisations import organisations

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
    _must_be_none_of_the_data(file, settings)
    if not file.absolute().parent.is_dir():
        raise Refused(f"Nothing was backed up: there is no folder {file.absolute().parent}.")
    marks = asyncio.run(_note_backup(settings))
    try:
        rows = stored.back_up(settings.database_path, file)
    except StorageTrouble as trouble:
        raise Refused(f"Nothing was backed up: {trouble}.") from None
    except OSError as error:
        raise Refused(f"Nothing was backed up: {file} cannot be written ({error.strerror}).") from None
    click.echo(f"Backed up to {file} and checked: {_told(rows)}.{_marks_shown(marks)}")
    if marks is None:
        click.echo("This backup is not on record: the data could not be written to.", err=True)


async def _note_backup(settings: Settings) -> Mapping[str, str] | None:
    """Put on record that a backup begins; each organisation's newest hash. None where that cannot be written.

    A backup matters most when something is wrong with the data, so it is made all the same. So it is before
    an upgrade: data of another version's shape is left as it is.
    """
    if not settings.database_path.is_file():
        return {}
    try:
        prepare_folder(settings)
        database = await open_as_it_is(settings.database_path)
        try:
            return await database.write(_note_begun)
        finally:
            await database.close()
    except (CannotOpen, StorageTrouble):
        return None


def _note_begun(tx: Transaction) -> Mapping[str, str] | None:
    if not is_current(tx):
        return None
    note_everywhere(Acting(tx, OPERATOR_HERE, datetime.now(UTC)), ActKind.BACKUP, "begun")
    return {each.id: newest_of(tx, each.id) for each in organisations(tx)}


def _marks_shown(marks: Mapping[str, str] | None) -> str:
    """The newest hash of each organisation's record, for whoever compares it later."""
    shown = ", ".join(f"{id_} {mark}" for id_, mark in (marks or {}).items())
    return f" Newest on record: {shown}." if shown else ""


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
    in_store(settings, _note_restored, makes_one=True)
    click.echo(f"Restored from {file}: {_told(rows)}. Start Closer Look again to go on.")


def _restore(file: Path, settings: Settings) -> Mapping[str, int]:
    with hold_lock(settings):
        try:
            return stored.restore(file, settings.database_path)
        except StorageTrouble as trouble:
            raise Refused(f"Nothing was restored: {trouble}.") from None
        except OSError as error:
            raise Refused(f"Nothing was restored: {error.strerror}.") from None


async def _note_restored(database: Database) -> None:
    """Put on record, in the data that is in place now, that it was restored.

    Opening has brought it to this version's shape, or said why it cannot be used.
    """
    await database.write(
        lambda tx: note_everywhere(Acting(tx, OPERATOR_HERE, datetime.now(UTC)), ActKind.RESTORE)
    )


def _must_be_another(file: Path, settings: Settings) -> None:
    if file.resolve() == settings.database_path.resolve():
        raise Misused(f"{file} is where the data itself is: name another file.")


def _must_be_none_of_the_data(file: Path, settings: Settings) -> None:
    """See that a backup replaces nothing of the data folder, under whatever name. Raises ``Misused``."""
    data, target = settings.database_path.resolve(), file.resolve()
    folders = {data.parent, settings.data_dir.resolve()}
    is_named_like_ours = target.parent == data.parent and target.name.startswith(data.name)
    there = [each for folder in folders if folder.is_dir() for each in folder.iterdir() if each.is_file()]
    if is_named_like_ours or (file.exists() and any(file.samefile(each) for each in there)):
        raise Misused(f"{file} belongs to the data itself: name another file.")


def _told(rows: Mapping[str, int]) -> str:
    return (
        f"{counted(rows['round'], 'round')}, {counted(rows['participant'], 'participant')}, "
        f"{counted(rows['reply'], 'reply')} (each correction counted)"
    )
