"""Sending links by mail: whether that can be done, what goes to how many and when, and what was asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.acts.acting import Done
from bot.acts.link_acts import LinksMade
from bot.acts.people.mail_acts import MailOrder, send_mails, undo_mails, undo_stopped_mails
from bot.acts.permissions import Command
from bot.acts.undo import UndoMails, UndoStoppedMails
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.forms import Field, FormChoice, Undoable, one_of
from bot.coordinator.handing_over.links import hand_over
from bot.coordinator.handing_over.mail_times import waits_told, when_they_go
from bot.coordinator.invitation_sheet import where_lines
from bot.coordinator.request import Request, button
from bot.messages.channel_contract import Carrier
from bot.notices.invitation_notice import NoticeFacts, NoticeLinks, invitation_notice
from bot.notices.notice import Notice
from content.phrases import Phrases
from conversations.calendar.availability import local_day, zone_named
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Button, Line, Style
from storage.mails.mails import MailKind, due_times_of, mails_gone
from storage.rounds.invitees import Guest
from storage.rounds.rounds import RoundListed, find_listed


def carrier_for(request: Request, listed: RoundListed) -> Carrier | None:
    """What takes mails to people of a round; None where nothing is set, or where people share a link."""
    is_anonymous = listed.view.who_sees is WhoSees.ANONYMOUS
    return None if is_anonymous else request.services.channels.for_notices


def by_mail_field(request: Request) -> Field[bool]:
    """Whether links go out by mail. It is not asked, as the question before the act says it."""
    p = request.phrases
    yes = FormChoice(p.say("Yes, send them"), True)
    no = FormChoice(p.say("No, I hand them on"), False)
    return Field(
        "by_mail",
        p.say("By mail"),
        p.say("Shall the links go out by mail?"),
        one_of((yes, no), p.say("Please tap one of them, or type its number.")),
        help=p.say("Whoever has no e-mail address on the list gets a link that you hand on."),
        choices=(yes, no),
        shown=lambda value: yes.label if value else no.label,
        default=True,
    )


def without_carrier(request: Request) -> Line:
    """That mails could go out by themselves, and who sets that up."""
    return Line(
        request.phrases.say(
            "Closer Look can send these links by mail itself, once whoever looks after it has set up a mail "
            "server."
        ),
        Style.HELP,
    )


def mails_shown(
    request: Request,
    listed: RoundListed,
    carrier: Carrier,
    guests: Sequence[Guest],
    kind: MailKind,
    *,
    later: int = 0,
) -> list[Line]:
    """How many mails go out, from which address and when, and what the first of these people reads.

    ``later`` of them were sent a mail today, and get this one on another day.
    """
    p, number = request.phrases, len(guests)
    sent_as = carrier.sent_as
    lines = [
        Line(
            p.count(
                "{n} person gets their link by mail. It comes from {sender}; answers go to {address}.",
                "{n} people get their links by mail. They come from {sender}; answers go to {address}.",
                number,
                sender=sent_as,
                address=carrier.answers_to,
            )
        ),
        *when_they_go(request, listed, carrier, number, later),
        *_where_links_open(request, number),
        *_at_one_address(p, guests),
        *nobody_named(p, listed),
        Line(p.say("This is what {name} reads:", name=guests[0].name or guests[0].mail), Style.HELP),
    ]
    return [*lines, *_example(request, listed, carrier, guests[0], kind)]


def nobody_named(p: Phrases, listed: RoundListed) -> list[Line]:
    """That a reader of these mails has nobody to ask whether they are genuine."""
    if listed.view.contact:
        return []
    return [
        Line(
            p.say(
                "This round names nobody to ask, so the mail sends whoever is not sure to their team leader: "
                "tell team leaders of it. Whoever looks after Closer Look can name a contact for your "
                "organisation."
            )
        )
    ]


def _at_one_address(p: Phrases, guests: Sequence[Guest]) -> list[Line]:
    """Who has the same address as somebody else, which may be a mistake in the list."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in guests:
        found[each.mail.lower()].append(each.name or p.say("somebody without a name"))
    return [
        Line(
            p.say(
                "{names} have the same e-mail address, {address}: it gets a mail for each, with links of "
                "their own.",
                names=p.with_commas(names),
                address=address,
            )
        )
        for address, names in found.items()
        if len(names) > 1
    ]


