"""People who take part on paper: they have no address, and somebody types in what they gave.

In an anonymous round nothing ties a sheet's number to what was on it, so nobody can find it again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.engine.database import Transaction, milliseconds
from storage.people import people
from storage.people.people import Joined
from storage.rounds.invitees import Guest, guest_of, invite_guests


@dataclass(frozen=True, slots=True)
class Sheet:
    """Whose sheet it is: the number of an invitation. ``joined`` None: nothing of it was typed in yet."""

    number: int
    guest: Guest
    joined: Joined | None


def find_sheet(tx: Transaction, round_id: str, number: int) -> Sheet | None:
    """The sheet for an invitation; None where there is no such, it was taken back, or used in the chat."""
    guest = guest_of(tx, round_id, number)
    row = tx.row(
        "SELECT i.used_at, p.person_id, p.id FROM invitation i"
        " LEFT JOIN participant p ON p.id = i.participant_id AND p.on_paper = 1"
        " WHERE i.round_id = :id AND i.number = :number AND i.revoked_at IS NULL",
        {"id": round_id, "number": number},
    )
    if guest is None or row is None or (row[0] is not None and row[1] is None):
        return None
    return Sheet(number, guest, Joined(row[1], row[2], is_new=False) if row[1] else None)


def new_sheet(tx: Transaction, round_id: str, now: datetime) -> int:
    """The number of a sheet for somebody who was not invited by a link."""
    (invited,) = invite_guests(tx, round_id, [Guest()], now, valid=timedelta(0))
    return invited.number


def join_on_paper(
    tx: Transaction, round_id: str, number: int, now: datetime, *, place: str, language: str
) -> Joined:
    """Let whoever filled in a sheet take part; the link of that number no longer lets anybody in."""
    person_id = people.add_person(tx, language, now)
    participant_id = people.take_part(tx, person_id, round_id, place, now)
    values = {"id": participant_id, "round_id": round_id, "number": number, "now": milliseconds(now)}
    tx.run(
        "UPDATE participant SET on_paper = 1, team = i.team, partner = i.partner,"
        " name = CASE WHEN r.who_sees = 'anonymous' THEN '' ELSE i.name END"
        " FROM invitation i JOIN round r ON r.id = i.round_id"
        " WHERE participant.id = :id AND i.round_id = :round_id AND i.number = :number",
        values,
    )
    tx.run(
        "UPDATE invitation SET used_at = :now, participant_id = CASE"
        " WHEN (SELECT who_sees FROM round WHERE id = :round_id) = 'anonymous' THEN NULL ELSE :id END"
        " WHERE round_id = :round_id AND number = :number",
        values,
    )
    return Joined(person_id, participant_id, is_new=True)
