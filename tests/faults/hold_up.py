"""Holding up: one participant does whatever takes most of the product, while ten others reply.

Each attack that took the product down once is done again and again, each time by somebody new, whose quotas
are not used up yet. The others reply by turns undisturbed and meanwhile, so that whatever else the machine
does meets both. What is judged in the short run are counts and the order of what is made, as a loaded machine
has no time to rely on. The full run also compares how long the others wait for their next card.
"""

import asyncio
import random
import re
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from itertools import chain, cycle
from pathlib import Path

from tests.faults.browsers import Browser
from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.hold_up_attacks import ATTACKS, Attack, Limits, Room, until
from tests.faults.product import DATABASE, LONGEST_SECONDS, Nursery, Product
from tests.telegram.stand_in import StandIn

GUIDE = "first-version"
THEMES, PROMPTS = 4, 11
OTHERS = 10
TURNS = 6
"""How often the full run does each attack, with as much time before it in which nothing is done."""
TURN_SECONDS = 5.0
PAUSE_SECONDS = 1.0, 3.0
"""Between one card and the next words of somebody who replies without thinking."""
MOST_GROWTH = 1.2
MOST_GROWTH_MEANWHILE = 1.5
MOST_WAIT = 2.0
MOST_WAIT_FOR_REPORT = 3.0
"""A report may have to wait until the one that is being made is done, and that may be a larger one."""
SHORT_LIMITS = Limits(characters=100_000, pages=30, streams=4)
"""Lower ones, so that a short run reaches them."""
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
_WRONG = re.compile(rb"^[^ ]+ (?:error|critical) .*|^.*Traceback.*", re.MULTILINE)

ATTACK_OF_TWIN = {
    "without_quotas": "writing without end",
    "first_come": "asking for reports",
    "pages_without_end": "loading pages",
    "patient_for_ever": "half requests",
    "whole_history": "streams that nobody reads",
}
"""Each twin is without one limit, and is tried with what that limit is there for."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long somebody waited for their next card, in seconds.

    ``spent`` is the processor time that the product took for everybody meanwhile. A machine that does other
    work as well makes the wait longer, and this hardly.
    """

    seconds: float
    spent: float


class Other:
    """One of those who only reply, theme after theme."""

    def __init__(self, browser: Browser, room: Room, chance: random.Random) -> None:
        self.browser = browser
        self._room = room
        self._chance = chance
        replies = ["In our team everybody is heard, also who is new."] * PROMPTS
        themes = (["/theme " + str(theme), "start", *replies] for theme in range(1, THEMES + 1))
        self._words: Iterator[str] = cycle(chain(["begin"], *themes))

    async def reply(self) -> Wait:
        """Write the next words; how long the next card took."""
        before = self._room.spent()
        waited = await self.browser.writes(next(self._words))
        return Wait(waited, self._room.spent() - before)

    async def reply_for(self, seconds: float) -> list[Wait]:
        """Reply at the pace of a fast writer; how long each next card took. At least once."""
        until = time.monotonic() + seconds
        waits = list[Wait]()
        while not waits or time.monotonic() < until:
            if seconds:
                await asyncio.sleep(self._chance.uniform(*PAUSE_SECONDS))
            waits.append(await self.reply())
        return waits


