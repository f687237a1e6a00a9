"""How fast pages of the web chat are answered, compared with Telegram, a reference and a floor."""

import json
import socket
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.bots import OURS, environment, product_python
from tests.bench.measuring import GOALS, Effort, a_plan, a_store, median, table, verdict
from tests.bench.playing import Played, hear, play, running, tell
from tests.bench.store import GIVEN_BEFORE, copy_of, move_to_browsers, posed, web_prompts
from tests.bench.telegram import Found
from tests.bench.web_pages import WebPlan, secret_of
from web.changes import PING_SECONDS

PAGES = (1, 100, 1000)
COMPARED = 100
IDLE = 5000
PEOPLE = 12_000
"""More than can take part in one measurement."""
LOOKS_OF_ITS_OWN = 2 * PING_SECONDS
"""Long enough for each page that only listens to look twice by itself."""
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Site:
    """What serves pages. ``command`` takes its folder, the file with the prompts, and its port."""

    label: str
    command: Callable[[Path, Path, int], list[str]]


def _reference(module: str) -> Callable[[Path, Path, int], list[str]]:
    return lambda folder, prompts, port: [
        sys.executable,
        "-m",
        f"tests.bench.references.{module}",
        str(prompts),
        str(folder),
        str(port),
        str(PEOPLE),
    ]


WEB = Site("Closer Look, web chat", lambda *_: [product_python(), "-m", "bot", "run"])
USUAL = Site("the usual web chat", _reference("web_usual"))
FLOOR = Site("the floor", _reference("web_floor"))
OVER_TELEGRAM = "Closer Look, Telegram"


async def web(effort: Effort) -> list[str]:
    """Pages write as soon as the next prompt has come; then many only listen."""
    rows: list[Sequence[object]] = [
        ("pages", "what", "prompts a second", "CPU a prompt, ms", "p50, ms", "p99, ms", "memory, MiB")
    ]
    measured: dict[int, dict[str, list[Played]]] = {}
    async with a_store(people=PEOPLE) as on_telegram:
        with TemporaryDirectory() as folder:
            store = copy_of(on_telegram, Path(folder))
            move_to_browsers(store, range(1, PEOPLE + 1), secret_of)
            for pages in PAGES:
                found = measured[pages] = await _interleaved(pages, effort, store, on_telegram)
                rows += [_row(f"{pages:,}", label, played) for label, played in found.items()]
            listening = replace(_plan(effort, pages=0, idle=IDLE), seconds=LOOKS_OF_ITS_OWN)
            idle = [await play_web(WEB, listening, store) for _ in range(effort.runs)]
    goals = [GOALS, *_goals(measured, idle)]
    return [*table(*rows), "", *table(*goals)]


async def _interleaved(pages: int, effort: Effort, store: Path, on_telegram: Path) -> dict[str, list[Played]]:
    """All of them in turn, again and again, each time on a fresh copy of the store."""
    found: dict[str, list[Played]] = defaultdict(list)
    for _ in range(effort.runs):
        for site in (WEB, USUAL, FLOOR):
            found[site.label].append(await play_web(site, _plan(effort, pages=pages), store))
        with TemporaryDirectory() as folder:
            run = copy_of(on_telegram, Path(folder))
            found[OVER_TELEGRAM].append(await play(OURS, a_plan(effort, people=pages), run))
    return found


def _plan(effort: Effort, **changes: int) -> WebPlan:
    return WebPlan(0, GIVEN_BEFORE, posed(), warm=effort.warm, seconds=effort.seconds, **changes)


async def play_web(site: Site, plan: WebPlan, store: Path) -> Played:
    """Measure one of them once, on a copy of the store where it is ours."""
    with TemporaryDirectory() as name:
        folder = copy_of(store, Path(name)) if site is WEB else Path(name)
        listed = Path(name) / "prompts.json"
        listed.write_text(json.dumps(web_prompts()), "utf-8")
        port = _free_port()
        env = environment("", folder, CLOSER_LOOK_WEB_PORT=str(port))
        del env["CLOSER_LOOK_TELEGRAM_TOKEN"], env["CLOSER_LOOK_TELEGRAM_API_URL"]
        async with (
            running(*site.command(folder, listed, port), env=env) as process,
            running(sys.executable, "-m", "tests.bench.web_pages") as pages,
        ):
            await tell(pages, asdict(plan) | {"port": port})
            await hear(pages)
            await tell(pages, process.pid)
            found = Found(**await hear(pages))
            process.kill()
    return Played(found, 0.0, found.memory, [])


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def _row(pages: str, label: str, played: list[Played]) -> tuple[object, ...]:
    return (
        pages,
        label,
        f"{median(played, lambda each: each.throughput):,.0f}",
        f"{median(played, lambda each: each.cpu):.2f}",
        f"{median(played, lambda each: each.latency(0.5)):,.1f}",
        f"{median(played, lambda each: each.latency(0.99)):,.1f}",
        f"{median(played, lambda each: each.found.memory / _MIB):.0f}",
    )


def _goals(measured: dict[int, dict[str, list[Played]]], idle: list[Played]) -> list[Sequence[object]]:
    at_once, many = measured[COMPARED], measured[PAGES[-1]]

    def ratio(other: str, figure: Callable[[Played], float]) -> float:
        return median(at_once[WEB.label], figure) / median(at_once[other], figure)

    def cpu(each: Played) -> float:
        return each.cpu

    kept_up = median(many[WEB.label], lambda each: each.throughput) / median(
        at_once[WEB.label], lambda each: each.throughput
    )
    memory = median(many[WEB.label], lambda each: each.found.memory / _MIB)
    share = 100 * median(idle, lambda each: each.found.cpu / each.found.seconds)
    p50 = ratio(OVER_TELEGRAM, lambda each: each.latency(0.5))
    return [
        verdict("100 pages: CPU a prompt, to that over Telegram", ratio(OVER_TELEGRAM, cpu), 1.6),
        verdict("100 pages: CPU a prompt, to the usual web chat's", ratio(USUAL.label, cpu), 0.5),
        verdict("100 pages: p50, to that over Telegram", p50, 1.5),
        verdict("1,000 pages: throughput, to that at 100", kept_up, 0.9, at_least=True),
        verdict("1,000 pages: memory, MiB", memory, 250),
        verdict("5,000 pages that only listen: share of a core, %", share, 5),
    ]
