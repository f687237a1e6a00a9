"""Every step: killed at each n-th write, sync and send of a script of 22 replies.

What writes to the store and what sends is counted apart, and so is the start after a kill: recovery is a
script as well. Several products go through it side by side, as most of the time is waiting.
"""

import asyncio
import random
from collections import deque
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Final

from tests.faults.campaign import Campaign, Outcome, Plan, together
from tests.faults.field import Field, running_field
from tests.faults.product import Nursery
from tests.faults.tracing import Tracing

LANES: Final = 3
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
    Kind("write or sync", STORE, 0.55),
    Kind("write or sync of a start", STORE, 0.1, is_start=True),
    Kind("send of a start", SENDS, 0.05, is_start=True),
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
        self._plan = plan
        self._chance = random.Random(plan.seed)
        self._log = plan.folder / "strace"
        self._points = self._through = 0

    async def play(self, points: deque[Point]) -> Outcome:
        """Play it at one point after the other until there are none; on a twin until it has failed."""
        while points:
            self._points += 1
            self._through += not await self._killed_at(points.popleft())
            if self._plan.twin and (await self._field.judged()).failures:
                points.clear()
        outcome = await self._field.judged()
        outcome.figures |= {"points": self._points, "points after the end of the script": self._through}
        outcome.trials["point"] = self._points
        return outcome

    async def _killed_at(self, point: Point) -> bool:
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
    if plan.twin:
        return Size(150)
    return Size(60) if plan.is_short else Size(1_000, is_each=True)


async def run(plan: Plan) -> Outcome:
    size = _size(plan)
    async with AsyncExitStack() as stack:
        nursery = await stack.enter_async_context(Nursery())
        scripts = []
        for number in range(LANES):
            own = Plan(plan.folder / f"lane-{number}", plan.seed + number, plan.is_short, plan.twin)
            field = await stack.enter_async_context(
                running_field(own, people=3 * size.points, nursery=nursery)
            )
            scripts.append(Script(field, own))
        lengths = {kind: await scripts[0].length(kind) for kind in KINDS}
        chance = random.Random(plan.seed)
        points = _each(lengths, size.points) if size.is_each else _spread(lengths, size.points, chance)
        chance.shuffle(points)
        left = deque(points)
        outcome = together(await asyncio.gather(*(script.play(left) for script in scripts)))
    outcome.figures |= {f"{kind.name}: steps in all": length for kind, length in lengths.items()}
    return outcome


def _each(lengths: Mapping[Kind, int], least: int) -> list[Point]:
    """Each n-th step of each kind, and some again until there are enough."""
    whole = [Point(kind, n) for kind, length in lengths.items() for n in range(1, length + 1)]
    again = islice(cycle(whole), max(0, least - len(whole)))
    return [*whole, *again]


def _spread(lengths: Mapping[Kind, int], most: int, chance: random.Random) -> list[Point]:
    """So many points, spread evenly over the kinds and over the steps of each."""
    points = []
    for kind, length in lengths.items():
        share = round(most * kind.share)
        points += [Point(kind, 1 + int((each + chance.random()) * length / share)) for each in range(share)]
    return points


CAMPAIGN = Campaign(
    "every-step",
    "Killed at each n-th write, sync and send of a script, and of the start after it.",
    ("offset_before_commit", "inbox_without_key", "results_written_late"),
    run,
)
