"""Mails on their way: asking for them, whose time has come, and passing each on once.

Whoever has come in, wants none or is out of reach meanwhile gets none: it is looked up again when a mail is
passed on, and once more before the carrier is given it (:func:`drop_outdated_mails`).
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, unique

from conversations.incoming import Channel
from storage.engine.database import Transaction, milliseconds, moment
from storage.mails.mailboxes import mailbox_of
from storage.mails.readers import LINK_IS_OPEN, READER
from storage.messages.outbox import EntryKind, OutboxEntry, PendingEntry, Priority
from storage.messages.outbox import add as add_entries
from storage.people.link_codes import hashed

MOST_A_DAY = 3
"""So many mails go to one address about an invitation on one day, however often they are asked for."""

_A_WEEK = timedelta(days=7)


@unique
class MailKind(StrEnum):
    """What a mail is: the first of an invitation, or a later one for who has not come in."""

    INVITATION = "invitation"
    REMINDER = "reminder"


@unique
class MailObstacle(StrEnum):
    """Why a mail does not go."""

    CLOSED = "closed"
    JOINED = "joined"
    REVOKED = "revoked"
    NO_ADDRESS = "no address"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class MailRequest:
    """What is asked for at once: a kind of mail, in a language, to go at a time or after it."""

    round_id: str
    kind: MailKind
    language: str
    due_at: datetime


def ask_for_mails(
    tx: Transaction, asked: MailRequest, numbers: Sequence[int], channel: Channel, now: datetime
) -> str:
    """Let a mail wait for each of these invitations, unless one waits already; the name of the batch.

    An invitation that is asked for takes the place of a mail that waits: that one goes with this batch.
    """
    batch = secrets.token_hex(6)
    for number in numbers:
        mailbox = mailbox_of(tx, asked.round_id, number, channel, now)
        if asked.kind is MailKind.INVITATION:
            tx.run("DELETE FROM mail WHERE mailbox = :box AND state = 'waiting'", {"box": mailbox})
        tx.run(
            "INSERT INTO mail (mailbox, round_id, kind, batch, language, state, due_at, asked_at)"
            " SELECT name, round_id, :kind, :batch, :language, 'waiting', :due_at, :now FROM mailbox"
            " WHERE name = :mailbox AND NOT EXISTS"
            " (SELECT 1 FROM mail m WHERE m.mailbox = :mailbox AND m.state = 'waiting')",
            {
                "mailbox": mailbox,
                "kind": asked.kind.value,
                "batch": batch,
                "language": asked.language,
                "due_at": milliseconds(asked.due_at),
                "now": milliseconds(now),
            },
        )
    return batch


def call_off_mails(tx: Transaction, round_id: str, batch: str) -> tuple[int, ...]:
    """Let nothing more go of a batch; which mails that are. What is being sent may still arrive."""
    waiting = tx.rows(
        "UPDATE mail SET state = 'called_off' WHERE round_id = :id AND batch = :batch AND state = 'waiting'"
        " RETURNING id",
        {"id": round_id, "batch": batch},
    )
    on_its_way = tx.rows(
        f"SELECT m.id, b.person_id, m.entry {_ON_ITS_WAY} AND m.round_id = :id AND m.batch = :batch",
        {"id": round_id, "batch": batch},
    )
    for id_, person_id, entry in on_its_way:
        tx.run("DELETE FROM outbox WHERE person_id = :p AND number = :n", {"p": person_id, "n": entry})
        tx.run(
            "UPDATE mail SET state = 'called_off', entry = NULL, code_hash = NULL WHERE id = :id",
            {"id": id_},
        )
    return tuple(sorted(row[0] for row in (*waiting, *on_its_way)))


def mails_gone(tx: Transaction, batch: str) -> int:
    """How many mails of a batch have gone, or may have."""
    row = tx.row("SELECT count(*) FROM mail WHERE batch = :batch AND state = 'passed_on'", {"batch": batch})
    return int(row[0]) if row else 0


def let_mails_go_after_all(tx: Transaction, round_id: str, ids: Iterable[int]) -> int:
    """Let mails that were called off wait for their turn again: how many.

    Not where its reader wants none now, or another was asked for meanwhile.
    """
    return sum(
        tx.run(
            "UPDATE mail SET state = 'waiting' WHERE id = :mail AND round_id = :id AND state = 'called_off'"
            " AND NOT EXISTS (SELECT 1 FROM mail later WHERE later.mailbox = mail.mailbox"
            "  AND later.id > mail.id)"
            " AND NOT EXISTS (SELECT 1 FROM mailbox b WHERE b.name = mail.mailbox"
            "  AND b.stopped_on IS NOT NULL)",
            {"id": round_id, "mail": each},
        )
        for each in ids
    )


_ON_ITS_WAY = (
    "FROM mail m JOIN mailbox b ON b.name = m.mailbox"
    " JOIN outbox o ON o.person_id = b.person_id AND o.number = m.entry"
    " WHERE m.state = 'passed_on' AND o.state = 'waiting' AND o.offered_at IS NULL"
)
"""The mails that were passed on and of which the carrier has certainly had nothing."""


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail whose time has come. ``to`` is the address as it is now, and ``name`` who it is for.

    ``shared_code`` is that of the link that all share in an anonymous round, empty for a link of their own.
    """

    id: int
    round_id: str
    kind: MailKind
    language: str
    due_at: datetime
    mailbox: str
    person_id: int
    number: int
    stop_code: str
    name: str
    to: str
    guide_sha256: str
    shared_code: str = ""


