"""Organisations, and the links that give somebody a role in one.

No names of people are kept but a label, where a colleague gave one.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

from storage.engine.database import Row, Transaction, milliseconds
from storage.people.people import hashed


@unique
class Role(StrEnum):
    """What somebody may do for an organisation besides taking part in its rounds.

    A coordinator runs rounds and reads their reports; a reader only reads reports.
    """

    COORDINATOR = "coordinator"
    READER = "reader"


@unique
class ReminderPolicy(StrEnum):
    """Whether a reminder or an announcement goes again that may have arrived, as an organisation chooses."""

    AT_LEAST_ONCE = "at_least_once"
    AT_MOST_ONCE = "at_most_once"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that runs rounds."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class OrganisationListed:
    """An organisation with its policy and how many rounds it has had."""

    id: str
    name: str
    reminder_policy: ReminderPolicy
    rounds: int


@dataclass(frozen=True, slots=True)
class RoleOffered:
    """What a link that gives a role leads to."""

    organisation: Organisation
    role: Role


def organisation_named(tx: Transaction, name: str, now: datetime) -> str:
    """The id of the organisation with this name; it is added where there is none."""
    found = tx.row("SELECT id FROM organisation WHERE name = :name", {"name": name})
    if found:
        return str(found[0])
    id_ = "o" + secrets.token_hex(6)
    tx.run(
        "INSERT INTO organisation (id, name, created_at) VALUES (:id, :name, :now)",
        {"id": id_, "name": name, "now": milliseconds(now)},
    )
    return id_


_LISTED = (
    "SELECT o.id, o.name, o.reminder_policy,"
    " (SELECT count(*) FROM round r WHERE r.organisation_id = o.id) FROM organisation o"
)


def organisations(tx: Transaction) -> list[OrganisationListed]:
    """All organisations, by name."""
    return [_listed(row) for row in tx.rows(f"{_LISTED} ORDER BY o.name")]


def find_organisation(tx: Transaction, name: str) -> OrganisationListed | None:
    """The organisation with this name, None where there is none."""
    row = tx.row(f"{_LISTED} WHERE o.name = :name", {"name": name})
    return _listed(row) if row else None


def _listed(row: Row) -> OrganisationListed:
    id_, name, policy, rounds = row
    return OrganisationListed(id_, name, ReminderPolicy(policy), rounds)


def choose_reminder_policy(tx: Transaction, organisation_id: str, policy: ReminderPolicy) -> None:
    """Choose for an organisation; it holds at once, also for what is on its way."""
    tx.run(
        "UPDATE organisation SET reminder_policy = :policy WHERE id = :id",
        {"id": organisation_id, "policy": policy.value},
    )


def reminder_policy(tx: Transaction, round_id: str) -> ReminderPolicy:
    """The policy that holds in a round."""
    row = tx.row(
        "SELECT o.reminder_policy FROM round r JOIN organisation o ON o.id = r.organisation_id"
        " WHERE r.id = :id",
        {"id": round_id},
    )
    return ReminderPolicy(row[0]) if row else ReminderPolicy.AT_LEAST_ONCE


def offer_role(
    tx: Transaction, organisation_id: str, role: Role, now: datetime, *, valid: timedelta, label: str = ""
) -> str:
    """A new single-use code that gives whoever uses it a role; ``label`` is what they are called there."""
    code = secrets.token_urlsafe(32)
    tx.run("UPDATE organisation SET newest = newest + 1 WHERE id = :id", {"id": organisation_id})
    tx.run(
        "INSERT INTO role_invitation"
        " (code_hash, organisation_id, role, created_at, expires_at, number, label)"
        " SELECT :code_hash, id, :role, :now, :expires_at, newest, :label FROM organisation"
        " WHERE id = :organisation_id",
        {
            "code_hash": hashed(code),
            "organisation_id": organisation_id,
            "role": role.value,
            "now": milliseconds(now),
            "expires_at": milliseconds(now + valid),
            "label": label,
        },
    )
    return code


def role_offered(tx: Transaction, code: str, now: datetime) -> RoleOffered | None:
    """What a code that still works gives; it stays unused."""
    row = tx.row(
        "SELECT o.id, o.name, i.role FROM role_invitation i JOIN organisation o ON o.id = i.organisation_id"
        " WHERE i.code_hash = :code_hash AND i.used_at IS NULL AND i.revoked_at IS NULL"
        " AND i.expires_at > :now",
        {"code_hash": hashed(code), "now": milliseconds(now)},
    )
    return RoleOffered(Organisation(row[0], row[1]), Role(row[2])) if row else None


def take_role(tx: Transaction, code: str, person_id: int, now: datetime) -> RoleOffered | None:
    """Use a code once; None for an unknown, used or expired one. A coordinator stays one.

    A new role has the number and the label that the link had.
    """
    offered = role_offered(tx, code, now)
    values = {"code_hash": hashed(code), "now": milliseconds(now)}
    used = tx.run(
        "UPDATE role_invitation SET used_at = :now"
        " WHERE code_hash = :code_hash AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now",
        values,
    )
    if offered is None or used != 1:
        return None
    tx.run(
        "INSERT INTO role (organisation_id, person_id, role, since, number, label)"
        " SELECT organisation_id, :person_id, role, :now, number, label FROM role_invitation"
        " WHERE code_hash = :code_hash"
        " ON CONFLICT (organisation_id, person_id) DO UPDATE SET role ="
        " CASE WHEN role.role = 'coordinator' THEN role.role ELSE excluded.role END,"
        " label = CASE WHEN excluded.label = '' THEN role.label ELSE excluded.label END",
        {**values, "person_id": person_id},
    )
    # From here on the label is only where it goes when its person is erased.
    tx.run("UPDATE role_invitation SET label = '' WHERE code_hash = :code_hash", values)
    return offered


def sweep_role_links(tx: Transaction, now: datetime) -> None:
    """Forget links that would have given somebody a role and are no longer valid."""
    tx.run("DELETE FROM role_invitation WHERE expires_at < :now", {"now": milliseconds(now)})
