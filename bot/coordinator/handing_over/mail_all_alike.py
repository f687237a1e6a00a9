"""``/people mail all`` and ``/people mail old@example.org new@example.org``, in an anonymous round.

A mail that reminds goes to all alike, whoever of them has taken part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.acts.people.shared_mail_acts import (
    addresses_to_remind,
    correct_shared_address,
    mail_everybody_alike,
)
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.coordinator.forms import Undoable
from bot.coordinator.handing_over.by_mail import order_of, without_carrier
from bot.coordinator.handing_over.mail_times import when_they_go
from bot.coordinator.handing_over.shared_mails import (
    example_of_shared,
    say_shared_mails_asked_for,
    shared_carrier,
    that_all_are_reminded,
)
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, current_open_round
from bot.messages.channel_contract import Carrier
from conversations.calendar.availability import local_day, zone_named
from conversations.outgoing import Line, Style
from conversations.reading.lists.mail_address import mail_address
from conversations.reading.word_lists import means
from storage.mails.listed_addresses import number_of_address
from storage.mails.mails import MailKind, mailed_on
from storage.rounds.rounds import RoundListed


@dataclass(frozen=True, slots=True)
class SharedMailTyped:
    """A mail with the shared link: to all alike, or to ``address`` instead of ``before``."""

    before: str = ""
    address: str = ""


def shared_mail_typed(request: Request, text: str) -> SharedMailTyped:
    """What is typed behind ``/people mail`` in an anonymous round. Raises ``NOT_DONE``."""
    p, listed = request.phrases, current_open_round(request, Command.PEOPLE)
    _carrier(request, listed)
    words = text.split()
    if len(words) == 1 and means(p, words[0], "all"):
        if not addresses_to_remind(request.tx, listed, request.now):
            raise refused(RefusalReason.NOBODY_TO_MAIL)
        return SharedMailTyped()
    found = [mail_address(each) for each in words]
    if len(found) != 2 or found[1] is None:
        raise InvalidInput(
            p.say(
                "Type /people mail all to send the link to all alike once more, or /people mail "
                "old@example.org new@example.org to correct an address."
            )
        )
    before = words[0]
    if number_of_address(request.tx, listed.view.id, before) is None:
        raise refused(RefusalReason.ADDRESS_NOT_ON_LIST)
    return SharedMailTyped(before, found[1])


def preview_of_shared_mail(request: Request, typed: SharedMailTyped) -> tuple[Sequence[Line], str]:
    """How many mails go to all alike and when, and what everybody reads."""
    p, listed = request.phrases, current_open_round(request, Command.PEOPLE)
    carrier = _carrier(request, listed)
    if typed.address:
        return [
            Line(p.say("Correct this address and send the mail there?"), Style.TITLE),
            Line(p.say("{before} becomes {address}", before=typed.before, address=typed.address), Style.ITEM),
            *when_they_go(request, listed, carrier, 1, 0),
            Line(p.say("The address before is erased.")),
            Line(p.say("This is what everybody reads:"), Style.HELP),
            *example_of_shared(request, listed, carrier, MailKind.INVITATION),
        ], p.count("Send {n} mail", "Send {n} mails", 1)
    to = addresses_to_remind(request.tx, listed, request.now)
    if not to:
        raise refused(RefusalReason.NOBODY_TO_MAIL)
    today = local_day(request.now, zone_named(listed.view.time_zone))
    later = len(mailed_on(request.tx, listed.view.id, today).intersection(to))
    return [
        Line(
            p.count(
                "Send the link to {n} address once more?",
                "Send the link to {n} addresses once more?",
                len(to),
            ),
            Style.TITLE,
        ),
        *when_they_go(request, listed, carrier, len(to), later),
        Line(that_all_are_reminded(p)),
        Line(p.say("This is what everybody reads:"), Style.HELP),
        *example_of_shared(request, listed, carrier, MailKind.REMINDER),
    ], p.count("Send {n} mail", "Send {n} mails", len(to))


def send_shared_mail(request: Request, typed: SharedMailTyped, *, form: Undoable) -> None:
    """Ask for the mails. ``form`` is the one that can stop them."""
    listed = current_open_round(request, Command.PEOPLE)
    carrier, round_id = _carrier(request, listed), listed.view.id
    if typed.address:
        order = order_of(request, carrier, MailKind.INVITATION)
        asked = correct_shared_address(request.acting, round_id, typed.before, typed.address, order)
    else:
        asked = mail_everybody_alike(request.acting, round_id, order_of(request, carrier, MailKind.REMINDER))
    request.did(asked)
    say_shared_mails_asked_for(request, asked, form=form)


def _carrier(request: Request, listed: RoundListed) -> Carrier:
    carrier = shared_carrier(request, listed)
    if carrier is None:
        raise InvalidInput(without_carrier(request).text)
    return carrier
