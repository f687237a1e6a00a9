"""The record of what coordinators and operators did: only added to, each entry bound to the one before.

An entry names people and rounds by their ids alone, so that erasing somebody breaks nothing. A chain shows
what was changed in its middle; that its end was cut off shows only against a hash noted elsewhere.
"""

import hashlib
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Final

import orjson

from storage.engine.database import Transaction, milliseconds
from storage.roles.act_kinds import ActKind, as_actor
from storage.roles.organisations import Organisation

FIRST = "0" * 64
"""What the first entry is bound to."""

NOTED_DIGITS = 12
"""So many digits of a hash are shown to be noted: enough that nobody can make another record with them."""

_TRIGGERS: Final = {"audit_is_never_changed": "UPDATE", "audit_is_never_shortened": "DELETE"}
"""What in the store itself keeps the record from being changed, and from what."""

OPERATOR = "operator"
"""Who acts at the computer, as a record names them."""

OURSELVES = "closer-look"
"""Who acts, as a record names it, where nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act. ``actor`` is a person's id or "operator"; ``subject`` names what it was done to."""

    at: int
    actor: str
    act: str
    subject: str
    channel: str
    outcome: str


def note_act(
    tx: Transaction,
    organisation_id: str,
    now: datetime,
    *,
    actor: str,
    act: ActKind,
    subject: str,
    channel: str,
    outcome: str = "done",
) -> None:
    """Add an act to an organisation's record."""
    number, before = _newest(tx, organisation_id)
    entry = Act(milliseconds(now), actor, act.value, subject, channel, outcome)
    tx.run(
        "INSERT INTO audit (organisation_id, number, at, actor, act, subject, channel, outcome, hash)"
        " VALUES (:organisation_id, :number, :at, :actor, :act, :subject, :channel, :outcome, :hash)",
        {
            "organisation_id": organisation_id,
            "number": number + 1,
            "at": entry.at,
            "actor": actor,
            "act": entry.act,
            "subject": subject,
            "channel": channel,
            "outcome": outcome,
            "hash": (hash_ := _bound(before, organisation_id, number + 1, entry)),
        },
    )
    tx.run(
        "UPDATE organisation SET record_entries = :entries, record_newest = :hash WHERE id = :id",
        {"entries": number + 1, "hash": hash_, "id": organisation_id},
    )


def note_by_itself(tx: Transaction, organisation_id: str, now: datetime, act: ActKind, subject: str) -> None:
    """Add to an organisation's record what nobody asked for and the time of day brought about."""
    note_act(tx, organisation_id, now, actor=OURSELVES, act=act, subject=subject, channel="")


def newest_of(tx: Transaction, organisation_id: str) -> str:
    """The hash of the newest entry, to be noted elsewhere: its first digits; empty where there is none."""
    number, hash_ = _newest(tx, organisation_id)
    return hash_[:NOTED_DIGITS] if number else ""


def _newest(tx: Transaction, organisation_id: str) -> tuple[int, str]:
    row = tx.row(
        "SELECT number, hash FROM audit WHERE organisation_id = :id ORDER BY number DESC LIMIT 1",
        {"id": organisation_id},
    )
    return (row[0], row[1]) if row else (0, FIRST)


def _bound(before: str, organisation_id: str, number: int, entry: Act) -> str:
    text = orjson.dumps([before, organisation_id, number, *astuple(entry)])
    return hashlib.sha256(text).hexdigest()


def acts_about(tx: Transaction, who: str) -> list[Act]:
    """What somebody did and what was done to them, oldest first; ``who`` as it is on record."""
    rows = tx.rows(
        "SELECT at, actor, act, subject, channel, outcome FROM audit"
        " WHERE actor = :who OR subject = :who ORDER BY at, organisation_id, number",
        {"who": who},
    )
    return [Act(*row) for row in rows]


def organisations_acted_in(tx: Transaction, person_id: int) -> list[Organisation]:
    """The organisations on whose record somebody is, by name: they have or had a role there."""
    rows = tx.rows(
        "SELECT DISTINCT o.id, o.name FROM audit a JOIN organisation o ON o.id = a.organisation_id"
        " WHERE a.actor = :who ORDER BY o.name",
        {"who": as_actor(person_id)},
    )
    return [Organisation(id_, name) for id_, name in rows]


def acts_on(tx: Transaction, act: ActKind, subject: str) -> list[Act]:
    """Each time that something was done to a subject, such as a round, oldest first."""
    rows = tx.rows(
        "SELECT at, actor, act, subject, channel, outcome FROM audit"
        " WHERE act = :act AND subject = :subject ORDER BY at, organisation_id, number",
        {"act": act.value, "subject": subject},
    )
    return [Act(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Chain:
    """How sound an organisation's record is: ``broken_at`` is the first entry that does not fit.

    ``noted`` is how many entries are noted with the organisation itself, and ``is_noted_newest`` whether the
    newest is the one that is noted there.
    """

    organisation_id: str
    entries: int
    head: str
    broken_at: int | None
    noted: int = 0
    is_noted_newest: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """All that is on record: a chain for each organisation, and the hashes of all entries.

    ``missing_triggers`` are those that should keep it from being changed and are not there.
    """

    chains: tuple[Chain, ...]
    hashes: frozenset[str]
    missing_triggers: tuple[str, ...]

    @property
    def entries(self) -> int:
        """How many entries there are in all."""
        return len(self.hashes)

    def has(self, anchor: str) -> bool:
        """Whether an entry is there whose hash begins with what was noted elsewhere."""
        return any(each.startswith(anchor) for each in self.hashes)


def verify_record(tx: Transaction) -> Record:
    """Every organisation's record followed from its first entry, those without an entry too."""
    rows = tx.rows(
        "SELECT organisation_id, number, hash, at, actor, act, subject, channel, outcome FROM audit"
        " ORDER BY organisation_id, number"
    )
    chains: dict[str, Chain] = {}
    for organisation_id, number, hash_, *entry in rows:
        before = chains.get(organisation_id, Chain(organisation_id, 0, FIRST, None))
        fits = number == before.entries + 1 and hash_ == _bound(
            before.head, organisation_id, number, Act(*entry)
        )
        broken_at = before.broken_at if before.broken_at or fits else number
        chains[organisation_id] = Chain(organisation_id, before.entries + 1, hash_, broken_at)
    for id_, noted, newest in tx.rows("SELECT id, record_entries, record_newest FROM organisation"):
        found = chains.get(id_, Chain(id_, 0, FIRST, None))
        is_newest = newest == (found.head if found.entries else "")
        chains[id_] = replace(found, noted=noted, is_noted_newest=is_newest)
    return Record(
        tuple(chains[id_] for id_ in sorted(chains)),
        frozenset(row[2] for row in rows),
        _missing_triggers(tx),
    )


def _missing_triggers(tx: Transaction) -> tuple[str, ...]:
    """Those triggers that are not there, or are there by name and let something pass."""
    refused = tx.refused_changes("audit")
    return tuple(name for name, change in _TRIGGERS.items() if change not in refused)
