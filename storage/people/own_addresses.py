"""Where notices reach people who take part, besides the chats that they write in, and what is known of each.

Nothing of it is kept with a place in an anonymous round. The address itself stands in no other table but the
list that it came from: elsewhere its random name stands for it.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from conversations.calendar.availability import MailTrouble, OwnMail
from storage.engine.database import Row, Transaction, beginning_of_day, moment
from storage.people.link_codes import hashed, invitation_hash


@unique
class AddressKind(StrEnum):
    """What sort of address it is. Which carrier takes it is not known here."""

    MAIL = "mail"


@unique
class AddressPurpose(StrEnum):
    """What may be sent to an address: that something of the round waits for its person."""

    NOTICES = "notices"


@unique
class AddressState(StrEnum):
    """What is known of an address.

    ``UNPROVED``: it stands on a list. ``PROVED``: its person came in by a link that was sent there.
    ``BOUNCED``: there is no such address. ``STOPPED``: whoever reads it wants no more.
    """

    UNPROVED = "unproved"
    PROVED = "proved"
    BOUNCED = "bounced"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class NoticeAddress:
    """An address of somebody who takes part. ``since`` is the day from which its state holds.

    ``is_shared``: somebody else of the round is reached there too, who must not learn from what is sent there
    how far this person is.
    """

    name: str
    participant_id: int
    kind: AddressKind
    address: str
    state: AddressState
    since: datetime
    stop_code: str
    is_shared: bool

    @property
    def takes_notices(self) -> bool:
        """Whether anything may be sent there."""
        return self.state in (AddressState.UNPROVED, AddressState.PROVED) and not self.is_shared


_OTHERS_ARE_THERE = (
    "EXISTS (SELECT 1 FROM invitation i JOIN participant pa ON pa.round_id = i.round_id"
    " WHERE pa.id = w.participant_id AND lower(i.mail) = lower(w.address) AND i.mail <> ''"
    " AND (i.participant_id IS NULL OR i.participant_id <> pa.id))"
)
_ADDRESS = (
    "SELECT w.name, w.participant_id, w.kind, w.address, w.state, w.state_on, w.stop_code,"  # noqa: S608
    f" {_OTHERS_ARE_THERE} FROM own_address w"
)
MAY_TAKE_NOTICES = "w.state IN ('unproved', 'proved')"
"""Whether anything may be sent to an own address, of a table named w. For statements."""


def _address(row: Row) -> NoticeAddress:
    name, participant_id, kind, address, state, state_on, stop_code, is_shared = row
    return NoticeAddress(
        name,
        participant_id,
        AddressKind(kind),
        address,
        AddressState(state),
        moment(state_on),
        stop_code,
        bool(is_shared),
    )


OWN_MAIL = f"w.address, w.state, {_OTHERS_ARE_THERE}"
"""The columns that :func:`own_mail` reads, of a table named w."""


def own_mail(row: Row) -> OwnMail:
    """Somebody's e-mail address, from its columns."""
    address, state, is_shared = row
    trouble = {AddressState.BOUNCED: MailTrouble.BOUNCED, AddressState.STOPPED: MailTrouble.STOPPED}
    found = trouble.get(AddressState(state), MailTrouble.SHARED if is_shared else None)
    return OwnMail(address, found)


def keep_address_of(tx: Transaction, code: str, participant_id: int, now: datetime) -> None:
    """Keep the e-mail address of the list with whoever has just come in by one of its links.

    It is proved where the link was one that was sent there. Whoever wanted no mails about the invitation gets
    none about anything else.
    """
    by_mail = invitation_hash(tx, code) != hashed(code)
    row = tx.row(
        "SELECT i.round_id, i.number, b.stopped_on FROM invitation i"
        " LEFT JOIN mailbox b ON b.round_id = i.round_id AND b.number = i.number"
        " WHERE i.code_hash = :hash AND i.participant_id = :id",
        {"hash": invitation_hash(tx, code), "id": participant_id},
    )
    if row is None:
        return
    state = AddressState.PROVED if by_mail else AddressState.UNPROVED
    _keep(tx, row[0], row[1], AddressState.STOPPED if row[2] is not None else state, now)


