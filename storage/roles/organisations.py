"""Organisations, and the links that give somebody a role in one.

No names of people are kept but a label, where a colleague gave one.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

from storage.engine.database import Row, Transaction, milliseconds
from storage.people.link_codes import hashed


@unique
class Role(StrEnum):
    """What somebody may do for an organisation besides taking part in its rounds.

    A coordinator runs rounds and reads their reports; a reader only reads reports. Whoever has the role for
    complaints reads and answers those, and nothing else: a coordinator may be what one is about.
    """

    COORDINATOR = "coordinator"
    READER = "reader"
    COMPLAINTS = "complaints"


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
    """An organisation with what it has chosen, and how many rounds it has had.

    ``contact`` is who people can ask, and ``notice`` its privacy notice or the address of that.
    ``anonymous_anywhere``: its anonymous rounds may also be on channels where people are known.
    """

    id: str
    name: str
    reminder_policy: ReminderPolicy
    rounds: int
    contact: str = ""
    notice: str = ""
    complaint_contact: str = ""
    anonymous_anywhere: bool = False


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
    " (SELECT count(*) FROM round r WHERE r.organisation_id = o.id), o.contact, o.notice,"
    " o.complaint_contact, o.anonymous_anywhere FROM organisation o"
)


def organisations(tx: Transaction) -> list[OrganisationListed]:
    """All organisations, by name."""
    return [_listed(row) for row in tx.rows(f"{_LISTED} ORDER BY o.name")]


def find_organisation(tx: Transaction, name: str) -> OrganisationListed | None:
    """The organisation with this name, None where there is none."""
    row = tx.row(f"{_LISTED} WHERE o.name = :name", {"name": name})
    return _listed(row) if row else None


def organisation_by_id(tx: Transaction, organisation_id: str) -> OrganisationListed | None:
    """The organisation with this id, None where there is none."""
    row = tx.row(f"{_LISTED} WHERE o.id = :id", {"id": organisation_id})
    return _listed(row) if row else None


def _listed(row: Row) -> OrganisationListed:
    id_, name, policy, rounds, contact, notice, complaints, anywhere = row
    policy = ReminderPolicy(policy)
    return OrganisationListed(id_, name, policy, rounds, contact, notice, complaints, bool(anywhere))


def tell_people(tx: Transaction, organisation_id: str, *, contact: str, notice: str) -> None:
    """Keep who people can ask, and the privacy notice; both hold at once in rounds that have none."""
    tx.run(
        "UPDATE organisation SET contact = :contact, notice = :notice WHERE id = :id",
        {"id": organisation_id, "contact": contact, "notice": notice},
    )


def choose_any_channel(tx: Transaction, organisation_id: str, *, accepted: bool) -> None:
    """Choose where an organisation's anonymous rounds are held that are opened from now on."""
    tx.run(
        "UPDATE organisation SET anonymous_anywhere = :accepted WHERE id = :id",
        {"id": organisation_id, "accepted": int(accepted)},
    )


def accepts_any_channel(tx: Transaction, organisation_id: str) -> bool:
    """Whether an organisation accepts anonymous rounds on channels where people are known."""
    row = tx.row("SELECT anonymous_anywhere FROM organisation WHERE id = :id", {"id": organisation_id})
    return bool(row and row[0])


def choose_reminder_policy(tx: Transaction, organisation_id: str, policy: ReminderPolicy) -> None:
    """Choose for an organisation; it holds at once, also for what is on its way."""
    tx.run(
        "UPDATE organisation SET reminder_policy = :policy WHERE id = :id",
        {"id": organisation_id, "policy": policy.value},
    )


def choose_complaint_contact(tx: Transaction, organisation_id: str, contact: str) -> None:
    """Say who takes an organisation's complaints outside of Closer Look; nobody where it is empty."""
    tx.run(
        "UPDATE organisation SET complaint_contact = :contact WHERE id = :id",
        {"id": organisation_id, "contact": contact},
    )


