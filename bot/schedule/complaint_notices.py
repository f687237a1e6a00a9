"""Telling whoever reads complaints which wait: on working mornings, at most once a day, and never at once.

A notice in the moment in which somebody wrote would show who did.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages.after_commit import AfterCommit
from bot.messages.complaint_words import day_of
from bot.running.runner import Pause, run_forever
from bot.schedule.round_end import job_for
from content.phrases import Phrases, phrases_in
from conversations.calendar.availability import Availability
from conversations.calendar.day_bounds import HERE
from conversations.calendar.reminder_hours import Hours
from storage.engine.database import Database, Transaction
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.people import people
from storage.roles.complaint_notices import ComplaintsWaiting, complaints_waiting, note_told, was_told

LOOK_EVERY_SECONDS: Final = 60.0
UNTIL: Final = time(12, 0)
"""A morning that has passed is not made up for."""
SOON: Final = timedelta(days=7)
"""In the last days before it is to be answered, a complaint is in the notice of every working day."""


def is_to_be_told(waits: ComplaintsWaiting, hours: Hours, now: datetime) -> bool:
    """Whether somebody is to be told now: of one that is new to them, or whose last day is near."""
    zone = ZoneInfo(HERE)
    local = now.astimezone(zone)
    if hours.closed(now, Availability(), zone) is not None or local.time() >= UNTIL:
        return False
    if was_told(waits, local.date()):
        return False
    return any(
        _is_new(each.received_at, waits.told_on) or each.due_at - now <= SOON for each in waits.waiting
    )


def _is_new(received_at: datetime, told_on: date | None) -> bool:
    # One that is shown from the day after its receipt on was not there on that day's morning yet.
    return told_on is None or received_at.astimezone(ZoneInfo(HERE)).date() >= told_on


def notice_of_complaints(p: Phrases, waits: ComplaintsWaiting, now: datetime) -> str:
    """What they are told: how many wait and by when, and not a word of any."""
    first = min(each.due_at for each in waits.waiting)
    waiting = p.count(
        "{n} complaint waits for an answer.", "{n} complaints wait for an answer.", len(waits.waiting)
    )
    if first < now:
        due = p.say("The first should have been answered by {day}.", day=day_of(p, first))
    else:
        due = p.say("The first is to be answered by {day}.", day=day_of(p, first))
    return f"{waiting} {due} {p.say('/complaints shows them.')}"


class ComplaintNotices:
    """Looks again and again whether whoever reads complaints should get a notice."""

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
        await run_forever("notices of complaints", self._step)

    async def _step(self) -> Pause:
        await self.look()
        return LOOK_EVERY_SECONDS

    async def look(self) -> None:
        """Tell everybody who is to be told now. Raises ``StorageTrouble``."""
        now = self._now()
        due = await self._database.read(
            lambda tx: [each for each in complaints_waiting(tx, now) if is_to_be_told(each, self._hours, now)]
        )
        if due:
            await self._database.write(lambda tx: _ask(tx, due, now))
            self._tell(AfterCommit(has_work=True))


def _ask(tx: Transaction, due: list[ComplaintsWaiting], now: datetime) -> None:
    today = now.astimezone(ZoneInfo(HERE)).date()
    for waits in due:
        reached = people.person_reached(tx, waits.person_id)
        if reached is not None:
            note_told(tx, waits, today)
            said = notice_of_complaints(phrases_in(reached.language), waits, now)
            jobs.ask(tx, job_for(reached, AnnouncementJob(said)), now)