def _where_links_open(request: Request, number: int) -> list[Line]:
    """What a coordinator must know of where the links will open; nothing where they open everywhere."""
    links = request.services.channels.links(request.tx, "code")
    return where_lines(request.phrases, list(links.values()), number)


def link_works_until(request: Request, listed: RoundListed) -> datetime:
    """Until when a link that goes by mail works: to the end of the round, or for as long as any."""
    return listed.view.closes_at or request.now + timedelta(days=request.services.invitation_days)


def _example(
    request: Request, listed: RoundListed, carrier: Carrier, guest: Guest, kind: MailKind
) -> list[Line]:
    """A mail as its reader sees it, without the links, which are made when it goes."""
    p, zone = request.phrases, zone_named(listed.view.time_zone)
    last_day = local_day(link_works_until(request, listed) - timedelta(seconds=1), zone)
    notice = invitation_notice(
        p,
        NoticeFacts(listed.view, request.guide_of(listed.view.id), carrier.answers_to),
        NoticeLinks(p.say("(their own link)"), last_day, p.say("(a page that ends these mails)")),
        name=guest.name,
        notice_name="",
        made_at=request.now,
        is_reminder=kind is MailKind.REMINDER,
    )
    return notice_shown(notice)


def notice_shown(notice: Notice) -> list[Line]:
    """What is in a mail, line by line as its reader sees it."""
    shown = (
        notice.subject,
        *notice.paragraphs,
        notice.link,
        notice.genuine,
        notice.stop_words,
        notice.stop_link,
    )
    return [Line(each, Style.QUOTE) for each in shown]


def order_of(request: Request, carrier: Carrier, kind: MailKind) -> MailOrder:
    """Mails of a kind in the language that they are shown in."""
    return MailOrder(kind, request.phrases.language, carrier.name)


def ask_for_mails(
    request: Request, listed: RoundListed, carrier: Carrier, numbers: Sequence[int], kind: MailKind
) -> Done[int]:
    """Ask for a mail about each of these invitations."""
    sent = send_mails(request.acting, listed.view.id, numbers, order_of(request, carrier, kind))
    request.did(sent)
    return sent


def say_mails_asked_for(
    request: Request, asked: Done[int], *buttons: Button, form: Undoable, also: Sequence[Line] = ()
) -> None:
    """Say that mails are on their way, and where to see what happens to them."""
    p, said = request.phrases, _asked_for(request, asked)
    done(
        request,
        [
            Line(said[0], Style.TITLE),
            *map(Line, said[1:]),
            *also,
            Line(p.say("/people shows what becomes of each."), Style.HELP),
        ],
        *buttons,
        who_is_invited(request),
        undo=asked.undo,
        form=form,
    )


def _asked_for(request: Request, asked: Done[int]) -> list[str]:
    """How many of the mails that were asked for go now, and how many wait until when."""
    undo = asked.undo
    if not isinstance(undo, UndoMails):
        return []
    listed = find_listed(request.tx, undo.round_id)
    due = due_times_of(request.tx, undo.batch)
    return waits_told(request, listed, due) if listed else []


def addresses_shown(request: Request, listed: RoundListed, guests: Sequence[Guest]) -> list[Line]:
    """For how many people a list has an address, and what happens with it; or why none is kept."""
    p, number = request.phrases, sum(bool(each.mail) for each in guests)
    if not number:
        return []
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        lines = [
            Line(p.say("This round is anonymous, so the e-mail addresses on the list are not kept.")),
            Line(p.say("Nothing goes out by mail: all people share one link.")),
        ]
        return lines if request.services.channels.for_notices else [*lines, without_carrier(request)]
    return [
        Line(
            p.count(
                "{n} has an e-mail address. The table has it next to the link, with a message to send.",
                "{n} have an e-mail address. The table has it next to the link, with a message to send.",
                number,
            )
        )
    ]


