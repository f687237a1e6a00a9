"""Coming in through a link that gives a role, or that leads somebody back who takes part in no round."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.coordinator.said_outside import keep_said
from bot.messages.host import CameIn
from content.phrases import SOURCE_LANGUAGE
from conversations.incoming import Channel, Words
from storage.engine.database import Transaction
from storage.people import people
from storage.roles.act_kinds import ActKind, as_actor
from storage.roles.audit import note_act
from storage.roles.organisations import role_offered, role_that_stays, take_role
from storage.roles.role_holders import load_role_holders

if TYPE_CHECKING:
    from bot.coordinator.dispatch import CoordinatorDispatch


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
