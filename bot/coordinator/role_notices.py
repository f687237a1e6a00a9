"""The notice that a role ended or is back, in its holder's language and on their channel."""

from collections.abc import Callable
from datetime import datetime

from bot.coordinator.role_names import organisation_shown
from bot.schedule.round_end import job_for
from content.phrases import Phrases, phrases_in
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.people import people
from storage.roles.organisations import Organisation


def tell_role_ended(tx: Transaction, person_id: int, organisation: Organisation, now: datetime) -> None:
    """Inform somebody that their role has ended."""
    _tell(tx, person_id, lambda p: _has_ended(p, organisation), now)


def tell_role_is_back(tx: Transaction, person_id: int, organisation: Organisation, now: datetime) -> None:
    """Inform somebody that they have their role again."""
    _tell(tx, person_id, lambda p: _is_back(p, organisation), now)


def _has_ended(p: Phrases, organisation: Organisation) -> str:
    return p.say(
        "Your role for {organisation} has ended. Thank you for what you did in it. /help shows what you can "
        "still send.",
        organisation=organisation_shown(p, organisation),
    )


def _is_back(p: Phrases, organisation: Organisation) -> str:
    return p.say(
        "You have your role for {organisation} again. /office shows what you can do.",
        organisation=organisation_shown(p, organisation),
    )


def _tell(tx: Transaction, person_id: int, say: Callable[[Phrases], str], now: datetime) -> None:
    reached = people.person_reached(tx, person_id)
    if reached is not None:
        jobs.ask(tx, job_for(reached, AnnouncementJob(say(phrases_in(reached.language)))), now)
