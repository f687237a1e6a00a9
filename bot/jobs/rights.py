"""Who may have what is made for them, and which role they have at that moment."""

from bot.acts.permissions import Command, may
from storage.engine.database import Transaction
from storage.messages.job_details import JobRight, RoundJob
from storage.messages.jobs import AnyJob
from storage.people.membership import has_part
from storage.people.people import sender_of
from storage.roles.organisations import Role
from storage.roles.role_holders import RoleHolder, load_role_holders
from storage.rounds.rounds import RoundListed, find_listed


def may_have(tx: Transaction, job: AnyJob) -> bool:
    """Whether somebody may have what is made for them at this moment."""
    details = job.details
    if details.right is JobRight.TAKES_PART:
        return has_part(tx, job.participant_id)
    if not details.right.needs_role:
        return True
    listed = find_listed(tx, details.round_id) if isinstance(details, RoundJob) else None
    return may(role_at(role_holder_of(tx, job), listed), Command(details.right.value))


def role_holder_of(tx: Transaction, job: AnyJob) -> RoleHolder | None:
    """Somebody with a role who asked for a job, where they asked for it."""
    sender = sender_of(job.channel, job.address)
    return load_role_holders(tx, [sender]).get(sender)


def role_at(role_holder: RoleHolder | None, listed: RoundListed | None) -> Role | None:
    """Which role somebody has in the organisation of a round, None for none."""
    return role_holder.role_in(listed.organisation_id) if role_holder and listed else None
