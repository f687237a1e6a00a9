"""What was said and heard in anonymous rounds, once it is done: by its day, and in no order.

While it is on its way its moment is needed: to tell which card a message answers, to say nothing twice, and
to remind nobody who was just here. Afterwards it would show in which order people wrote, which could be
compared with a list of names: docs/decisions/0021.
"""

from datetime import datetime, timedelta

from storage.engine.database import Transaction, beginning_of_day
from storage.people.people import SENDER_SEPARATOR
from storage.people.unlinkable import IN_ANONYMOUS_ROUNDS, number_at_random

NEEDED_FOR = timedelta(days=1)
"""So long after the end of a day its moments may matter to what somebody writes next."""

_MAILED_ALIKE = (
    "(SELECT b.person_id FROM mailbox b"
    " JOIN listed_address l ON l.round_id = b.round_id AND l.number = b.number)"
)
"""Whose entries are the mails with a shared link: nobody takes part as that person."""

_DAY = f"{24 * 60 * 60 * 1000}"


def keep_days_only(tx: Transaction, now: datetime) -> None:
    """Keep no moment and no order of what is done in anonymous rounds."""
    _of_what_was_said(tx, now)
    _of_what_was_heard(tx)


def _of_what_was_said(tx: Transaction, now: datetime) -> None:
    # Two equal times show that it was taken at its first try, so they stay equal.
    tx.run(
        f"UPDATE outbox SET created_at = created_at - created_at % {_DAY}, due_at = due_at - due_at % {_DAY},"  # noqa: S608
        f" offered_at = offered_at - offered_at % {_DAY},"
        f" delivered_at = delivered_at - delivered_at % {_DAY} "
        " + CASE WHEN delivered_at <> offered_at THEN 1 ELSE 0 END"
        f" WHERE state <> 'waiting' AND created_at < :before AND created_at % {_DAY} <> 0"
        f" AND (person_id IN {IN_ANONYMOUS_ROUNDS} OR person_id IN {_MAILED_ALIKE})"
        # Whoever was here since a reminder was decided on is not reminded.
        " AND NOT EXISTS (SELECT 1 FROM reminder m"
        "  WHERE m.person_id = outbox.person_id AND m.state = 'waiting')",
        {"before": beginning_of_day(now - NEEDED_FOR)},
    )


def _of_what_was_heard(tx: Transaction) -> None:
    """Where a channel's ids name people, as those of a browser do, they begin with the person's number.

    The end of the day is kept, so that no id is forgotten before its time.
    """
    rows = tx.rows(
        "SELECT id FROM inbox WHERE state = 'done' AND id > 0"  # noqa: S608
        " AND substr(external_id, 1, instr(external_id, :separator)) IN"
        f" (SELECT who.person_id || :separator FROM {IN_ANONYMOUS_ROUNDS} who) ORDER BY id",
        {"separator": SENDER_SEPARATOR},
    )
    # Numbers below zero are out of the way of those that are given next.
    tx.run_many(
        f"UPDATE inbox SET id = :new, received_at = received_at - received_at % {_DAY} + {_DAY},"  # noqa: S608
        f" due_at = due_at - due_at % {_DAY} WHERE id = :id",
        [{"id": id_, "new": -number_at_random()} for (id_,) in rows],
    )
