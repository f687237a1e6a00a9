"""How much is kept of a round, to be shown before it is erased by hand."""

from dataclasses import dataclass

from storage.engine.database import Transaction


@dataclass(frozen=True, slots=True)
class KeptOfRound:
    """What is kept of a round, in numbers. ``going_on`` are people who take part elsewhere or have a role."""

    people: int
    going_on: int
    replies: int
    invited: int
    reminders: int
    files: int


@dataclass(frozen=True, slots=True)
class KeptOfPerson:
    """What is kept of a person in all their rounds, in numbers."""

    rounds: int
    replies: int
    files: int
    roles: int


def kept_of_round(tx: Transaction, round_id: str) -> KeptOfRound:
    """What is kept of a round."""
    row = tx.row(
        "SELECT (SELECT count(*) FROM participant WHERE round_id = :id),"
        " (SELECT count(*) FROM participant p WHERE p.round_id = :id AND ("
        "  EXISTS (SELECT 1 FROM participant o WHERE o.person_id = p.person_id AND o.id <> p.id)"
        "  OR EXISTS (SELECT 1 FROM role ro WHERE ro.person_id = p.person_id)"
        "  OR EXISTS (SELECT 1 FROM office f WHERE f.person_id = p.person_id))),"
        " (SELECT count(*) FROM reply r JOIN participant p ON p.id = r.participant_id"
        "  WHERE p.round_id = :id),"
        " (SELECT count(*) FROM invitation WHERE round_id = :id AND person_id IS NULL),"
        " (SELECT count(*) FROM reminder WHERE round_id = :id),"
        " (SELECT count(*) FROM kept_file WHERE round_id = :id)",
        {"id": round_id},
    )
    return KeptOfRound(*row) if row else KeptOfRound(0, 0, 0, 0, 0, 0)


def kept_of_person(tx: Transaction, person_id: int) -> KeptOfPerson:
    """What is kept of a person."""
    row = tx.row(
        "SELECT (SELECT count(*) FROM participant WHERE person_id = :id),"
        " (SELECT count(*) FROM reply r JOIN participant p ON p.id = r.participant_id"
        "  WHERE p.person_id = :id),"
        " (SELECT count(*) FROM kept_file WHERE person_id = :id),"
        " (SELECT count(*) FROM role WHERE person_id = :id)",
        {"id": person_id},
    )
    return KeptOfPerson(*row) if row else KeptOfPerson(0, 0, 0, 0)
