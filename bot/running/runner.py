"""The loop in which each part runs until cancelled: step by step, by time or woken, through storage trouble.

Own code, as the libraries for retries (tenacity, stamina) know no loop that can be woken. What fetches from a
channel has a loop of its own, as it rests for the network too, and a refused token ends it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from storage.engine.database import StorageTrouble

FIRST_REST = 1.0
LONGEST_REST = 60.0
"""Seconds to rest when the store fails: twice as long each time, up to this."""

LONGEST_PAUSE = 60.0
"""Seconds of a monotonic clock between two looks at the wall clock, which may have been set meanwhile."""
SHORTEST_PAUSE = 0.05

Pause = float | None
"""Seconds until the next step, unless woken before: 0 for at once, None for not before it is woken."""

_log = structlog.get_logger(__name__)


async def run_forever(
    part: str,
    step: Callable[[], Awaitable[Pause]],
    *,
    wake: asyncio.Event | None = None,
    longest_rest: float = LONGEST_REST,
) -> None:
    """Take one step after another until cancelled; each says how long to pause after it.

    A step that the store fails is taken again after a rest. The trouble is logged when it begins and when
    it is over. A wake ends a pause or a rest, and during a step it is not lost. Any other fault is raised and
    ends the process: only a new start takes up what a step had stored and not passed on.
    """
    woken = wake if wake is not None else asyncio.Event()
    faults = 0
    trouble: str | None = None
    while True:
        woken.clear()
        pause: Pause
        try:
            pause = await step()
        except StorageTrouble as fault:
            if trouble != str(fault):
                trouble = str(fault)
                _log.error("the store does not work", part=part, because=trouble)
            pause = min(longest_rest, FIRST_REST * 2.0 ** min(faults, 16))
            faults += 1
        else:
            if trouble is not None:
                # As loud as its beginning, or it would seem to last.
                _log.warning("the store works again", part=part)
            faults, trouble = 0, None
        if pause is None or pause > 0:
            await until_woken(woken, pause)


async def until_woken(wake: asyncio.Event, seconds: Pause) -> bool:
    """Wait to be woken, at most so many seconds; whether we were."""
    if seconds is None:
        await wake.wait()
        return True
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        return False
    return True


def pause_until(due: datetime | None, now: datetime) -> float:
    """How long to pause for what is ``due`` next, which is None where nothing is."""
    if due is None:
        return LONGEST_PAUSE
    return min(LONGEST_PAUSE, max(SHORTEST_PAUSE, (due - now).total_seconds()))
