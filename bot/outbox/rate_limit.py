"""How fast we may speak: so many messages a second in all, and so many a second into one chat.

Counts on a monotonic clock that is handed in, so that a step of the wall clock changes nothing.
"""

from collections.abc import Hashable

_BURST_SECONDS = 0.2
"""What an idle time saves up: with 25 a second, never more than 30 within any one second."""

_ROUNDING = 1e-6
"""Less than this is missing only because floats are rounded."""


class RateLimiter:
    """A bucket that fills at an even rate."""

    def __init__(self, per_second: float, per_chat_per_second: float) -> None:
        self._per_second = per_second
        self._spacing = 1.0 / per_chat_per_second
        self._most = max(1.0, per_second * _BURST_SECONDS)
        self._left_for_others = (self._most - 1.0) / 2
        self._saved = self._most
        self._counted_at = 0.0
        self._paused_until = 0.0
        self._refused: dict[Hashable, float] = {}

    def wait(self, now: float, *, yields: bool = False) -> float:
        """Seconds until the next message may go, 0 when it may go now.

        One that ``yields`` leaves half of what is saved up to those that cannot wait, and loses nothing.
        """
        self._saved = min(self._most, self._saved + max(0.0, now - self._counted_at) * self._per_second)
        self._counted_at = now
        if now < self._paused_until:
            return self._paused_until - now
        missing = 1.0 - self._saved + (self._left_for_others if yields else 0.0)
        return 0.0 if missing < _ROUNDING else missing / self._per_second

    def count(self) -> None:
        """Count one message as sent."""
        self._saved -= 1.0

    def refuse(self, chat: Hashable, now: float, seconds: float) -> None:
        """A chat has to wait. It waits alone; while two are, nothing at all is sent."""
        self._refused = {each: until for each, until in self._refused.items() if until > now}
        if self._refused.keys() - {chat}:
            self._paused_until = max(self._paused_until, now + seconds)
        self._refused[chat] = now + seconds

    def pause(self, now: float, seconds: float) -> None:
        """Nothing at all is sent for so long."""
        self._paused_until = max(self._paused_until, now + seconds)

    @property
    def spacing(self) -> float:
        """Seconds between two messages into one chat."""
        return self._spacing
