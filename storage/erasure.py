"""Erasing a person: everything that was kept about them, in one transaction."""

from datetime import datetime

from storage.engine.database import Transaction
from storage.engine.key_values import ERASED, key_value, remove_key_value, set_key_value
from storage.mails.mailboxes import forget_mailbox
from storage.messages.files import forget_files
from storage.names_shown import forget_name_of
from storage.people.own_addresses import forget_own_addresses
from storage.people.people import SENDER_SEPARATOR
from storage.people.unlinkable import is_anonymous
from storage.roles.complaints import forget_writer
from storage.roles.role_holders import forget_undo
from storage.rounds.group_reports import note_lost
from storage.rounds.ledger import finish_again_without
from storage.rounds.participation import keep_figures_counted, keep_place_counted
from storage.shown_to_others import (
    blank_words_of_round,
    forget_complaint_names,
    forget_given,
    forget_reasons,
)


def erase_person(
    tx: Transaction, person_id: int, now: datetime, *, with_round: bool = False, is_sheet: bool = False
) -> None:
    """Erase everything about a person: replies, reports, files, what waits to be sent, their addresses.

    What they gave for a colleague goes too: those were their words. So does their reason for passing a prompt
    on where a colleague was shown it, and their name on the list of those invited, where the two are tied.
    Reports that were published keep their figures, and what others were shown of people's words is blanked.
    Those who run a round keep their cards and tables without the name.
    The file is to be wiped after it, which is noted until it has been done.

    ``with_round``: all of their round is erased on its day, and the files that were made of it on theirs.
    ``is_sheet``: it was typed in, and the place of whoever wrote it is invited as before. Everybody else's
    place stays counted as invited, or that number would tell that somebody was erased, and of which team.
    They also stay in the figures that are shown in steps, as somebody who left does.
    """
    values = {"id": person_id}
    for (participant_id,) in tx.rows("SELECT id FROM participant WHERE person_id = :id", values):
        if not with_round:
            blank_words_of_round(tx, participant_id)
            forget_name_of(tx, participant_id)
            if not is_sheet:
                keep_place_counted(tx, participant_id)
                keep_figures_counted(tx, participant_id)
        take_out(tx, participant_id)
    senders = [row[0] for row in tx.rows("SELECT sender FROM address WHERE person_id = :id", values)]
    _forget_ids(tx, person_id)
    forget_files(tx, person_id)
    tx.run("DELETE FROM work WHERE person_id = :id", values)
    tx.run("DELETE FROM participant WHERE person_id = :id", values)
    for table in (
        "reason_shown",
        "outbox",
        "web_session",
        "return_word",
        "invitation",
        "reminder",
        "digest",
        "availability",
        "office",
        "role",
        "address",
    ):
        tx.run(f"DELETE FROM {table} WHERE person_id = :id", values)  # noqa: S608
    forget_undo(tx, person_id)
    forget_complaint_names(tx, person_id)
    forget_writer(tx, person_id)
    tx.run("DELETE FROM person WHERE id = :id", values)
    tx.run_many(
        "UPDATE inbox SET state = 'done', raw = NULL, sender = '' WHERE sender = :sender",
        [{"sender": sender} for sender in senders],
    )
    set_key_value(tx, ERASED, str(person_id), now)


def take_out(tx: Transaction, participant_id: int) -> None:
    """Erase what somebody gave in one round and what others were shown of it; only their bare place stays."""
    note_lost(tx, participant_id)
    values = {"id": participant_id}
    forget_reasons(tx, participant_id)
    forget_given(tx, participant_id)
    finish_again_without(tx, participant_id)
    tx.run("DELETE FROM passed_on WHERE participant_id = :id", values)
    # It is with nobody now. Whoever passed it on is told as if they had given it back: until then it stays.
    tx.run("UPDATE passed_on SET taken_by = NULL WHERE taken_by = :id", values)
    tx.run("DELETE FROM reply WHERE given_by = :id OR participant_id = :id", values)
    tx.run("DELETE FROM finish WHERE participant_id = :id", values)
    for round_id, number in tx.rows(
        "SELECT round_id, number FROM invitation WHERE participant_id = :id AND number > 0", values
    ):
        forget_mailbox(tx, round_id, number)
    forget_own_addresses(tx, participant_id)
    tx.run(
        "UPDATE invitation SET name = '', team = '', partner = '', prompt_set = '', mail = '',"
        " former_names = '[]'"
        " WHERE participant_id = :id",
        values,
    )


def erase_paper_sheet(tx: Transaction, round_id: str, number: int, person_id: int, now: datetime) -> None:
    """Erase what was typed in for somebody; their link works again, if its time has not passed.

    Of somebody who had none the sheet's number goes too: nobody was invited by it.
    Who they are stays on the list of those invited, as it was before anything was typed in.
    In an anonymous round typing in takes a link back and leaves open whether it was used, and so does this.
    """
    again = (
        "revoked_at = CASE WHEN expires_at > created_at THEN NULL ELSE revoked_at END"
        if is_anonymous(tx, round_id)
        else "used_at = NULL, participant_id = NULL"
    )
    tx.run(
        "DELETE FROM invitation WHERE round_id = :id AND number = :number AND EXISTS"
        " (SELECT 1 FROM participant p WHERE p.id = invitation.participant_id AND p.without_link = 1)",
        {"id": round_id, "number": number},
    )
    # The link is let go of first, or the name on it would be erased with the sheet.
    tx.run(
        f"UPDATE invitation SET {again} WHERE round_id = :id AND number = :number",  # noqa: S608
        {"id": round_id, "number": number},
    )
    erase_person(tx, person_id, now, is_sheet=True)


def _forget_ids(tx: Transaction, person_id: int) -> None:
    """Where a channel's ids name people, as those of a browser do, they begin with the person's number."""
    start = f"{person_id}{SENDER_SEPARATOR}"
    # By the index of ids, which begins with the channel: the inbox holds the ids of many days.
    tx.run(
        "DELETE FROM inbox WHERE channel IN (SELECT channel FROM address)"
        " AND external_id >= :start AND external_id < :end",
        {"start": start, "end": f"{start}\U0010ffff"},
    )


def to_be_wiped(tx: Transaction) -> str | None:
    """Names the newest erasure after which the file has not been wiped yet, None when there is none."""
    found = key_value(tx, ERASED)
    return found[0] if found else None


def wiped(tx: Transaction, erasure: str) -> None:
    """Note that the file has been wiped after this erasure; one that came meanwhile stays noted."""
    remove_key_value(tx, ERASED, erasure)
