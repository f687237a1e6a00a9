"""What an answer waits for, all of which ends at once when we stop.

Whoever waited is told to come again in a moment, so nobody's page hangs and nothing has to be cut off.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Stopping(Exception):
    """We stop, so this is not waited for any longer."""


class Waits:
    """Everything that is waited for at this moment, for answers that have not begun or are streams."""

    def __init__(self) -> None:
        self._open: set[asyncio.Timeout] = set()
        self._is_ended = False

    @asynccontextmanager
    async def until_stopped(self) -> AsyncIterator[None]:
        """Wait within this. Raises ``Stopping`` once we stop, and at once where we have."""
        if self._is_ended:
            raise Stopping
        try:
            async with asyncio.timeout(None) as wait:
                self._open.add(wait)
                try:
                    yield
                finally:
                    self._open.discard(wait)
        except TimeoutError:
            if wait.expired():
                raise Stopping from None
            raise

    def end(self) -> None:
        """End all that is waited for, and all that is from now on."""
        if self._is_ended:
            return
        self._is_ended = True
        for wait in self._open:
            wait.reschedule(0)
