"""Telling those who coordinate what is late on a checklist: once a week, on its first working morning."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.schedule.mornings import MorningNotices, is_working_morning
from conversations.calendar.reminder_hours import Hours
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.job_details import LateTasksJob
from storage.messages.jobs import job_for
from storage.people import people
from storage.rounds.exercises import DatedRound, dated_rounds, note_late_told, was_late_told


def is_late_told_now(dated: DatedRound, hours: Hours, now: datetime) -> bool:
    """Whether it is to be told at this moment what was late when this week began."""
    zone = ZoneInfo(dated.time_zone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    if not is_working_morning(hours, now, zone) or was_late_told(dated, monday, today):
        return False
    return bool(dated.checklist.late(monday))


class LateTasksWorker(MorningNotices[DatedRound]):
    """Looks again and again on which checklists something is late."""

    subject = "what is late on checklists"

    def find(self, tx: Transaction, now: datetime) -> list[DatedRound]:
        """Find the rounds whose coordinators are to be told now."""
        return [each for each in dated_rounds(tx) if is_late_told_now(each, self.hours, now)]

    def ask(self, tx: Transaction, due: list[DatedRound], now: datetime) -> None:
        """Ask for a card for everybody who coordinates and can be reached."""
        for dated in due:
            today = now.astimezone(ZoneInfo(dated.time_zone)).date()
            monday = today - timedelta(days=today.weekday())
            if note_late_told(tx, dated.round_id, monday, today):
                for reached in people.coordinators_reached(tx, dated.organisation_id):
                    jobs.ask(tx, job_for(reached, LateTasksJob(dated.round_id)), now)