@dataclass(slots=True)
class Scene:
    """The product, those who only reply, and the links that whoever holds them up comes in by."""

    room: Room
    others: list[Other]
    codes: list[str]
    outcome: Outcome
    is_short: bool
    undisturbed: dict[str, list[Wait]] = field(default_factory=dict)
    meanwhile: dict[str, list[Wait]] = field(default_factory=dict)

    async def others_reply(self, waits: dict[str, list[Wait]], name: str) -> None:
        """Let the others reply for one turn; note how long they waited."""
        seconds = 0.0 if self.is_short else TURN_SECONDS
        found = await asyncio.gather(*(each.reply_for(seconds) for each in self.others))
        waits.setdefault(name, []).extend(chain.from_iterable(found))

    async def under(self, attack: Attack) -> None:
        """Let the others reply by turns undisturbed and while an attack is made."""
        before, most = self.memory(), 0
        for _ in range(1 if self.is_short else TURNS):
            async with AsyncExitStack() as stack:
                one = await stack.enter_async_context(Browser(self.room.address, f"number {len(self.codes)}"))
                await one.comes_in(self.codes.pop())
                attack.begin_with(one)
                await attack.prepare()
                await self.others_reply(self.undisturbed, attack.name)
                attack.waits.append(await attack.one_more())
                doing = asyncio.create_task(attack.do())
                await _first(doing, attack.has_begun)
                await self.others_reply(self.meanwhile, attack.name)
                attack.waits_meanwhile.append(await attack.one_more())
                most = max(most, self.memory())
                healthy, reasons = await self.room.product.health()
                self.outcome.expect(healthy, f"During “{attack.name}” health says: {reasons}")
                attack.is_over.set()
                await doing
            await attack.judge()
        self._judge_memory(attack.name, before, most)
        self.outcome.expect(await self.room.product.healthz(), f"After “{attack.name}” /healthz is red.")

    def _judge_memory(self, name: str, before: int, most: int) -> None:
        after = self.memory()
        self.outcome.figures[f"memory, {name}"] = f"{most / before:.2f} times, then {after / before:.2f}"
        self.outcome.expect(
            most <= MOST_GROWTH_MEANWHILE * before, f"“{name}”: {most} kB were held, {before} kB before."
        )
        self.outcome.expect(
            after <= MOST_GROWTH * before, f"After “{name}” {after} kB are held, {before} kB before."
        )

    def memory(self) -> int:
        """How much memory the product's process holds, in kB."""
        status = Path(f"/proc/{self.room.product.number}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1])


async def _first(doing: asyncio.Task[None], has_begun: asyncio.Event) -> None:
    """Return once an attack is at its height, or is over. Whatever went wrong in it is raised."""
    waiting = asyncio.ensure_future(has_begun.wait())
    await asyncio.wait({doing, waiting}, timeout=LONGEST_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if doing.done():
        doing.result()


async def run(plan: Plan) -> Outcome:
    """Let somebody hold up the product in every way, or on a twin in the one way that it lets pass."""
    outcome = Outcome()
    is_short = plan.is_short or bool(plan.twin)
    limits = SHORT_LIMITS if is_short else Limits()
    async with StandIn(strict=False) as stand_in, Nursery() as nursery, AsyncExitStack() as stack:
        product = Product(
            nursery,
            plan.folder,
            stand_in,
            twin=plan.twin,
            settings=limits.settings(),
            modules=["tests.faults.hold_up_soon"] if is_short else [],
        )
        await stack.enter_async_context(product)
        round_id = await product.open_round(GUIDE)
        names = [each for each in ATTACKS if plan.twin is None or each.name == ATTACK_OF_TWIN[plan.twin]]
        codes = await product.invite(round_id, OTHERS + 1 + len(names) * (1 if is_short else TURNS))
        address = await _address(product)
        browsers = [await stack.enter_async_context(Browser(address)) for _ in range(OTHERS + 1)]
        for browser in browsers:
            await browser.comes_in(codes.pop())
            await browser.listens()
        room = Room(product, browsers[0], address)
        attacks = [each(room, outcome, limits, is_short=is_short) for each in names]
        chance = random.Random(plan.seed)
        others = [Other(each, room, random.Random(chance.random())) for each in browsers[1:]]
        scene = Scene(room, others, codes, outcome, is_short)
        for attack in attacks:
            await scene.under(attack)
        await _judge_what_was_put_aside(product, outcome)
    _judge_log(product.written(), outcome)
    for attack in attacks:
        _judge_waits(scene, attack, is_judged=not is_short)
    return outcome


async def _address(product: Product) -> str:
    printed = product.output / "run.out"
    await until(lambda: _ADDRESS.search(printed.read_text("utf-8")))
    return str(_ADDRESS.findall(printed.read_text("utf-8"))[0])


async def _judge_what_was_put_aside(product: Product, outcome: Outcome) -> None:
    with closing(sqlite3.connect(f"file:{product.folder / DATABASE}?mode=ro", uri=True)) as connection:
        aside = sum(
            connection.execute(f"SELECT count(*) FROM {table} WHERE state = 'quarantined'").fetchone()[0]  # noqa: S608
            for table in ("inbox", "work")
        )
    outcome.expect(aside == 0, f"{aside} messages or jobs were put aside.")


def _judge_log(written: bytes, outcome: Outcome) -> None:
    for wrong in _WRONG.findall(written)[:5]:
        outcome.failures.append(f"The log says: {wrong.decode('utf-8', 'replace')[:160]}")
    outcome.expect(b"holds you up" not in written, "The log holds what somebody wrote.")


def _judge_waits(scene: Scene, attack: Attack, *, is_judged: bool) -> None:
    undisturbed, meanwhile = scene.undisturbed[attack.name], scene.meanwhile[attack.name]
    compared = [
        ("next card", [each.seconds for each in undisturbed], [each.seconds for each in meanwhile]),
        ("processor time", [each.spent for each in undisturbed], [each.spent for each in meanwhile]),
    ]
    if all(attack.waits_meanwhile):
        compared.append(("another's report", attack.waits, attack.waits_meanwhile))
    scene.outcome.trials["reply"] = scene.outcome.trials.get("reply", 0) + len(meanwhile)
    for what, before, during in compared:
        ratio = statistics.median(during) / statistics.median(before)
        scene.outcome.figures[f"{what}, {attack.name}"] = (
            f"{statistics.median(before) * 1000:.0f} ms, then {statistics.median(during) * 1000:.0f} ms:"
            f" {ratio:.2f} times (95 in 100 within {_most_of(before) * 1000:.0f} and"
            f" {_most_of(during) * 1000:.0f} ms)"
        )
        if is_judged:
            most = MOST_WAIT_FOR_REPORT if "report" in what else MOST_WAIT
            scene.outcome.expect(ratio <= most, f"{what}, “{attack.name}”: {ratio:.2f} times as long.")


def _most_of(waits: list[float]) -> float:
    """What 95 in 100 of them are within."""
    return sorted(waits)[max(0, -(-len(waits) * 95 // 100) - 1)]


CAMPAIGN = Campaign(
    "hold-up",
    "One participant who takes all they can get holds up nobody else, and gives back what they took.",
    tuple(ATTACK_OF_TWIN),
    run,
)