def follow_list(tx: Transaction, round_id: str, number: int, now: datetime) -> None:
    """Keep the address of whoever came in by an invitation as it stands on the list now."""
    _keep(tx, round_id, number, AddressState.UNPROVED, now)


def _keep(tx: Transaction, round_id: str, number: int, state: AddressState, now: datetime) -> None:
    row = tx.row(
        "SELECT i.mail, p.id, p.person_id FROM invitation i JOIN participant p ON p.id = i.participant_id"
        " JOIN round r ON r.id = p.round_id WHERE i.round_id = :id AND i.number = :number"
        " AND r.who_sees <> 'anonymous' AND p.on_paper = 0",
        {"id": round_id, "number": number},
    )
    if row is None:
        return
    address, participant_id, person_id = row
    values = {"participant_id": participant_id, "address": address, "kind": AddressKind.MAIL.value}
    known = tx.row(
        "SELECT 1 FROM own_address WHERE participant_id = :participant_id AND kind = :kind"
        " AND lower(address) = lower(:address)",
        values,
    )
    if known is not None:
        return
    # What was sent to the one before is told apart from what goes to this one by its name.
    tx.run("DELETE FROM own_address WHERE participant_id = :participant_id AND kind = :kind", values)
    if not address:
        return
    tx.run(
        "INSERT INTO own_address (name, participant_id, person_id, kind, address, purpose, state, state_on,"
        " stop_code) VALUES (:name, :participant_id, :person_id, :kind, :address, :purpose, :state, :day,"
        " :stop_code)",
        {
            **values,
            "name": secrets.token_urlsafe(16),
            "person_id": person_id,
            "purpose": AddressPurpose.NOTICES.value,
            "state": state.value,
            "day": beginning_of_day(now),
            "stop_code": secrets.token_urlsafe(16),
        },
    )


def own_addresses(tx: Transaction, participant_id: int) -> list[NoticeAddress]:
    """The addresses of a participant."""
    rows = tx.rows(f"{_ADDRESS} WHERE w.participant_id = :id ORDER BY w.kind", {"id": participant_id})
    return [_address(row) for row in rows]


def addresses_in_round(tx: Transaction, round_id: str) -> dict[int, NoticeAddress]:
    """The e-mail address of each participant of a round that has one here."""
    rows = tx.rows(
        f"{_ADDRESS} JOIN participant p ON p.id = w.participant_id"
        " WHERE p.round_id = :id AND w.kind = :kind ORDER BY w.participant_id",
        {"id": round_id, "kind": AddressKind.MAIL.value},
    )
    return {each.participant_id: each for each in map(_address, rows)}


def address_states(tx: Transaction, round_id: str) -> dict[int, AddressState]:
    """What is known of the e-mail address of whoever used each invitation of a round, by its number."""
    rows = tx.rows(
        "SELECT i.number, w.state FROM invitation i JOIN own_address w ON w.participant_id = i.participant_id"
        " WHERE i.round_id = :id AND i.number > 0 AND w.kind = :kind ORDER BY i.number",
        {"id": round_id, "kind": AddressKind.MAIL.value},
    )
    return {number: AddressState(state) for number, state in rows}


def address_stopped_by(tx: Transaction, stop_code: str) -> NoticeAddress | None:
    """The address that a code ends the notices to, None for an unknown code."""
    row = tx.row(f"{_ADDRESS} WHERE w.stop_code = :code", {"code": stop_code})
    return _address(row) if row else None


def stop_notices(tx: Transaction, stop_code: str, now: datetime) -> bool:
    """Send nothing more to the address that a code stands for; False for an unknown code."""
    return _change_by_code(tx, stop_code, AddressState.STOPPED, now)


def start_notices(tx: Transaction, stop_code: str, now: datetime) -> bool:
    """Let notices go there again, whose reader has just shown that it is read; False for an unknown code."""
    return _change_by_code(tx, stop_code, AddressState.PROVED, now)