def mails_due(tx: Transaction, round_id: str, now: datetime, most: int) -> list[WaitingMail]:
    """The mails of a round whose time has come, the oldest first."""
    rows = tx.rows(
        "SELECT m.id, m.round_id, m.kind, m.language, m.due_at, b.name, b.person_id, b.number,"  # noqa: S608
        " b.stop_code, coalesce(i.name, ''), coalesce(i.mail, l.address, ''), r.guide_sha256,"
        " coalesce(s.code, '') FROM mail m JOIN mailbox b ON b.name = m.mailbox"
        f" JOIN round r ON r.id = m.round_id {READER}"
        " WHERE m.state = 'waiting' AND m.round_id = :id AND m.due_at <= :now ORDER BY m.due_at, m.id"
        " LIMIT :most",
        {"id": round_id, "now": milliseconds(now), "most": most},
    )
    return [
        WaitingMail(id_, round_id, MailKind(kind), language, moment(due_at), *rest)
        for id_, round_id, kind, language, due_at, *rest in rows
    ]


def next_mails_due(tx: Transaction) -> dict[str, datetime]:
    """From when on the next mail of each round may go, the earliest first. Of hours nothing is known here."""
    rows = tx.rows(
        "SELECT round_id, min(due_at) FROM mail WHERE state = 'waiting' GROUP BY round_id ORDER BY 2, 1"
    )
    return {round_id: moment(due_at) for round_id, due_at in rows}


def due_times_of(tx: Transaction, batch: str) -> list[datetime]:
    """From when on each mail of a batch that waits may go."""
    rows = tx.rows("SELECT due_at FROM mail WHERE batch = :batch AND state = 'waiting'", {"batch": batch})
    return [moment(row[0]) for row in rows]


def hold_mail(tx: Transaction, id_: int, until: datetime) -> None:
    """Let a mail wait for a later time."""
    tx.run(
        "UPDATE mail SET due_at = :at WHERE id = :id AND state = 'waiting'",
        {"id": id_, "at": milliseconds(until)},
    )


_OF_ITS_INVITATION = (
    "CASE WHEN i.revoked_at IS NOT NULL THEN 'revoked' WHEN i.used_at IS NOT NULL THEN 'joined'"
    " WHEN r.closed_at <= :now OR r.closes_at <= :now THEN 'closed'"
    f" WHEN l.number IS NOT NULL AND NOT coalesce({LINK_IS_OPEN}, FALSE) THEN 'revoked'"
    " WHEN coalesce(i.mail, l.address, '') = '' THEN 'no address'"
    " WHEN b.stopped_on IS NOT NULL THEN 'stopped'"
)
_OBSTACLE = (
    f"SELECT {_OF_ITS_INVITATION}"  # noqa: S608
    " WHEN EXISTS (SELECT 1 FROM address a WHERE a.person_id = b.person_id AND a.address = b.name"
    "  AND a.unreachable_at IS NOT NULL) THEN 'unreachable'"
    " WHEN m.kind = 'reminder' AND (r.opens_at > :now) THEN 'closed'"
    " WHEN (SELECT count(*) FROM mail e WHERE e.mailbox = m.mailbox AND e.state = 'passed_on'"
    "  AND e.goes_on = :today) >= :most_a_day THEN 'limit'"
    " WHEN m.kind = 'reminder' AND (SELECT count(*) FROM mail e WHERE e.mailbox = m.mailbox"
    "  AND e.state = 'passed_on' AND e.kind = 'reminder' AND e.goes_on > :week_before)"
    "  >= r.reminders_a_week THEN 'limit' ELSE '' END"
    f" FROM mail m JOIN mailbox b ON b.name = m.mailbox JOIN round r ON r.id = m.round_id {READER}"
    " WHERE m.id = :id AND m.state = 'waiting'"
)


