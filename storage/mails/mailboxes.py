"""Mailboxes: where the mails about an invitation go, whether they may, and erasing them."""

import secrets
from datetime import datetime

from conversations.incoming import Channel
from storage.engine.database import SqlValues, Transaction, beginning_of_day, milliseconds
from storage.mails.readers import LINK_IS_OPEN, READER
from storage.people import people
from storage.people.own_addresses import notice_bounced, start_notices_at, stop_notices_at
from storage.people.people import SENDER_SEPARATOR
from storage.rounds.invitees import InviteeState, link_state


def mailbox_of(tx: Transaction, round_id: str, number: int, channel: Channel, now: datetime) -> str:
    """The mailbox of an invitation, made where there is none; what could not be reached may be tried again.

    ``channel`` is the carrier that takes mails.
    """
    row = tx.row(
        "SELECT name, person_id FROM mailbox WHERE round_id = :id AND number = :number",
        {"id": round_id, "number": number},
    )
    name, person_id = row or (secrets.token_urlsafe(16), _person_for(tx, round_id, now))
    if row is None:
        tx.run(
            "INSERT INTO mailbox (name, round_id, number, person_id, stop_code)"
            " VALUES (:name, :id, :number, :person_id, :stop_code)",
            {
                "name": name,
                "id": round_id,
                "number": number,
                "person_id": person_id,
                "stop_code": secrets.token_urlsafe(16),
            },
        )
    people.reach(tx, person_id, channel, name, now)
    return str(name)


def _person_for(tx: Transaction, round_id: str, now: datetime) -> int:
    row = tx.row("SELECT person_id FROM mailbox WHERE round_id = :id LIMIT 1", {"id": round_id})
    return int(row[0]) if row else people.add_person(tx, "", now, round_id=round_id)


def stop_leads_to(tx: Transaction, stop_code: str) -> str | None:
    """The round about which a code ends the mails to somebody, None for an unknown code."""
    row = tx.row("SELECT round_id FROM mailbox WHERE stop_code = :code", {"code": stop_code})
    return row[0] if row else None


def wants_no_mails(tx: Transaction, stop_code: str) -> bool:
    """Whether the mails that a code ends have been ended."""
    row = tx.row("SELECT stopped_on FROM mailbox WHERE stop_code = :code", {"code": stop_code})
    return row is not None and row[0] is not None


def link_of_mailbox(tx: Transaction, stop_code: str, now: datetime) -> InviteeState | None:
    """How the link stands in the mails that a code ends; None for an unknown code."""
    row = tx.row(
        f"SELECT b.round_id, b.number, s.code IS NOT NULL, {LINK_IS_OPEN}"  # noqa: S608
        f" FROM mailbox b {READER} WHERE b.stop_code = :code",
        {"code": stop_code, "now": milliseconds(now)},
    )
    if row is None:
        return None
    round_id, number, is_shared, is_open = row
    if is_shared:
        return InviteeState.INVITED if is_open else InviteeState.EXPIRED
    return link_state(tx, round_id, number, now)


def start_mails(tx: Transaction, stop_code: str, now: datetime) -> bool:
    """Let mails about this round go again to the address that a code was sent to; False for an unknown code.

    That is for everybody at the address, as :func:`stop_mails` is. What was not sent meanwhile stays unsent.
    """
    round_id = stop_leads_to(tx, stop_code)
    if round_id is None:
        return False
    tx.run(
        f"UPDATE mailbox SET stopped_on = NULL WHERE {_OF_READER}",  # noqa: S608
        {"id": round_id, "code": stop_code},
    )
    for address in _addresses_of_reader(tx, stop_code):
        start_notices_at(tx, round_id, address, now)
    return True


