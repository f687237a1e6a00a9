"""Every step: killed at each n-th write, sync and send of a script of 22 replies, until it runs through.

What writes to the store and what sends is counted apart, and so is the start after a kill: recovery is a
script as well.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import chain, count, cycle, product
from typing import Final

from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.field import Field, running_field
from tests.faults.tracing import Tracing

PEOPLE: Final = 2
"""Who give eleven replies each at the same time."""
STORE: Final = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")
SENDS: Final = ("write", "writev", "sendto", "sendmsg")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of step: the calls that count, in the script or in a start in the middle of it.

    ``share`` is its part of the points where they are spread.
    """

    name: str
    calls: tuple[str, ...]
    share: float
    is_start: bool = False


KINDS: Final = (
    Kind("send", SENDS, 0.3),
    Kind("write or sync", STORE, 0.5),
    Kind("write or sync of a start", STORE, 0.1, is_start=True),
    Kind("send of a start", SENDS, 0.1, is_start=True),
)


@dataclass(frozen=True, slots=True)
class Point:
    """The n-th step of a kind, counted from 1."""

    kind: Kind
    n: int

    def __str__(self) -> str:
        return f"the kill at {self.kind.name} {self.n}"


class Script:
    """The script, played again and again with new people on the same product, and killed at a point."""

    def __init__(self, field: Field, plan: Plan) -> None:
        self._field = field
        self._chance = random.Random(plan.seed)
        self._log = plan.folder / "strace"

    async def killed_at(self, point: Point) -> bool:
        """Play it, killed at this point; False when it ran through before."""
        walking = asyncio.create_task(self._field.crowd.walk_once(PEOPLE))
        if point.kind.is_start:
            await self._start_in_the_middle()
        async with self._traced(point.kind, harm="signal=KILL", when=str(point.n)):
            self._field.product.let_go()
            ended = asyncio.create_task(self._field.product.ended())
            await asyncio.wait({walking, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        was_killed = not self._field.product.is_running
        if was_killed:
            self._field.was_killed(str(point))
            await self._field.product.start()
        await walking
        return was_killed

    async def length(self, kind: Kind) -> int:
        """How many steps of a kind there are in the script, or in a start of it until the first poll."""
        walking = asyncio.create_task(self._field.crowd.walk_once(PEOPLE))
        if kind.is_start:
            await self._start_in_the_middle()
        polls = self._field.stand_in.polls
        tracing = self._traced(kind)
        async with tracing:
            self._field.product.let_go()
            if kind.is_start:
                await self._field.stand_in.until(lambda: self._field.stand_in.polls > polls)
            else:
                await walking
        await walking
        return tracing.counted()

    async def _start_in_the_middle(self) -> None:
        """Kill the product with replies on the way; the new one waits to be watched."""
        await self._field.crowd.writes_more(self._chance.randint(1, 8 * PEOPLE))
        await self._field.product.kill()
        self._field.was_killed("a kill in the middle")
        await self._field.product.start(is_held=True)

    def _traced(self, kind: Kind, *, harm: str = "", when: str = "") -> Tracing:
        return Tracing(self._field.product.number, kind.calls, self._log, harm=harm, when=when)


@dataclass(frozen=True, slots=True)
class Size:
    """How many points; ``is_each``: one after the other, else spread over the script."""

    points: int
    is_each: bool = False


def _size(plan: Plan) -> Size:
    return Size(150) if plan.is_short or plan.twin else Size(1_000, is_each=True)


async def run(plan: Plan) -> Outcome:
    size = _size(plan)
    points = through = 0
    async with running_field(plan, people=3 * size.points + 40) as field:
        script = Script(field, plan)
        pass_on = _each(script, size.points) if size.is_each else _spread(script, size.points, plan.seed)
        async for killed in pass_on:
            points += 1
            through += not killed
            if plan.twin and (await field.judged()).failures:
                break
        outcome = await field.judged()
    outcome.figures["points"] = f"{points}, of them {through} at which it ran through"
    outcome.trials["point"] = points
    return outcome


async def _each(script: Script, least: int) -> AsyncIterator[bool]:
    """Each n-th step of each kind until the script runs through; begun anew until there are enough."""
    done = 0
    for is_again, kind in chain(product([False], KINDS), cycle(product([True], KINDS))):
        last = await script.length(kind) if kind.is_start else None
        for n in count(1):
            if is_again and done >= least:
                return
            done += 1
            killed = await script.killed_at(Point(kind, n))
            yield killed
            if n == last or not killed:
                break


async def _spread(script: Script, most: int, seed: int) -> AsyncIterator[bool]:
    """So many points, spread evenly over the kinds and over the steps of each."""
    chance = random.Random(seed)
    for kind in KINDS:
        share = round(most * kind.share)
        length = await script.length(kind)
        for each in range(share):
            n = 1 + int((each + chance.random()) * length / share)
            yield await script.killed_at(Point(kind, n))


CAMPAIGN = Campaign(
    "every-step",
    "Killed at each n-th write, sync and send of a script, and of the start after it.",
    ("offset_before_commit", "inbox_without_key"),
    run,
)