def claim_mail(tx: Transaction, waiting: WaitingMail, now: datetime, *, today: date) -> bool:
    """Whether a mail is to go now, by everything that may have changed since it was asked for.

    Where it is not, why is noted. ``today`` is the day that it is where the round is.
    """
    row = tx.row(
        _OBSTACLE,
        {
            "id": waiting.id,
            "now": milliseconds(now),
            "today": today.isoformat(),
            "most_a_day": MOST_A_DAY,
            "week_before": (today - _A_WEEK).isoformat(),
        },
    )
    if row is None:
        return False
    if row[0]:
        tx.run(
            "UPDATE mail SET state = 'dropped', because = :because WHERE id = :id",
            {"id": waiting.id, "because": row[0]},
        )
    return not row[0]


def hold_batch(tx: Transaction, batch: str, day: date, until: datetime, *, most: int = 1) -> None:
    """Let those of a batch wait until then to whom so many mails went on a day."""
    tx.run(
        "UPDATE mail SET due_at = :until WHERE batch = :batch AND state = 'waiting' AND"
        " (SELECT count(*) FROM mail e WHERE e.mailbox = mail.mailbox AND e.state = 'passed_on'"
        "  AND e.goes_on = :day) >= :most",
        {"batch": batch, "day": day.isoformat(), "until": milliseconds(until), "most": most},
    )


def full_on(tx: Transaction, round_id: str, day: date) -> frozenset[int]:
    """The invitations of a round about which as many mails went on a day as may go on one."""
    rows = tx.rows(
        "SELECT b.number FROM mailbox b JOIN mail m ON m.mailbox = b.name"
        " WHERE b.round_id = :id AND m.state = 'passed_on' AND m.goes_on = :day"
        " GROUP BY b.number HAVING count(*) >= :most",
        {"id": round_id, "day": day.isoformat(), "most": MOST_A_DAY},
    )
    return frozenset(row[0] for row in rows)


def reminded_enough(tx: Transaction, round_id: str, day: date) -> frozenset[int]:
    """The invitations of a round about which as many reminders went in a week as the round allows."""
    rows = tx.rows(
        "SELECT b.number FROM mailbox b JOIN mail m ON m.mailbox = b.name JOIN round r ON r.id = b.round_id"
        " WHERE b.round_id = :id AND m.state = 'passed_on' AND m.kind = 'reminder' AND m.goes_on > :since"
        " GROUP BY b.number, r.reminders_a_week HAVING count(*) >= r.reminders_a_week",
        {"id": round_id, "since": (day - _A_WEEK).isoformat()},
    )
    return frozenset(row[0] for row in rows)


def mailed_on(tx: Transaction, round_id: str, day: date) -> frozenset[int]:
    """The invitations of a round about which a mail went on a day, or is on its way since then."""
    rows = tx.rows(
        "SELECT DISTINCT b.number FROM mailbox b JOIN mail m ON m.mailbox = b.name"
        " WHERE b.round_id = :id AND m.state = 'passed_on' AND m.goes_on = :day",
        {"id": round_id, "day": day.isoformat()},
    )
    return frozenset(row[0] for row in rows)


def mails_on(tx: Transaction, mailbox: str, day: date) -> int:
    """How many mails went there on a day, or are on their way since then."""
    row = tx.row(
        "SELECT count(*) FROM mail WHERE mailbox = :mailbox AND state = 'passed_on' AND goes_on = :day",
        {"mailbox": mailbox, "day": day.isoformat()},
    )
    return int(row[0]) if row else 0


