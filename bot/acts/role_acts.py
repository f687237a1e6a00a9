"""Acts on roles: offering one by a link, ending one or taking a link back, and giving it back.

From the moment a role ends nothing of it reaches the person who had it: what they have open does not count,
and what was on its way is not delivered. They are informed at once, and keep what they were given before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.acts.acting import Acting, Actor, Consequence, Done
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, Refusal, RefusalReason, refused
from bot.acts.undo import UndoRole
from storage.engine.database import Transaction
from storage.messages import chat_history, jobs, outbox
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import job_for
from storage.messages.shown_once import newest_number
from storage.people import people
from storage.roles.act_kinds import ActKind, as_actor
from storage.roles.organisations import Organisation, Role, offer_role
from storage.roles.role_holders import close_role_place
from storage.roles.role_list import (
    ListedRoleHolder,
    close_link,
    colleague_numbered,
    has_other_coordinator,
    remove_role,
    reopen_link,
    restore_role,
    roles_of,
)

RoleNotice = Callable[[str, Organisation], str]
"""What somebody reads, in their language, about their role for an organisation."""

_ROLES = frozenset({Consequence.JOBS_WAIT, Consequence.ROLES_CHANGED})


@dataclass(frozen=True, slots=True)
class RoleOffer:
    """A link that gives a role: its code, which is known only now."""

    code: str
    role: Role


def offer_role_link(
    acting: Acting, organisation_id: str, role: Role, *, label: str = "", valid: timedelta
) -> Done[RoleOffer]:
    """Make a link that gives a role once; ``label`` is what colleagues call the person who uses it.

    Only the operator makes one for complaints, as those may be about coordinators.
    """
    acting.require(organisation_id, Command.COLLEAGUE)
    if role is Role.COMPLAINTS and acting.actor.person_id is not None:
        raise refused(RefusalReason.NOT_ALLOWED)
    code = offer_role(acting.tx, organisation_id, role, acting.now, valid=valid, label=label)
    acting.note(organisation_id, ActKind.ROLE_OFFER, role.value)
    return Done(RoleOffer(code, role))


def role_to_end(acting: Acting, organisation: Organisation, number: int) -> ListedRoleHolder:
    """Whose role or which link may end. Raises ``ActRefused``.

    The last coordinator's role and that for complaints are ended by the operator only.
    """
    acting.require(organisation.id, Command.COLLEAGUES)
    found = colleague_numbered(acting.tx, organisation.id, number, acting.now)
    if found is None:
        raise refused(RefusalReason.NO_SUCH_ROLE, number=number)
    if found.role is Role.COMPLAINTS and acting.actor.person_id is not None:
        raise refused(RefusalReason.ENDED_BY_OPERATOR)
    is_last = (
        found.person_id is not None
        and found.role is Role.COORDINATOR
        and not has_other_coordinator(acting.tx, organisation.id, found.person_id)
    )
    if is_last and acting.actor.person_id is not None:
        raise ActRefused(Refusal(RefusalReason.LAST_COORDINATOR, organisation=organisation))
    return found


def end_role(
    acting: Acting, organisation: Organisation, shown: ListedRoleHolder, *, notice: RoleNotice
) -> Done[ListedRoleHolder]:
    """End a role, or take back a link that is open, where it is still what was ``shown``.

    ``notice`` is the text for the person who had the role.
    """
    found = role_to_end(acting, organisation, shown.number)
    is_same = (found.person_id, found.role) == (shown.person_id, shown.role)
    if not is_same or not _end(acting, organisation, found):
        raise refused(RefusalReason.CHANGED_MEANWHILE, number=shown.number)
    _note(acting, organisation, found)
    if found.person_id is not None:
        _withhold(acting.tx, found.person_id)
        if found.person_id != acting.actor.person_id:
            _tell(acting, found.person_id, organisation, notice)
    return Done(found, UndoRole(organisation.id, found), _ROLES)


def undo_role(
    acting: Acting, organisation: Organisation, undo: UndoRole, *, notice: RoleNotice
) -> Done[ListedRoleHolder]:
    """Give the role back, or let the link work again.

    ``notice`` is the text for the person who has the role again.
    """
    acting.require(undo.organisation_id, Command.COLLEAGUES)
    before = undo.role_holder
    if before.person_id is None:
        is_back = reopen_link(acting.tx, organisation.id, before.number, acting.now)
    else:
        is_back = restore_role(acting.tx, organisation.id, before)
    if not is_back:
        raise refused(RefusalReason.TOO_LATE_TO_UNDO)
    _note(acting, organisation, before, "undone")
    if before.person_id is not None:
        _tell(acting, before.person_id, organisation, notice)
    return Done(before, follows=_ROLES)


def note_erased(tx: Transaction, person_id: int, channel: str, now: datetime) -> None:
    """Record it in each organisation in which somebody who is about to be erased has a role.

    It needs no right, as everybody may be erased.
    """
    acting = Acting(tx, Actor(person_id, channel), now)
    for organisation, role_holder in roles_of(tx, person_id):
        _note(acting, organisation, role_holder, "erased")


def _end(acting: Acting, organisation: Organisation, found: ListedRoleHolder) -> bool:
    if found.person_id is None:
        return close_link(acting.tx, organisation.id, found.number, acting.now)
    return remove_role(acting.tx, organisation.id, found.person_id)


def _withhold(tx: Transaction, person_id: int) -> None:
    """Deliver nothing more to somebody who has lost a role, and close what they have open.

    A person who still has one elsewhere gets what was on its way: it may be about that.
    """
    if not roles_of(tx, person_id):
        outbox.give_up_role_entries(tx, person_id)
        card = close_role_place(tx, person_id)
        if card:
            change = newest_number(tx, person_id) + 1
            chat_history.close_shown(tx, person_id, card, change)
            people.count_said(tx, person_id, change)


def _tell(acting: Acting, person_id: int, organisation: Organisation, notice: RoleNotice) -> None:
    reached = people.person_reached(acting.tx, person_id)
    if reached is not None:
        said = AnnouncementJob(notice(reached.language, organisation))
        jobs.ask(acting.tx, job_for(reached, said), acting.now)


def _note(
    acting: Acting, organisation: Organisation, role_holder: ListedRoleHolder, outcome: str = "done"
) -> None:
    if role_holder.person_id is None:
        acting.note(organisation.id, ActKind.ROLE_WITHDRAW, role_holder.role.value, outcome)
    else:
        acting.note(organisation.id, ActKind.ROLE_END, as_actor(role_holder.person_id), outcome)
