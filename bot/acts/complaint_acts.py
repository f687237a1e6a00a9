"""Acts on complaints: reading one and answering it. Both are on record, without a word of either."""

from collections.abc import Callable

from bot.acts.acting import Acting, Consequence, Done
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import job_for
from storage.people import people
from storage.roles import complaints
from storage.roles.act_kinds import ActKind, as_complaint
from storage.roles.complaints import Complaint, ComplaintState

AnswerNotice = Callable[[str, Complaint], str]
"""What the writer reads, in their language, once their complaint is answered."""


def read_complaint(acting: Acting, organisation_id: str, number: int) -> Done[Complaint]:
    """Read a complaint to an organisation. Raises ``ActRefused`` for one that is not there."""
    found = _complaint(acting, organisation_id, number)
    acting.note(organisation_id, ActKind.COMPLAINT_READ, as_complaint(number))
    return Done(found)


def answer_complaint(
    acting: Acting, organisation_id: str, number: int, text: str, *, notice: AnswerNotice
) -> Done[Complaint]:
    """Answer a complaint; a later answer stands behind the one before. Raises ``ActRefused``.

    Its writer is told where they are known; out of an anonymous round nobody is.
    """
    found = to_answer(acting, organisation_id, number)
    complaints.keep_answer(acting.tx, found, text, acting.now)
    acting.note(organisation_id, ActKind.COMPLAINT_ANSWER, as_complaint(number))
    reached = people.person_reached(acting.tx, found.person_id) if found.person_id is not None else None
    if reached is None:
        return Done(found)
    said = AnnouncementJob(notice(reached.language, found))
    jobs.ask(acting.tx, job_for(reached, said), acting.now)
    return Done(found, follows=frozenset({Consequence.JOBS_WAIT}))


def to_answer(acting: Acting, organisation_id: str, number: int) -> Complaint:
    """A complaint that can be answered. Raises ``ActRefused`` for one that is not there or was taken back."""
    found = _complaint(acting, organisation_id, number)
    if found.state is ComplaintState.TAKEN_BACK:
        raise refused(RefusalReason.COMPLAINT_TAKEN_BACK, number=number)
    return found


def _complaint(acting: Acting, organisation_id: str, number: int) -> Complaint:
    acting.require(organisation_id, Command.COMPLAINTS)
    found = complaints.complaint_numbered(acting.tx, organisation_id, number, acting.now)
    if found is None:
        raise refused(RefusalReason.NO_SUCH_COMPLAINT, number=number)
    return found
