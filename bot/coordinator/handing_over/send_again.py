"""``/people mail 7 ann@example.org``: an address is corrected, or mails are sent again, once they were shown.

The link of a mail before works on until one of them is used.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from bot.acts.people.mail_acts import correct_address
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.coordinator.forms import Undoable
from bot.coordinator.handing_over.by_mail import (
    ask_for_mails,
    carrier_for,
    mails_shown,
    say_mails_asked_for,
    without_carrier,
)
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.report_data import guest_named
from bot.coordinator.request import Request, current_open_round, current_round
from bot.messages.channel_contract import Carrier
from conversations.calendar.availability import local_day, zone_named
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Line, Style
from conversations.reading.lists.mail_address import mail_address
from conversations.reading.word_lists import means
from storage.mails.mail_log import MailState, gone_by_mail, mailed, who_can_be_mailed
from storage.mails.mails import MailKind, full_on
from storage.rounds.invitees import Guest, InviteeState, guest_of, link_state
from storage.rounds.rounds import RoundListed

_MOST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class MailTyped:
    """Who is sent a mail again, by the numbers of links; with an ``address`` it is one, who gets that."""

    numbers: tuple[int, ...]
    address: str = ""


def says_mail(request: Request, text: str) -> str | None:
    """What stands behind ``mail`` in a line; None where the line is about something else."""
    word, _, rest = text.strip().partition(" ")
    return rest.strip() if means(request.phrases, word, "mail") else None


def mail_typed(request: Request, numbers: tuple[int, ...], address: str) -> MailTyped:
    """The mails that a line asks for. Raises ``NOT_DONE``."""
    p = request.phrases
    listed = current_open_round(request, Command.PEOPLE)
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        raise refused(RefusalReason.LINKS_ARE_SHARED)
    if not numbers or (address and len(numbers) > 1):
        raise InvalidInput(
            p.say(
                "Type /people mail 7 ann@example.org to correct an address and send a mail again, or /people "
                "mail 4, 7-9 to send mails again."
            )
        )
    found = mail_address(address) if address else ""
    if found is None:
        raise InvalidInput(p.say("This is not one e-mail address, such as ann@example.org."))
    typed = MailTyped(numbers, found)
    _guests(request, typed)
    _carrier(request)
    return typed


def preview_of_mails(request: Request, typed: MailTyped) -> tuple[Sequence[Line], str]:
    """To which people mails go, and what they read."""
    p, listed = request.phrases, current_open_round(request, Command.PEOPLE)
    found = _guests(request, typed)
    shown = [f"{number}. {guest_named(each) or each.mail}: {each.mail}" for number, each in found]
    lines = [
        Line(_title(request, listed, [number for number, _ in found]), Style.TITLE),
        *(Line(each, Style.ITEM) for each in shown[:_MOST_SHOWN]),
    ]
    if more := len(shown[_MOST_SHOWN:]):
        lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
    if without := left_out(request, typed.numbers, [number for number, _ in found]):
        lines.append(Line(" ".join([p.say("Left out:"), *without])))
    kind = MailKind.INVITATION
    today = local_day(request.now, zone_named(listed.view.time_zone))
    full = full_on(request.tx, listed.view.id, today).intersection(number for number, _ in found)
    guests = [each for _, each in found]
    lines += mails_shown(request, listed, _carrier(request), guests, kind, later=len(full))
    mails = mailed(request.tx, listed.view.id)
    waiting = sum(number in mails and mails[number].state is MailState.WAITS for number, _ in found)
    if waiting:
        lines.append(
            Line(
                p.count(
                    "{n} of them has a mail waiting already: this one goes instead of it.",
                    "{n} of them have a mail waiting already: these go instead of those.",
                    waiting,
                )
            )
        )
    if _have_gone(request, listed, [number for number, _ in found]):
        lines.append(Line(p.say("A link that they have already works on, until one of them is used.")))
    return lines, p.count("Send {n} mail", "Send {n} mails", len(found))


def _title(request: Request, listed: RoundListed, numbers: Sequence[int]) -> str:
    p, n = request.phrases, len(numbers)
    if _have_gone(request, listed, numbers) == n:
        return p.count("Send {n} mail again?", "Send {n} mails again?", n)
    return p.count("Send {n} mail?", "Send {n} mails?", n)


def _have_gone(request: Request, listed: RoundListed, numbers: Sequence[int]) -> int:
    """How many of them were sent a mail before, or may have been."""
    return len(gone_by_mail(request.tx, listed.view.id).intersection(numbers))


def send_again(request: Request, typed: MailTyped, *, form: Undoable) -> None:
    """Correct the address, where one was typed, and ask for mails. ``form`` is the one that can undo it."""
    listed = current_open_round(request, Command.PEOPLE)
    if typed.address:
        (number,) = typed.numbers
        request.did(correct_address(request.acting, listed.view.id, number, typed.address))
    asked = ask_for_mails(request, listed, _carrier(request), typed.numbers, MailKind.INVITATION)
    say_mails_asked_for(request, asked, form=form)


def _carrier(request: Request) -> Carrier:
    carrier = carrier_for(request, current_round(request, Command.PEOPLE))
    if carrier is None:
        raise InvalidInput(without_carrier(request).text)
    return carrier


def _guests(request: Request, typed: MailTyped) -> list[tuple[int, Guest]]:
    """Who of them can be sent a mail, with the number of their links. Raises ``NOT_DONE`` for nobody."""
    round_id = current_round(request, Command.PEOPLE).view.id
    can = who_can_be_mailed(request.tx, round_id, request.now)
    found: list[tuple[int, Guest]] = []
    for number in typed.numbers:
        guest = guest_of(request.tx, round_id, number)
        if guest is not None and typed.address:
            found.append((number, Guest(guest.name, guest.team, guest.partner, guest.set_id, typed.address)))
        elif guest is not None and number in can:
            found.append((number, guest))
    if not found:
        nobody = request.phrases.say("Nobody of them can be sent a mail.")
        raise InvalidInput(" ".join([nobody, *left_out(request, typed.numbers, ())]))
    return found


def left_out(request: Request, numbers: Sequence[int], found: Collection[int]) -> list[str]:
    """Why no mail goes to those of these numbers who are not found, and to how many for each reason."""
    p, listed = request.phrases, current_round(request, Command.PEOPLE)
    mails = mailed(request.tx, listed.view.id)
    joined, revoked, stopped, without, unknown = 0, 0, 0, 0, 0
    for number in (each for each in numbers if each not in found):
        state = link_state(request.tx, listed.view.id, number, request.now)
        joined += state is InviteeState.JOINED
        revoked += state is InviteeState.REVOKED
        unknown += state is None
        if state in (InviteeState.INVITED, InviteeState.EXPIRED):
            is_stopped = number in mails and mails[number].state is MailState.STOPPED
            stopped += is_stopped
            without += not is_stopped
    told = [
        (joined, p.count("{n} has come in.", "{n} have come in.", joined)),
        (revoked, p.count("{n} link was taken back.", "{n} links were taken back.", revoked)),
        (stopped, p.count("{n} wants no more mails.", "{n} want no more mails.", stopped)),
        (without, p.count("{n} has no e-mail address here.", "{n} have no e-mail address here.", without)),
        (unknown, p.count("{n} number is no link.", "{n} numbers are no links.", unknown)),
    ]
    return [sentence for n, sentence in told if n]
