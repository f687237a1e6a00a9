"""Acts on mails with the link that all share, in an anonymous round: sending it, once more, and addresses.

What goes to one address goes to all alike. Nobody who has taken part is left out: that would tell who has.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.acts.acting import Acting, Consequence, Done
from bot.acts.people.mail_acts import MailOrder, hold_for_tomorrow
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.acts.undo import UndoMails
from conversations.calendar.availability import local_day, zone_named
from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction
from storage.mails import listed_addresses, mails
from storage.mails.mails import MailRequest
from storage.names_shown import forget_names
from storage.people.shared_links import find_shared_link
from storage.roles.act_kinds import ActKind
from storage.rounds.rounds import RoundListed

_KINDS = frozenset({Consequence.REMINDERS_WAIT})


def mail_shared_link(
    acting: Acting, round_id: str, link_number: int, addresses: Sequence[str], order: MailOrder
) -> Done[int]:
    """Send a shared link to these addresses, which are kept until the round has closed: how many mails."""
    listed = _anonymous_round(acting, round_id, Command.INVITE)
    if find_shared_link(acting.tx, round_id, link_number) is None:
        raise refused(RefusalReason.NO_SUCH_SHARED_LINK, number=link_number)
    numbers = listed_addresses.list_addresses(acting.tx, round_id, addresses, link_number)
    return _ask(acting, listed, numbers, order)


def mail_everybody_alike(acting: Acting, round_id: str, order: MailOrder) -> Done[int]:
    """Send the link to all addresses once more, whoever of them has taken part: how many mails."""
    listed = _anonymous_round(acting, round_id, Command.PEOPLE)
    return _ask(acting, listed, addresses_to_remind(acting.tx, listed, acting.now), order)


def addresses_to_remind(tx: Transaction, listed: RoundListed, now: datetime) -> list[int]:
    """The numbers of all addresses but those that were reminded as often as the round allows in a week."""
    can = listed_addresses.who_can_be_mailed_alike(tx, listed.view.id, now)
    enough = mails.reminded_enough(tx, listed.view.id, local_day(now, zone_named(listed.view.time_zone)))
    return [number for number in can if number not in enough]


def correct_shared_address(
    acting: Acting, round_id: str, before: str, address: str, order: MailOrder
) -> Done[int]:
    """Send the link to another address instead of one, which is erased: how many mails."""
    listed = _anonymous_round(acting, round_id, Command.PEOPLE)
    number = _number(acting, round_id, before)
    corrected = listed_addresses.correct_listed_address(acting.tx, round_id, number, address)
    forget_names(acting.tx, round_id, [before])
    sent = _ask(acting, listed, [corrected], order)
    return Done(sent.result, None, follows=_KINDS | {Consequence.SOMETHING_ERASED})


def take_off_address(acting: Acting, round_id: str, address: str) -> Done[str]:
    """Erase an address for good, with what was to be sent to it, whether or not its reader takes part."""
    listed = acting.round_for(round_id, Command.PEOPLE)
    listed_addresses.erase_address(acting.tx, round_id, _number(acting, round_id, address))
    forget_names(acting.tx, round_id, [address])
    acting.note(listed.organisation_id, ActKind.INVITATION_ERASE, round_id)
    return Done(address, follows=frozenset({Consequence.SOMETHING_ERASED}))


def _ask(acting: Acting, listed: RoundListed, numbers: Sequence[int], order: MailOrder) -> Done[int]:
    round_id = listed.view.id
    can = set(listed_addresses.who_can_be_mailed_alike(acting.tx, round_id, acting.now))
    to = [number for number in numbers if number in can]
    if not to:
        raise refused(RefusalReason.NOBODY_TO_MAIL)
    asked = MailRequest(round_id, order.kind, order.language, acting.now)
    batch = mails.ask_for_mails(acting.tx, asked, to, order.channel, acting.now)
    hold_for_tomorrow(acting, listed, batch, order.kind)
    acting.note(listed.organisation_id, ActKind.MAILS_SEND, round_id, f"{len(to)} mails")
    return Done(len(to), UndoMails(round_id, batch), follows=_KINDS)


def _number(acting: Acting, round_id: str, address: str) -> int:
    number = listed_addresses.number_of_address(acting.tx, round_id, address)
    if number is None:
        raise refused(RefusalReason.ADDRESS_NOT_ON_LIST)
    return number


def _anonymous_round(acting: Acting, round_id: str, command: Command) -> RoundListed:
    """An open round in which all share a link by mail. Raises ``ActRefused``."""
    listed = acting.open_round_for(round_id, command)
    if listed.view.who_sees is not WhoSees.ANONYMOUS:
        raise refused(RefusalReason.LINKS_ARE_PERSONAL)
    return listed
