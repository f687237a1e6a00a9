"""Those who have a role, or had one: what they may do, and where they are in what they are doing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import orjson

from conversations.incoming import Channel
from conversations.outgoing import KeptButton
from storage.engine.database import Transaction
from storage.people.people import count_said
from storage.roles.organisations import Organisation, Role


@dataclass(frozen=True, slots=True)
class RolePlace:
    """Where somebody with a role is. ``card`` is their open card, ``buttons`` what counts on it.

    ``form`` is the command being asked for, ``given`` the values given to it so far, as JSON has them, and
    ``asking`` which of them is asked for now. ``undo`` is what undoing the act before needs, as JSON, where
    it can be undone. ``undo_names`` is the person whose role that undo would give back, None for nobody's.
    ``kept`` is what the preview that is shown was made of. ``is_open`` says that this, and
    not the person's own evaluation, is what their words are about. ``album`` is the one whose first file was
    answered.
    """

    card: int = 0
    buttons: tuple[KeptButton, ...] = ()
    form: str = ""
    asking: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    undo: str = ""
    undo_names: int | None = None
    kept: str = ""
    is_open: bool = True
    album: str = ""

    @property
    def given_in_text(self) -> tuple[str, ...]:
        """What has been given, a line for each value, as its person may read it."""
        return tuple(f"{name}: {_in_text(value)}" for name, value in self.given.items())


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody with a role, where they are reached, and the current round.

    ``roles`` is empty where they have lost all that they had.
    """

    person_id: int
    sender: str
    channel: Channel
    address: str
    language: str
    number: int
    roles: tuple[tuple[Organisation, Role], ...]
    round_id: str | None
    place: RolePlace

    def role_in(self, organisation_id: str) -> Role | None:
        """The role in an organisation, None for none."""
        return next((role for each, role in self.roles if each.id == organisation_id), None)


def load_role_holders(tx: Transaction, senders: Sequence[str]) -> dict[str, RoleHolder]:
    """Those of these senders who have a role or had one, by sender."""
    if not senders:
        return {}
    rows = tx.rows(
        "SELECT a.sender, a.channel, a.address, p.id, p.language, p.number, o.id, o.name, ro.role,"
        " f.round_id, f.place FROM address a JOIN person p ON p.id = a.person_id"
        " LEFT JOIN office f ON f.person_id = p.id"
        " LEFT JOIN role ro ON ro.person_id = p.id LEFT JOIN organisation o ON o.id = ro.organisation_id"
        " WHERE a.sender IN :senders"
        " AND (ro.person_id IS NOT NULL OR f.person_id IS NOT NULL) ORDER BY o.name, o.id",
        {"senders": senders},
    )
    found: dict[str, RoleHolder] = {}
    for sender, channel, address, person_id, language, number, org_id, name, role, round_id, place in rows:
        before = found.get(sender)
        roles = before.roles if before else ()
        if role is not None:
            roles = (*roles, (Organisation(org_id, name), Role(role)))
        kept = role_place_from_json(place) if place else RolePlace()
        found[sender] = RoleHolder(
            person_id, sender, Channel(channel), address, language, number, roles, round_id, kept
        )
    return found


def save_role_place(
    tx: Transaction, person_id: int, number: int, round_id: str | None, place: RolePlace
) -> None:
    """Keep where somebody is, and the number of what was said to them last."""
    tx.run(
        "INSERT INTO office (person_id, round_id, place) VALUES (:id, :round_id, :place)"
        " ON CONFLICT (person_id) DO UPDATE SET round_id = :round_id, place = :place",
        {"id": person_id, "round_id": round_id, "place": role_place_to_json(place)},
    )
    count_said(tx, person_id, number)


def role_place_of(tx: Transaction, person_id: int) -> RolePlace | None:
    """Where somebody is, None for whoever never had a role."""
    row = tx.row("SELECT place FROM office WHERE person_id = :id", {"id": person_id})
    return role_place_from_json(row[0]) if row else None


def turn_from_commands(tx: Transaction, person_id: int) -> None:
    """Note that somebody's words are about their own evaluation now; what they have open here stays."""
    place = replace(role_place_of(tx, person_id) or RolePlace(), is_open=False)
    tx.run(
        "INSERT INTO office (person_id, place) VALUES (:id, :place) ON CONFLICT (person_id)"
        " DO UPDATE SET place = excluded.place",
        {"id": person_id, "place": role_place_to_json(place)},
    )


def close_role_place(tx: Transaction, person_id: int) -> int:
    """Close everything that somebody has open for their role: the number of the card of it, 0 for none."""
    kept = tx.row("SELECT place FROM office WHERE person_id = :id", {"id": person_id})
    tx.run(
        "UPDATE office SET place = :place WHERE person_id = :id",
        {"id": person_id, "place": role_place_to_json(RolePlace(is_open=False))},
    )
    return role_place_from_json(kept[0]).card if kept and kept[0] else 0


def forget_undo(tx: Transaction, person_id: int) -> None:
    """Let no act on somebody's role be undone from now on: what it would bring back bears their name."""
    for holder, stored in tx.rows(
        "SELECT person_id, place FROM office WHERE place LIKE '%\"undo\":%' ORDER BY person_id"
    ):
        place = role_place_from_json(stored)
        if place.undo_names == person_id:
            tx.run(
                "UPDATE office SET place = :place WHERE person_id = :holder",
                {"holder": holder, "place": role_place_to_json(replace(place, undo="", undo_names=None))},
            )


def _in_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "none" if value is None else orjson.dumps(value).decode()


def _named_before(undo: str) -> int | None:
    """Whose role an undo gives back that a version before kept, which kept no name with it."""
    if undo.startswith("["):
        return cast("int | None", orjson.loads(undo)[-1])
    if not undo.startswith("{"):
        return None
    role_holder = orjson.loads(undo).get("role_holder") or {}
    return cast("int | None", role_holder.get("person_id"))


def role_place_to_json(place: RolePlace) -> str:
    """A place as it is stored."""
    value: dict[str, Any] = {
        "card": place.card,
        "buttons": [list(each) for each in place.buttons],
        "form": place.form,
        "asking": place.asking,
        "given": place.given,
        "undo": place.undo,
        "kept": place.kept,
        "open": place.is_open,
        "album": place.album,
    }
    if place.undo:
        value["undo_names"] = place.undo_names
    stays = ("open", "undo_names")
    return orjson.dumps({name: each for name, each in value.items() if each or name in stays}).decode()


def role_place_from_json(stored: str) -> RolePlace:
    """The place that :func:`role_place_to_json` or a version before wrote."""
    value = orjson.loads(stored)
    undo = value.get("undo", "")
    return RolePlace(
        value.get("card", 0),
        tuple(KeptButton(*each) for each in value.get("buttons", ())),
        value.get("form", ""),
        value.get("asking", ""),
        dict(value.get("given", ())),  # pairs of texts in versions before
        undo,
        value["undo_names"] if "undo_names" in value else _named_before(undo),
        value.get("kept", ""),
        value.get("open", True),
        value.get("album", ""),
    )
