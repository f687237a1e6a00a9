"""Moves the offset on before what arrived is kept: what is kept late may be confirmed and lost."""

import asyncio
from typing import Any

from bot.channels.telegram import poll

_original = poll.Poller._keep_for_good


async def _keep_later(self: poll.Poller, updates: list[dict[str, Any]], offset: int) -> None:
    keeping = asyncio.create_task(_original(self, updates, offset))
    _under_way.add(keeping)
    keeping.add_done_callback(_under_way.discard)


_under_way: set[asyncio.Task[None]] = set()
poll.Poller._keep_for_good = _keep_later  # type: ignore[method-assign]
