"""Kill: ``kill -9`` at random moments, with sends and replies in flight."""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass, field

from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.crowd import Crowd
from tests.faults.ledger import Ledger
from tests.faults.product import LONGEST_SECONDS, Nursery, Product
from tests.guides import shipped
from tests.telegram.faults import Show
from tests.telegram.stand_in import StandIn

GUIDE = "managing-performance"
SENDS = 8
REPLIES = 4
PEOPLE = 24
ANSWER_SECONDS = 0.03
"""How long Telegram takes to answer a send, so that sends are in flight."""
LONGEST_START_SECONDS = 0.3
AGAIN = 0.2
"""How often the product is killed once more while it starts."""


@dataclass(slots=True)
class Kills:
    """The kills so far, and after which of them the store was damaged."""

    planned: int
    done: int = 0
    at_start: int = 0
    damaged: list[int] = field(default_factory=list)


async def run(plan: Plan) -> Outcome:
    planned, replies = _size(plan)
    chance = random.Random(plan.seed)
    kills = Kills(planned)
    async with StandIn(strict=False, seed=plan.seed) as stand_in, Nursery() as nursery:
        settings = {"CLOSER_LOOK_SENDS_AT_ONCE": str(SENDS)}
        product = Product(nursery, plan.folder, stand_in, twin=plan.twin, settings=settings)
        round_id = await product.open_round(GUIDE)
        codes = await product.invite(round_id, max(PEOPLE, replies // 5))
        ledger = Ledger(stand_in)
        crowd = Crowd(
            stand_in,
            ledger,
            shipped(GUIDE),
            codes,
            is_settled=lambda: product.is_running and not len(stand_in.waiting),
            patience=2.0 if plan.twin else 60.0,
        )
        stand_in.fail(Show.SLOW, "sendMessage", times=None, seconds=ANSWER_SECONDS)
        async with product:
            killing = asyncio.create_task(
                _kill_again_and_again(product, crowd, stand_in, kills, chance, replies)
            )
            await crowd.walks(
                PEOPLE,
                is_enough=lambda: crowd.replies >= replies and (kills.done >= planned or bool(crowd.gave_up)),
            )
            killing.cancel()
            with suppress(asyncio.CancelledError):
                await killing
            exported = await product.export(round_id)
    return _judged(kills, crowd, ledger, exported)


def _size(plan: Plan) -> tuple[int, int]:
    """How many kills and replies."""
    if plan.twin:
        return 6, 100
    return (60, 1_000) if plan.is_short else (500, 10_000)


async def _kill_again_and_again(
    product: Product, crowd: Crowd, stand_in: StandIn, kills: Kills, chance: random.Random, replies: int
) -> None:
    apart = replies * 1.8 / kills.planned
    while kills.done < kills.planned:
        await crowd.writes_more(round(chance.random() * apart))
        await asyncio.sleep(chance.random() * ANSWER_SECONDS)
        await stand_in.until(
            lambda: stand_in.under_way >= SENDS and crowd.waiting_for_prompt >= REPLIES,
            seconds=LONGEST_SECONDS,
        )
        await _kill(product, kills)
        await product.start()
        if chance.random() < AGAIN and kills.done < kills.planned:
            await asyncio.sleep(chance.random() * LONGEST_START_SECONDS)
            kills.at_start += 1
            await _kill(product, kills)
            await product.start()


async def _kill(product: Product, kills: Kills) -> None:
    await product.kill()
    kills.done += 1
    if not product.is_intact():
        kills.damaged.append(kills.done)


def _judged(kills: Kills, crowd: Crowd, ledger: Ledger, exported: list[dict[str, object]]) -> Outcome:
    found, shown = ledger.compare(exported), crowd.shown()
    outcome = Outcome(
        figures={
            "kills": f"{kills.done}, of them {kills.at_start} while it was starting, the others"
            f" with {SENDS} sends and {REPLIES} replies or more in flight",
            "replies": f"{len(ledger)}, of them {found.acknowledged} acknowledged",
            "extra copies of a prompt": f"{shown.extra}, of at most {kills.done * SENDS}",
        },
        trials={"kill": kills.done, "reply": len(ledger)},
        failures=found.failures(),
    )
    outcome.failures += [f"A prompt was skipped: {each}." for each in shown.skipped]
    outcome.failures += [f"The store was damaged after kill {each}." for each in kills.damaged]
    outcome.failures += [f"Person {each} was never answered." for each in crowd.gave_up]
    outcome.expect(kills.done >= kills.planned, f"Only {kills.done} kills of {kills.planned} came about.")
    outcome.expect(shown.extra <= kills.done * SENDS, f"{shown.extra} prompts came more than once.")
    return outcome


CAMPAIGN = Campaign(
    "kill",
    "Killed at any moment, the product loses, doubles and misplaces no acknowledged reply.",
    ("memory_queue", "inbox_without_key"),
    run,
)
