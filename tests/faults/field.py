"""The field that replies are harmed on: a stand-in, the product, people, their ledger, and the verdict."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from tests.faults.campaign import Outcome, Plan
from tests.faults.crowd import Crowd
from tests.faults.ledger import Ledger
from tests.faults.product import Nursery, Product
from tests.guides import shipped
from tests.telegram.stand_in import StandIn

GUIDE = "managing-performance"
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
        return outcome

    async def judged_without_copies(self) -> Outcome:
        """Hold the export to the ledger; a send that could not be recorded may come again."""
        found = self.ledger.compare(await self.product.export(self.round_id))
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
        if self.product.twin is None:
            outcome.failures += [f"Person {each} was never answered." for each in self.crowd.gave_up]
        return outcome


@asynccontextmanager
async def running_field(plan: Plan, *, people: int, nursery: Nursery | None = None) -> AsyncIterator[Field]:
    """The product, running, with invitations for so many people."""
    async with AsyncExitStack() as stack:
        stand_in = await stack.enter_async_context(StandIn(strict=False, seed=plan.seed))
        if nursery is None:
            nursery = await stack.enter_async_context(Nursery())
        settings = {"CLOSER_LOOK_SENDS_AT_ONCE": str(SENDS)}
        product = Product(nursery, plan.folder, stand_in, twin=plan.twin, settings=settings)
        round_id = await product.open_round(GUIDE)
        codes = await product.invite(round_id, people)
        ledger = Ledger(stand_in)
        crowd = Crowd(
            stand_in,
            ledger,
            shipped(GUIDE),
            codes,
            is_settled=lambda: product.is_running and not len(stand_in.waiting),
            # A twin is known to leave people without an answer; only what it has lost counts against it.
            patience=4.0 if plan.twin else 60.0,
        )
        async with product:
            yield Field(stand_in, product, ledger, crowd, round_id)