def new_mail_code(tx: Transaction, waiting: WaitingMail, *, until: datetime) -> str:
    """A further code for the invitation of a mail, good until then like those before it.

    The first of them that is used ends all others.
    """
    code = secrets.token_urlsafe(32)
    tx.run("UPDATE mail SET code_hash = :hash WHERE id = :id", {"id": waiting.id, "hash": hashed(code)})
    tx.run(
        "UPDATE invitation SET expires_at = CASE WHEN expires_at < :until THEN :until ELSE expires_at END"
        " WHERE round_id = :round_id AND number = :number AND used_at IS NULL AND revoked_at IS NULL",
        {"round_id": waiting.round_id, "number": waiting.number, "until": milliseconds(until)},
    )
    return code


def pass_mail_on(
    tx: Transaction, waiting: WaitingMail, channel: Channel, body: str, now: datetime, *, today: date
) -> list[PendingEntry]:
    """Put a mail that was claimed into the outbox; ``body`` holds what is sent."""
    row = tx.row(
        "UPDATE person SET number = number + 1 WHERE id = :id RETURNING number", {"id": waiting.person_id}
    )
    if row is None:
        return []
    tx.run(
        "UPDATE mail SET state = 'passed_on', entry = :entry, goes_on = :today WHERE id = :id",
        {"id": waiting.id, "entry": row[0], "today": today.isoformat()},
    )
    entry = OutboxEntry(
        waiting.person_id,
        row[0],
        channel,
        waiting.mailbox,
        EntryKind.SAY,
        body,
        priority=Priority.BULK,
        round_id=waiting.round_id,
    )
    return add_entries(tx, [entry], now, shown_on=())


def waiting_mails(tx: Transaction, round_id: str) -> int:
    """How many mails of a round wait."""
    row = tx.row("SELECT count(*) FROM mail WHERE round_id = :id AND state = 'waiting'", {"id": round_id})
    return int(row[0]) if row else 0


def drop_waiting_mails(tx: Transaction, round_id: str) -> None:
    """Let the mails of a round that waited when it was closed go no more."""
    tx.run(
        "UPDATE mail SET state = 'dropped', because = 'closed' WHERE round_id = :id AND state = 'waiting'",
        {"id": round_id},
    )


def mails_on_their_way(tx: Transaction) -> int:
    """How many mails were passed on and wait in the outbox."""
    row = tx.row(
        "SELECT count(*) FROM mail m JOIN mailbox b ON b.name = m.mailbox"
        " JOIN outbox o ON o.person_id = b.person_id AND o.number = m.entry"
        " WHERE m.state = 'passed_on' AND o.state = 'waiting'"
    )
    return int(row[0]) if row else 0


def drop_outdated_mails(tx: Transaction, keys: Iterable[tuple[int, int]], now: datetime) -> None:
    """Give up the mails among these entries whose reader has come in, or is to get none, meanwhile."""
    tx.run_many(
        "UPDATE outbox SET state = 'given_up', body = ''"  # noqa: S608
        " WHERE person_id = :p AND number = :n AND state = 'waiting' AND EXISTS"
        " (SELECT 1 FROM mail m JOIN mailbox b ON b.name = m.mailbox JOIN round r ON r.id = m.round_id"
        f" {READER} WHERE b.person_id = :p AND m.entry = :n AND {_OF_ITS_INVITATION} ELSE '' END <> '')",
        [{"p": key[0], "n": key[1], "now": milliseconds(now)} for key in keys],
    )


def take_back_unsent(tx: Transaction, round_id: str) -> list[tuple[int, int]]:
    """Let the mails of a round that were passed on and not sent yet wait again."""
    found = tx.rows(f"SELECT m.id, b.person_id, m.entry {_ON_ITS_WAY} AND m.round_id = :id", {"id": round_id})
    for id_, person_id, entry in found:
        tx.run("DELETE FROM outbox WHERE person_id = :p AND number = :n", {"p": person_id, "n": entry})
        tx.run(
            "UPDATE mail SET state = 'waiting', entry = NULL, code_hash = NULL, goes_on = '' WHERE id = :id",
            {"id": id_},
        )
    return [(person_id, entry) for _, person_id, entry in found]


def rounds_with_unsent(tx: Transaction) -> list[str]:
    """The rounds that have mails which were passed on and of which the carrier has had nothing."""
    return [row[0] for row in tx.rows(f"SELECT DISTINCT m.round_id {_ON_ITS_WAY} ORDER BY m.round_id")]
