"""Poison and fuzz: updates that nobody could have sent, among those of people in conversation.

Strangers and participants send them, as fast as they are taken. People in between go through a theme and
expect an answer within five seconds, to every message. In the end something without a number stays at the
front at Telegram, which comes again with each poll: that must not make the product spin.
"""

import asyncio
import random
import re
from contextlib import suppress
from itertools import islice

from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.poisoned import CANARY, is_parsable, poisoned, unnumbered
from tests.faults.product import LONGEST_SECONDS, Nursery, Product
from tests.faults.scripted import Scripted, Step, play
from tests.telegram.stand_in import StandIn

SHORT, FULL = 5_000, 100_000
PEOPLE = {True: 24, False: 400}
AT_ONCE = 12
MOST_WAITING = 400
SERVED_WITHIN = 5.0
IDLE_SECONDS = 4.0
MOST_IDLE_POLLS = 2.0
PATIENCE_WITH_A_TWIN = 4.0
_STRANGERS = range(9_000, 9_030)
_JOINED = range(8_000, 8_006)
_WRONG = re.compile(rb"^[^ ]+ (?:error|critical) .*|^.*Traceback.*", re.MULTILINE)
_SCRIPT = (
    Step("asks you to take part", "begin"),
    Step("The themes", "1"),
    Step("3 prompts", "start"),
    Step("prompt 1 of", f"{CANARY} one"),
    Step("prompt 2 of", f"{CANARY} two"),
    Step("prompt 3 of", f"{CANARY} three"),
    Step("All in all", "good"),
    Step("How do we know", "skip"),
    Step("Where to look", f"{CANARY} four"),
)


async def run(plan: Plan) -> Outcome:
    """Let people go through a theme while poison is taken, then see what an idle product does."""
    outcome = Outcome()
    chance = random.Random(plan.seed)
    count = 300 if plan.twin else SHORT if plan.is_short else FULL
    patience = PATIENCE_WITH_A_TWIN if plan.twin == "batch_parse" else LONGEST_SECONDS
    async with StandIn(strict=False) as stand_in, Nursery() as nursery:
        settings = {"CLOSER_LOOK_LOG_LEVEL": "DEBUG"}
        product = Product(nursery, plan.folder, stand_in, twin=plan.twin, settings=settings)
        async with product:
            people = AT_ONCE if plan.twin else PEOPLE[plan.is_short]
            round_id = await product.open_round("example")
            codes = await product.invite(round_id, people + len(_JOINED))
            for person, code in zip(_JOINED, codes[people:], strict=True):
                stand_in.person(person).starts(code)
            feeding = asyncio.create_task(_feed(stand_in, chance, count, outcome))
            scripted = [
                Scripted(stand_in.person(1_000 + each), _SCRIPT, "Strengths") for each in range(people)
            ]
            by_person = dict(zip(map(id, scripted), codes, strict=False))
            silent = await play(
                stand_in,
                scripted,
                at_once=AT_ONCE,
                seconds=patience,
                begin=lambda each: each.person.starts(by_person[id(each)]),
            )
            with suppress(TimeoutError):
                await asyncio.wait_for(feeding, patience * max(count / SHORT, 1))
            await _judge_idleness(stand_in, chance, patience, outcome)
            written = product.written()
            rows = await product.export(round_id)
    mine = [row for row in rows if row["text"] in {step.writes for step in _SCRIPT}]
    outcome.expect(not silent, f"{len(silent)} people were not answered.")
    outcome.expect(len(mine) == 4 * people, f"{len(mine)} replies in the export, not {4 * people}.")
    waits = [wait for each in scripted for wait in each.waits]
    slowest = max(waits, default=0.0)
    # A test runs among others on a busy machine; what it shows is that nothing holds people up for good.
    outcome.expect(plan.is_short or slowest <= SERVED_WITHIN, f"somebody waited for {slowest:.1f} seconds")
    outcome.figures["messages of people in conversation"] = len(waits)
    in_order = sorted(waits) or [0.0]
    outcome.figures["half of them were answered within"] = f"{in_order[len(in_order) // 2]:.2f} s"
    outcome.figures["99 of 100 within"] = f"{in_order[len(in_order) * 99 // 100]:.2f} s"
    outcome.figures["longest wait for an answer"] = f"{slowest:.2f} s"
    _read_log(written, stand_in, outcome)
    outcome.trials["update"] = count
    return outcome


async def _feed(stand_in: StandIn, chance: random.Random, count: int, outcome: Outcome) -> None:
    """Put poison in, as fast as it is taken."""
    unparsable = 0
    source = poisoned(chance, [*_STRANGERS, *_JOINED])
    for start in range(0, count, 100):
        some = list(islice(source, min(100, count - start)))
        unparsable += sum(not is_parsable(each) for each in some)
        for raw in some:
            stand_in.injects(raw)
        stand_in.injects(unnumbered(chance), numbered=False)
        outcome.figures["poisoned updates"] = start + len(some)
        outcome.figures["of them not parsable by the library"] = unparsable
        await stand_in.until(lambda: len(stand_in.waiting) <= MOST_WAITING, seconds=LONGEST_SECONDS)


async def _judge_idleness(
    stand_in: StandIn, chance: random.Random, patience: float, outcome: Outcome
) -> None:
    """Once everything is taken but what has no number, polls are few."""
    for _ in range(3):
        stand_in.injects(unnumbered(chance), numbered=False)
    try:
        await stand_in.until(lambda: len(stand_in.waiting) <= 3, seconds=patience)
    except AssertionError:
        outcome.failures.append(f"{len(stand_in.waiting)} updates were never taken.")
        return
    before = stand_in.polls
    await asyncio.sleep(IDLE_SECONDS)
    polls = stand_in.polls - before
    outcome.expect(
        polls <= MOST_IDLE_POLLS * IDLE_SECONDS + 1, f"{polls} polls in {IDLE_SECONDS} s with nothing new"
    )
    outcome.figures["polls a second when idle"] = polls / IDLE_SECONDS


def _read_log(written: bytes, stand_in: StandIn, outcome: Outcome) -> None:
    wrong = [found.decode(errors="replace")[:160] for found in _WRONG.findall(written)]
    outcome.failures += [f"in the log: {line}" for line in wrong]
    for word in (CANARY, "Canary", stand_in.token, stand_in.token.partition(":")[2]):
        found = written.count(word.encode())
        outcome.expect(not found, f"{found} times {word[:10]}… in the log")
    outcome.figures["bytes of log at DEBUG"] = len(written)


CAMPAIGN = Campaign(
    "poison",
    "No update, however odd, holds anybody up, brings anything down, or shows in the log.",
    ("batch_parse", "plain_log"),
    run,
)
