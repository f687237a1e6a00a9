"""Replies during other work: while thousands of reminders go out, and while large reports are made."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.bots import OURS
from tests.bench.measuring import GOALS, Effort, a_plan, a_store, median, table, verdict
from tests.bench.playing import Played, play
from tests.bench.store import add_reminders, add_reports, copy_of
from tests.bench.telegram import Plan

PEOPLE = 300
BUSY = range(10_001, 15_001)
"""Those that the other work is for; they reply to nothing."""
ALLOWED = 30
REPLIES_BESIDE_REMINDERS = 5.0
REPLIES_BESIDE_REPORTS = 20.0


async def broadcast(effort: Effort) -> list[str]:
    """5,000 reminders wait, and 300 people reply meanwhile, five times a second in all."""
    plan = a_plan(effort, people=PEOPLE, rate=REPLIES_BESIDE_REMINDERS, seconds=4 * effort.seconds)
    idle, beside = await _compared(
        plan, effort, lambda folder: add_reminders(folder, BUSY), CLOSER_LOOK_SENDS_PER_SECOND=str(ALLOWED)
    )
    rate = median(beside, lambda each: (each.found.prompts + each.found.others) / each.found.seconds)
    return [
        *_rows(idle, "5,000 reminders", beside),
        "",
        *table(
            GOALS,
            verdict(f"messages a second of the {ALLOWED} allowed", rate, 29.5, at_least=True),
            _slower(idle, beside),
        ),
    ]


async def report(effort: Effort) -> list[str]:
    """Large reports are made one after another, and 300 people reply meanwhile, 20 times a second in all."""
    plan = a_plan(effort, people=PEOPLE, rate=REPLIES_BESIDE_REPORTS, seconds=2 * effort.seconds)
    idle, beside = await _compared(plan, effort, lambda folder: add_reports(folder, BUSY[:500]))
    return [*_rows(idle, "large reports", beside), "", *table(GOALS, _slower(idle, beside))]


async def _compared(
    plan: Plan, effort: Effort, burden: Callable[[Path], None], **settings: str
) -> tuple[list[Played], list[Played]]:
    """The same replies without the other work and with it, in turn."""
    idle: list[Played] = []
    beside: list[Played] = []
    async with a_store(people=BUSY.stop) as store:
        for _ in range(effort.runs):
            for found, is_burdened in ((idle, False), (beside, True)):
                with TemporaryDirectory() as folder:
                    run = copy_of(store, Path(folder))
                    if is_burdened:
                        burden(run)
                    found.append(await play(OURS, plan, run, **settings))
    return idle, beside


def _rows(idle: list[Played], beside: str, found: list[Played]) -> list[str]:
    return table(
        ("beside the replies", "replies a second", "p50, ms", "p99, ms", "other messages a second"),
        *(
            (
                name,
                f"{median(played, lambda each: each.throughput):.1f}",
                f"{median(played, lambda each: each.latency(0.5)):.1f}",
                f"{median(played, lambda each: each.latency(0.99)):.1f}",
                f"{median(played, lambda each: each.found.others / each.found.seconds):.1f}",
            )
            for name, played in (("nothing", idle), (beside, found))
        ),
    )


def _slower(idle: list[Played], beside: list[Played]) -> tuple[str, str, str, str]:
    slower = median(beside, lambda each: each.latency(0.99)) / median(idle, lambda each: each.latency(0.99))
    return verdict("p99 of replies, to that beside nothing", slower, 1.2)
