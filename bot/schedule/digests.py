"""Telling those who want it how far a round is: on working mornings, and once a day however often we look."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.schedule.mornings import MorningNotices, is_working_morning
from conversations.calendar.reminder_hours import Hours
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.job_details import DigestJob
from storage.messages.jobs import job_for
from storage.people import people
from storage.reminders.digests import Digest, HowOften, digests, note_sent, was_sent

MONDAY = 0


def is_due(digest: Digest, hours: Hours, now: datetime) -> bool:
    """Whether the digest of a round is due to somebody at this moment, where its people are."""
    round_, zone = digest.round, ZoneInfo(digest.round.time_zone)
    local = now.astimezone(zone)
    if not is_working_morning(hours, now, zone) or was_sent(digest, local.date()):
        return False
    if not round_.is_open(now) or not round_.has_begun(now):
        return False
    return digest.how_often is HowOften.DAILY or local.weekday() == MONDAY


class DigestWorker(MorningNotices[Digest]):
    """Looks again and again who is due a digest."""

    subject = "digests"

    def find(self, tx: Transaction, now: datetime) -> list[Digest]:
        """Find the digests that are due now."""
        return [each for each in digests(tx) if is_due(each, self.hours, now)]

    def ask(self, tx: Transaction, due: list[Digest], now: datetime) -> None:
        """Ask for each that was not sent today, for whoever can be reached."""
        for digest in due:
            today = now.astimezone(ZoneInfo(digest.round.time_zone)).date()
            reached = people.person_reached(tx, digest.person_id)
            if note_sent(tx, digest, today) and reached is not None:
                jobs.ask(tx, job_for(reached, DigestJob(digest.round.id)), now)
