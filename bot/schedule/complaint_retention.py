"""Complaints that have had their time: those that were answered long ago, and those that are left open.

Whoever reads complaints is told which of them go, and then they do. Coordinators are told nothing of it: a
complaint may be about one. An hour after somebody left one open, nothing leads from it.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from bot.messages.complaint_history import leave_shown
from content.phrases import SOURCE_LANGUAGE, Phrases, long_date, phrases_in
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import job_for
from storage.messages.shown_once import newest_number, people_shown_something
from storage.people import people
from storage.retention.complaint_erasures import announce_complaints, due_complaints, erase_complaint
from storage.roles.act_kinds import ActKind, as_complaint
from storage.roles.audit import note_by_itself
from storage.roles.complaint_notices import complaint_readers
from storage.roles.complaints import open_since

LEFT_OPEN = timedelta(hours=1)
"""After so long a complaint is left for its writer, who has not gone on."""


def announce_to_readers(tx: Transaction, now: datetime) -> bool:
    """Tell those who read complaints which go when; whether there is anything to be told."""
    by_day: dict[tuple[str, date], list[int]] = defaultdict(list)
    for each in announce_complaints(tx, now):
        by_day[each.organisation_id, each.day].append(each.number)
        note_by_itself(tx, each.organisation_id, now, ActKind.COMPLAINT_NOTICE, as_complaint(each.number))
    for (organisation_id, day), numbers in by_day.items():
        for person_id in complaint_readers(tx, organisation_id):
            reached = people.person_reached(tx, person_id)
            if reached is not None:
                told = AnnouncementJob(complaints_go(phrases_in(reached.language), day, numbers))
                jobs.ask(tx, job_for(reached, told), now)
    return bool(by_day)


def complaints_go(p: Phrases, day: date, numbers: list[int]) -> str:
    """What is said to whoever reads complaints before some are erased by themselves."""
    said = p.say(
        "On {day} these complaints are erased by themselves, with their answers: {numbers}.",
        day=long_date(day, p.language),
        numbers=p.with_commas(map(str, numbers)),
    )
    return f"{said} {it_goes_by_itself(p)}"


def it_goes_by_itself(p: Phrases) -> str:
    """That nobody has to confirm it, and what can be done about it."""
    return p.say(
        "It needs no confirmation. Take a copy before, if you need one. To keep it longer, ask whoever looks "
        "after the computer."
    )


def erase_due_complaints(tx: Transaction, now: datetime) -> bool:
    """Erase the complaints whose day has come, and put that on record; whether there were any."""
    due = due_complaints(tx, now)
    for each in due:
        erase_complaint(tx, each, now)
        note_by_itself(tx, each.organisation_id, now, ActKind.RETENTION_COMPLAINTS, as_complaint(each.number))
    return bool(due)


def leave_what_stayed_open(tx: Transaction, now: datetime) -> None:
    """Let nothing lead from complaints to people who have not gone on for an hour."""
    before = now - LEFT_OPEN
    for person_id in {*open_since(tx, before), *people_shown_something(tx, before)}:
        number, reached = newest_number(tx, person_id) + 1, people.person_reached(tx, person_id)
        p = phrases_in(reached.language if reached else SOURCE_LANGUAGE)
        leave_shown(tx, person_id, number, p, now)
        people.count_said(tx, person_id, number)
