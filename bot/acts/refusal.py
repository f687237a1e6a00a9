"""Why an act was not done: a reason and its facts, to be put into words by the caller."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from storage.roles.organisations import Organisation


@unique
class RefusalReason(StrEnum):
    """Why an act was not done."""

    NOT_ALLOWED = "not_allowed"
    ROUND_IS_CLOSED = "round_is_closed"
    ROUND_IS_OPEN = "round_is_open"
    NOT_OVER_YET = "not_over_yet"
    DAYS_OUT_OF_ORDER = "days_out_of_order"
    SOMEBODY_JOINED = "somebody_joined"
    NO_SUCH_LINK = "no_such_link"
    LINK_WAS_USED = "link_was_used"
    LINK_WAS_TAKEN_BACK = "link_was_taken_back"
    NO_SUCH_SHEET = "no_such_sheet"
    NOTHING_TYPED_IN = "nothing_typed_in"
    RELEASED_BEFORE = "released_before"
    REMINDERS_SENT_BEFORE = "reminders_sent_before"
    REMINDERS_OUTDATED = "reminders_outdated"
    NO_SUCH_ROLE = "no_such_role"
    LAST_COORDINATOR = "last_coordinator"
    CHANGED_MEANWHILE = "changed_meanwhile"
    TOO_LATE_TO_UNDO = "too_late_to_undo"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason with its facts, as far as they matter to it.

    ``title`` and ``time_zone`` are the round's, ``number`` is that of a link, a sheet or a role, and ``at``
    is when it was done before.
    """

    reason: RefusalReason
    title: str = ""
    time_zone: str = ""
    number: int = 0
    at: datetime | None = None
    organisation: Organisation | None = None


class ActRefused(Exception):
    """An act was not done, and nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason.value)
        self.refusal = refusal


def refused(reason: RefusalReason, *, number: int = 0) -> ActRefused:
    """A refusal for a reason that needs no fact but a number."""
    return ActRefused(Refusal(reason, number=number))
