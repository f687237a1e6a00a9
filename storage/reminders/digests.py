"""Who wants a regular digest of how far a round is, and when they last got it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from conversations.groups.round_view import RoundView
from storage.engine.database import AHEAD, Transaction
from storage.rounds.rounds import VIEW, round_view


@unique
class HowOften(StrEnum):
    """How often somebody gets the digest of a round."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Digest:
    """Somebody's choice to get a digest; ``sent_on`` is the day there on which they last got it."""

    person_id: int
    round: RoundView
    how_often: HowOften
    sent_on: date


def choose_digest(
    tx: Transaction, person_id: int, round_id: str, how_often: HowOften | None, today: date
) -> None:
    """Tell somebody of a round so often from tomorrow on, or no longer."""
    values = {"person_id": person_id, "round_id": round_id}
    tx.run("DELETE FROM digest WHERE person_id = :person_id AND round_id = :round_id", values)
    if how_often is not None:
        tx.run(
            "INSERT INTO digest (person_id, round_id, how_often, sent_on)"
            " VALUES (:person_id, :round_id, :how_often, :today)",
            {**values, "how_often": how_often.value, "today": today.isoformat()},
        )


def digest_of(tx: Transaction, person_id: int, round_id: str) -> HowOften | None:
    """How often somebody gets the digest of a round, None for never."""
    row = tx.row(
        "SELECT how_often FROM digest WHERE person_id = :person_id AND round_id = :round_id",
        {"person_id": person_id, "round_id": round_id},
    )
    return HowOften(row[0]) if row else None


def digests_of(tx: Transaction, person_id: int) -> list[tuple[str, HowOften]]:
    """Which rounds a person wants digests of, by their titles, and how often."""
    rows = tx.rows(
        "SELECT r.title, d.how_often FROM digest d JOIN round r ON r.id = d.round_id"
        " JOIN role o ON o.person_id = d.person_id AND o.organisation_id = r.organisation_id"
        " WHERE d.person_id = :id ORDER BY r.title, r.id",
        {"id": person_id},
    )
    return [(title, HowOften(how_often)) for title, how_often in rows]


def digests(tx: Transaction) -> list[Digest]:
    """Everybody who gets the digest of a round and still has a role in its organisation, with that round."""
    rows = tx.rows(
        f"SELECT d.person_id, d.how_often, d.sent_on, {VIEW} FROM digest d"  # noqa: S608
        " JOIN round r ON r.id = d.round_id"
        " JOIN role ro ON ro.person_id = d.person_id AND ro.organisation_id = r.organisation_id"
        " ORDER BY d.person_id, r.id"
    )
    return [
        Digest(person_id, round_view(tuple(view)), HowOften(how_often), date.fromisoformat(sent_on))
        for person_id, how_often, sent_on, *view in rows
    ]


def was_sent(digest: Digest, today: date) -> bool:
    """Whether somebody has got theirs today, or by a clock that was a little ahead then."""
    return today <= digest.sent_on <= today + AHEAD


def note_sent(tx: Transaction, digest: Digest, today: date) -> bool:
    """Note that somebody gets theirs today; False where they have had it already."""
    changed = tx.run(
        "UPDATE digest SET sent_on = :today"
        " WHERE person_id = :person_id AND round_id = :round_id AND sent_on NOT BETWEEN :today AND :ahead",
        {
            "today": today.isoformat(),
            "ahead": (today + AHEAD).isoformat(),
            "person_id": digest.person_id,
            "round_id": digest.round.id,
        },
    )
    return changed == 1
