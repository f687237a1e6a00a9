"""What happened to the mails about a round's invitations, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.coordinator.handing_over.mail_times import mail_goes_at, waits_told
from bot.coordinator.request import Request
from bot.schedule.reminder_outcome import local_time
from content.phrases import Phrases, long_date
from conversations.calendar.availability import local_day, zone_named
from conversations.outgoing import Line, Style
from storage.mails.mail_log import MailedInvitation, MailState, mailed, who_can_be_mailed
from storage.people.own_addresses import AddressState, address_states
from storage.reminders.reminder_log import ReminderState, logged_reminders
from storage.rounds.invitees import Invitee, InviteeState
from storage.rounds.rounds import RoundListed

_TOLD_OF = (InviteeState.INVITED, InviteeState.EXPIRED)
"""Those whose mail is spoken of: somebody who has come in has had a link."""
_TO_DO = (MailState.UNREACHABLE, MailState.REFUSED)


def mail_in_words(request: Request, listed: RoundListed, invitee: Invitee, mailed: MailedInvitation) -> str:
    """What happened to the newest mail about an invitation; empty for who has come in or was taken back."""
    if invitee.state not in _TOLD_OF:
        return ""
    p = request.phrases
    if mailed.state is MailState.SENT and mailed.sent_at is not None:
        day = local_day(mailed.sent_at, zone_named(listed.view.time_zone))
        sent = p.say("mail sent on {day}", day=long_date(day, p.language))
        return p.say("{mail_sent}, may have come twice", mail_sent=sent) if mailed.may_be_double else sent
    if mailed.state is MailState.WAITS and not request.is_open(listed.view):
        return _too_late(p, listed, mailed)
    if mailed.state is MailState.WAITS and mailed.due_at is not None:
        return _waits(request, listed, mailed, mailed.due_at)
    return _states(p)[mailed.state]


def _too_late(p: Phrases, listed: RoundListed, mailed: MailedInvitation) -> str:
    """That a mail did not go before the round was closed, and that another went before it."""
    if mailed.sent_at is None:
        return p.say("mail did not go, as the round is closed")
    day = long_date(local_day(mailed.sent_at, zone_named(listed.view.time_zone)), p.language)
    return p.say("mail sent on {day}, another did not go, as the round is closed", day=day)


def _waits(request: Request, listed: RoundListed, mailed: MailedInvitation, due_at: datetime) -> str:
    """Until when a mail waits, and that another went before it."""
    p, zone = request.phrases, zone_named(listed.view.time_zone)
    at = mail_goes_at(request, listed, due_at)
    until = "" if at is None else local_time(p, at, zone)
    if mailed.sent_at is None:
        return p.say("mail waits until {when}", when=until) if until else p.say("mail waits for its turn")
    day = long_date(local_day(mailed.sent_at, zone), p.language)
    if until:
        return p.say("mail sent on {day}, another waits until {when}", day=day, when=until)
    return p.say("mail sent on {day}, another waits for its turn", day=day)


def _states(p: Phrases) -> Mapping[MailState, str]:
    return {
        MailState.WAITS: p.say("mail waits"),
        MailState.UNDER_WAY: p.say("mail is on its way"),
        MailState.SENT: p.say("mail sent"),
        MailState.IN_DOUBT: p.say("mail may have arrived"),
        MailState.REFUSED: p.say("mail was not taken"),
        MailState.UNREACHABLE: p.say("there is no such e-mail address"),
        MailState.STOPPED: p.say("wants no more mails"),
        MailState.CALLED_OFF: p.say("mail was stopped"),
        MailState.DROPPED: p.say("mail did not go"),
    }


def own_mail_in_words(p: Phrases, state: AddressState | None) -> str:
    """What is wrong with the e-mail address of somebody who takes part; empty where mails go there."""
    match state:
        case AddressState.BOUNCED:
            return p.say("there is no such e-mail address")
        case AddressState.STOPPED:
            return p.say("wants no more mails")
    return ""


def mails_counted(
    request: Request,
    listed: RoundListed,
    people: Iterable[Invitee],
    mailed: Mapping[int, MailedInvitation],
) -> list[Line]:
    """How many mails stand where, of those who have not come in; nothing where none was asked for."""
    p = request.phrases
    found = [
        (each, mailed[each.number]) for each in people if each.number in mailed and each.state in _TOLD_OF
    ]
    if not found:
        return []
    counts = Counter(of.state for _, of in found)
    if not request.is_open(listed.view):
        counts[MailState.DROPPED] += counts.pop(MailState.WAITS, 0)
    told = [
        p.say("{state}: {n}", state=named, n=counts[state])
        for state, named in _states(p).items()
        if counts[state]
    ]
    lines = [Line(p.say("By mail, of those not joined: {states}.", states=p.with_commas(told)))]
    lines += _waiting(request, listed, (of for _, of in found))
    wrong = next((each.number for each, of in found if of.state in _TO_DO), None)
    if wrong is not None and request.is_open(listed.view):
        lines.append(
            Line(
                p.say(
                    "/people mail {number} ann@example.org corrects an address and sends a mail again.",
                    number=wrong,
                ),
                Style.HELP,
            )
        )
    return lines


def needs_something(mailed: MailedInvitation | None) -> bool:
    """Whether somebody's mail did not arrive, so that a coordinator can do something."""
    return mailed is not None and mailed.state in _TO_DO


def mails_lost(request: Request, listed: RoundListed) -> int:
    """How many are not reached by mail, of those who have not come in and of those who take part."""
    mails = mailed(request.tx, listed.view.id)
    can = who_can_be_mailed(request.tx, listed.view.id, request.now)
    own = address_states(request.tx, listed.view.id).values()
    back = sum(state is AddressState.BOUNCED for state in own)
    return back + sum(number in can and each.state in _TO_DO for number, each in mails.items())


def mails_told(request: Request, listed: RoundListed) -> list[Line]:
    """How many mails wait until when, how many reminders went by mail, and how many did not arrive."""
    lines = _waiting(request, listed, mailed(request.tx, listed.view.id).values())
    lines += _reminders_by_way(request, listed)
    lost = mails_lost(request, listed)
    if not lost:
        return lines
    said = request.phrases.count(
        "{n} mail did not arrive: /people shows whose.",
        "{n} mails did not arrive: /people shows whose.",
        lost,
    )
    return [*lines, Line(said)]


def _reminders_by_way(request: Request, listed: RoundListed) -> list[Line]:
    """How many reminders went which way; nothing where none went by mail."""
    went = (ReminderState.SENT, ReminderState.SHOWN)
    ways = Counter(each.by_mail for each in logged_reminders(request.tx, listed.view.id) if each.went in went)
    if not ways[True]:
        return []
    said = request.phrases.say(
        "Reminders so far: {chat} by chat, {mail} by mail.", chat=ways[False], mail=ways[True]
    )
    return [Line(said)]


def _waiting(request: Request, listed: RoundListed, mails: Iterable[MailedInvitation]) -> list[Line]:
    due = [each.due_at for each in mails if each.due_at is not None]
    return [Line(each) for each in waits_told(request, listed, due)] if request.is_open(listed.view) else []
