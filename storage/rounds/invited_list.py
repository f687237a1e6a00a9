"""The list of people who got the shared link of an anonymous round, apart from everybody who takes part.

There is no time here, no number of a person, and no order but that of the names. Who came in is kept nowhere
next to them, and the whole list is erased when the end of the round is announced: ``storage/names_shown.py``.
"""

from collections.abc import Sequence

from storage.engine.database import Transaction
from storage.rounds.invitees import Guest


def list_people(tx: Transaction, round_id: str, guests: Sequence[Guest], link_number: int) -> None:
    """Keep those who have a name, once each. ``link_number`` is that of the link that they get."""
    tx.run_many(
        "INSERT INTO listed_person (round_id, name, team, partner, link_number)"
        " VALUES (:round_id, :name, :team, :partner, :link_number) ON CONFLICT DO NOTHING",
        [
            {
                "round_id": round_id,
                "name": each.name,
                "team": each.team,
                "partner": each.partner,
                "link_number": link_number,
            }
            for each in guests
            if each.name
        ],
    )


def listed_people(tx: Transaction, round_id: str) -> list[Guest]:
    """Everybody on the list, by name."""
    rows = tx.rows(
        "SELECT name, team, partner FROM listed_person WHERE round_id = :id ORDER BY name, team, partner",
        {"id": round_id},
    )
    return [Guest(*row) for row in rows]


def told_of_another(tx: Transaction, round_id: str, before: int, link_number: int) -> None:
    """Note that those who had one link get another instead."""
    tx.run(
        "UPDATE listed_person SET link_number = :number WHERE round_id = :id AND link_number = :before",
        {"id": round_id, "number": link_number, "before": before},
    )
