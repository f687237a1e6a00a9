"""How a part is measured: all bots in turn, again and again, and what is made of it as Markdown."""

import os
import statistics
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.bots import OURS, A, Bot, bots
from tests.bench.playing import Played, play
from tests.bench.store import GIVEN_BEFORE, copy_of, make_store, posed, prompts
from tests.bench.telegram import Plan

_WAITS_FOR_THE_DISK = 500
SPARE_PEOPLE = 25_000
"""More than can take part in one measurement."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how often is measured."""

    runs: int = 5
    warm: float = 2.0
    seconds: float = 6.0


Measured = dict[str, list[Played]]


def a_plan(effort: Effort, **changes: object) -> Plan:
    shown = prompts()[5]
    plan = Plan(
        shown["html"], shown["keyboard"], GIVEN_BEFORE, posed(), warm=effort.warm, seconds=effort.seconds
    )
    return replace(plan, **changes)  # type: ignore[arg-type]


async def interleaved(plan: Plan, of: Sequence[Bot], effort: Effort, store: Path) -> Measured:
    """All bots in turn, again and again, each time on a fresh copy of the store."""
    measured: Measured = defaultdict(list)
    for _ in range(effort.runs):
        for bot in of:
            with TemporaryDirectory() as folder:
                run = copy_of(store, Path(folder)) if bot is OURS else Path(folder)
                measured[bot.name].append(await play(bot, plan, run))
    return measured


def median(played: Sequence[Played], figure: Callable[[Played], float]) -> float:
    return statistics.median(map(figure, played))


def ratio(measured: Measured, figure: Callable[[Played], float]) -> float:
    """Ours to reference A."""
    return median(measured[OURS.name], figure) / median(measured[A.name], figure)


@asynccontextmanager
async def a_store(**sizes: int) -> AsyncIterator[Path]:
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        await make_store(store, **sizes)
        yield store


def disk() -> str:
    """How long a wait for the disk takes at this moment: what every reply that is kept must wait for."""
    with TemporaryDirectory() as folder, (Path(folder) / "log").open("wb", buffering=0) as log:
        waits = []
        for _ in range(_WAITS_FOR_THE_DISK):
            log.write(bytes(4096))
            began = time.perf_counter()
            os.fdatasync(log.fileno())
            waits.append(1000 * (time.perf_counter() - began))
    waits.sort()
    p50, p99 = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    return f"A wait for the disk alone took {p50:.1f} ms (p50) and {p99:.1f} ms (p99)."


def table(*rows: Sequence[object]) -> list[str]:
    head, *others = [[str(each) for each in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *others)]


def verdict(told: str, found: float, goal: float, *, at_least: bool = False) -> tuple[str, str, str, str]:
    is_met = found >= goal if at_least else found <= goal
    bound = "at least" if at_least else "at most"
    return (told, f"{found:.2f}", f"{bound} {goal:g}", "yes" if is_met else "**no**")


GOALS = ("goal", "found", "wanted", "met")
COLUMNS = (
    "bot",
    "prompts a second",
    "CPU a prompt, ms",
    "p50, ms",
    "p99, ms",
    "calls a reply",
    "CPU of the Bot API",
)


def rows_of(measured: Measured) -> list[tuple[object, ...]]:
    labels = {bot.name: bot.label for bot in bots()}
    return [
        (
            labels[name],
            f"{median(played, lambda each: each.throughput):,.0f}",
            f"{median(played, lambda each: each.cpu):.2f}",
            f"{median(played, lambda each: each.latency(0.5)):,.1f}",
            f"{median(played, lambda each: each.latency(0.99)):,.1f}",
            f"{median(played, lambda each: each.calls):.2f}",
            f"{median(played, lambda each: each.found.own_cpu / each.found.seconds):.0%}",
        )
        for name, played in measured.items()
    ]
