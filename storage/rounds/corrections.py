"""Correcting who is invited: name, team, organisation or e-mail address, with their link and in their round.

Whether they may be corrected is not decided here.
"""

from collections.abc import Iterable, Sequence

import orjson

from storage.engine.database import Transaction
from storage.rounds.invitees import Guest


def correct_invited(tx: Transaction, round_id: str, number: int, guest: Guest) -> None:
    """Call whoever a link is for as ``guest`` says from here on, also where they take part already."""
    correct_all_invited(tx, round_id, [(number, guest)])


def correct_all_invited(tx: Transaction, round_id: str, corrected: Sequence[tuple[int, Guest]]) -> None:
    """The same for several links, each with its number and its guest.

    What they were called before, and an address of before, is kept: it is to be erased with the name.
    """
    before = {
        number: (participant_id, {name, mail, *orjson.loads(former)})
        for number, name, mail, former, participant_id in tx.rows(
            "SELECT number, name, mail, former_names, participant_id FROM invitation"
            " WHERE round_id = :id AND number IN :numbers",
            {"id": round_id, "numbers": [number for number, _ in corrected]},
        )
    }
    there = [(number, guest, *before[number]) for number, guest in corrected if number in before]
    tx.run_many(
        "UPDATE invitation SET name = :name, team = :team, partner = :partner, mail = :mail,"
        " prompt_set = :set_id, former_names = :former"
        " WHERE round_id = :round_id AND number = :number",
        [
            {
                "round_id": round_id,
                "number": number,
                "name": guest.name,
                "team": guest.team,
                "partner": guest.partner,
                "mail": guest.mail,
                "set_id": guest.set_id,
                "former": orjson.dumps(sorted(named - {"", guest.name, guest.mail})).decode(),
            }
            for number, guest, _, named in there
        ],
    )
    tx.run_many(
        "UPDATE participant SET name = :name, team = :team, partner = :partner WHERE id = :id",
        [
            {"id": id_, "name": guest.name, "team": guest.team, "partner": guest.partner}
            for _, guest, id_, _ in there
            if id_ is not None
        ],
    )


def correct_address(tx: Transaction, round_id: str, number: int, address: str) -> None:
    """Keep this e-mail address of whoever a link is for; the one before is kept with their former names."""
    values = {"round_id": round_id, "number": number, "mail": address}
    row = tx.row(
        "SELECT mail, former_names FROM invitation WHERE round_id = :round_id AND number = :number", values
    )
    before, former = (row[0], orjson.loads(row[1])) if row else ("", [])
    kept = sorted({each for each in (*former, before) if each and each != address})
    tx.run(
        "UPDATE invitation SET mail = :mail, former_names = :former"
        " WHERE round_id = :round_id AND number = :number",
        {**values, "former": orjson.dumps(kept).decode()},
    )


def takes_part_by(tx: Transaction, round_id: str, number: int) -> bool:
    """Whether whoever used a link still takes part, and has not erased everything."""
    row = tx.row(
        "SELECT 1 FROM invitation i JOIN participant p ON p.id = i.participant_id"
        " WHERE i.round_id = :id AND i.number = :number",
        {"id": round_id, "number": number},
    )
    return row is not None


def former_names(tx: Transaction, round_id: str, names: Iterable[str]) -> list[str]:
    """What people of these names were called in a round before, and their addresses, until corrected."""
    found: set[str] = set()
    for name in names:
        for (former,) in tx.rows(
            "SELECT former_names FROM invitation WHERE round_id = :id AND name = :name AND name <> ''",
            {"id": round_id, "name": name},
        ):
            found.update(orjson.loads(former))
    return sorted(found)
