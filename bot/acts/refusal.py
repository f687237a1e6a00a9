"""Why an act was not done: a reason and its facts, to be put into words by the caller."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique

from storage.roles.organisations import Organisation


@unique
class RefusalReason(StrEnum):
    """Why an act was not done."""

    NOT_ALLOWED = "not_allowed"
    ROUND_IS_CLOSED = "round_is_closed"
    ROUND_IS_OPEN = "round_is_open"
    REPLIES_ERASED = "replies_erased"
    ROUND_ERASED = "round_erased"
    NO_SUCH_TASK = "no_such_task"
    NOT_OVER_YET = "not_over_yet"
    OPEN_AGAIN = "open_again"
    DAYS_OUT_OF_ORDER = "days_out_of_order"
    GROUP_TOO_SMALL = "group_too_small"
    LINKS_WERE_MADE = "links_were_made"
    LINKS_OF_TODAY = "links_of_today"
    LISTS_ARE_FULL = "lists_are_full"
    NO_SUCH_LINK = "no_such_link"
    LINK_IS_SHARED = "link_is_shared"
    LINK_WAS_USED = "link_was_used"
    LINK_WAS_USED_BY_NAME = "link_was_used_by_name"
    LINK_WAS_TAKEN_BACK = "link_was_taken_back"
    NAME_IS_ONLY_TAKEN_OFF = "name_is_only_taken_off"
    NOBODY_TO_MAIL = "nobody_to_mail"
    NOBODY_TO_CORRECT = "nobody_to_correct"
    TAKES_PART_UNNAMED = "takes_part_unnamed"
    TEAM_IS_WITH_REPLIES = "team_is_with_replies"
    TEAM_IS_IN_REPORT = "team_is_in_report"
    LINKS_ARE_PERSONAL = "links_are_personal"
    LINKS_ARE_SHARED = "links_are_shared"
    NO_SUCH_SHARED_LINK = "no_such_shared_link"
    LINK_IS_STOPPED = "link_is_stopped"
    NOT_ON_LIST = "not_on_list"
    ADDRESS_NOT_ON_LIST = "address_not_on_list"
    NO_TEAMS_KEPT = "no_teams_kept"
    NO_SUCH_GROUP = "no_such_group"
    NO_SUCH_SHEET = "no_such_sheet"
    SHEET_OF_SHARED_LINK = "sheet_of_shared_link"
    NOTHING_TYPED_IN = "nothing_typed_in"
    REPLIES_AFTER_CLOSING = "replies_after_closing"
    REPLIES_AS_BEFORE = "replies_as_before"
    REPLIES_ONCE_MORE = "replies_once_more"
    REPLIES_NO_MORE = "replies_no_more"
    NOT_YOUR_ORGANISATION = "not_your_organisation"
    RELEASED_BEFORE = "released_before"
    REMINDERS_SENT_BEFORE = "reminders_sent_before"
    REMINDERS_OUTDATED = "reminders_outdated"
    NO_SUCH_ROLE = "no_such_role"
    LAST_COORDINATOR = "last_coordinator"
    ENDED_BY_OPERATOR = "ended_by_operator"
    NO_SUCH_COMPLAINT = "no_such_complaint"
    COMPLAINT_TAKEN_BACK = "complaint_taken_back"
    NO_SUCH_GUIDE = "no_such_guide"
    GUIDES_ARE_FULL = "guides_are_full"
    GUIDE_TOO_LONG = "guide_too_long"
    GUIDE_NOT_READY = "guide_not_ready"
    GUIDE_CHANGED = "guide_changed"
    GUIDE_AS_PUBLISHED = "guide_as_published"
    CHANGED_MEANWHILE = "changed_meanwhile"
    TOO_LATE_TO_UNDO = "too_late_to_undo"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason with its facts, as far as they matter to it.

    ``title``, ``time_zone`` and ``last_day`` are the round's. ``number`` is that of a link, sheet or role,
    or how many people it takes. ``at`` is when it was done before.
    """

    reason: RefusalReason
    title: str = ""
    time_zone: str = ""
    number: int = 0
    at: datetime | None = None
    last_day: date | None = None
    organisation: Organisation | None = None


class ActRefused(Exception):
    """An act was not done, and nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason.value)
        self.refusal = refusal


def refused(reason: RefusalReason, *, number: int = 0) -> ActRefused:
    """A refusal for a reason that needs no fact but a number."""
    return ActRefused(Refusal(reason, number=number))
