"""The updates that wait at Telegram, with its rules: confirmed ones are forgotten, old ones lost."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MESSAGE_LIVES = 86_400
TAP_LIVES = 150
_FIRST_UPDATE = 700_000_001


@dataclass(frozen=True, slots=True)
class _Waiting:
    update_id: int
    expires_at: float
    raw: Any


class Conflict(Exception):
    """Another poller came, or a webhook is set."""


class Waiting:
    """``now`` is Telegram's clock, in seconds since 1970."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._updates: deque[_Waiting] = deque()
        self._next = _FIRST_UPDATE
        self._poll: asyncio.Future[bool] | None = None
        self._allowed: frozenset[str] | None = None
        self.confirmed = 0
        """All updates below this number are confirmed, and gone for good."""

    def __len__(self) -> int:
        return len(self._updates)

    @property
    def raws(self) -> list[Any]:
        return [each.raw for each in self._updates]

    def add(self, kind: str, content: dict[str, Any]) -> int | None:
        """Put in what happened, None where the bot did not ask for this kind of update."""
        if self._allowed is not None and kind not in self._allowed:
            return None
        return self.add_raw({kind: content}, TAP_LIVES if kind == "callback_query" else MESSAGE_LIVES)

    def add_raw(self, content: Any, lives: float = MESSAGE_LIVES, *, numbered: bool = True) -> int:
        """Put in an update as it is given; a dict gets a number unless it is to go without."""
        number, self._next = self._next, self._next + 1
        raw = {"update_id": number, **content} if numbered and isinstance(content, dict) else content
        self._updates.append(_Waiting(number, self._now() + lives, raw))
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(True)
        return number

    def number_from(self, number: int) -> None:
        """Give the next update this number, as Telegram may after a quiet week."""
        self._next = number
        self.confirmed = 0

    async def take(self, offset: int, limit: int, timeout: float, allowed: list[str] | None) -> list[Any]:  # noqa: ASYNC109
        """What waits from ``offset`` on. Raises ``Conflict`` when another poller takes over."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(False)
        if allowed is not None:
            self._allowed = frozenset(allowed)
        batch = self._batch(offset, limit)
        if batch or timeout <= 0:
            return batch
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            if not await asyncio.wait_for(mine, timeout):
                raise Conflict
        except TimeoutError:
            pass
        return self._batch(offset, limit)

    def let_go(self) -> None:
        """Answer whoever is waiting, at once, with what there is."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(True)

    def _batch(self, offset: int, limit: int) -> list[Any]:
        self.confirmed = max(self.confirmed, offset)
        now = self._now()
        self._updates = deque(
            each for each in self._updates if each.update_id >= offset and each.expires_at > now
        )
        return [each.raw for each, _ in zip(self._updates, range(limit), strict=False)]
