"""Telling those who want it how far a round is: on working mornings, and once a day however often we look."""

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.messages.after_commit import AfterCommit
from bot.running.runner import Pause, run_forever
from bot.schedule.round_end import job_for
from conversations.calendar.availability import Availability
from conversations.calendar.reminder_hours import Hours
from storage.engine.database import Database, Transaction
from storage.messages import jobs
from storage.messages.job_details import DigestJob
from storage.people import people
from storage.reminders.digests import Digest, HowOften, digests, note_sent, was_sent

LOOK_EVERY_SECONDS = 60.0
UNTIL = time(12, 0)
"""A morning that has passed is not made up for: the next one tells more."""

MONDAY = 0


def is_due(digest: Digest, hours: Hours, now: datetime) -> bool:
    """Whether the digest of a round is due to somebody at this moment, where its people are."""
    round_, zone = digest.round, ZoneInfo(digest.round.time_zone)
    local = now.astimezone(zone)
    is_closed = hours.closed(now, Availability(), zone) is not None
    if is_closed or local.time() >= UNTIL or was_sent(digest, local.date()):
        return False
    if not round_.is_open(now) or not round_.has_begun(now):
        return False
    return digest.how_often is HowOften.DAILY or local.weekday() == MONDAY


class DigestWorker:
    """Looks again and again who is due a digest."""

    def __init__(
        self,
        database: Database,
        hours: Hours,
        tell: Callable[[AfterCommit], None],
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._hours = hours
        self._tell = tell
        self._now = now

    async def run(self) -> None:
        """Look until cancelled."""
        await run_forever("digests", self._step)

    async def _step(self) -> Pause:
        await self.look()
        return LOOK_EVERY_SECONDS

    async def look(self) -> None:
        """Ask for a digest for everybody who is due one. Raises ``StorageTrouble``."""
        now = self._now()
        due = await self._database.read(
            lambda tx: [each for each in digests(tx) if is_due(each, self._hours, now)]
        )
        if due:
            await self._database.write(lambda tx: _ask(tx, due, now))
            self._tell(AfterCommit(has_work=True))


def _ask(tx: Transaction, due: list[Digest], now: datetime) -> None:
    for digest in due:
        today = now.astimezone(ZoneInfo(digest.round.time_zone)).date()
        reached = people.person_reached(tx, digest.person_id)
        if note_sent(tx, digest, today) and reached is not None:
            jobs.ask(tx, job_for(reached, DigestJob(digest.round.id)), now)
