"""A store in a file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engine.sqlite import SqliteDatabase
from tests.new_store import new_store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "closer-look.sqlite3"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[SqliteDatabase]:
    opened = await new_store(file)
    yield opened
    await opened.close()
