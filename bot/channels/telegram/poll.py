"""Long polling: what waits at Telegram is fetched, kept, and only then confirmed by the next request.

It goes on through every fault of the network, of Telegram and of our own database, says what the trouble
is, and never spins. It knows nothing of what an update says beyond its number.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from bot.channels.telegram.incoming import update_key
from bot.messages.failures import ChannelRefused, DeliveryFailed, Failure

POLL_SECONDS: Final = 50
SHORTEST_PAUSE: Final = 0.5
"""Seconds between two polls that brought nothing, however fast Telegram answers."""
REFUSED_SECONDS: Final = 600.0
"""After this long of nothing but refusals of the token, a person has to look."""

_TURNS_FIRST = 2
"""So often everybody else goes on once before more is asked for: by then the prompts that follow from what
came are with the store on their way out. Putting the next poll together first would hold each of them up.
"""
_ALARM_SECONDS = 60.0
_QUIET_SECONDS = 6 * 86_400.0
_PAUSES = {Failure.CONFLICT: (5.0, 15.0)}
_USUAL_PAUSE = (1.0, 10.0)
"""Seconds before the second poll in trouble, and at most. We are one client: asking every ten seconds costs
nobody anything, and after an outage nobody waits longer than that for an answer.
"""
_CANNOT_KEEP = "what arrives cannot be kept"
_OUR_FAULT = "polling failed unexpectedly"

_log = logging.getLogger(__name__)


class TokenRefused(ChannelRefused):
    """Telegram has refused the token, or nothing speaks the Bot API at the address, for ten minutes."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram has refused the bot's token for ten minutes. Check the token and the Bot API address."
        )


class Source(Protocol):
    """Where updates come from."""

    async def get_updates(self, offset: int, timeout: int) -> list[Any]:  # noqa: ASYNC109
        """What waits from this number on. Raises ``DeliveryFailed``."""


Keep = Callable[[list[dict[str, Any]], int], Awaitable[None]]
"""Keeps raw updates and the next offset for good, both or neither, before it returns. The same may come
again. Every update is a dict with a whole ``update_id`` of at most 64 bits, and turns into JSON."""


class Poller:
    """Polls until cancelled. ``trouble`` says in a few words what is wrong now, None when nothing is."""

    def __init__(
        self,
        source: Source,
        keep: Keep,
        *,
        offset: int = 0,
        polled: Callable[[datetime], None] = lambda _: None,
        changed: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """``polled`` gets the time of each good poll. ``changed`` is called when the trouble has changed.

        The rest replaces clock and chance in tests.
        """
        self._source = source
        self._keep = keep
        self._offset = max(offset, 0)
        self._polled = polled
        self._changed = changed
        self._now = now
        self._monotonic = monotonic
        self._sleep = sleep
        self._jitter = jitter
        self.trouble: str | None = None
        self._trouble_since = 0.0
        self._alarmed = False
        self._failures = 0
        self._refused_since: float | None = None
        self._fruitful_at = monotonic()

    async def run(self) -> None:
        """Poll for ever. Raises ``TokenRefused`` after ten minutes of nothing but refusals of the token."""
        while True:
            pause = await self._poll_once()
            if pause > 0:
                await self._sleep(pause)

    async def _poll_once(self) -> float:
        """One poll; returns how many seconds to wait before the next."""
        began = self._monotonic()
        try:
            arrived = await self._source.get_updates(self._asked_offset(), POLL_SECONDS)
        except DeliveryFailed as failed:
            return self._after_failure(failed)
        except Exception as error:
            _log.error("Polling Telegram broke with %s", type(error).__name__)
            return self._note_trouble(_OUR_FAULT)
        self._polled(self._now())
        self._end_trouble()
        self._refused_since = None
        usable, following = _usable(arrived)
        # An answer that does not move the offset would come again at once, for ever.
        stands_still = not usable or following == self._offset
        if usable:
            self._fruitful_at = self._monotonic()
            await self._keep_for_good(usable, following)
            self._offset = following
            for _ in range(_TURNS_FIRST):
                await asyncio.sleep(0)
        return max(0.0, SHORTEST_PAUSE - (self._monotonic() - began)) if stands_still else 0.0

    def _asked_offset(self) -> int:
        """Telegram may number from anywhere after a week without updates; from 0 nothing is missed."""
        is_quiet = self._monotonic() - self._fruitful_at > _QUIET_SECONDS
        return 0 if is_quiet else self._offset

    async def _keep_for_good(self, updates: list[dict[str, Any]], offset: int) -> None:
        """Keep what arrived, however long it takes. Nothing is polled and so nothing confirmed meanwhile."""
        while True:
            try:
                await self._keep(updates, offset)
            except Exception as error:
                # Its text may hold what people wrote.
                _log.error("Keeping Telegram updates failed with %s", type(error).__name__)
                await self._sleep(self._note_trouble(_CANNOT_KEEP))
            else:
                self._end_trouble()
                return

    def _after_failure(self, failed: DeliveryFailed) -> float:
        pause = self._note_trouble(failed.kind.value, *_PAUSES.get(failed.kind, _USUAL_PAUSE))
        if failed.kind is Failure.REFUSED:
            # Only the offset can be at fault; from 0 Telegram gives what is not yet confirmed.
            self._offset = 0
        if failed.kind is not Failure.UNAUTHORISED:
            self._refused_since = None
        elif self._refused_since is None:
            self._refused_since = self._monotonic()
        elif self._monotonic() - self._refused_since >= REFUSED_SECONDS:
            raise TokenRefused from None
        if failed.retry_after is not None:
            return max(failed.retry_after, SHORTEST_PAUSE) + self._jitter()
        return pause

    def _note_trouble(
        self, reason: str, least: float = _USUAL_PAUSE[0], most: float = _USUAL_PAUSE[1]
    ) -> float:
        """Note what is wrong, aloud when it begins and once when it lasts; returns the seconds to wait."""
        if self.trouble is None:
            self._trouble_since = self._monotonic()
            self._failures = 0
            self._alarmed = False
        if self.trouble != reason:
            _log.warning("Telegram polling: %s", reason)
            self.trouble = reason
            self._changed()
        lasting = self._monotonic() - self._trouble_since
        if lasting >= _ALARM_SECONDS and not self._alarmed:
            self._alarmed = True
            _log.error("Telegram polling has not worked for %d seconds: %s", lasting, reason)
        longest = min(most, least * 2.0 ** min(self._failures, 16))
        self._failures += 1
        return longest * (0.5 + 0.5 * self._jitter())

    def _end_trouble(self) -> None:
        if self.trouble is not None:
            _log.info("Telegram polling works again")
            self.trouble = None
            self._changed()


def _usable(arrived: list[Any]) -> tuple[list[dict[str, Any]], int]:
    """The updates that have a number, and the number after the last of them."""
    usable: list[dict[str, Any]] = []
    following = 0
    for raw in arrived:
        key = update_key(raw)
        if key is not None:
            usable.append(raw)
            following = max(following, key[0] + 1)
    if len(usable) < len(arrived):
        _log.warning("Telegram sent %d updates without a number", len(arrived) - len(usable))
    return usable, following
