"""Telling whoever reads complaints which wait: on working mornings, at most once a day, and never at once.

A notice in the moment in which somebody wrote would show who did.
"""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages.complaint_words import day_of
from bot.schedule.mornings import MorningNotices, is_working_morning
from content.phrases import Phrases, phrases_in
from conversations.calendar.day_bounds import HERE
from conversations.calendar.reminder_hours import Hours
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import job_for
from storage.people import people
from storage.roles.complaint_notices import ComplaintsWaiting, complaints_waiting, note_told, was_told

SOON: Final = timedelta(days=7)
"""In the last days before it is to be answered, a complaint is in the notice of every working day."""


def is_to_be_told(waits: ComplaintsWaiting, hours: Hours, now: datetime) -> bool:
    """Whether somebody is to be told now: of one that is new to them, or whose last day is near."""
    zone = ZoneInfo(HERE)
    if not is_working_morning(hours, now, zone) or was_told(waits, now.astimezone(zone).date()):
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
    where = p.say("/complaints shows them.")
    return f"{waiting} {due} {where}"


class ComplaintNotices(MorningNotices[ComplaintsWaiting]):
    """Looks again and again whether whoever reads complaints should get a notice."""

    subject = "notices of complaints"

    def find(self, tx: Transaction, now: datetime) -> list[ComplaintsWaiting]:
        """Find who is to be told now, with what waits for them."""
        return [each for each in complaints_waiting(tx, now) if is_to_be_told(each, self.hours, now)]

    def ask(self, tx: Transaction, due: list[ComplaintsWaiting], now: datetime) -> None:
        """Note that each was told today, and ask for the notice, for whoever can be reached."""
        today = now.astimezone(ZoneInfo(HERE)).date()
        for waits in due:
            reached = people.person_reached(tx, waits.person_id)
            if reached is not None:
                note_told(tx, waits, today)
                said = notice_of_complaints(phrases_in(reached.language), waits, now)
                jobs.ask(tx, job_for(reached, AnnouncementJob(said)), now)
