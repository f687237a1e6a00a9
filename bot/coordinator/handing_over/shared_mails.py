"""Mails with the link that all share, in an anonymous round: shown before, and what happened to them.

No figure here says who has come in, and no mail is left out for who has.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from bot.acts.acting import Done
from bot.acts.permissions import Command
from bot.acts.undo import UndoMails
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.forms import Undoable
from bot.coordinator.handing_over.by_mail import (
    link_works_until,
    nobody_named,
    notice_shown,
    who_is_invited,
)
from bot.coordinator.handing_over.mail_times import waits_told, when_they_go
from bot.coordinator.request import Request, button
from bot.messages.channel_contract import Carrier
from bot.notices.invitation_notice import NoticeFacts, NoticeLinks
from bot.notices.shared_link_notice import shared_link_notice
from content.phrases import Phrases
from conversations.calendar.availability import local_day, zone_named
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Button, Line, Style
from storage.mails.listed_addresses import addresses_without_reader, listed_addresses
from storage.mails.mail_log import MailState, mailed
from storage.mails.mails import MailKind, due_times_of
from storage.rounds.invitees import Guest
from storage.rounds.rounds import RoundListed

MOST_ADDRESSES: Final = 20
"""So many addresses that do not exist are named."""


def shared_carrier(request: Request, listed: RoundListed) -> Carrier | None:
    """What takes mails with the shared link; None where nothing is set, or where people have their own."""
    is_anonymous = listed.view.who_sees is WhoSees.ANONYMOUS
    return request.services.channels.for_notices if is_anonymous else None


def addresses_of(guests: Sequence[Guest]) -> list[str]:
    """The addresses on a list, once each: a mail with a shared link goes there once."""
    return list({each.mail.lower(): each.mail for each in guests if each.mail}.values())


def mails_to_list_shown(
    request: Request, listed: RoundListed, carrier: Carrier, guests: Sequence[Guest]
) -> tuple[list[Line], str]:
    """What goes to how many of a list and when, what happens to addresses, and what the yes is called."""
    p, to = request.phrases, addresses_of(guests)
    lines = [
        _sent_to(p, carrier, len(to)),
        *_by_team(p, guests),
        *when_they_go(request, listed, carrier, len(to), 0),
    ]
    if without := sum(not each.mail for each in guests):
        lines.append(
            Line(
                p.count(
                    "{n} has no e-mail address: hand on the message that follows.",
                    "{n} have no e-mail address: hand on the message that follows.",
                    without,
                )
            )
        )
    lines += [
        Line(how_addresses_are_kept(p)),
        Line(that_all_are_reminded(p)),
        *nobody_named(p, listed),
        Line(p.say("This is what everybody reads:"), Style.HELP),
        *example_of_shared(request, listed, carrier, MailKind.INVITATION),
    ]
    return lines, p.count("Send {n} mail", "Send {n} mails", len(to))


def how_addresses_are_kept(p: Phrases) -> str:
    """What happens to addresses, said before they are kept."""
    return p.say(
        "The e-mail addresses are kept apart from the names and from all who take part. They are erased when "
        "the round has closed."
    )


def that_all_are_reminded(p: Phrases) -> str:
    """Why a mail that reminds goes to whoever has taken part as well."""
    return p.say(
        "/people mail all sends it once more, to all alike: a mail that leaves out who has come in would "
        "tell who that is."
    )


def _sent_to(p: Phrases, carrier: Carrier, number: int) -> Line:
    return Line(
        p.count(
            "One mail with this link goes out. It comes from {sender}; answers go to {address}.",
            "{n} mails go out, all with this one link. They come from {sender}; answers go to {address}.",
            number,
            sender=carrier.sent_as,
            address=carrier.answers_to,
        )
    )


def _by_team(p: Phrases, guests: Sequence[Guest]) -> list[Line]:
    counted = Counter(each.team or p.say("no team") for each in guests if each.mail)
    if len(counted) < 2:
        return []
    told = [p.say("{state}: {n}", state=team, n=n) for team, n in sorted(counted.items())]
    return [Line(p.say("By team: {teams}.", teams=p.with_commas(told)))]


def example_of_shared(request: Request, listed: RoundListed, carrier: Carrier, kind: MailKind) -> list[Line]:
    """A mail as everybody reads it, without the links."""
    p, zone = request.phrases, zone_named(listed.view.time_zone)
    last_day = local_day(link_works_until(request, listed) - timedelta(seconds=1), zone)
    notice = shared_link_notice(
        p,
        NoticeFacts(listed.view, request.guide_of(listed.view.id), carrier.answers_to),
        NoticeLinks(p.say("(the link that all share)"), last_day, p.say("(a page that ends these mails)")),
        notice_name="",
        made_at=request.now,
        is_reminder=kind is MailKind.REMINDER,
    )
    return notice_shown(notice)


def say_shared_mails_asked_for(request: Request, asked: Done[int], *, form: Undoable) -> None:
    """Say that mails are on their way to all, and where to see what happens to them."""
    p, (title, *others) = request.phrases, asked_for_told(request, asked)
    done(
        request,
        [
            Line(title, Style.TITLE),
            *map(Line, others),
            Line(p.say("/people shows how many went and how many came back."), Style.HELP),
        ],
        who_is_invited(request),
        undo=asked.undo,
        form=form,
    )


def asked_for_told(request: Request, asked: Done[int]) -> list[str]:
    """How many of the mails that were just asked for go when."""
    undo = asked.undo
    if not isinstance(undo, UndoMails):
        return [request.phrases.count("{n} mail goes.", "{n} mails go.", asked.result)]
    listed = request.chosen_round(Command.PEOPLE)
    due = due_times_of(request.tx, undo.batch)
    told = waits_told(request, listed, due) if listed else []
    return told or [request.phrases.say("No other mail goes: one waits for each already.")]


def shared_mails_told(request: Request, listed: RoundListed) -> list[Line]:
    """What happened to the mails with a shared link, in figures, and which addresses do not exist."""
    p, round_id = request.phrases, listed.view.id
    addresses = listed_addresses(request.tx, round_id)
    if not addresses:
        return []
    sent = [each for number, each in mailed(request.tx, round_id).items() if number < 0]
    counts = Counter(each.state for each in sent)
    told = [
        p.say("{state}: {n}", state=named, n=counts[state])
        for state, named in _states(p).items()
        if counts[state]
    ]
    lines = [
        Line(
            p.count("{n} e-mail address on your list", "{n} e-mail addresses on your list", len(addresses)),
            Style.ASK,
        )
    ]
    if told:
        lines.append(Line(p.say("By mail: {states}.", states=p.with_commas(told))))
    if request.is_open(listed.view):
        lines += map(Line, waits_told(request, listed, [each.due_at for each in sent if each.due_at]))
    wrong = addresses_without_reader(request.tx, round_id)
    if wrong:
        shown = wrong[:MOST_ADDRESSES]
        if more := len(wrong) - len(shown):
            shown.append(p.count("{n} more", "{n} more", more))
        lines.append(
            Line(p.say("There is no such e-mail address: {addresses}.", addresses=p.with_commas(shown)))
        )
        if request.is_open(listed.view):
            lines.append(
                Line(
                    p.say(
                        "/people mail {address} ann@example.org corrects it and sends the mail there.",
                        address=wrong[0],
                    ),
                    Style.HELP,
                )
            )
    lines.append(Line(how_addresses_are_kept(p), Style.HELP))
    if request.is_open(listed.view):
        lines.append(
            Line(
                p.say(
                    "/people mail all sends the link to all alike once more. /people take off "
                    "ann@example.org erases an address."
                ),
                Style.HELP,
            )
        )
    return lines


def once_more(request: Request, listed: RoundListed) -> list[Button]:
    """The button that sends the link to all addresses once more, where that can be done."""
    if shared_carrier(request, listed) is None or not request.is_open(listed.view):
        return []
    if not listed_addresses(request.tx, listed.view.id):
        return []
    return [
        button(
            request.phrases.say("Mail all of them once more"),
            Begin(Command.PEOPLE, "mail all"),
            "/people mail all",
        )
    ]


def _states(p: Phrases) -> Mapping[MailState, str]:
    return {
        MailState.SENT: p.say("sent"),
        MailState.IN_DOUBT: p.say("may have arrived"),
        MailState.UNDER_WAY: p.say("on their way"),
        MailState.WAITS: p.say("wait"),
        MailState.UNREACHABLE: p.say("came back"),
        MailState.REFUSED: p.say("not taken"),
        MailState.STOPPED: p.say("want no more mails"),
        MailState.CALLED_OFF: p.say("stopped"),
        MailState.DROPPED: p.say("did not go"),
    }
