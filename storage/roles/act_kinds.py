"""What can be put on record: every kind of act, and how what it was done to is written there."""

from dataclasses import dataclass
from enum import StrEnum, unique

from storage.roles.retention_periods import DataClass


@unique
class ActKind(StrEnum):
    """Every act that can be on record, by its code, which stays as it is for ever.

    ``reports/layout/acts_in_words.py`` has words for each of them.
    """

    ROUND_OPEN = "round.open"
    ROUND_UNDO = "round.undo"
    ROUND_EXTEND = "round.extend"
    ROUND_REOPEN = "round.reopen"
    ROUND_CLOSE = "round.close"
    ROUND_END = "round.end"
    ROUND_REHEARSE = "round.rehearse"
    ROUND_ERASE = "round.erase"
    INVITATION_MAKE = "invitation.make"
    INVITATION_REVOKE = "invitation.revoke"
    INVITATION_RESTORE = "invitation.restore"
    INVITATION_CORRECT = "invitation.correct"
    INVITATION_ADDRESS = "invitation.address"
    INVITATION_ERASE = "invitation.erase"
    MAILS_SEND = "mails.send"
    MAILS_TRY = "mails.try"
    MAILS_CALL_OFF = "mails.call_off"
    LINK_SHARE = "link.share"
    LINK_STOP = "link.stop"
    LINK_RESTART = "link.restart"
    CONVERSATION_LINK = "conversation.link"
    ROLE_OFFER = "role.offer"
    ROLE_TAKE = "role.take"
    ROLE_END = "role.end"
    ROLE_WITHDRAW = "role.withdraw"
    ROLE_LINK = "role.link"
    THEMES_ASK = "themes.ask"
    DIGEST_CHOOSE = "digest.choose"
    REMINDERS_SEND = "reminders.send"
    REMINDERS_CALL_OFF = "reminders.call_off"
    REMINDERS_PLAN = "reminders.plan"
    REPLIES_TYPE_IN = "replies.typein"
    REPLIES_READ = "replies.read"
    REPLIES_CSV = "replies.csv"
    RESULTS_READ = "results.read"
    RESULTS_RELEASE = "results.release"
    CHECKLIST_DAYS = "checklist.days"
    CHECKLIST_TASK = "checklist.task"
    LETTERS_SENDER = "letters.sender"
    LETTERS_WORDING = "letters.wording"
    GUIDE_DRAFT = "guide.draft"
    GUIDE_CORRECT = "guide.correct"
    GUIDE_PUBLISH = "guide.publish"
    GUIDE_DELETE = "guide.delete"
    COMPLAINT_READ = "complaint.read"
    COMPLAINT_ANSWER = "complaint.answer"
    COMPLAINT_NOTICE = "complaint.notice"
    RETENTION_NOTICE = "retention.notice"
    RETENTION_REPLIES = "retention.replies"
    RETENTION_LINKS = "retention.links"
    RETENTION_REMINDERS = "retention.reminders"
    RETENTION_SESSIONS = "retention.sessions"
    RETENTION_FILES = "retention.files"
    RETENTION_COMPLAINTS = "retention.complaints"
    SESSION_LIST = "session.list"
    SESSION_END = "session.end"
    PERSON_ERASE = "person.erase"
    ORGANISATION_REMINDERS = "organisation.reminders"
    ORGANISATION_NOTICE = "organisation.notice"
    ORGANISATION_KEEP = "organisation.keep"
    ORGANISATION_COMPLAINTS = "organisation.complaints"
    ORGANISATION_ANONYMOUS = "organisation.anonymous"
    ASIDE_LIST = "aside.list"
    ASIDE_RETRY = "aside.retry"
    ASIDE_CLEAR = "aside.clear"
    EXPORT = "export"
    BACKUP = "backup"
    RESTORE = "restore"


def erased_by_itself(data_class: DataClass) -> ActKind:
    """That a class of data has gone, as its period had passed."""
    return ActKind(f"retention.{data_class.value}")


_PERSON = "person"
_COMPLAINT = "complaint"


def as_actor(person_id: int) -> str:
    """Somebody as an organisation's record names them, who acts or to whom something is done."""
    return f"{_PERSON} {person_id}"


def as_complaint(number: int) -> str:
    """A complaint as the record of its organisation names it."""
    return f"{_COMPLAINT} {number}"


def within_round(round_id: str, number: int) -> str:
    """What has a number of its own in a round, such as a sheet of paper or a link."""
    return f"{round_id} {number}"


@dataclass(frozen=True, slots=True)
class ActSubject:
    """What an act was done to: a person, a complaint, or ``named``, and its number where it has one."""

    person: str | None = None
    complaint: str | None = None
    named: str = ""
    number: str | None = None


def read_subject(written: str) -> ActSubject:
    """What an act was done to, as it was put on record."""
    first, _, number = written.partition(" ")
    if first == _PERSON and number:
        return ActSubject(person=number)
    if first == _COMPLAINT and number:
        return ActSubject(complaint=number)
    return ActSubject(named=first, number=number or None)
