"""What the tests of the application share: a store in a file of its own, and quiet logs."""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app.logging_setup import configure_logs
from storage.engine.sqlite import SqliteDatabase
from tests.bot.services import logging_left_as_it_was
from tests.new_store import new_store


@pytest.fixture(autouse=True)
def plain_logs(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """The log as it is written in use; unconfigured it would print every value of a frame."""
    stream = io.StringIO()
    if request.module.__name__.rpartition(".")[2].startswith(("test_logs", "test_commands")):
        yield stream  # these set up the logs themselves
        return
    with logging_left_as_it_was():
        configure_logs(stream=stream)
        yield stream


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "closer-look.sqlite3"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[SqliteDatabase]:
    opened = await new_store(file)
    yield opened
    await opened.close()