def has_complaint_reader(tx: Transaction, organisation_id: str) -> bool:
    """Whether somebody has the role to read an organisation's complaints."""
    found = tx.row(
        "SELECT 1 FROM role WHERE organisation_id = :id AND role = 'complaints'", {"id": organisation_id}
    )
    return found is not None


def reminder_policy(tx: Transaction, round_id: str) -> ReminderPolicy:
    """The policy that holds in a round."""
    row = tx.row(
        "SELECT o.reminder_policy FROM round r JOIN organisation o ON o.id = r.organisation_id"
        " WHERE r.id = :id",
        {"id": round_id},
    )
    return ReminderPolicy(row[0]) if row else ReminderPolicy.AT_LEAST_ONCE


def offer_role(
    tx: Transaction,
    organisation_id: str,
    role: Role,
    now: datetime,
    *,
    valid: timedelta,
    label: str = "",
    tryout_id: str | None = None,
) -> str:
    """A new single-use code that gives whoever uses it a role; ``label`` is what they are called there.

    With a ``tryout_id`` it works only while that round is open and the only one.
    """
    code = secrets.token_urlsafe(32)
    tx.run("UPDATE organisation SET newest = newest + 1 WHERE id = :id", {"id": organisation_id})
    tx.run(
        "INSERT INTO role_invitation"
        " (code_hash, organisation_id, role, created_at, expires_at, number, label, tryout_id)"
        " SELECT :code_hash, id, :role, :now, :expires_at, newest, :label, :tryout_id FROM organisation"
        " WHERE id = :organisation_id",
        {
            "code_hash": hashed(code),
            "organisation_id": organisation_id,
            "role": role.value,
            "now": milliseconds(now),
            "expires_at": milliseconds(now + valid),
            "label": label,
            "tryout_id": tryout_id,
        },
    )
    return code


_STILL_OPEN = (
    "used_at IS NULL AND revoked_at IS NULL AND expires_at > :now AND (tryout_id IS NULL OR EXISTS"
    " (SELECT 1 FROM round r WHERE r.id = tryout_id AND (r.closed_at IS NULL OR r.closed_at > :now)"
    " AND (r.closes_at IS NULL OR r.closes_at > :now))"
    " AND NOT EXISTS (SELECT 1 FROM round r WHERE r.id <> tryout_id))"
)
"""Whether a link that gives a role still works. For statements."""


def role_offered(tx: Transaction, code: str, now: datetime) -> RoleOffered | None:
    """What a code that still works gives; it stays unused."""
    row = tx.row(
        "SELECT o.id, o.name, i.role"  # noqa: S608
        " FROM role_invitation i JOIN organisation o ON o.id = i.organisation_id"
        f" WHERE i.code_hash = :code_hash AND {_STILL_OPEN}",
        {"code_hash": hashed(code), "now": milliseconds(now)},
    )
    return RoleOffered(Organisation(row[0], row[1]), Role(row[2])) if row else None


def take_role(tx: Transaction, code: str, person_id: int, now: datetime) -> RoleOffered | None:
    """Use a code once; None for an unknown, used or expired one. Only a reader's role gives way to another.

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
        " CASE WHEN role.role = 'reader' THEN excluded.role ELSE role.role END,"
        " label = CASE WHEN excluded.label = '' THEN role.label ELSE excluded.label END",
        {**values, "person_id": person_id},
    )
    # From here on the label is only where it goes when its person is erased.
    tx.run("UPDATE role_invitation SET label = '' WHERE code_hash = :code_hash", values)
    return offered


def role_that_stays(tx: Transaction, offered: RoleOffered, person_id: int) -> Role | None:
    """The role that somebody has there and that does not give way to the one offered; None for none."""
    row = tx.row(
        "SELECT role FROM role WHERE organisation_id = :id AND person_id = :person_id AND role <> 'reader'",
        {"id": offered.organisation.id, "person_id": person_id},
    )
    return Role(row[0]) if row and Role(row[0]) is not offered.role else None


def sweep_role_links(tx: Transaction, now: datetime) -> None:
    """Forget links that would have given somebody a role and are no longer valid."""
    tx.run("DELETE FROM role_invitation WHERE expires_at < :now", {"now": milliseconds(now)})
