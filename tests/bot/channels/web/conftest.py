"""What the tests of the pages with the store behind them share."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from storage.engine.sqlite import SqliteDatabase
from tests.bot.channels.web.served_pages import House
from tests.bot.workshop import Workshop


@pytest.fixture
async def house(database: SqliteDatabase) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        yield House(Workshop(database), stack)


@pytest.fixture
async def house_with_mail(database: SqliteDatabase) -> AsyncIterator[House]:
    """The same, where the operator has set a mail server."""
    async with AsyncExitStack() as stack:
        yield House(Workshop(database, has_mail=True), stack)