_OF_READER = (
    "round_id = :id AND (stop_code = :code OR number IN (SELECT o.number FROM invitation o"
    "  JOIN invitation i ON i.round_id = o.round_id AND lower(i.mail) = lower(o.mail) AND i.mail <> ''"
    "  JOIN mailbox b ON b.round_id = i.round_id AND b.number = i.number"
    "  WHERE b.stop_code = :code AND o.round_id = :id))"
)
"""The mailboxes of whoever reads the address that a code was sent to."""


def stop_mails(tx: Transaction, stop_code: str, now: datetime) -> bool:
    """Send nothing more about this round to the address that a code was sent to; False for an unknown code.

    Where several people have that address in the round, this ends the mails for all of them: whoever reads
    them has asked for none. What waits is not sent.
    """
    round_id = stop_leads_to(tx, stop_code)
    if round_id is None:
        return False
    values = {"id": round_id, "code": stop_code, "day": beginning_of_day(now)}
    tx.run(
        f"UPDATE mailbox SET stopped_on = :day WHERE stopped_on IS NULL AND {_OF_READER}",  # noqa: S608
        values,
    )
    for address in _addresses_of_reader(tx, stop_code):
        stop_notices_at(tx, round_id, address, now)
    return True


def _addresses_of_reader(tx: Transaction, stop_code: str) -> list[str]:
    rows = tx.rows(
        "SELECT i.mail FROM invitation i JOIN mailbox b ON b.round_id = i.round_id AND b.number = i.number"
        " WHERE b.stop_code = :code AND i.mail <> ''",
        {"code": stop_code},
    )
    return [row[0] for row in rows]


def forget_mailbox(tx: Transaction, round_id: str, number: int) -> None:
    """Erase the mails about one invitation, and what of them waits to be sent."""
    _forget(tx, "round_id = :id AND number = :number", {"id": round_id, "number": number})


def forget_mailboxes(tx: Transaction, round_id: str) -> None:
    """Erase all mails about the invitations of a round, with the number that their entries had."""
    values = {"id": round_id}
    nobodys = tx.rows("SELECT DISTINCT person_id FROM mailbox WHERE round_id = :id", values)
    _forget(tx, "round_id = :id", values)
    for (person_id,) in nobodys:
        tx.run("DELETE FROM outbox WHERE person_id = :id", {"id": person_id})
        tx.run("DELETE FROM person WHERE id = :id", {"id": person_id})


def _forget(tx: Transaction, which: str, values: SqlValues) -> None:
    for name, person_id in tx.rows(f"SELECT name, person_id FROM mailbox WHERE {which}", values):  # noqa: S608
        mailbox = {"name": name, "person_id": person_id}
        tx.run("DELETE FROM outbox WHERE person_id = :person_id AND address = :name", mailbox)
        tx.run("DELETE FROM address WHERE person_id = :person_id AND address = :name", mailbox)
        tx.run("DELETE FROM mail WHERE mailbox = :name", mailbox)
        tx.run("DELETE FROM trial_mail WHERE mailbox = :name", mailbox)
        tx.run("DELETE FROM mailbox WHERE name = :name", mailbox)


def bounced(tx: Transaction, message_id: str, to: str, now: datetime) -> bool:
    """Note that a mail came back, as its address does not exist; False for a mail that is not ours.

    ``message_id`` is the name that it was sent by, and ``to`` its recipient: who knows only one of the two
    declares nobody out of reach.
    """
    row = tx.row(
        "SELECT o.channel, b.name FROM mail m JOIN mailbox b ON b.name = m.mailbox"  # noqa: S608
        f" JOIN outbox o ON o.person_id = b.person_id AND o.number = m.entry {READER}"
        " WHERE o.message_id = :message_id AND lower(coalesce(i.mail, l.address)) = lower(:recipient)"
        " AND coalesce(i.mail, l.address) <> ''",
        {"message_id": message_id, "recipient": to},
    )
    if row is None:
        return notice_bounced(tx, message_id, to, now)
    people.mark_unreachable(tx, f"{row[0]}{SENDER_SEPARATOR}{row[1]}", "no such address", now)
    return True
