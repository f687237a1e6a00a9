"""Makes the library's objects of all updates that came, at once, as python-telegram-bot does."""

from typing import Any

from telegram import Update

from bot.channels.telegram.api import BotApi

_get_updates = BotApi.get_updates


async def _get_parsed(self: BotApi, offset: int, timeout: int) -> list[Any]:  # noqa: ASYNC109 (as it is)
    arrived = await _get_updates(self, offset, timeout)
    Update.de_list(arrived, None)
    return arrived


BotApi.get_updates = _get_parsed
