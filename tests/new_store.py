"""A new store for a test: the migrations run once in each process, and each test gets a copy."""

from pathlib import Path

from storage.engine.schema_version import migrate
from storage.engine.sqlite import SqliteDatabase, open_sqlite

_made: list[bytes] = []


def _remember(file: Path) -> None:
    _made.append(file.read_bytes())


def _copy_to(file: Path) -> None:
    file.write_bytes(_made[0])


async def new_store(file: Path) -> SqliteDatabase:
    """Open a store in this file as a first start leaves it; whoever asks for it closes it."""
    if not _made:
        first = await open_sqlite(file)
        await first.write(migrate)
        await first.close()
        _remember(file)
    else:
        _copy_to(file)
    return await open_sqlite(file)
