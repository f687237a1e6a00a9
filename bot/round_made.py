"""What the reporter makes of a round as a whole, for those who run it and those who took part in it.

Whoever is to get it is looked at once more when it is made: who may not have it any more gets nothing.
"""

from datetime import datetime

from bot.guides import GuideShelf
from bot.made import MEDIA_TYPES, Made, MadeFile
from bot.office.access import Command, may
from bot.rendering import render
from bot.round_values import progress_now
from content.phrases import Phrases, phrases_in
from conversations.state import Want
from reports.progress import RoundProgress
from reports.rendering import PNG
from storage.database import Database, Transaction
from storage.offices import Officer, load_officers
from storage.organisations import Role
from storage.people import sender_of
from storage.rounds import RoundListed, find_listed
from storage.work import Work

NOTHING = Made((), ())


async def make_of_round(database: Database, shelf: GuideShelf, job: Work, now: datetime) -> Made:
    """What was asked for, nothing for somebody who may not have it. Raises ``LookupError``."""
    match job.want:
        case Want.PROGRESS_PICTURE:
            return await _progress_picture(database, shelf, job, now)
        case _:
            raise LookupError(f"nobody makes {job.want}")


async def _progress_picture(database: Database, shelf: GuideShelf, job: Work, now: datetime) -> Made:
    found = await database.read(lambda tx: _progress(tx, shelf, job, now))
    if found is None:
        return NOTHING
    progress, phrases = found
    rendered = await render(progress, phrases.language, (PNG,))
    said = phrases.say("How far it is, in one picture.")
    return Made((), (MadeFile("progress.png", MEDIA_TYPES[PNG], rendered.png, said, rendered.alt),))


def _progress(
    tx: Transaction, shelf: GuideShelf, job: Work, now: datetime
) -> tuple[RoundProgress, Phrases] | None:
    officer, listed = _officer(tx, job), find_listed(tx, job.detail)
    role = _role(officer, listed)
    if officer is None or listed is None or not may(role, Command.STATUS):
        return None
    phrases = phrases_in(officer.language)
    by_name = role is Role.COORDINATOR
    guide = shelf.guide_of(tx, listed.view.id)
    return progress_now(tx, listed, guide, now, phrases, by_name=by_name), phrases


def _officer(tx: Transaction, job: Work) -> Officer | None:
    """Somebody with a role who asked for a piece of work, where they asked for it."""
    sender = sender_of(job.channel, job.address)
    return load_officers(tx, [sender]).get(sender)


def _role(officer: Officer | None, listed: RoundListed | None) -> Role | None:
    return officer.role_in(listed.organisation_id) if officer and listed else None
