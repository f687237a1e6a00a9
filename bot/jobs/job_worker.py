"""The job worker: what was asked for is made, for each person one job after another, and its result kept.

It has a place for each process that may make reports, and one more for what is about a whole round, so that a
large sheet of links holds up nobody's report. A job is gone from the list in the same transaction that keeps
its result; a restart in between does it again. What is made is whole or not there.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.jobs.fair_order import FairOrder
from bot.jobs.job_result import JobResults, put_aside
from bot.messages.after_commit import AfterCommit
from bot.messages.channels import Channels
from bot.messages.failures import DeliveryFailed
from bot.messages.guide_cache import GuideShelf
from bot.running.runner import Pause, pause_until, run_forever
from storage.engine.database import Database, StorageTrouble, Transaction
from storage.messages import jobs
from storage.messages.cut_off import MOST_ENDS
from storage.messages.job_details import UnreadableJob
from storage.messages.jobs import AnyJob, NextJob

if TYPE_CHECKING:
    from bot.jobs.makers import Makers

MOST_ATTEMPTS = 3

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class WorkPlace:
    """Where one job at a time is made: about rounds, about people, or None for every kind.

    ``job`` is being made there. ``counted`` names it also after its attempt was counted and not made.
    """

    about_rounds: bool | None = None
    job: NextJob | None = None
    counted: int | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)


class JobWorker:
    """Does every kind of job: reports, people's own data, files, announcements."""

    def __init__(
        self,
        database: Database,
        shelf: GuideShelf,
        tell: Callable[[AfterCommit], None],
        *,
        channels: Channels,
        processes: int = 1,
        made_by: "Makers | None" = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``made_by`` is what makes each kind of job, if it is not the usual.

        ``processes``: so many jobs about people are made at the same time.
        """
        self._database = database
        self._shelf = shelf
        self._channels = channels
        self._made_by = made_by
        self._results = JobResults(shelf, channels, now)
        self._tell = tell
        self._now = now
        self._order = FairOrder()
        self._choosing = asyncio.Lock()
        self._places = [
            *(WorkPlace(about_rounds=False) for _ in range(processes)),
            WorkPlace(about_rounds=True),
        ]
        self._any = WorkPlace()

    def wake(self) -> None:
        """There may be something to do."""
        for place in self._places:
            place.wake.set()

    async def run(self) -> None:
        """Work until cancelled. While nothing can be kept it tries again, less and less often."""
        await asyncio.gather(
            *(run_forever("jobs", partial(self._step, place), wake=place.wake) for place in self._places)
        )

    async def do_one(self, place: WorkPlace | None = None) -> bool:
        """Do the next job of those that are made in this place; False when there is none.

        An end of the process in between is counted as such.

        Raises ``StorageTrouble``; the attempt then does not count against the job.
        """
        place = place or self._any
        job = await self._begin(place)
        if job is None:
            return False
        place.counted = job.id
        if isinstance(job.details, UnreadableJob):
            _log.error("a job cannot be read", job_id=job.id, kind=job.kind)
            await self._give_up(job)
        elif job.cut_off >= MOST_ENDS:
            _log.error("a job was cut off too often", job_id=job.id, kind=job.kind, ends=job.cut_off)
            await self._give_up(job)
        else:
            await self._attempt(job)
        place.job = place.counted = None
        self.wake()  # what its person waits for next may be made elsewhere
        return True

    async def _begin(self, place: WorkPlace) -> AnyJob | None:
        """Begin the next job of a place. While the store fails, what was begun there stays its own."""
        async with self._choosing:
            busy = {each.job.person_id for each in self._places if each.job and each is not place}
            chosen: NextJob | None = None

            def choose(waiting: Sequence[NextJob]) -> NextJob | None:
                nonlocal chosen
                again = [each for each in waiting if each.id == place.counted]
                chosen = again[0] if again else self._order.choose(waiting, busy)
                return chosen

            job = await self._database.write(
                lambda tx: jobs.begin_next(
                    tx, self._now(), counted=place.counted, about_rounds=place.about_rounds, choose=choose
                )
            )
            place.job = chosen
            if chosen is not None:
                self._order.served(chosen)
            return job

    async def _attempt(self, job: AnyJob) -> None:
        try:
            result = await self._makers()[type(job.details)](job, self._now())
            after_commit = await self._database.write(lambda tx: self._results.keep(tx, job, result))
        except StorageTrouble:
            raise
        except DeliveryFailed as failure:
            _log.warning("a file could not be fetched", job_id=job.id, because=failure.kind.value)
            await (self._failed(job, failure.retry_after) if failure.passing else self._give_up(job))
        except Exception:
            attempts = job.attempts + 1
            _log.error("a job failed", job_id=job.id, kind=job.kind, attempts=attempts, exc_info=True)
            await self._failed(job)
        else:
            self._tell(after_commit)

    def _makers(self) -> "Makers":
        # Only with the first job: what makes reports takes long to load, and no reply needs it.
        from bot.jobs.makers import makers

        if self._made_by is None:
            self._made_by = makers(self._database, self._shelf, self._channels)
        return self._made_by

    async def _failed(self, job: AnyJob, at_least: float | None = None) -> None:
        """Count an attempt that failed: the job is tried again later, or given up."""
        attempts = job.attempts + 1
        until = self._now() + timedelta(seconds=max(5 * attempts, at_least or 0))

        def note(tx: Transaction) -> None:
            jobs.count_job_failure(tx, job.id)
            jobs.put_job_off(tx, job.id, until)

        await self._database.write(note)
        if attempts >= MOST_ATTEMPTS:
            await self._give_up(job)

    async def _give_up(self, job: AnyJob) -> None:
        """Put a job aside, and inform its person if that works."""
        try:
            after_commit = await self._database.write(lambda tx: self._results.give_up(tx, job))
        except StorageTrouble:
            raise
        except Exception:
            _log.error("nobody could be informed of a job that was given up", job_id=job.id, exc_info=True)
            await self._database.write(lambda tx: put_aside(tx, job, self._now()))
        else:
            self._tell(after_commit)

    async def _step(self, place: WorkPlace) -> Pause:
        if await self.do_one(place):
            return 0.0
        due = await self._database.read(jobs.next_job_due)
        # Something due may be for another place, or for somebody with a job under way. That place wakes us.
        return pause_until(due if due is not None and due > self._now() else None, self._now())
