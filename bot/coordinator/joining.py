"""Coming in through a link that gives a role, or that leads somebody back who takes part in no round.

What is said then answers no message. What a page has done is said the same way.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.messages.host import CameIn
from bot.messages.outbox_entries import file_entry, outbox_entries
from content.phrases import SOURCE_LANGUAGE
from conversations.incoming import Channel, Words
from storage.engine.database import Transaction
from storage.lists_let_go import let_lists_go
from storage.messages import chat_history, outbox
from storage.messages.files import keep_file
from storage.messages.outbox import PendingEntry
from storage.people import people
from storage.roles.act_kinds import ActKind, as_actor
from storage.roles.audit import note_act
from storage.roles.organisations import role_offered, role_that_stays, take_role
from storage.roles.role_holders import RoleHolder, load_role_holders, save_role_place

if TYPE_CHECKING:
    from bot.coordinator.dispatch import CoordinatorDispatch
    from bot.coordinator.request import Request


def join_by_role_link(
    tx: Transaction,
    dispatch: "Callable[[], CoordinatorDispatch]",
    code: str,
    channel: Channel,
    address: str | None,
    now: datetime,
) -> CameIn | None:
    """Use a link that gives a role or leads back to one; None for a link that does neither."""
    person_id = people.sign_in(tx, code, channel, address, now)
    stays = person_id is None and _keeps_role(tx, code, channel, address, now)
    if person_id is None:
        known = people.person_at(tx, channel, address) if address else None
        person_id = known if stays else _given_role(tx, code, channel, address, now)
    if person_id is None:
        return None
    sender = people.sender_of(channel, address or str(person_id))
    role_holder = load_role_holders(tx, [sender])[sender]
    request = dispatch().welcome(tx, role_holder, Words(channel, "", now, ""), now, keeps_role=stays)
    return CameIn(person_id, keep_said(tx, role_holder, request, now))


def _keeps_role(tx: Transaction, code: str, channel: Channel, address: str | None, now: datetime) -> bool:
    """Whether this link gives a role that its finder cannot have besides their own; it stays unused."""
    offered = role_offered(tx, code, now)
    known = people.person_at(tx, channel, address) if address else None
    return offered is not None and known is not None and role_that_stays(tx, offered, known) is not None


def _given_role(
    tx: Transaction, code: str, channel: Channel, address: str | None, now: datetime
) -> int | None:
    """Give the person who uses this link its role: who they are, None for a link that gives none."""
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
        act=ActKind.ROLE_TAKE,
        subject=offered.role.value,
        channel=channel,
    )
    return person_id


def keep_said(
    tx: Transaction, role_holder: RoleHolder, request: "Request", now: datetime
) -> list[PendingEntry]:
    """Keep the cards and files of a request and where it leaves its role holder; what is to be delivered.

    ``role_holder`` is as they were before. From then on their words are about this.
    """
    person_id = role_holder.person_id
    let_lists_go(tx, person_id, role_holder.round_id, role_holder.place, request.place, now)
    save_role_place(tx, person_id, request.number, request.round_id, replace(request.place, is_open=True))
    shown_on = request.services.channels.with_history
    entries = [
        replace(each, for_role=True) for each in outbox_entries(role_holder, request.said, shown_on=shown_on)
    ]
    for number, file, caption in request.files:
        kept = keep_file(tx, person_id, file, now, round_id=request.round_id)
        entries.append(replace(file_entry(role_holder, number, file, kept, caption), for_role=True))
    due = outbox.add(tx, entries, now, shown_on=shown_on)
    if role_holder.place.card:
        chat_history.close_shown(tx, person_id, role_holder.place.card, request.place.card)
    return due
