"""Telling those who coordinate what is late on a checklist: once a week, on its first working morning."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.schedule.mornings import MorningNotices, is_working_morning
from conversations.calendar.dates import monday_of
from conversations.calendar.reminder_hours import Hours
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.job_details import LateTasksJob
from storage.messages.jobs import job_for
from storage.people import people
from storage.rounds.exercises import (
    DatedRound,
    checklist_of,
    dated_rounds,
    note_late_told,
    was_late_told,
)


def may_late_be_told(dated: DatedRound, hours: Hours, now: datetime) -> bool:
    """Whether this is a moment at which what is late is told, if anything is and was not told this week."""
    zone = ZoneInfo(dated.time_zone)
    today = now.astimezone(zone).date()
    return is_working_morning(hours, now, zone) and not was_late_told(dated, monday_of(today), today)


def is_anything_late(tx: Transaction, dated: DatedRound, now: datetime) -> bool:
    """Whether anything was late when this week began."""
    today = now.astimezone(ZoneInfo(dated.time_zone)).date()
    return bool(checklist_of(tx, dated.round_id).late(monday_of(today)))


class LateTasksWorker(MorningNotices[DatedRound]):
    """Looks again and again on which checklists something is late."""

    subject = "what is late on checklists"

    def find(self, tx: Transaction, now: datetime) -> list[DatedRound]:
        """Find the rounds whose coordinators are to be told now."""
        # Only what is left of the rounds is worth two more queries each: mostly that is none.
        may_be_told = [each for each in dated_rounds(tx) if may_late_be_told(each, self.hours, now)]
        return [each for each in may_be_told if is_anything_late(tx, each, now)]

    def ask(self, tx: Transaction, due: list[DatedRound], now: datetime) -> None:
        """Ask for a card for everybody who coordinates and can be reached."""
        for dated in due:
            today = now.astimezone(ZoneInfo(dated.time_zone)).date()
            if note_late_told(tx, dated.round_id, monday_of(today), today):
                for reached in people.coordinators_reached(tx, dated.organisation_id):
                    jobs.ask(tx, job_for(reached, LateTasksJob(dated.round_id)), now)
