"""Acts on what people wrote in a round: reading it, as far as the round lets those who run it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from bot.acts.acting import Acting, Done
from bot.acts.permissions import Command, may
from bot.acts.refusal import ActRefused, Refusal, RefusalReason, refused
from bot.schedule.round_end import results_of
from conversations.groups.round_view import RoundView, WhoSees
from conversations.who_sees_what import Datum, Sees, Viewer, least_group, seen_by
from storage.roles.act_kinds import ActKind
from storage.roles.organisations import Role
from storage.rounds.group_reports import Cut, cuts_of
from storage.rounds.rounds import RoundListed

READ = ActKind.REPLIES_READ
"""How a reading is called on record."""


@unique
class HowRead(StrEnum):
    """How somebody may read what people wrote in a round.

    ``WITH_NAMES``: at any time. ``SHUFFLED``: without names and in an order that tells nothing, once the
    round is closed and from so many people on.
    """

    WITH_NAMES = "with names"
    SHUFFLED = "shuffled"
    NEVER = "never"


_HOW = {Sees.NAMED: HowRead.WITH_NAMES, Sees.SHUFFLED: HowRead.SHUFFLED}
_VIEWERS = {Role.COORDINATOR: Viewer.COORDINATOR, Role.READER: Viewer.READER}


def how_replies_are_read(role: Role | None, who_sees: WhoSees) -> HowRead:
    """How somebody with this role may read the words of others, as the table of who sees what has it."""
    if role is None or not may(role, Command.REPLIES):
        return HowRead.NEVER
    return _HOW.get(seen_by(_VIEWERS[role], who_sees, Datum.WORDS), HowRead.NEVER)


@dataclass(frozen=True, slots=True)
class ReadableReplies:
    """A round whose replies may be read, and how.

    ``number`` is that of its newest report: what is shuffled is as it was for that. It is 0 with names.
    """

    listed: RoundListed
    how: HowRead
    number: int = 0


def replies_to_read(acting: Acting, round_id: str) -> ReadableReplies:
    """How the replies of a round may be read now. Raises ``ActRefused`` while they may not."""
    listed = acting.round_for(round_id, Command.REPLIES)
    view = listed.view
    how = how_replies_are_read(Role.COORDINATOR, view.who_sees)
    if how is HowRead.NEVER:
        raise refused(RefusalReason.NOT_ALLOWED)
    if how is HowRead.WITH_NAMES:
        return ReadableReplies(listed, HowRead.WITH_NAMES)
    if view.is_open(acting.now):
        raise ActRefused(
            Refusal(
                _why_not_while_open(view, cuts_of(acting.tx, view.id)),
                title=view.title,
                number=least_group(view.threshold, view.who_sees),
                last_day=view.closes_on,
            )
        )
    return ReadableReplies(listed, HowRead.SHUFFLED, results_of(acting.tx, view, acting.now).cut.number)


def _why_not_while_open(view: RoundView, before: Sequence[Cut]) -> RefusalReason:
    """What is promised of the replies of an open round that are read without names, after the reports before.

    Once anything of a report was erased no list is shown any more, also after another closing.
    """
    if any(each.has_lost_words for each in before):
        return RefusalReason.REPLIES_NO_MORE
    if not before:
        return RefusalReason.REPLIES_AFTER_CLOSING
    if view.who_sees is WhoSees.ANONYMOUS:
        return RefusalReason.REPLIES_AS_BEFORE
    return RefusalReason.REPLIES_ONCE_MORE


def read_replies(acting: Acting, round_id: str, what: str) -> Done[ReadableReplies]:
    """Read replies of a round. ``what`` names the prompt or prompts, which is on record, and no reply."""
    readable = replies_to_read(acting, round_id)
    acting.note(readable.listed.organisation_id, ActKind.REPLIES_READ, round_id, what)
    return Done(readable)
