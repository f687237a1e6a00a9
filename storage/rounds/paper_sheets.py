"""People who take part on paper: they have no address, and somebody types in what they gave.

In an anonymous round nothing ties a sheet's number to what was on it, so nobody can find it again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.engine.database import Transaction, milliseconds
from storage.people import people
from storage.people.people import Joined
from storage.people.unlinkable import is_anonymous, moment_kept
from storage.rounds.invitees import Guest, guest_of, invite_guests


@dataclass(frozen=True, slots=True)
class Sheet:
    """Whose sheet it is: the number of an invitation. ``joined`` None: nothing of it was typed in yet."""

    number: int
    guest: Guest
    joined: Joined | None


def find_sheet(tx: Transaction, round_id: str, number: int) -> Sheet | None:
    """The sheet for an invitation; None where there is no such, it was taken back, or used in the chat.

    In an anonymous round nobody may see which were used, so there a used one has a sheet like any other.
    """
    guest = guest_of(tx, round_id, number)
    row = tx.row(
        "SELECT i.used_at IS NOT NULL AND r.who_sees <> 'anonymous', p.person_id, p.id FROM invitation i"
        " JOIN round r ON r.id = i.round_id"
        " LEFT JOIN participant p ON p.id = i.participant_id AND p.on_paper = 1"
        " WHERE i.round_id = :id AND i.number = :number AND i.revoked_at IS NULL",
        {"id": round_id, "number": number},
    )
    if guest is None or row is None or (row[0] and row[1] is None):
        return None
    return Sheet(number, guest, Joined(row[1], row[2], is_new=False) if row[1] else None)


def has_own_links(tx: Transaction, round_id: str) -> bool:
    """Whether anybody has a link of their own in a round, which a sheet can take the place of."""
    row = tx.row(
        "SELECT 1 FROM invitation WHERE round_id = :id AND person_id IS NULL AND number > 0"
        " AND revoked_at IS NULL",
        {"id": round_id},
    )
    return row is not None


def new_sheet(tx: Transaction, round_id: str, now: datetime) -> int:
    """The number of a sheet for somebody who was not invited by a link."""
    (invited,) = invite_guests(tx, round_id, [Guest()], now, valid=timedelta(0))
    return invited.number


def join_on_paper(
    tx: Transaction,
    round_id: str,
    number: int,
    now: datetime,
    *,
    place: str,
    language: str,
    without_link: bool = False,
) -> Joined:
    """Let whoever filled in a sheet take part; the link of that number no longer lets anybody in.

    In an anonymous round it is taken back, whether it was used or not, and nothing ties it to the sheet.
    ``without_link``: nobody was invited by that number, so they do not count as invited.
    """
    person_id = people.add_person(tx, language, now, round_id=round_id)
    participant_id = people.take_part(tx, person_id, round_id, place, now)
    kept_at = milliseconds(moment_kept(tx, round_id, now))
    values = {"id": participant_id, "round_id": round_id, "number": number, "now": kept_at}
    tx.run("UPDATE participant SET on_paper = 1 WHERE id = :id", values)
    if is_anonymous(tx, round_id):
        tx.run(
            "UPDATE invitation SET revoked_at = :now WHERE round_id = :round_id AND number = :number", values
        )
    else:
        tx.run(
            "UPDATE participant SET name = i.name, team = i.team, partner = i.partner,"
            " prompt_set = i.prompt_set, without_link = :without_link FROM invitation i"
            " WHERE participant.id = :id AND i.round_id = :round_id AND i.number = :number",
            {**values, "without_link": int(without_link)},
        )
        tx.run(
            "UPDATE invitation SET used_at = :now, participant_id = :id"
            " WHERE round_id = :round_id AND number = :number",
            values,
        )
    return Joined(person_id, participant_id, is_new=True)
