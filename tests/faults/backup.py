"""Backup: copies made while replies are being written are whole, and none is lost on the way back.

Two people write 200 times a second, each time both in one write. Every copy is made, restored into a
folder of its own and exported with the product's own commands. It must hold the first n writes, each with
both replies, and n must not be below what was committed before the copy was begun.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.app.data_folder import open_store
from bot.settings.settings import Settings
from conversations.groups.round_view import RoundView
from conversations.state import Place
from storage.engine.database import Database, Transaction
from storage.people.people import Joined
from storage.rounds.conversations import DecidedStep, keep_replies, save_places
from storage.rounds.rounds import frozen, keep_guide, open_round
from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.product import DATABASE, Nursery, Product
from tests.guides import pack_for_tests
from tests.storage.samples import NOW, reply, take_part
from tests.telegram.stand_in import StandIn

SHORT, FULL = 10, 100
WRITES_PER_SECOND = 200
COPIES_OF_A_STORE = 10
LEAST_APART = 20
"""Writes between two copies."""
ROUND = "r1"


@dataclass(slots=True)
class Writing:
    """Two people who write; how far they have come."""

    database: Database
    begun: int = 0
    committed: int = 0
    seconds: float = 0.0
    people: tuple[Joined, ...] = field(default=())

    async def begin(self) -> None:
        def arrive(tx: Transaction) -> tuple[Joined, ...]:
            # An export has the guide's words next to the replies.
            pack = pack_for_tests("example")
            keep_guide(tx, frozen(pack))
            view = RoundView(ROUND, "A round", "Example Council", False, None, None, None)
            open_round(tx, view, pack.sha256, NOW)
            return take_part(tx, "1"), take_part(tx, "2")

        self.people = await self.database.write(arrive)

    async def write(self) -> None:
        """Write 200 times a second until cancelled; what a slow disk has made late goes together."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while True:
            owed = int((clock() - began) * WRITES_PER_SECOND) - self.begun
            numbers = range(self.begun + 1, self.begun + 1 + max(owed, 1))
            self.begun = numbers[-1]
            await asyncio.gather(*(self._write(number) for number in numbers))
            self.committed = self.begun
            await asyncio.sleep(max(began + (self.begun + 1) / WRITES_PER_SECOND - clock(), 0))
            self.seconds = clock() - began

    async def _write(self, number: int) -> None:
        await self.database.write(lambda tx: self._give(tx, number))

    async def goes_on(self) -> None:
        """Return once some more has been committed."""
        enough = self.committed + LEAST_APART
        while self.committed < enough:  # noqa: ASYNC110 - what is waited for is due at set times
            await asyncio.sleep(1 / WRITES_PER_SECOND)

    def _give(self, tx: Transaction, number: int) -> None:
        for who in self.people:
            given = reply(f"p{number}", f"{number} " + "words " * 40)
            save_places(tx, [DecidedStep(who.person_id, who.participant_id, Place(), number)])
            keep_replies(tx, [(who.participant_id, given)])


async def run(plan: Plan) -> Outcome:
    """Make copies one after the other while two people write, ten of each store."""
    outcome = Outcome()
    copies = 4 if plan.twin else SHORT if plan.is_short else FULL
    writes, seconds = 0, 0.0
    async with Nursery() as nursery, StandIn() as stand_in:
        for first in range(0, copies, COPIES_OF_A_STORE):
            live = Product(nursery, plan.folder / f"live-{first}", stand_in, twin=plan.twin)
            async with _written_to(live) as writing:
                for number in range(first, min(first + COPIES_OF_A_STORE, copies)):
                    await writing.goes_on()
                    restored = Product(nursery, plan.folder / f"restored-{number}", stand_in)
                    await _copy_and_compare(live, restored, writing, outcome)
            writes, seconds = writes + writing.committed, seconds + writing.seconds
    outcome.figures["writes while copies were made"] = writes
    outcome.figures["writes a second"] = round(writes / max(seconds, 1.0))
    outcome.trials["copy"] = copies
    return outcome


@asynccontextmanager
async def _written_to(live: Product) -> AsyncIterator[Writing]:
    """A store in the product's folder, and two people who write into it meanwhile."""
    database = await open_store(Settings(data_dir=live.folder))
    writing = Writing(database)
    await writing.begin()
    task = asyncio.create_task(writing.write())
    try:
        yield writing
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await database.close()


async def _copy_and_compare(live: Product, restored: Product, writing: Writing, outcome: Outcome) -> None:
    before = writing.committed
    file = restored.folder.parent / "backup.sqlite3"
    made, _ = await live.ask("backup", str(file))
    after = writing.begun
    if made != 0:
        outcome.failures.append("A copy was not made.")
        return
    code, _ = await restored.ask("restore", str(file))
    if code != 0:
        outcome.failures.append("A copy could not be restored.")
        return
    rows = await restored.export(ROUND)
    numbers = Counter(int(row["text"].split()[0]) for row in rows)
    newest = max(numbers, default=0)
    outcome.expect(
        numbers == dict.fromkeys(range(1, newest + 1), 2),
        f"A copy of the first {newest} writes lacks replies of them or has half a write.",
    )
    outcome.expect(before <= newest <= after, f"A copy ends at write {newest}, not at {before} to {after}.")
    outcome.expect(restored.is_intact(), "A restored file does not pass SQLite's check.")
    _forget(file, restored.folder / DATABASE)


def _forget(*files: Path) -> None:
    for each in files:
        each.unlink()


CAMPAIGN = Campaign(
    "backup",
    "A copy made while 200 replies a second are written holds every write up to one, whole.",
    ("plain_copy",),
    run,
)
