"""How fast replies are answered: many people at once, Telegram far away, and replies that come at a rate."""

from collections.abc import Sequence

from tests.bench.bots import OURS, A, bots
from tests.bench.measuring import (
    COLUMNS,
    GOALS,
    SPARE_PEOPLE,
    Effort,
    Measured,
    a_plan,
    a_store,
    disk,
    interleaved,
    median,
    ratio,
    rows_of,
    table,
    verdict,
)

PEOPLE = (1, 100, 1000, 5000)
ROUND_TRIP = 0.06
PACED = 60.0


async def people(effort: Effort) -> list[str]:
    """N people answer at once."""
    rows: list[Sequence[object]] = [("people", *COLUMNS)]
    goals: list[Sequence[object]] = [GOALS]
    throughputs: dict[int, float] = {}
    waits = ""
    async with a_store(people=SPARE_PEOPLE) as store:
        for count in PEOPLE:
            measured = await interleaved(a_plan(effort, people=count), bots(), effort, store)
            rows += [(f"{count:,}", *row) for row in rows_of(measured)]
            if count == 1:
                waits = disk()
            throughputs[count] = median(measured[OURS.name], lambda each: each.throughput)
            goals += _goals_of_people(count, measured)
    kept_up = throughputs[PEOPLE[-1]] / throughputs[100]
    goals.append(verdict("5,000 people: throughput, to that at 100", kept_up, 0.9, at_least=True))
    return [*table(*rows), "", f"{waits} This was measured beside the first rows.", "", *table(*goals)]


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
    return [*table(COLUMNS, *rows_of(measured)), "", *table(GOALS, goal)]


async def paced(effort: Effort) -> list[str]:
    """300 people reply 60 times a second in all, at random moments."""
    async with a_store(people=SPARE_PEOPLE) as store:
        plan = a_plan(effort, people=300, rate=PACED, seconds=2 * effort.seconds)
        measured = await interleaved(plan, [OURS, A], effort, store)
    p99 = verdict("p99, to A's", ratio(measured, lambda each: each.latency(0.99)), 0.8)
    return [*table(COLUMNS, *rows_of(measured)), "", disk(), "", *table(GOALS, p99)]
