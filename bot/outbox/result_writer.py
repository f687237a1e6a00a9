"""The results of sending, written down many at once: with what goes next, or after a moment.

What cannot be written yet is kept here and written later; memory knows meanwhile what has been sent.
"""

import asyncio
import logging
from datetime import datetime
from typing import Any, TypeVar

import structlog

from bot.messages.failures import Failure
from bot.running.runner import Pause, run_forever
from storage.engine.database import Database, StorageTrouble, TransactionJob
from storage.messages import outbox
from storage.messages.outbox import SendOutcome
from storage.people import people

PATIENCE = 0.05
"""Seconds for which what is noted may wait for company. If the process ends meanwhile, it is sent again."""

LONGEST_REST = 30.0

_log = structlog.get_logger(__name__)

Result = TypeVar("Result")


class ResultWriter:
    """Writes down how sending went."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: list[TransactionJob[None]] = []
        self._wake = asyncio.Event()
        self._alarm: asyncio.TimerHandle | None = None
        self._noted = 0
        self._kept = 0
        self._written = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    @property
    def is_complete(self) -> bool:
        """Whether everything is written."""
        return not self._jobs

    def note(self, outcome: SendOutcome) -> None:
        """Note how sending an entry went."""
        self._add(lambda tx: outbox.record_outcomes(tx, [outcome]))

    def note_unreachable(self, sender: str, because: Failure, at: datetime) -> None:
        """Note that somebody can no longer be reached."""
        # They wrote to us first, so a chat that cannot be found is a fault for somebody to look into.
        level = logging.ERROR if because is Failure.CHAT_NOT_FOUND else logging.INFO
        _log.log(level, "somebody cannot be reached", kind=because.value)
        self._add(lambda tx: people.mark_unreachable(tx, sender, because.value, at))

    async def completed(self) -> None:
        """Return once what is noted so far has been written, which is not put off."""
        noted = self._noted
        while self._kept < noted:
            self._wake.set()
            await self._written.wait()

    def _add(self, job: TransactionJob[None]) -> None:
        self._jobs.append(job)
        self._noted += 1
        if self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(PATIENCE, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        self._wake.set()

    async def run(self) -> None:
        """Write until cancelled. While nothing can be written it tries again, less and less often."""
        await run_forever("recording", self._write_all, wake=self._wake, longest_rest=LONGEST_REST)

    async def _write_all(self) -> Pause:
        await self.write()
        return None

    async def write(self) -> None:
        """Write what is noted. Raises ``StorageTrouble``; what is not written stays noted."""
        # What a power cut undoes of this is sent once more.
        await self._write_with((), lasting=False)

    async def write_before(self, job: TransactionJob[Result], *, lasting: bool) -> Result:
        """Write what is noted and then do a job, both in one commit: the job never counts without it.

        Raises ``StorageTrouble``; then neither is done, and what is noted stays noted.
        """
        result: Result = (await self._write_with((job,), lasting=lasting))[-1]
        return result

    async def _write_with(self, further: tuple[TransactionJob[Any], ...], *, lasting: bool) -> list[Any]:
        async with self._one_at_a_time:
            jobs = tuple(self._jobs)
            if not jobs and not further:
                return []
            try:
                done = await self._database.write(
                    lambda tx: [job(tx) for job in (*jobs, *further)], lasting=lasting
                )
            except StorageTrouble:
                raise
            except Exception:
                if not jobs:
                    raise
                _log.error("what was sent is recorded one by one", exc_info=True)
                await self._write_each(jobs)
                done = [await self._database.write(job, lasting=lasting) for job in further]
            del self._jobs[: len(jobs)]
            self._kept += len(jobs)
            written, self._written = self._written, asyncio.Event()
        written.set()
        return done

    async def _write_each(self, jobs: tuple[TransactionJob[None], ...]) -> None:
        for job in jobs:
            try:
                await self._database.write(job)
            except StorageTrouble:
                raise
            except Exception:
                _log.error("how one entry was sent could not be recorded", exc_info=True)
