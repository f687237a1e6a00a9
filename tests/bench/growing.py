"""Growth: what replies cost when millions are kept already."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app.data_folder import open_store
from bot.messages.guide_cache import GuideShelf
from bot.settings.settings import Settings
from reports.theme.theme_report import summarise
from storage.engine.database import Database, Job, Transaction
from storage.rounds.ledger import replies_of
from storage.rounds.rounds import guide_of
from tests.bench.bots import OURS
from tests.bench.measuring import GOALS, Effort, a_plan, median, table, verdict
from tests.bench.playing import Played, play
from tests.bench.store import MOST_EACH, PEOPLE_OF_A_ROUND, guide_pack, make_store

SIZES = (0, 10_000, 1_000_000, 5_000_000)
OPEN_CONVERSATIONS = 100_000
ANSWERING = 20
SPARE = 5_000
"""More than can take part in one measurement."""
OWN = 20
"""Replies that those who are measured gave before, the same at every size."""
_MIB = 1024 * 1024
_LOOKS = 200
_EPOCH = datetime.fromtimestamp(0, UTC)

_COUNTS = (
    "SELECT r.prompt_id, r.given, r.level, count(*) FROM participant pa"
    " JOIN reply r ON r.participant_id = pa.id AND r.theme_id = :theme"
    " WHERE pa.round_id = :round GROUP BY r.prompt_id, r.given, r.level"
)


async def growth(effort: Effort) -> list[str]:
    """20 people answer at once in stores of several sizes."""
    with TemporaryDirectory() as folder:
        stores = {size: Path(folder) / str(size) for size in SIZES}
        for size, store in stores.items():
            others = max(OPEN_CONVERSATIONS, -(-size // MOST_EACH)) if size else 0
            await make_store(store, people=SPARE * effort.runs, own=OWN, others=others, replies=size)
        measured: dict[int, list[Played]] = {size: [] for size in SIZES}
        for run in range(effort.runs):
            # The stores are too large to be copied each time: every run has people and numbers of its own.
            first = {"first_chat": 1 + run * SPARE, "first_update": 1000 + run * 1_000_000}
            plan = a_plan(effort, people=ANSWERING, **first)
            for size, store in stores.items():
                measured[size].append(await play(OURS, plan, store))
        looks = {size: await looks_at(store, measured=SPARE * effort.runs) for size, store in stores.items()}
    return _told(measured, looks)


async def looks_at(store: Path, *, measured: int) -> tuple[float, float]:
    """Milliseconds for one person's theme report as a value, and for a group's counts of one theme.

    ``measured`` is how many people there are before the others, whose groups are counted.
    """
    database = await open_store(Settings(data_dir=store))
    shelf, theme = GuideShelf(), guide_pack().guide.themes[1]

    def report(tx: Transaction) -> object:
        guide = shelf.guide(tx, guide_of(tx, "r0") or "")
        given = replies_of(tx, 1)
        return summarise(
            guide, theme.id, given, round_title="", organisation="", version=1, finished_at=_EPOCH
        )

    group = f"r{(measured + PEOPLE_OF_A_ROUND) // PEOPLE_OF_A_ROUND}"
    counts = {"theme": theme.id, "round": group}
    try:
        return await _quickest(database, report), await _quickest(
            database, lambda tx: tx.rows(_COUNTS, counts)
        )
    finally:
        await database.close()


async def _quickest(database: Database, job: Job[object]) -> float:
    """The median of many looks, in milliseconds, the way to the store and back among them."""
    times = []
    for _ in range(_LOOKS):
        began = time.perf_counter()
        await database.read(job)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def _told(measured: dict[int, list[Played]], looks: dict[int, tuple[float, float]]) -> list[str]:
    figures: tuple[tuple[str, Callable[[Played], float], float], ...] = (
        ("p50 of replies", lambda each: each.latency(0.5), 1.10),
        ("p99 of replies", lambda each: each.latency(0.99), 1.25),
        ("memory", lambda each: each.found.memory / _MIB, 1.05),
        ("time to the first poll", lambda each: each.start, 1.2),
    )
    columns = (
        "replies kept",
        "p50, ms",
        "p99, ms",
        "CPU a prompt, ms",
        "memory, MiB",
        "to the first poll, s",
    )
    rows = [
        (
            f"{size:,}" if size else "none but their own",
            f"{median(played, figures[0][1]):.1f}",
            f"{median(played, figures[1][1]):.1f}",
            f"{median(played, lambda each: each.cpu):.2f}",
            f"{median(played, figures[2][1]):.0f}",
            f"{median(played, figures[3][1]):.2f}",
            *(f"{look:.2f}" for look in looks[size]),
        )
        for size, played in measured.items()
    ]
    empty, full = measured[SIZES[0]], measured[SIZES[-1]]
    goals = [
        verdict(f"{told}, to that of the empty store", median(full, figure) / median(empty, figure), goal)
        for told, figure, goal in figures
    ]
    reports, counts = zip(*looks.values(), strict=True)
    return [
        *table((*columns, "one theme report, ms", "a group's counts, ms"), *rows),
        "",
        *table(
            GOALS,
            *goals,
            verdict("a theme report, to that of the empty store", reports[-1] / reports[0], 1.2),
            verdict("a group's counts for one theme, ms", counts[-1], 5),
        ),
    ]
