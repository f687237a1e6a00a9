"""What the tests of role holders share: a store, a round, and a coordinator who speaks and hears."""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app.logging_setup import configure_logs
from storage.engine.sqlite import SqliteDatabase
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.services import logging_left_as_it_was
from tests.new_store import new_store


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    with logging_left_as_it_was():
        configure_logs(stream=stream)
        yield stream


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    opened = await new_store(tmp_path / "closer-look.sqlite3")
    yield opened
    await opened.close()


@pytest.fixture
async def chat(database: SqliteDatabase) -> RoleChat:
    """An organisation with a round, r1, and somebody on Telegram who coordinates for it."""
    made = RoleChat(database)
    await made.shop.open_round()
    await made.gives("77", "Example Council", "coordinator")
    return made
