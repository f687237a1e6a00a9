"""Lists of people that were sent to make links and were not used: their names stay with nobody.

A list that is being decided on is kept with the place of whoever sent it. Once it is let go, as it was
cancelled, as another took its place or as its round ended, those on it who are not on the round's own lists
are taken out of that person's history. Who is on those goes with them (``storage/names_shown.py``).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import orjson

from storage.engine.database import Transaction
from storage.engine.key_values import ERASED, set_key_value
from storage.names_shown import forget_names_with
from storage.roles.role_holders import RolePlace, close_role_place, role_place_from_json

_INVITE: Final = "invite"
"""The form in which a list is decided on, as it is kept."""

_WHO: Final = ("name", "mail")
"""What names somebody in it."""


def let_lists_go(
    tx: Transaction, person_id: int, round_id: str | None, before: RolePlace, after: RolePlace, now: datetime
) -> None:
    """Take those out of somebody's history who were on their open list and are on none now.

    ``round_id`` is the round that they were at, None where they had chosen none: then all that they run.
    """
    gone = _named_in(before) - _named_in(after)
    if not gone:
        return
    found = tx.rows(
        "SELECT r.id FROM round r JOIN role ro ON ro.organisation_id = r.organisation_id"
        " WHERE ro.person_id = :id",
        {"id": person_id},
    )
    rounds = [round_id] if round_id is not None else [each for (each,) in found]
    _forget(tx, person_id, rounds, gone, now)


def let_open_lists_go(tx: Transaction, round_id: str, now: datetime) -> None:
    """Let every list go that is still being decided on for a round which is over."""
    rows = tx.rows(
        "SELECT person_id, place FROM office WHERE round_id = :round_id"
        " OR round_id IS NULL AND person_id IN (SELECT ro.person_id FROM role ro"
        "  JOIN round r ON r.organisation_id = ro.organisation_id WHERE r.id = :round_id)",
        {"round_id": round_id},
    )
    for person_id, stored in rows:
        if gone := _named_in(role_place_from_json(stored)):
            close_role_place(tx, person_id)
            _forget(tx, person_id, [round_id], gone, now)


def _forget(tx: Transaction, person_id: int, rounds: list[str], names: set[str], now: datetime) -> None:
    gone = names - _on_lists(tx, rounds)
    if gone:
        forget_names_with(tx, person_id, rounds, gone)
        set_key_value(tx, ERASED, f"list of {person_id}", now)


def _on_lists(tx: Transaction, rounds: list[str]) -> set[str]:
    """All who are on the lists of these rounds or take part in them, as they are called and were before."""
    values = {"rounds": rounds}
    invited = tx.rows("SELECT name, mail, former_names FROM invitation WHERE round_id IN :rounds", values)
    others = tx.rows(
        "SELECT name FROM listed_person WHERE round_id IN :rounds"
        " UNION SELECT name FROM participant WHERE round_id IN :rounds",
        values,
    )
    named = {each for name, mail, former in invited for each in (name, mail, *orjson.loads(former))}
    return named | {name for (name,) in others}


def _named_in(place: RolePlace) -> set[str]:
    return set(_names(place.given)) if place.form == _INVITE else set()


def _names(value: Any) -> Iterator[str]:
    """The names and addresses of everybody in what was given, however it is nested."""
    if isinstance(value, Mapping):
        yield from (str(value[key]) for key in _WHO if value.get(key))
        for each in value.values():
            yield from _names(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _names(each)
