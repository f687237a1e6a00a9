"""Acts on mails to people who are invited: sending, stopping what has not gone, correcting an address.

In an anonymous round there are none: a mail to one person has a link of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.acts.acting import Acting, Consequence, Done, no_such_link
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.acts.undo import UndoMails, UndoStoppedMails
from content.whole_numbers import ranges_of
from conversations.calendar.availability import local_day, zone_named
from conversations.calendar.reminder_hours import day_after
from conversations.groups.round_view import WhoSees
from conversations.incoming import Channel
from storage.mails import mails
from storage.mails.mail_log import who_can_be_mailed
from storage.mails.mails import MailKind, MailRequest
from storage.mails.trial_mails import ask_for_trial
from storage.roles.act_kinds import ActKind
from storage.rounds import corrections, invitees
from storage.rounds.invitees import InviteeState
from storage.rounds.rounds import RoundListed


@dataclass(frozen=True, slots=True)
class MailOrder:
    """Which mails: a kind, in a language, by a carrier that takes them."""

    kind: MailKind
    language: str
    channel: Channel


def send_mails(acting: Acting, round_id: str, numbers: Sequence[int], order: MailOrder) -> Done[int]:
    """Send a mail about each of these invitations, at once or in the next working hours: how many.

    Whoever has no address, wants none or has come in gets none. Raises ``ActRefused`` where nobody is left.
    """
    listed = _round_with_links(acting, round_id, Command.INVITE)
    can = who_can_be_mailed(acting.tx, round_id, acting.now)
    to = [number for number in numbers if number in can]
    if not to:
        raise refused(RefusalReason.NOBODY_TO_MAIL)
    asked = MailRequest(round_id, order.kind, order.language, acting.now)
    batch = mails.ask_for_mails(acting.tx, asked, to, order.channel, acting.now)
    hold_for_tomorrow(acting, listed, batch, order.kind)
    acting.note(listed.organisation_id, ActKind.MAILS_SEND, f"{round_id} {ranges_of(to)}", f"{len(to)} mails")
    return Done(len(to), UndoMails(round_id, batch), follows=frozenset({Consequence.REMINDERS_WAIT}))


def hold_for_tomorrow(acting: Acting, listed: RoundListed, batch: str, kind: MailKind) -> None:
    """Let those of a batch wait for the next day to whom no other mail of its kind goes on this one."""
    zone = zone_named(listed.view.time_zone)
    today, tomorrow = local_day(acting.now, zone), day_after(acting.now, zone)
    most = 1 if kind is MailKind.REMINDER else mails.MOST_A_DAY
    mails.hold_batch(acting.tx, batch, today, tomorrow, most=most)


def try_mail(acting: Acting, round_id: str, to: str, order: MailOrder) -> Done[str]:
    """Send a mail of this kind to one address as a trial, which lets nobody in."""
    listed = acting.open_round_for(round_id, Command.INVITE)
    ask_for_trial(acting.tx, round_id, order.kind, order.language, to, order.channel, acting.now)
    acting.note(listed.organisation_id, ActKind.MAILS_TRY, round_id)
    return Done(to, follows=frozenset({Consequence.REMINDERS_WAIT}))


def undo_mails(acting: Acting, undo: UndoMails) -> Done[int]:
    """Stop those of these mails that have not gone: how many. Links that have gone work on."""
    listed = acting.round_for(undo.round_id, Command.INVITE)
    stopped = mails.call_off_mails(acting.tx, undo.round_id, undo.batch)
    acting.note(listed.organisation_id, ActKind.MAILS_CALL_OFF, undo.round_id, f"{len(stopped)} mails")
    return Done(len(stopped), UndoStoppedMails(undo.round_id, stopped) if stopped else None)


def undo_stopped_mails(acting: Acting, undo: UndoStoppedMails) -> Done[int]:
    """Let mails that were stopped go after all: how many."""
    listed = acting.open_round_for(undo.round_id, Command.INVITE)
    again = mails.let_mails_go_after_all(acting.tx, undo.round_id, undo.mails)
    acting.note(listed.organisation_id, ActKind.MAILS_SEND, undo.round_id, f"{again} mails")
    return Done(again, follows=frozenset({Consequence.REMINDERS_WAIT}))


def correct_address(acting: Acting, round_id: str, number: int, address: str) -> Done[None]:
    """Write to somebody who has not come in at this address from here on."""
    listed = _round_with_links(acting, round_id, Command.PEOPLE)
    guest = invitees.guest_of(acting.tx, round_id, number)
    state = invitees.link_state(acting.tx, round_id, number, acting.now)
    if guest is None or state is None:
        raise no_such_link(acting.tx, round_id, number)
    if state is InviteeState.JOINED:
        is_named = listed.view.who_sees is WhoSees.NAMED
        reason = RefusalReason.LINK_WAS_USED_BY_NAME if is_named else RefusalReason.LINK_WAS_USED
        raise refused(reason, number=number)
    if state is InviteeState.REVOKED:
        raise refused(RefusalReason.LINK_WAS_TAKEN_BACK, number=number)
    corrections.correct_address(acting.tx, round_id, number, address)
    acting.note(listed.organisation_id, ActKind.INVITATION_ADDRESS, f"{round_id} {number}")
    return Done(None)


def _round_with_links(acting: Acting, round_id: str, command: Command) -> RoundListed:
    """An open round in which people have links of their own. Raises ``ActRefused``."""
    listed = acting.open_round_for(round_id, command)
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        raise refused(RefusalReason.LINKS_ARE_SHARED)
    return listed
