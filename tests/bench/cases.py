"""What is measured, part by part, and what of it was hoped for. Each part gives lines of Markdown."""

import shutil
import statistics
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.bots import OURS, A, Bot, bots
from tests.bench.playing import Played, play
from tests.bench.store import GIVEN_BEFORE, make_store, posed, prompts
from tests.bench.telegram import Plan

PEOPLE = (1, 100, 1000, 5000)
ROUND_TRIP = 0.06
PACED = 60.0
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
                run = Path(folder) / "run"
                if bot is OURS:
                    shutil.copytree(store, run)
                else:
                    run.mkdir()
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


def table(*rows: Sequence[object]) -> list[str]:
    head, *others = [[str(each) for each in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *others)]


def verdict(told: str, found: float, goal: float, *, at_least: bool = False) -> tuple[str, str, str, str]:
    is_met = found >= goal if at_least else found <= goal
    bound = "at least" if at_least else "at most"
    return (told, f"{found:.2f}", f"{bound} {goal:g}", "yes" if is_met else "**no**")


_GOALS = ("goal", "found", "wanted", "met")
_COLUMNS = (
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


async def people(effort: Effort) -> list[str]:
    """N people answer at once."""
    rows: list[Sequence[object]] = [("people", *_COLUMNS)]
    goals: list[Sequence[object]] = [_GOALS]
    throughputs: dict[int, float] = {}
    async with a_store(people=SPARE_PEOPLE) as store:
        for count in PEOPLE:
            measured = await interleaved(a_plan(effort, people=count), bots(), effort, store)
            rows += [(f"{count:,}", *row) for row in rows_of(measured)]
            throughputs[count] = median(measured[OURS.name], lambda each: each.throughput)
            goals += _goals_of_people(count, measured)
    kept_up = throughputs[PEOPLE[-1]] / throughputs[100]
    goals.append(verdict("5,000 people: throughput, to that at 100", kept_up, 0.9, at_least=True))
    return [*table(*rows), "", *table(*goals)]


def _goals_of_people(count: int, measured: Measured) -> list[Sequence[object]]:
    who = f"{count:,} people" if count > 1 else "1 person"
    cpu = ratio(measured, lambda each: each.cpu)
    if count == 1:
        return [
            verdict(f"{who}: CPU a prompt, to A's", cpu, 0.75),
            verdict(f"{who}: p99, to A's", ratio(measured, lambda each: each.latency(0.99)), 1.2),
        ]
    goals: list[Sequence[object]] = [
        verdict(f"{who}: CPU a prompt, to A's", cpu, 0.30),
        verdict(
            f"{who}: throughput, to A's", ratio(measured, lambda each: each.throughput), 4, at_least=True
        ),
    ]
    if count == 100:
        calls = median(measured[OURS.name], lambda each: each.calls)
        goals.append(verdict(f"{who}: calls a reply in words", calls, 1.1))
    return goals


async def distance(effort: Effort) -> list[str]:
    """100 people answer at once, and Telegram is far away."""
    async with a_store(people=SPARE_PEOPLE) as store:
        plan = a_plan(effort, people=100, round_trip=ROUND_TRIP)
        measured = await interleaved(plan, bots(), effort, store)
    gain = ratio(measured, lambda each: each.throughput)
    goal = verdict("60 ms away: throughput, to A's", gain, 40, at_least=True)
    return [*table(_COLUMNS, *rows_of(measured)), "", *table(_GOALS, goal)]


async def paced(effort: Effort) -> list[str]:
    """300 people reply 60 times a second in all, at random moments."""
    async with a_store(people=SPARE_PEOPLE) as store:
        plan = a_plan(effort, people=300, rate=PACED, seconds=2 * effort.seconds)
        measured = await interleaved(plan, [OURS, A], effort, store)
    p99 = ratio(measured, lambda each: each.latency(0.99))
    return [*table(_COLUMNS, *rows_of(measured)), "", *table(_GOALS, verdict("p99, to A's", p99, 0.8))]


PARTS: dict[str, Callable[[Effort], Awaitable[list[str]]]] = {
    "people": people,
    "distance": distance,
    "paced": paced,
}
