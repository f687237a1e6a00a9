"""What jobs make around a round: a letter as a Word file, and what is late on the checklist."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.coordinator.commands.exercise.letter_data import letter_filled_in
from bot.jobs.artefact import MEDIA_TYPES, Artefact, ArtefactFile
from bot.jobs.render_process import in_child
from bot.jobs.rights import may_have, role_holder_of
from bot.jobs.round_report import NOTHING
from bot.messages.guide_cache import GuideShelf
from content.phrases import Phrases, long_date, phrases_in
from conversations.calendar.dates import monday_of
from conversations.exercise.checklist import Checklist
from conversations.exercise.exercise_days import ExerciseDays
from conversations.exercise.exercise_tasks import NUMBERS, task_title
from conversations.exercise.letter_kinds import letter_name
from conversations.outgoing import Card, Line, Style
from reports.exercise.letter import LetterDocument
from reports.file_kinds import DOCX
from reports.rendering import render_letter
from storage.engine.database import Database, Transaction
from storage.messages.job_details import LateTasksJob, LetterJob
from storage.messages.jobs import Job
from storage.rounds.exercises import checklist_of
from storage.rounds.rounds import find_listed

MOST_SHOWN = 8


async def make_letter(database: Database, shelf: GuideShelf, job: Job[LetterJob], now: datetime) -> Artefact:
    """The letter as a Word file, or nothing for somebody who may not have it."""
    found = await database.read(lambda tx: _letter(tx, shelf, job, now))
    if found is None:
        return NOTHING
    document, phrases = found
    content = await in_child(render_letter, document, phrases.language)
    said = phrases.say(
        "{letter}, as a Word file to finish and to send.", letter=letter_name(phrases, job.details.letter)
    )
    name = f"letter-{job.details.letter.value}.{DOCX}"
    return Artefact((), (ArtefactFile(name, MEDIA_TYPES[DOCX], content, said, said, protect=False),))


async def make_late_tasks(database: Database, job: Job[LateTasksJob], now: datetime) -> Artefact:
    """What was late when this week began, as one card; nothing where all of it was done meanwhile."""
    found = await database.read(lambda tx: _late(tx, job, now))
    return Artefact((found,), ()) if found is not None else NOTHING


def _letter(
    tx: Transaction, shelf: GuideShelf, job: Job[LetterJob], now: datetime
) -> tuple[LetterDocument, Phrases] | None:
    role_holder, listed = role_holder_of(tx, job), find_listed(tx, job.details.round_id)
    if role_holder is None or listed is None or not may_have(tx, job):
        return None
    phrases, guide = phrases_in(role_holder.language), shelf.guide_of(tx, listed.view.id)
    details = job.details
    letter = letter_filled_in(tx, listed, guide, details.letter, details.minutes, phrases, now)
    return LetterDocument(letter, listed.view.organisation, now), phrases


def _late(tx: Transaction, job: Job[LateTasksJob], now: datetime) -> Card | None:
    role_holder, listed = role_holder_of(tx, job), find_listed(tx, job.details.round_id)
    if role_holder is None or listed is None or not may_have(tx, job):
        return None
    checklist = checklist_of(tx, listed.view.id)
    # By the Monday, as it was decided that there is something to tell, whichever day this job's turn comes.
    monday = monday_of(now.astimezone(ZoneInfo(listed.view.time_zone)).date())
    if checklist.days is None or not checklist.late(monday):
        return None
    return _late_card(phrases_in(role_holder.language), listed.view.title, checklist, checklist.days, monday)


def _late_card(p: Phrases, title: str, checklist: Checklist, days: ExerciseDays, monday: date) -> Card:
    """What was due before this Monday and is not done."""
    late = checklist.late(monday)
    lines = [
        Line(
            p.count(
                "{n} task of “{title}” is late",
                "{n} tasks of “{title}” are late",
                len(late),
                title=title,
            ),
            Style.TITLE,
        )
    ]
    for task in late[:MOST_SHOWN]:
        said = p.say(
            "{number}. {what}: {day}",
            number=NUMBERS[task.id],
            what=task_title(p, task),
            day=long_date(days.due(task), p.language),
        )
        lines.append(Line(said, Style.ITEM))
    more = len(late) - MOST_SHOWN
    if more > 0:
        lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.HELP))
    first = NUMBERS[late[0].id]
    lines.append(
        Line(
            p.say(
                "Only those who coordinate get this. After /rounds, /checklist shows all of it, "
                "/checklist tick {number} ticks the first one, and /checklist off stops this weekly card.",
                number=first,
            ),
            Style.HELP,
        )
    )
    return Card(tuple(lines))
