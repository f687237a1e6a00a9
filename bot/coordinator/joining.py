"""Coming in through a link that gives a role, or that leads somebody back who takes part in no round."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.coordinator.dispatch import Office
from bot.coordinator.end_role import as_actor
from bot.messages.outbox_entries import due_of, entries_of
from content.phrases import SOURCE_LANGUAGE
from conversations.incoming import Channel, Words
from storage.engine.database import Transaction
from storage.messages import outbox
from storage.messages.outbox import Due
from storage.people import people
from storage.roles.audit import note_act
from storage.roles.organisations import role_offered, take_role
from storage.roles.role_holders import load_officers, save_office


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who has come into the office, and what is to be delivered to them."""

    person_id: int
    due: list[Due]


def enter_office(
    tx: Transaction, office: Office, code: str, channel: Channel, address: str | None, now: datetime
) -> Entered | None:
    """Use a link into the office, once; None for a link that does not work or leads elsewhere."""
    person_id = people.sign_in(tx, code, channel, address, now)
    if person_id is None:
        person_id = _given_role(tx, code, channel, address, now)
    if person_id is None:
        return None
    sender = people.sender_of(channel, address or str(person_id))
    officer = load_officers(tx, [sender])[sender]
    visit = office.welcome(tx, officer, Words(channel, "", now, ""), now)
    save_office(tx, person_id, visit.number, visit.round_id, replace(visit.place, is_open=True))
    entries = [replace(each, of_office=True) for each in entries_of(officer, visit.said)]
    outbox.add(tx, entries, now)
    if officer.place.card:
        outbox.close_shown(tx, person_id, officer.place.card, visit.place.card)
    return Entered(person_id, due_of(tx, entries, now))


def _given_role(
    tx: Transaction, code: str, channel: Channel, address: str | None, now: datetime
) -> int | None:
    """Give whoever holds this link its role: who they are, None for a link that gives none."""
    if role_offered(tx, code, now) is None:
        return None
    person_id = people.enter(tx, channel, address, now, language=SOURCE_LANGUAGE)
    offered = take_role(tx, code, person_id, now)
    if offered is None:
        return None
    note_act(
        tx,
        offered.organisation.id,
        now,
        actor=as_actor(person_id),
        act="role.take",
        subject=offered.role.value,
        channel=channel.value,
    )
    return person_id
