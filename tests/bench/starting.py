"""Starting: how long it takes to the first poll, and how much memory the bot has in use by then."""

from tests.bench.bots import OURS, A
from tests.bench.measuring import GOALS, Effort, a_plan, a_store, interleaved, median, ratio, table, verdict

_MIB = 1024 * 1024


async def start(effort: Effort) -> list[str]:
    """Each bot starts and polls for the first time."""
    async with a_store(people=100) as store:
        plan = a_plan(effort, people=1, warm=0.0, seconds=0.5)
        measured = await interleaved(plan, [OURS, A], effort, store)
    ours, theirs = measured[OURS.name], measured[A.name]
    rows = [
        (
            bot.label,
            f"{median(measured[bot.name], lambda each: each.start):.2f}",
            f"{median(measured[bot.name], lambda each: each.memory / _MIB):.0f}",
        )
        for bot in (OURS, A)
    ]
    more = median(ours, lambda each: each.memory / _MIB) - median(theirs, lambda each: each.memory / _MIB)
    heavy = sorted({name for each in ours for name in each.heavy})
    return [
        *table(("bot", "to the first poll, s", "memory, MiB"), *rows),
        "",
        *table(
            GOALS,
            verdict("time to the first poll, to A's", ratio(measured, lambda each: each.start), 1.5),
            verdict("memory beyond A's, MiB", more, 40),
            verdict("libraries for reports loaded by then", len(heavy), 0),
        ),
    ]
