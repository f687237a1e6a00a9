"""E-mail addresses to which the shared link of an anonymous round goes, apart from everybody who takes part.

No name, time or number of anybody is kept with one, and nothing here asks who has come in: what goes to one
of them goes to all alike.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from storage.engine.database import Transaction, milliseconds
from storage.mails.mailboxes import forget_mailbox, forget_mailboxes
from storage.mails.readers import LINK_IS_OPEN
from storage.people.unlinkable import number_at_random


def list_addresses(tx: Transaction, round_id: str, addresses: Iterable[str], link_number: int) -> list[int]:
    """Keep addresses, once each, and their numbers. ``link_number`` is that of the link that goes to them.

    One that is there already gets this link from here on.
    """
    found: set[int] = set()
    for address in dict.fromkeys(addresses):
        row = tx.row(
            "INSERT INTO listed_address (round_id, number, address, link_number)"
            " VALUES (:round_id, :number, :address, :link_number)"
            " ON CONFLICT (round_id, lower(address)) DO UPDATE SET link_number = excluded.link_number"
            " RETURNING number",
            {
                "round_id": round_id,
                "number": -number_at_random(),
                "address": address,
                "link_number": link_number,
            },
        )
        if row is not None:
            found.add(int(row[0]))
    return sorted(found)


def listed_addresses(tx: Transaction, round_id: str) -> list[str]:
    """All addresses of a round, by the letter."""
    rows = tx.rows(
        "SELECT address FROM listed_address WHERE round_id = :id ORDER BY lower(address)", {"id": round_id}
    )
    return [row[0] for row in rows]


def number_of_address(tx: Transaction, round_id: str, address: str) -> int | None:
    """The number of an address, None where it is not kept."""
    row = tx.row(
        "SELECT number FROM listed_address WHERE round_id = :id AND lower(address) = lower(:address)",
        {"id": round_id, "address": address},
    )
    return int(row[0]) if row else None


def who_can_be_mailed_alike(tx: Transaction, round_id: str, now: datetime) -> list[int]:
    """The numbers of all addresses to which a mail may go: the link is open, and its reader wants mails."""
    rows = tx.rows(
        "SELECT l.number FROM listed_address l JOIN round r ON r.id = l.round_id"  # noqa: S608
        " JOIN shared_link s ON s.round_id = l.round_id AND s.number = l.link_number"
        " LEFT JOIN mailbox b ON b.round_id = l.round_id AND b.number = l.number"
        f" WHERE l.round_id = :id AND b.stopped_on IS NULL AND {LINK_IS_OPEN}"
        " AND r.closed_at IS NULL AND (r.closes_at IS NULL OR r.closes_at > :now) ORDER BY l.number",
        {"id": round_id, "now": milliseconds(now)},
    )
    return [row[0] for row in rows]


def addresses_without_reader(tx: Transaction, round_id: str) -> list[str]:
    """The addresses of which a mail server says that they do not exist."""
    rows = tx.rows(
        "SELECT l.address FROM listed_address l"
        " JOIN mailbox b ON b.round_id = l.round_id AND b.number = l.number"
        " JOIN address a ON a.person_id = b.person_id AND a.address = b.name"
        " WHERE l.round_id = :id AND a.unreachable_at IS NOT NULL ORDER BY lower(l.address)",
        {"id": round_id},
    )
    return [row[0] for row in rows]


def correct_listed_address(tx: Transaction, round_id: str, number: int, address: str) -> int:
    """Keep another address instead of one, with its link: the number of that."""
    row = tx.row(
        "SELECT link_number FROM listed_address WHERE round_id = :id AND number = :number",
        {"id": round_id, "number": number},
    )
    if row is None:
        raise LookupError("there is no such address")
    erase_address(tx, round_id, number)
    (corrected,) = list_addresses(tx, round_id, [address], row[0])
    return corrected


def erase_address(tx: Transaction, round_id: str, number: int) -> None:
    """Erase an address with all mails to it."""
    forget_mailbox(tx, round_id, number)
    tx.run(
        "DELETE FROM listed_address WHERE round_id = :id AND number = :number",
        {"id": round_id, "number": number},
    )


def erase_addresses_of_link(tx: Transaction, round_id: str, link_number: int) -> list[str]:
    """Erase the addresses that a link went to, with all mails to them: which they were."""
    rows = tx.rows(
        "SELECT number, address FROM listed_address WHERE round_id = :id AND link_number = :number",
        {"id": round_id, "number": link_number},
    )
    for number, _ in rows:
        erase_address(tx, round_id, number)
    return [address for _, address in rows]


def erase_addresses(tx: Transaction, round_id: str) -> list[str]:
    """Erase all addresses of an anonymous round, with all mails to them: which they were."""
    found: Sequence[str] = listed_addresses(tx, round_id)
    if found:
        forget_mailboxes(tx, round_id)
        tx.run("DELETE FROM listed_address WHERE round_id = :id", {"id": round_id})
    return list(found)


def addresses_told_of_another(tx: Transaction, round_id: str, before: int, link_number: int) -> None:
    """Note that those addresses which had one link get another instead."""
    tx.run(
        "UPDATE listed_address SET link_number = :number WHERE round_id = :id AND link_number = :before",
        {"id": round_id, "number": link_number, "before": before},
    )
