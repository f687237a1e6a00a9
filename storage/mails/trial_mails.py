"""Mails that somebody who runs a round sends to themselves first: the address is kept until one has gone.

What is sent is a trial and lets nobody in, so nobody is invited by it and no figure counts it.
"""

from dataclasses import dataclass
from datetime import datetime

from conversations.incoming import Channel
from storage.engine.database import Transaction
from storage.mails.mailboxes import mailbox_of
from storage.mails.mails import MailKind
from storage.messages.outbox import EntryKind, OutboxEntry, PendingEntry
from storage.messages.outbox import add as add_entries

TRIAL = 0
"""What a trial has instead of the number of an invitation."""


@dataclass(frozen=True, slots=True)
class TrialMail:
    """A trial that waits: its kind, its language, and the address that it goes to."""

    id: int
    round_id: str
    kind: MailKind
    language: str
    to: str
    stop_code: str


def ask_for_trial(
    tx: Transaction, round_id: str, kind: MailKind, language: str, to: str, channel: Channel, now: datetime
) -> None:
    """Let a trial go to an address at once."""
    mailbox = mailbox_of(tx, round_id, TRIAL, channel, now)
    tx.run(
        "INSERT INTO trial_mail (mailbox, kind, language, address) VALUES (:mailbox, :kind, :language, :to)",
        {"mailbox": mailbox, "kind": kind.value, "language": language, "to": to},
    )


def trials_waiting(tx: Transaction) -> list[TrialMail]:
    """The trials that wait, the oldest first."""
    rows = tx.rows(
        "SELECT t.id, b.round_id, t.kind, t.language, t.address, b.stop_code"
        " FROM trial_mail t JOIN mailbox b ON b.name = t.mailbox ORDER BY t.id"
    )
    return [
        TrialMail(id_, round_id, MailKind(kind), language, to, stop_code)
        for id_, round_id, kind, language, to, stop_code in rows
    ]


def pass_trial_on(
    tx: Transaction, trial: TrialMail, channel: Channel, body: str, now: datetime
) -> list[PendingEntry]:
    """Put a trial into the outbox; ``body`` holds what is sent. Its address is kept there alone."""
    row = tx.row(
        "UPDATE person SET number = number + 1 WHERE id = (SELECT b.person_id FROM mailbox b"
        " JOIN trial_mail t ON t.mailbox = b.name WHERE t.id = :id) RETURNING id, number",
        {"id": trial.id},
    )
    name = tx.row("SELECT mailbox FROM trial_mail WHERE id = :id", {"id": trial.id})
    drop_trial(tx, trial)
    if row is None or name is None:
        return []
    entry = OutboxEntry(row[0], row[1], channel, name[0], EntryKind.SAY, body, round_id=trial.round_id)
    return add_entries(tx, [entry], now, shown_on=())


def drop_trial(tx: Transaction, trial: TrialMail) -> None:
    """Let a trial not go, and keep its address no longer."""
    tx.run("DELETE FROM trial_mail WHERE id = :id", {"id": trial.id})
