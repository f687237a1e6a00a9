"""The field that replies are harmed on: a stand-in, the product, people, their ledger, and the verdict."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.faults.campaign import Outcome, Plan, together
from tests.faults.crowd import Crowd
from tests.faults.ledger import Ledger
from tests.faults.product import Nursery, Product
from tests.guides import guide_for_tests
from tests.telegram.stand_in import StandIn
from tests.teletype.channel import TELETYPE, TeletypeChannel
from tests.teletype.machine import Machine
from tests.teletype.typists import Typists

GUIDE = "first-version"
FIRST_TYPIST = 900_000
TELETYPE_PORT = "TELETYPE_PORT"
"""Names the port of the machine in the environment of the product."""
PRINTING_SECONDS = 0.03
"""How long a teletype prints, so that there is something in flight."""
SENDS = 8
"""How many sends may be in flight at once."""


@dataclass(slots=True)
class Field:
    """One round of a guide; the product runs on it unless it has been killed."""

    stand_in: StandIn
    product: Product
    ledger: Ledger
    crowd: Crowd
    round_id: str
    typing: Crowd | None = None
    """People at teletypes, where the product has that channel too."""
    kills: int = 0
    damaged: list[str] = field(default_factory=list)

    def was_killed(self, where: str) -> None:
        """Count a kill, and look at what it left."""
        self.kills += 1
        if not self.product.is_intact():
            self.damaged.append(where)

    async def judged(self) -> Outcome:
        """Hold the export to the ledger, and copies to what was in flight; the product must be running."""
        outcome = await self.judged_without_copies()
        most = outcome.figures["sends in flight at the kills"] = self.kills * SENDS
        outcome.expect(self.crowd.shown().extra <= most, "More copies came than were in flight.")
        if self.typing is not None:
            most = self.kills * TeletypeChannel.pace.at_once
            outcome.expect(self.typing.shown().extra <= most, "More copies were printed than were in flight.")
        return outcome

    async def judged_without_copies(self) -> Outcome:
        """Hold the export to the ledger; a send that could not be recorded may come again."""
        rows = await self.product.export(self.round_id)
        typed = [row for row in rows if row["channel"] == TELETYPE]
        found = self.ledger.compare([row for row in rows if row["channel"] != TELETYPE])
        outcome = Outcome(
            figures={
                "kills": self.kills,
                "replies": len(self.ledger),
                "replies acknowledged": found.acknowledged,
                "extra copies of a prompt": self.crowd.shown().extra,
            },
            trials={"reply": len(self.ledger)},
            failures=found.failures(),
        )
        outcome.failures += [f"A prompt was skipped: {each}." for each in self.crowd.shown().skipped]
        outcome.failures += [f"The store was damaged by {each}." for each in self.damaged]
        if self.typing is not None:
            outcome = together([outcome, self._judged_at_teletypes(self.typing, typed)])
        if self.product.twin is None:
            outcome.failures += [f"Person {each} was never answered." for each in self.crowd.gave_up]
        return outcome

    def _judged_at_teletypes(self, crowd: Crowd, rows: list[dict[str, Any]]) -> Outcome:
        found, shown = crowd.ledger.compare(rows), crowd.shown()
        failures = [f"At a teletype: {each}" for each in found.failures()]
        failures += [f"A prompt was skipped at a teletype: {each}." for each in shown.skipped]
        if self.product.twin is None:
            failures += [f"Person {each} at a teletype was never answered." for each in crowd.gave_up]
        return Outcome(
            figures={"replies typed": len(crowd.ledger), "extra copies printed": shown.extra},
            trials={"reply typed": len(crowd.ledger)},
            failures=failures,
        )


@asynccontextmanager
async def running_field(
    plan: Plan, *, people: int, typists: int = 0, nursery: Nursery | None = None
) -> AsyncIterator[Field]:
    """The product, running, with invitations for so many people on Telegram and so many at teletypes."""
    async with AsyncExitStack() as stack:
        stand_in = await stack.enter_async_context(StandIn(strict=False, seed=plan.seed))
        if nursery is None:
            nursery = await stack.enter_async_context(Nursery())
        settings = {"CLOSER_LOOK_SENDS_AT_ONCE": str(SENDS)}
        machine, modules = Machine(time.time, seconds=PRINTING_SECONDS), []
        if typists:
            await stack.enter_async_context(machine)
            settings[TELETYPE_PORT], modules = str(machine.port), ["tests.teletype.installed"]
        product = Product(nursery, plan.folder, stand_in, twin=plan.twin, settings=settings, modules=modules)
        round_id = await product.open_round(GUIDE)
        codes = await product.invite(round_id, people + typists)
        ledger = Ledger(stand_in)
        crowd = Crowd(
            stand_in,
            ledger,
            guide_for_tests(GUIDE),
            codes[:people],
            is_settled=lambda: product.is_running and not len(stand_in.waiting),
            # A twin is known to leave people without an answer; only what it has lost counts against it.
            patience=4.0 if plan.twin else 60.0,
        )
        typing = None
        if typists:
            outside = Typists(machine)
            typing = Crowd(
                outside,
                Ledger(outside),
                guide_for_tests(GUIDE),
                codes[people:],
                is_settled=lambda: product.is_running and not len(outside.waiting),
                patience=4.0 if plan.twin else 60.0,
                first=FIRST_TYPIST,
            )
        async with product:
            yield Field(stand_in, product, ledger, crowd, round_id, typing)
