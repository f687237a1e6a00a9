"""What the tests of the Telegram edge share."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.api import BotApi
from tests.telegram.stand_in import StandIn


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def api(telegram: StandIn) -> AsyncIterator[BotApi]:
    async with BotApi(telegram.token, telegram.url) as bot_api:
        yield bot_api
