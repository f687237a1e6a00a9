"""Disk and database: no space, I/O errors, a read-only disk and a lock, for a moment or until health says so.

Several products go through it side by side, each with one kind of trouble: most of the time is waiting.
"""

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import Final

from tests.faults.campaign import Campaign, Outcome, Plan, together
from tests.faults.field import Field, running_field
from tests.faults.product import DATABASE, Nursery
from tests.faults.tracing import Tracing

CALLS: Final = ("pwrite64", "fdatasync", "fsync", "ftruncate")
PEOPLE: Final = 4
MOST_APART: Final = 16
"""Replies between two troubles."""
LONGEST_BRIEF: Final = 0.5
BUSY_SECONDS: Final = 11.0
"""Longer than the product waits for a lock (``storage/engine/sqlite.py``)."""
KILLED: Final = 0.3
"""How often the product is killed while the trouble lasts: what it had only in memory is gone then."""
LONGEST_RECOVERY: Final = 60.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind; ``error`` is what every write fails with, "" for a lock that somebody else holds."""

    name: str
    error: str


TROUBLES: Final = (
    Trouble("no space", "ENOSPC"),
    Trouble("I/O errors", "EIO"),
    Trouble("a read-only disk", "EROFS"),
    Trouble("a lock", ""),
)


@dataclass(frozen=True, slots=True)
class Size:
    """``long_each``: every how many spells one lasts until health was asked."""

    lanes: int
    spells: int
    long_each: int


def _size(plan: Plan) -> Size:
    if plan.twin:
        return Size(lanes=3, spells=2, long_each=8)
    return Size(lanes=12, spells=9, long_each=9) if plan.is_short else Size(lanes=16, spells=33, long_each=8)


@dataclass(slots=True)
class Lane:
    """One product with one kind of trouble, again and again."""

    ground: Field
    trouble: Trouble
    plan: Plan
    chance: random.Random
    is_over: bool = False
    spells: int = 0
    long: int = 0
    recoveries: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    async def run(self, size: Size) -> Outcome:
        crowd = self.ground.crowd
        # Nobody new comes once somebody has given up: what is known of a failure by then is enough.
        walking = asyncio.create_task(crowd.walks(PEOPLE, is_enough=lambda: self.is_over or crowd.gave_up))
        while self.spells < size.spells and await self._writes_more(walking):
            await self._spell(is_long=self.spells % size.long_each == 0)
        self.is_over = True
        await walking
        outcome = await self.ground.judged_without_copies()
        outcome.figures |= {
            f"spells of {self.trouble.name}": self.spells,
            "spells with health asked": self.long,
        }
        outcome.trials["spell"] = self.spells
        if self.plan.twin is None:
            outcome.failures += self.failures
        return outcome

    async def _writes_more(self, walking: asyncio.Task[None]) -> bool:
        """Whether some further replies came; False once nobody is on the way who could write them."""
        writing = asyncio.create_task(self.ground.crowd.writes_more(self.chance.randint(1, MOST_APART)))
        await asyncio.wait({writing, walking}, return_when=asyncio.FIRST_COMPLETED)
        if not writing.done():
            writing.cancel()
            return False
        await writing
        return True

    async def _spell(self, *, is_long: bool) -> None:
        is_killed = not is_long and self.chance.random() < KILLED
        self.spells += 1
        self.long += is_long
        product = self.ground.product
        async with self._in_trouble(product.number):
            if is_long:
                await self._health_says_so()
            else:
                await asyncio.sleep(self.chance.random() * LONGEST_BRIEF)
            if not product.is_running:
                self.failures.append(f"The product ended by itself ({self.trouble.name}).")
            if is_killed:
                await product.kill()
        if not product.is_running:
            self.ground.was_killed(f"a kill ({self.trouble.name})")
            await product.start()
        await self._recovers(is_long=is_long)

    @asynccontextmanager
    async def _in_trouble(self, process: int) -> AsyncIterator[None]:
        """While this lasts, what the process writes fails or has to wait."""
        if self.trouble.error:
            log, harm = self.plan.folder / f"strace-{process}", f"error={self.trouble.error}"
            async with Tracing(process, CALLS, log, harm=harm, when="1+"):
                yield
            return
        with closing(sqlite3.connect(self.ground.product.folder / DATABASE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    async def _health_says_so(self) -> None:
        if not self.trouble.error:
            # Long enough for the product to give up waiting, not only for health to.
            await asyncio.sleep(BUSY_SECONDS)
        inside = await self.ground.product.healthz()
        is_healthy, _ = await self.ground.product.health(self._in_trouble if self.trouble.error else None)
        if inside or is_healthy:
            self.failures.append(f"Health did not say so ({self.trouble.name}).")

    async def _recovers(self, *, is_long: bool) -> None:
        """Everybody who waited for a prompt gets it, and health is well again."""
        began = time.monotonic()
        patience = 2.0 if self.plan.twin else LONGEST_RECOVERY
        waiting = [walker for walker in self.ground.crowd.walking if walker.waits_for_prompt]
        before = [(walker, walker.answered) for walker in waiting]
        try:
            await self.ground.stand_in.until(
                lambda: all(walker.is_done or walker.answered > reached for walker, reached in before),
                seconds=patience,
            )
            if is_long:
                await asyncio.wait_for(self._is_well(), patience)
        except (AssertionError, TimeoutError):
            self.failures.append(f"It did not work again within {patience:.0f} s ({self.trouble.name}).")
        self.recoveries.append(time.monotonic() - began)

    async def _is_well(self) -> None:
        """Return once health says so, asked twice a second."""
        while True:
            if await self.ground.product.healthz():
                return
            await asyncio.sleep(0.5)


async def run(plan: Plan) -> Outcome:
    size = _size(plan)
    async with AsyncExitStack() as stack:
        nursery = await stack.enter_async_context(Nursery())
        lanes = []
        for number in range(size.lanes):
            own = Plan(plan.folder / f"lane-{number}", plan.seed + number, plan.is_short, plan.twin)
            people = PEOPLE + size.spells * MOST_APART
            field_ = await stack.enter_async_context(running_field(own, people=people, nursery=nursery))
            trouble = TROUBLES[number % len(TROUBLES)]
            lanes.append(Lane(field_, trouble, own, random.Random(own.seed)))
        outcome = together(await asyncio.gather(*(lane.run(size) for lane in lanes)))
    longest = max(seconds for lane in lanes for seconds in lane.recoveries)
    outcome.figures["longest seconds until it worked again"] = round(longest, 1)
    return outcome


CAMPAIGN = Campaign(
    "disk",
    "No space, I/O errors, a read-only disk, a lock: nothing is lost, health says so, it goes on by itself.",
    ("logs_and_goes_on",),
    run,
)