def links_go(
    request: Request, listed: RoundListed, guests: Sequence[Guest], *, by_mail: bool, before: list[Line]
) -> tuple[list[Line], str]:
    """What happens to links that are made, behind what was said before; and what the yes to it is called."""
    p, carrier = request.phrases, carrier_for(request, listed)
    addressed = [each for each in guests if each.mail]
    if carrier is not None and addressed and by_mail:
        lines = [*before, *mails_shown(request, listed, carrier, addressed, MailKind.INVITATION)]
        if others := len(guests) - len(addressed):
            lines.append(
                Line(
                    p.count(
                        "{n} has no e-mail address: that link you hand on.",
                        "{n} have no e-mail address: those links you hand on.",
                        others,
                    )
                )
            )
        return lines, p.count("Send {n} mail", "Send {n} mails", len(addressed))
    lines = [*before, *addresses_shown(request, listed, guests)]
    lines += [without_carrier(request)] if addressed and carrier is None else []
    lines.append(
        Line(
            p.count(
                "It works once, for {days} days. Nobody is sent anything: you hand it on.",
                "Each works once, for {days} days. Nobody is sent anything: you hand them on.",
                len(guests),
                days=request.services.invitation_days,
            ),
            Style.HELP,
        )
    )
    return lines, p.count("Make the link", "Make the links", len(guests))


def hand_out(
    request: Request, came: Done[LinksMade], *, by_mail: bool, form: Undoable, also: Sequence[Line]
) -> None:
    """Send new links by mail to those who have an address; all others are handed over in the chat."""
    listed, made = came.result.listed, came.result
    carrier = carrier_for(request, listed)
    numbers = [each.number for each in made.invited if each.guest.mail]
    if carrier is None or not numbers or not by_mail:
        hand_over(request, came, form=form, also=also)
        return
    asked = ask_for_mails(request, listed, carrier, numbers, MailKind.INVITATION)
    others = tuple(each for each in made.invited if not each.guest.mail)
    if others:
        said = map(Line, _asked_for(request, asked))
        left = Done(replace(made, invited=others), asked.undo, came.follows)
        also = [*said, _what_each_undo_does(request), *also]
        hand_over(request, left, _take_back(request), form=form, also=also)
        return
    request.did(came)
    also = [_what_each_undo_does(request), *also]
    say_mails_asked_for(request, asked, _take_back(request), form=form, also=also)


def _take_back(request: Request) -> Button:
    """The way to take all links of the list back, which is another act than to stop their mails."""
    return button(request.phrases.say("Take the links back"), Begin(Command.PEOPLE, "undo"), "/people undo")


def _what_each_undo_does(request: Request) -> Line:
    p = request.phrases
    return Line(
        p.say(
            "Stopping holds back the mails that have not gone; links in those that have gone work. Taking "
            "the links back ends all of them that nobody has used, also in mails that have gone."
        ),
        Style.HELP,
    )


def who_is_invited(request: Request) -> Button:
    """The way to the list of people."""
    return button(request.phrases.say("Who is invited"), Begin(Command.PEOPLE), "/people")


def undo_of_mails(request: Request, undo: UndoMails | UndoStoppedMails, *, form: Undoable) -> None:
    """Stop mails that have not gone, or let those that were stopped go after all; say how many."""
    p = request.phrases
    if isinstance(undo, UndoStoppedMails):
        again = request.did(undo_stopped_mails(request.acting, undo))
        said = p.count("{n} mail goes after all.", "{n} mails go after all.", again)
        done(request, [Line(said)], who_is_invited(request))
        return
    came = undo_mails(request.acting, undo)
    stopped, gone = request.did(came), mails_gone(request.tx, undo.batch)
    lines = [Line(p.count("{n} mail was stopped.", "{n} mails were stopped.", stopped))]
    if gone:
        had_gone = p.count(
            "{n} mail had gone before. Its link works: /people takes it back.",
            "{n} mails had gone before. Their links work: /people takes them back.",
            gone,
        )
        lines.append(Line(had_gone))
    if stopped:
        later = p.say(
            "/people shows whose mail was stopped: /people mail 4, 7-9 sends mails to those with these "
            "numbers later."
        )
        lines.append(Line(later, Style.HELP))
    done(request, lines, who_is_invited(request), undo=came.undo, form=form)
