"""Kill: ``kill -9`` at random moments, with sends and replies in flight."""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass

from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.field import SENDS, Field, running_field
from tests.faults.product import LONGEST_SECONDS
from tests.telegram.faults import Show

REPLIES = 4
PEOPLE = 24
TYPISTS = 4
"""How many people are at teletypes meanwhile, a channel that lives in the tests only."""
TYPISTS_BY = 4
"""One of them is invited to so many on Telegram."""
ANSWER_SECONDS = 0.03
"""How long Telegram takes to answer a send, so that sends are in flight."""
LONGEST_START_SECONDS = 0.3
AGAIN = 0.2
"""How often the product is killed once more while it starts."""


@dataclass(frozen=True, slots=True)
class Size:
    kills: int
    replies: int


def _size(plan: Plan) -> Size:
    if plan.twin:
        return Size(3, 60)
    return Size(30, 500) if plan.is_short else Size(500, 10_000)


async def run(plan: Plan) -> Outcome:
    size = _size(plan)
    people = max(PEOPLE, size.replies // 5)
    async with running_field(plan, people=people, typists=people // TYPISTS_BY) as field:
        field.stand_in.fail(Show.SLOW, "sendMessage", times=None, seconds=ANSWER_SECONDS)
        killing = asyncio.create_task(_kill_again_and_again(field, size, random.Random(plan.seed)))

        def is_enough() -> bool:
            # On a busy machine somebody may give up before anything was killed, which tells nothing yet.
            return bool(field.kills and field.crowd.gave_up) or (
                len(field.ledger) >= size.replies and field.kills >= size.kills
            )

        assert field.typing is not None
        await asyncio.gather(
            field.crowd.walks(PEOPLE, is_enough=is_enough),
            field.typing.walks(TYPISTS, is_enough=is_enough),
        )
        killing.cancel()
        # A twin may have lost so much that nothing is in flight any more, which the ledger shows.
        with suppress(asyncio.CancelledError, *([AssertionError] if plan.twin else [])):
            await killing
        outcome = await field.judged()
    outcome.trials["kill"] = field.kills
    outcome.expect(
        plan.twin or field.kills >= size.kills, f"Only {field.kills} kills of {size.kills} came about."
    )
    return outcome


async def _kill_again_and_again(field: Field, size: Size, chance: random.Random) -> None:
    apart = size.replies * 1.8 / size.kills
    # A twin has only to have replies in its memory, whatever it says meanwhile.
    sends = 0 if field.product.twin else SENDS
    while field.kills < size.kills:
        await field.crowd.writes_more(round(chance.random() * apart))
        await asyncio.sleep(chance.random() * ANSWER_SECONDS)
        await field.stand_in.until(
            lambda: field.stand_in.under_way >= sends and field.crowd.waiting_for_prompt >= REPLIES,
            seconds=LONGEST_SECONDS,
        )
        await _kill(field)
        if chance.random() < AGAIN:
            await asyncio.sleep(chance.random() * LONGEST_START_SECONDS)
            await _kill(field)


async def _kill(field: Field) -> None:
    await field.product.kill()
    field.was_killed(f"kill {field.kills}")
    await field.product.start()


CAMPAIGN = Campaign(
    "kill",
    f"Killed at random moments, with {SENDS} sends and {REPLIES} replies in flight.",
    ("memory_queue",),
    run,
)
