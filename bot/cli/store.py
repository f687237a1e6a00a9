"""What the commands share: reading the settings, having the store open for a while, and refusing plainly."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, TypeVar

import click

from bot.app.data_folder import CannotOpen, open_store, said
from bot.app.logging_setup import configure_logs
from bot.settings.settings import LogLevel, Settings, SettingsFault, load_settings
from storage.engine.database import Database, StorageTrouble

Result = TypeVar("Result")


class Refused(click.ClickException):
    """A command cannot be done; the text says why, in a sentence or one for each reason."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the text on standard error."""
        click.echo(self.message, file=file or sys.stderr)


class Misused(Refused):
    """A command cannot be done as it was asked for or as things are set."""

    exit_code = 2


def read_settings(*, to_run: bool = False) -> Settings:
    """The settings, and the log set up by them. Other commands than ``run`` log only what goes wrong."""
    try:
        settings = load_settings()
    except SettingsFault as fault:
        raise Misused("\n".join(fault.mistakes)) from None
    level = settings.log_level if to_run else LogLevel.WARNING
    configure_logs(level, settings.log_format, settings.secrets)
    return settings


def in_store(
    settings: Settings, use: Callable[[Database], Awaitable[Result]], *, makes_one: bool = False
) -> Result:
    """What a function makes of the open store. Raises ``Refused``.

    Where there is none, one is made only if asked for: somebody in the wrong folder should hear of it.
    """
    if not makes_one:
        must_have_data(settings)

    async def work() -> Result:
        database = await open_store(settings)
        try:
            return await use(database)
        finally:
            await database.close()

    with refusing(settings):
        return asyncio.run(work())


def must_have_data(settings: Settings) -> None:
    """See that there is a store. Raises ``Refused``."""
    path = settings.database_path
    if not path.exists():
        raise Refused(f"There is no data at {path.absolute()}: is this the folder that Closer Look runs in?")


def counted(number: int, what: str) -> str:
    """A number of things, such as 1 round or 2 rounds."""
    many = f"{what[:-1]}ies" if what.endswith(("ly", "ry")) else f"{what}s"
    return f"{number} {what if number == 1 else many}"


@contextmanager
def refusing(settings: Settings) -> Iterator[None]:
    """Turn what is wrong with the store into a plain refusal."""
    try:
        yield
    except CannotOpen as trouble:
        raise Refused(str(trouble)) from None
    except StorageTrouble as trouble:
        raise Refused(said(trouble, settings.database_path)) from None
