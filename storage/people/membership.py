"""Which rounds a person takes part in, and as what: which is current, leaving one, and coming back."""

from datetime import datetime

from storage.engine.database import Transaction, milliseconds
from storage.people.unlinkable import moment_kept


def switch_to(tx: Transaction, person_id: int, participant_id: int) -> bool:
    """Make one of a person's rounds the current one; False where they do not take part in it."""
    values = {"id": person_id, "participant_id": participant_id}
    tx.run(
        "UPDATE participant SET since = p.number FROM person p"
        " WHERE participant.id = :participant_id AND p.id = :id AND p.participant_id <> :participant_id",
        values,
    )
    changed = tx.run(
        "UPDATE person SET participant_id = :participant_id WHERE id = :id AND EXISTS"
        " (SELECT 1 FROM participant pa WHERE pa.id = :participant_id AND pa.person_id = :id)",
        values,
    )
    return changed == 1


def choose_set(tx: Transaction, participant_id: int, set_id: str) -> None:
    """Keep which set of prompts a participant is asked from here on."""
    tx.run(
        "UPDATE participant SET prompt_set = :set_id WHERE id = :id",
        {"id": participant_id, "set_id": set_id},
    )


def count_rounds(tx: Transaction, person_id: int) -> int:
    """How many rounds a person takes part in."""
    row = tx.row("SELECT count(*) FROM participant WHERE person_id = :id", {"id": person_id})
    return row[0] if row else 0


def has_given_for_another(tx: Transaction, person_id: int) -> bool:
    """Whether somebody's reply is among a colleague's, who passed the prompt on."""
    row = tx.row(
        "SELECT 1 FROM reply r JOIN participant p ON p.id = r.given_by WHERE p.person_id = :id",
        {"id": person_id},
    )
    return row is not None


def is_current_participant(tx: Transaction, participant_id: int) -> bool:
    """Whether the person is in this round of theirs at the moment."""
    found = tx.row("SELECT 1 FROM person WHERE participant_id = :id", {"id": participant_id})
    return found is not None


def round_of(tx: Transaction, participant_id: int) -> str | None:
    """The id of the round that a participant takes part in."""
    row = tx.row("SELECT round_id FROM participant WHERE id = :id", {"id": participant_id})
    return row[0] if row else None


def leave_round(tx: Transaction, participant_id: int, now: datetime) -> None:
    """Note that a participant has left their round. What they gave stays, and no reminder follows them."""
    _drop_reminders(tx, participant_id)
    tx.run(
        "UPDATE participant SET left_at = :now WHERE id = :id AND left_at IS NULL",
        {"id": participant_id, "now": milliseconds(moment_kept(tx, round_of(tx, participant_id), now))},
    )


def _drop_reminders(tx: Transaction, participant_id: int) -> None:
    """Let no reminder that waits go to somebody who leaves a round."""
    tx.run(
        "UPDATE reminder SET state = 'dropped', because = 'left', body = '' WHERE state = 'waiting'"
        " AND (round_id, person_id) = (SELECT round_id, person_id FROM participant WHERE id = :id)",
        {"id": participant_id},
    )


def rejoin_round(tx: Transaction, participant_id: int) -> None:
    """Note that a participant takes part again."""
    tx.run("UPDATE participant SET left_at = NULL WHERE id = :id", {"id": participant_id})


def person_called(tx: Transaction, round_id: str, pseudonym: str) -> int | None:
    """The person who takes part in a round under a pseudonym, in capitals or not."""
    row = tx.row(
        "SELECT person_id FROM participant"
        " WHERE round_id = :round_id AND lower(pseudonym) = lower(:pseudonym)",
        {"round_id": round_id, "pseudonym": pseudonym},
    )
    return row[0] if row else None


def first_person_of(tx: Transaction, round_id: str) -> int | None:
    """The person who joined a round first."""
    row = tx.row(
        "SELECT person_id FROM participant WHERE round_id = :round_id ORDER BY id", {"round_id": round_id}
    )
    return row[0] if row else None


def has_part(tx: Transaction, participant_id: int) -> bool:
    """Whether a participant is there and has not left."""
    found = tx.row("SELECT 1 FROM participant WHERE id = :id AND left_at IS NULL", {"id": participant_id})
    return found is not None
