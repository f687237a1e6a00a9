"""Who has a role in an organisation, the links that would give one, and ending either."""

from dataclasses import dataclass
from datetime import datetime

from conversations.incoming import Channel
from storage.engine.database import Transaction, milliseconds, moment
from storage.roles.organisations import Organisation, Role


@dataclass(frozen=True, slots=True)
class ListedRoleHolder:
    """Somebody with a role in an organisation, or a link that would give one and is still open.

    ``number`` names them there and is given to nobody else later. ``label`` is what a colleague called them,
    empty where nobody did. ``channels`` are where they are reached. ``person_id`` is None for a link, which
    works ``until`` a moment.
    """

    number: int
    label: str
    role: Role
    since: datetime
    person_id: int | None = None
    channels: tuple[Channel, ...] = ()
    until: datetime | None = None


def colleagues(tx: Transaction, organisation_id: str, now: datetime) -> list[ListedRoleHolder]:
    """Everybody with a role in an organisation and every open link for one, by their numbers."""
    values = {"id": organisation_id, "now": milliseconds(now)}
    channels: dict[int, list[Channel]] = {}
    for person_id, channel in tx.rows(
        "SELECT ro.person_id, a.channel FROM role ro JOIN address a ON a.person_id = ro.person_id"
        " WHERE ro.organisation_id = :id GROUP BY ro.person_id, a.channel ORDER BY ro.person_id, a.channel",
        values,
    ):
        channels.setdefault(person_id, []).append(Channel(channel))
    found = [
        ListedRoleHolder(
            number, label, Role(role), moment(since), person_id, tuple(channels.get(person_id, ()))
        )
        for number, label, role, since, person_id in tx.rows(
            "SELECT number, label, role, since, person_id FROM role WHERE organisation_id = :id", values
        )
    ]
    found += [
        ListedRoleHolder(number, label, Role(role), moment(since), until=moment(until))
        for number, label, role, since, until in tx.rows(
            "SELECT number, label, role, created_at, expires_at FROM role_invitation"
            " WHERE organisation_id = :id AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now",
            values,
        )
    ]
    return sorted(found, key=lambda each: (each.number, each.person_id or 0))


def colleague_numbered(
    tx: Transaction, organisation_id: str, number: int, now: datetime
) -> ListedRoleHolder | None:
    """The colleague or the open link with this number, None where there is none."""
    return next((each for each in colleagues(tx, organisation_id, now) if each.number == number), None)


def has_other_coordinator(tx: Transaction, organisation_id: str, person_id: int) -> bool:
    """Whether somebody else coordinates for an organisation."""
    found = tx.row(
        "SELECT 1 FROM role WHERE organisation_id = :id AND role = 'coordinator' AND person_id <> :person_id",
        {"id": organisation_id, "person_id": person_id},
    )
    return found is not None


def roles_of(tx: Transaction, person_id: int) -> list[tuple[Organisation, ListedRoleHolder]]:
    """All roles of a person, as their colleagues see them."""
    rows = tx.rows(
        "SELECT o.id, o.name, ro.number, ro.label, ro.role, ro.since FROM role ro"
        " JOIN organisation o ON o.id = ro.organisation_id WHERE ro.person_id = :id ORDER BY o.name",
        {"id": person_id},
    )
    return [
        (Organisation(id_, name), ListedRoleHolder(number, label, Role(role), moment(since), person_id))
        for id_, name, number, label, role, since in rows
    ]


def remove_role(tx: Transaction, organisation_id: str, person_id: int) -> bool:
    """End what somebody may do for an organisation; False where they may do nothing for it."""
    values = {"id": organisation_id, "person_id": person_id}
    return tx.run("DELETE FROM role WHERE organisation_id = :id AND person_id = :person_id", values) == 1


def restore_role(tx: Transaction, organisation_id: str, colleague: ListedRoleHolder) -> bool:
    """Give somebody back the role that was ended; False where they are gone, or have one again."""
    restored = tx.run(
        "INSERT INTO role (organisation_id, person_id, role, since, number, label)"
        " SELECT :id, id, :role, :since, :number, :label FROM person WHERE id = :person_id"
        " ON CONFLICT (organisation_id, person_id) DO NOTHING",
        {
            "id": organisation_id,
            "person_id": colleague.person_id,
            "role": colleague.role.value,
            "since": milliseconds(colleague.since),
            "number": colleague.number,
            "label": colleague.label,
        },
    )
    return restored == 1


def close_link(tx: Transaction, organisation_id: str, number: int, now: datetime) -> bool:
    """Take back an open link that gives a role; False where it was used or its time has passed."""
    changed = tx.run(
        "UPDATE role_invitation SET revoked_at = :now WHERE organisation_id = :id AND number = :number"
        " AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now",
        {"id": organisation_id, "number": number, "now": milliseconds(now)},
    )
    return changed == 1


def reopen_link(tx: Transaction, organisation_id: str, number: int, now: datetime) -> bool:
    """Let a link that was closed give its role again; False where its time has passed."""
    changed = tx.run(
        "UPDATE role_invitation SET revoked_at = NULL WHERE organisation_id = :id AND number = :number"
        " AND revoked_at IS NOT NULL AND expires_at > :now",
        {"id": organisation_id, "number": number, "now": milliseconds(now)},
    )
    return changed == 1
