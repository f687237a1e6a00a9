"""A store in a file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engine.schema_version import migrate
from storage.engine.sqlite import SqliteDatabase, open_sqlite


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "closer-look.sqlite3"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[SqliteDatabase]:
    opened = await open_sqlite(file)
    await opened.write(migrate)
    yield opened
    await opened.close()