def _change_by_code(tx: Transaction, stop_code: str, state: AddressState, now: datetime) -> bool:
    found = address_stopped_by(tx, stop_code)
    if found is not None:
        _change(tx, [found.name], state, now)
    return found is not None


def stop_notices_at(tx: Transaction, round_id: str, address: str, now: datetime) -> None:
    """Send nothing more about a round to whoever reads this e-mail address."""
    _change(tx, _names_at(tx, round_id, address), AddressState.STOPPED, now)


def start_notices_at(tx: Transaction, round_id: str, address: str, now: datetime) -> None:
    """Let notices about a round go again to whoever reads this e-mail address."""
    _change(tx, _names_at(tx, round_id, address), AddressState.PROVED, now)


def _names_at(tx: Transaction, round_id: str, address: str) -> list[str]:
    rows = tx.rows(
        "SELECT w.name FROM own_address w JOIN participant p ON p.id = w.participant_id"
        " WHERE p.round_id = :id AND lower(w.address) = lower(:address) ORDER BY w.name",
        {"id": round_id, "address": address},
    )
    return [row[0] for row in rows]


def _change(tx: Transaction, names: Iterable[str], state: AddressState, now: datetime) -> None:
    tx.run_many(
        "UPDATE own_address SET state = :state, state_on = :day WHERE name = :name AND state <> :state",
        [{"name": name, "state": state.value, "day": beginning_of_day(now)} for name in names],
    )


def start_own_notices(tx: Transaction, participant_id: int, now: datetime) -> None:
    """Let notices go again to the address that a participant has stopped."""
    tx.run(
        "UPDATE own_address SET state = 'proved', state_on = :day"
        " WHERE participant_id = :id AND state = 'stopped'",
        {"id": participant_id, "day": beginning_of_day(now)},
    )


def note_bounce(tx: Transaction, name: str, now: datetime) -> None:
    """Note that nothing arrives at an address, by its name, which may be no own address at all."""
    tx.run(
        "UPDATE own_address SET state = 'bounced', state_on = :day"
        " WHERE name = :name AND state IN ('unproved', 'proved')",
        {"name": name, "day": beginning_of_day(now)},
    )


def notice_bounced(tx: Transaction, message_id: str, to: str, now: datetime) -> bool:
    """Note that a notice came back, as its address does not exist; False for none that is ours.

    ``message_id`` is the name that it was sent by, and ``to`` its recipient: who knows only one of the two
    declares nobody out of reach.
    """
    row = tx.row(
        "SELECT w.name FROM own_address w JOIN outbox o ON o.person_id = w.person_id AND o.address = w.name"
        " WHERE o.message_id = :message_id AND lower(w.address) = lower(:recipient)",
        {"message_id": message_id, "recipient": to},
    )
    if row is not None:
        note_bounce(tx, row[0], now)
    return row is not None


def forget_address_of_listed(tx: Transaction, round_id: str, number: int) -> None:
    """Erase the own addresses of whoever used an invitation, as their name on the list is erased."""
    for (participant_id,) in tx.rows(
        "SELECT participant_id FROM invitation WHERE round_id = :id AND number = :number"
        " AND participant_id IS NOT NULL",
        {"id": round_id, "number": number},
    ):
        forget_own_addresses(tx, participant_id)


def forget_addresses_of_list(tx: Transaction, round_id: str) -> None:
    """Erase the own addresses of everybody in a round, as their list is erased."""
    for (participant_id,) in tx.rows(
        "SELECT DISTINCT w.participant_id FROM own_address w JOIN participant p ON p.id = w.participant_id"
        " WHERE p.round_id = :id",
        {"id": round_id},
    ):
        forget_own_addresses(tx, participant_id)


def forget_own_addresses(tx: Transaction, participant_id: int) -> None:
    """Erase where a participant was reached, and what waits to be sent there."""
    values = {"id": participant_id}
    tx.run(
        "DELETE FROM outbox WHERE (person_id, address) IN"
        " (SELECT person_id, name FROM own_address WHERE participant_id = :id)",
        values,
    )
    tx.run("DELETE FROM own_notice WHERE participant_id = :id", values)
    tx.run("DELETE FROM own_address WHERE participant_id = :id", values)
