"""Does as the library's own ``run_polling`` does: updates go into a queue in memory, and one after the other
from there to who handles them, while they count as received."""

import asyncio
from typing import Any

from bot.channels.telegram.intake import Intake

_keep_updates = Intake._keep_updates
_queue: asyncio.Queue[tuple[Intake, dict[str, Any], int]] = asyncio.Queue()
_handling: list[asyncio.Task[None]] = []
_HANDLER_SECONDS = 0.002
"""How long the stock bot's own handler has each update, which waits for Telegram between its steps."""


async def _receive(self: Intake, updates: list[dict[str, Any]], offset: int) -> None:
    if not _handling:
        _handling.append(asyncio.create_task(_handle()))
    for update in updates:
        _queue.put_nowait((self, update, offset))


async def _handle() -> None:
    while True:
        intake, update, offset = await _queue.get()
        await asyncio.sleep(_HANDLER_SECONDS)
        await _keep_updates(intake, [update], offset)


Intake._keep_updates = _receive  # type: ignore[method-assign]
