"""A store with an anonymous round in which people were invited by name, and what each left in which table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_hex

from conversations.calendar.availability import Availability
from conversations.groups.round_view import RoundView, WhoSees
from conversations.state import (
    Place,
)
from storage.engine.database import Transaction
from storage.mails import mails
from storage.mails.listed_addresses import list_addresses
from storage.mails.mailboxes import stop_mails
from storage.mails.mails import MailKind, MailRequest
from storage.messages import inbox, outbox
from storage.messages.files import StoredFile, keep_file
from storage.messages.inbox import Received
from storage.messages.outbox import EntryKind, OutboxEntry, SendOutcome
from storage.messages.shown_once import note_about_complaint, show_once
from storage.people import people, sessions
from storage.people.availability import keep_availability
from storage.people.delegations import delegate
from storage.people.membership import leave_round
from storage.people.people import Joined
from storage.people.return_words import new_return_word
from storage.people.shared_links import add_shared_link, take_place
from storage.roles.complaints import ComplaintWriter, file_complaint
from storage.rounds import rounds
from storage.rounds.conversations import finish_themes
from storage.rounds.invited_list import list_people
from storage.rounds.invitees import Guest, invite_guests, revoke
from storage.rounds.rounds import organisation_of
from storage.rounds.stored_place import place_to_json
from tests.channel_names import MAIL, WEB
from tests.storage.samples import FORTNIGHT, GUIDE, NOW, give, reply

NAMES = (
    *("Ailsa", "Bruce", "Catriona", "Duncan", "Eilidh", "Fergus"),
    *("Greer", "Hamish", "Iona", "Jamie", "Kirsty", "Lachlan"),
)
IN_ORDER_OF_JOINING = (7, 2, 10, 4, 0, 9, 5, 1, 3)
"""Who of them joins, not in the order of the list, so that their order tells something."""
SURELY = len(IN_ORDER_OF_JOINING)
"""All of them in the right order is no accident; nor are so few that are equal and right."""
SURELY_EQUAL = 3


def fill(tx: Transaction) -> dict[str, int]:
    """Twelve people are invited by name, nine join and reply: which participant each of the nine is."""
    rounds.keep_guide(tx, GUIDE)
    view = RoundView("r1", "Round", "Council", False, None, None, None, who_sees=WhoSees.ANONYMOUS)
    rounds.open_round(tx, view, GUIDE.sha256, NOW)
    guests = [Guest(name, "Home care") for name in NAMES]
    invited = invite_guests(tx, "r1", guests, NOW, valid=FORTNIGHT)
    revoke(tx, "r1", [12], NOW)
    coordinator = people.enter(tx, WEB, None, NOW, language="en")
    rows = [f"{each.number},{each.guest.name},https://example.org/join/{each.code}" for each in invited]
    keep_file(tx, coordinator, StoredFile("links.csv", "text/csv", "\n".join(rows).encode()), NOW)
    for number, each in enumerate(invited, 1):
        _is_told(tx, coordinator, number, f"{each.guest.name}: https://example.org/join/{each.code}")
    truth = {}
    for minutes, index in enumerate(IN_ORDER_OF_JOINING, 1):
        at = NOW + timedelta(minutes=minutes)
        place = place_to_json(Place())
        joined = people.join(tx, invited[index].code, WEB, None, at, place=place, language="en")
        assert joined is not None
        sessions.open_session(tx, joined.person_id, at)
        _replies(tx, joined, minutes)
        _does_everything(tx, joined, NOW + timedelta(minutes=minutes, seconds=40))
        truth[NAMES[index]] = joined.participant_id
    _are_shown_reasons(tx, truth)
    return truth


def fill_with_a_shared_link(tx: Transaction) -> dict[str, int]:
    """Twelve people get one link, by name, and nine come in by it: which participant each is."""
    rounds.keep_guide(tx, GUIDE)
    view = RoundView("r1", "Round", "Council", False, None, None, None, who_sees=WhoSees.ANONYMOUS)
    rounds.open_round(tx, view, GUIDE.sha256, NOW)
    link = add_shared_link(tx, "r1", team="Home care", people=len(NAMES), ends_at=None, now=NOW)
    list_people(tx, "r1", [Guest(name, "Home care") for name in NAMES], link.number)
    _are_mailed(tx, link.number)
    coordinator = people.enter(tx, WEB, None, NOW, language="en")
    _is_told(tx, coordinator, 1, f"https://example.org/join/{link.code}\n" + "\n".join(NAMES))
    truth = {}
    for minutes, index in enumerate(IN_ORDER_OF_JOINING, 1):
        at, place = NOW + timedelta(minutes=minutes), place_to_json(Place())
        joined = take_place(tx, link, WEB, None, at, place=place, language="en")
        assert joined is not None
        sessions.open_session(tx, joined.person_id, at)
        _replies(tx, joined, minutes)
        _does_everything(tx, joined, NOW + timedelta(minutes=minutes, seconds=40))
        truth[NAMES[index]] = joined.participant_id
    _are_shown_reasons(tx, truth)
    return truth


def _are_mailed(tx: Transaction, link_number: int) -> None:
    """Everybody on the list is mailed the link and reminded; one mail comes back, one reader stops them."""
    addresses = [f"{name}@example.org" for name in NAMES]
    numbers = list_addresses(tx, "r1", addresses, link_number)
    for kind in MailKind:
        mails.ask_for_mails(tx, MailRequest("r1", kind, "en", NOW), numbers, MAIL, NOW)
        at = NOW
        for each in mails.mails_due(tx, "r1", NOW, len(NAMES)):
            at += timedelta(seconds=3)
            body = f'{{"to": "{each.to}", "link": "https://example.org/join/{each.shared_code}"}}'
            for entry in mails.pass_mail_on(tx, each, MAIL, body, at, today=at.date()):
                outbox.begin_attempts(tx, [(entry.key, None)], at)
                outbox.record_outcomes(tx, [SendOutcome(entry.key, token_hex(16), at)])
    named = dict(
        tx.rows("SELECT l.address, b.name FROM listed_address l JOIN mailbox b ON b.number = l.number")
    )
    people.mark_unreachable(tx, people.sender_of(MAIL, named[addresses[0]]), "no such address", NOW)
    ((stop_code,),) = tx.rows("SELECT stop_code FROM mailbox WHERE name = :n", {"n": named[addresses[1]]})
    stop_mails(tx, stop_code, NOW)


def _does_everything(tx: Transaction, who: Joined, at: datetime) -> None:
    """Leave a trace of somebody in every table that has one of people who take part."""
    sender = people.sender_of(WEB, str(who.person_id))
    inbox.put(tx, [Received(WEB, f"{who.person_id}:{token_hex(8)}", sender, b"{}")], at)
    (id_,) = (row[0] for row in tx.rows("SELECT max(id) FROM inbox"))
    inbox.done(tx, [id_])
    _is_told(tx, who.person_id, 1, "Thank you.", at=at)
    finish_themes(tx, [(who.participant_id, "t1")], at)
    report = StoredFile("report.pdf", "application/pdf", token_hex(8).encode())
    keep_file(tx, who.person_id, report, at, dataset=token_hex(8))
    keep_availability(tx, who.person_id, Availability(declined=True), at)
    delegate(tx, who.participant_id, "t1", "p2", "", at, valid=FORTNIGHT)
    people.mark_unreachable(tx, sender, "blocked", at)
    new_return_word(tx, who.person_id)
    _complains(tx, who, at)
    leave_round(tx, who.participant_id, at)


def _complains(tx: Transaction, who: Joined, at: datetime) -> None:
    """Complain, and not go on yet: for this while the complaint is open to its writer."""
    organisation_id = organisation_of(tx, "r1")
    assert organisation_id is not None
    writer = ComplaintWriter(who.person_id, organisation_id, "Round", is_unknown=True)
    filed = file_complaint(tx, writer, f"It was read out loud, {token_hex(8)}.", at)
    assert filed is not None
    _is_told(tx, who.person_id, 3, f"Your reference is {filed.reference}.", at=at)
    show_once(tx, who.person_id, 3, at)
    note_about_complaint(tx, who.person_id, [3], at)


def _are_shown_reasons(tx: Transaction, truth: Mapping[str, int]) -> None:
    """Everybody is shown the reason of somebody who passed a prompt on to them."""
    whose = dict(tx.rows("SELECT id, person_id FROM participant"))
    in_order = sorted(truth)
    for name, other in zip(in_order, [*in_order[1:], in_order[0]], strict=True):
        entry = OutboxEntry(
            whose[truth[name]], 2, WEB, str(whose[truth[name]]), EntryKind.SAY, "No time.", shows_reason=True
        )
        outbox.add(tx, [entry], NOW, shown_on={WEB})
        tx.run(
            "UPDATE reason_shown SET passed_on_by = :other WHERE person_id = :person_id",
            {"other": truth[other], "person_id": whose[truth[name]]},
        )


def _is_told(tx: Transaction, person_id: int, number: int, text: str, *, at: datetime = NOW) -> None:
    entry = OutboxEntry(person_id, number, WEB, str(person_id), EntryKind.SAY, text)
    outbox.add(tx, [entry], at, shown_on={WEB})


def _replies(tx: Transaction, joined: Joined, minutes: int) -> None:
    at = NOW + timedelta(minutes=minutes, seconds=30)
    give(tx, joined, replace(reply(message_id=token_hex(8)), channel=WEB, written_at=at))
