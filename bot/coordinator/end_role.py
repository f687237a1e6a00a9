"""Ending what somebody may do for an organisation, in the chat or at the computer, and giving it back.

From that moment nothing of the office reaches them: what they have open does not count, and what was on its
way is not delivered. They are told at once, and what they were given before stays with them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.coordinator.role_names import organisation_shown
from bot.schedule.round_end import job_for
from content.phrases import Phrases, phrases_in
from storage.engine.database import Transaction
from storage.messages import jobs, outbox
from storage.messages.job_details import AnnouncementJob
from storage.people import people
from storage.roles.audit import note_act
from storage.roles.organisations import Organisation
from storage.roles.role_holders import close_role_place
from storage.roles.role_list import (
    ListedRoleHolder,
    close_link,
    remove_role,
    reopen_link,
    restore_role,
    roles_of,
)

OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class EndedBy:
    """Who does it, as it is on record: ``person_id`` is None for the operator."""

    person_id: int | None
    channel: str

    @property
    def actor(self) -> str:
        """The name on record."""
        return OPERATOR if self.person_id is None else as_actor(self.person_id)


def as_actor(person_id: int) -> str:
    """Somebody as an organisation's record names them."""
    return f"person {person_id}"


def end(
    tx: Transaction, organisation: Organisation, colleague: ListedRoleHolder, by: EndedBy, now: datetime
) -> bool:
    """End a colleague's role, or take back a link that is open; False where that is over already."""
    person_id = colleague.person_id
    if person_id is None:
        has_ended = close_link(tx, organisation.id, colleague.number, now)
    else:
        has_ended = remove_role(tx, organisation.id, person_id)
    if not has_ended:
        return False
    _note(tx, organisation, colleague, by, now)
    if person_id is not None:
        _withhold(tx, person_id)
        if person_id != by.person_id:
            _tell(tx, person_id, lambda p: _has_ended(p, organisation), now)
    return True


def _withhold(tx: Transaction, person_id: int) -> None:
    """Deliver nothing more of the office to somebody who has no role any more, and close what is open there.

    Who still has one elsewhere gets what was on its way: it may be about that.
    """
    if not roles_of(tx, person_id):
        outbox.give_up_role_entries(tx, person_id)
        close_role_place(tx, person_id)


def undo(
    tx: Transaction, organisation: Organisation, colleague: ListedRoleHolder, by: EndedBy, now: datetime
) -> bool:
    """Give the role back, or let the link work again; False where that is too late."""
    person_id = colleague.person_id
    if person_id is None:
        is_back = reopen_link(tx, organisation.id, colleague.number, now)
    else:
        is_back = restore_role(tx, organisation.id, colleague)
    if not is_back:
        return False
    _note(tx, organisation, colleague, by, now, "undone")
    if person_id is not None:
        _tell(tx, person_id, lambda p: _is_back(p, organisation), now)
    return True


def note_erased(tx: Transaction, person_id: int, channel: str, now: datetime) -> None:
    """Put it on record wherever somebody who is about to be erased has a role."""
    for organisation, colleague in roles_of(tx, person_id):
        _note(tx, organisation, colleague, EndedBy(person_id, channel), now, "erased")


def _note(
    tx: Transaction,
    organisation: Organisation,
    colleague: ListedRoleHolder,
    by: EndedBy,
    now: datetime,
    outcome: str = "done",
) -> None:
    if colleague.person_id is None:
        act, subject = "role.withdraw", colleague.role.value
    else:
        act, subject = "role.end", as_actor(colleague.person_id)
    note_act(
        tx,
        organisation.id,
        now,
        actor=by.actor,
        act=act,
        subject=subject,
        channel=by.channel,
        outcome=outcome,
    )


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
