"""The record of what coordinators and operators did: only added to, each entry bound to the one before.

An entry names people and rounds by their ids alone, so that erasing somebody breaks nothing. A chain shows
what was changed in its middle; that its end was cut off shows only against a hash noted elsewhere.
"""

import hashlib
from dataclasses import astuple, dataclass
from datetime import datetime

import orjson

from storage.engine.database import Transaction, milliseconds

FIRST = "0" * 64
"""What the first entry is bound to."""

OPERATOR = "operator"
"""Who acts at the computer, as a record names them."""


def as_actor(person_id: int) -> str:
    """Somebody as an organisation's record names them."""
    return f"person {person_id}"


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
    act: str,
    subject: str,
    channel: str,
    outcome: str = "done",
) -> None:
    """Add an act to an organisation's record."""
    number, before = _newest(tx, organisation_id)
    entry = Act(milliseconds(now), actor, act, subject, channel, outcome)
    tx.run(
        "INSERT INTO audit (organisation_id, number, at, actor, act, subject, channel, outcome, hash)"
        " VALUES (:organisation_id, :number, :at, :actor, :act, :subject, :channel, :outcome, :hash)",
        {
            "organisation_id": organisation_id,
            "number": number + 1,
            "at": entry.at,
            "actor": actor,
            "act": act,
            "subject": subject,
            "channel": channel,
            "outcome": outcome,
            "hash": _bound(before, organisation_id, number + 1, entry),
        },
    )


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


@dataclass(frozen=True, slots=True)
class Chain:
    """How sound an organisation's record is: ``broken_at`` is the first entry that does not fit."""

    organisation_id: str
    entries: int
    head: str
    broken_at: int | None


def verify_chains(tx: Transaction) -> tuple[list[Chain], frozenset[str]]:
    """Every organisation's record followed from its first entry, and the hashes of all entries."""
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
    return list(chains.values()), frozenset(row[2] for row in rows)
