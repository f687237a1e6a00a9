"""Goes on to the next updates when some cannot be kept, and leaves a line in the log."""

import logging
from typing import Any

from bot.channels.telegram.poll import Poller

_log = logging.getLogger(__name__)


async def _keep_if_possible(self: Poller, updates: list[dict[str, Any]], offset: int) -> None:
    try:
        await self._keep(updates, offset)
    except Exception as error:
        _log.error("Keeping Telegram updates failed with %s", type(error).__name__)


Poller._keep_for_good = _keep_if_possible  # type: ignore[method-assign]
