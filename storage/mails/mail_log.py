"""What happened to the mails about each invitation of a round: of each the newest counts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from storage.engine.database import Transaction, milliseconds, moment, moment_or_none
from storage.mails.mails import MailKind


@unique
class MailState(StrEnum):
    """What happened to the newest mail about an invitation.

    ``SENT`` is that the mail server took it. ``IN_DOUBT``: it may have arrived. ``REFUSED``: the server took
    no such mail, or we gave it up. ``UNREACHABLE``: there is no such address. ``STOPPED``: whoever reads it
    asked for no more.
    """

    WAITS = "waits"
    UNDER_WAY = "under way"
    SENT = "sent"
    IN_DOUBT = "in doubt"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    STOPPED = "stopped"
    CALLED_OFF = "called off"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class MailedInvitation:
    """What happened to the mails about an invitation, and when the newest that went was sent.

    ``due_at`` is from when on a mail that waits may go. ``may_be_double``: the mail server gave no answer
    about one, and it was sent once more.
    """

    number: int
    state: MailState
    sent_at: datetime | None
    due_at: datetime | None = None
    may_be_double: bool = False


_DID_NOT_GO = (MailState.CALLED_OFF, MailState.DROPPED)
"""A later mail that did not go leaves what happened to the one before."""


def mailed(tx: Transaction, round_id: str) -> dict[int, MailedInvitation]:
    """The invitations of a round about which there are mails, by their numbers."""
    rows = tx.rows(
        "SELECT b.number, m.state, m.due_at, b.stopped_on, o.state, o.offered_at, o.delivered_at,"
        " o.attempts, EXISTS (SELECT 1 FROM address a WHERE a.person_id = b.person_id AND a.address = b.name"
        "  AND a.unreachable_at IS NOT NULL)"
        " FROM mailbox b JOIN mail m ON m.mailbox = b.name"
        " LEFT JOIN outbox o ON o.person_id = b.person_id AND o.number = m.entry"
        " WHERE b.round_id = :id ORDER BY m.id",
        {"id": round_id},
    )
    found: dict[int, MailedInvitation] = {}
    for number, state, due_at, stopped_on, entry, offered_at, delivered_at, attempts, is_out in rows:
        is_stopped = stopped_on is not None
        before = found.get(number)
        sent_at = moment_or_none(delivered_at) or (before.sent_at if before else None)
        became = _state(state, entry, offered_at)
        if became in _DID_NOT_GO and before is not None:
            became = before.state
        if is_stopped:
            became = MailState.STOPPED
        elif is_out and became is not MailState.WAITS:
            became = MailState.UNREACHABLE
        twice = _may_be_double(entry, offered_at, delivered_at, attempts) or bool(
            before and before.may_be_double
        )
        waits_for = moment(due_at) if became is MailState.WAITS else None
        found[number] = MailedInvitation(number, became, sent_at, waits_for, may_be_double=twice)
    return found


def _state(state: str, entry: str | None, offered_at: int | None) -> MailState:
    if state == "waiting":
        return MailState.WAITS
    if state == "called_off":
        return MailState.CALLED_OFF
    if state == "dropped":
        return MailState.DROPPED
    if entry == "sent":
        return MailState.SENT
    if entry == "waiting":
        return MailState.UNDER_WAY if offered_at is None else MailState.IN_DOUBT
    return MailState.IN_DOUBT if offered_at is not None else MailState.REFUSED


def _may_be_double(
    entry: str | None, offered_at: int | None, delivered_at: int | None, attempts: int | None
) -> bool:
    """Whether an entry was sent once more behind a try of which nobody knows whether it arrived."""
    tried_again = attempts is not None and attempts > 1
    return tried_again and offered_at is not None and (entry != "sent" or delivered_at == offered_at)


@dataclass(frozen=True, slots=True)
class MailInDoubt:
    """A mail about which the mail server gave no answer: it may have arrived, or may have come twice."""

    name: str
    team: str
    kind: MailKind
    at: datetime
    may_be_double: bool


def mails_in_doubt(tx: Transaction, round_id: str) -> list[MailInDoubt]:
    """The mails of a round that may have arrived or may have come twice, in the order they were asked for."""
    rows = tx.rows(
        "SELECT i.name, i.team, m.kind, o.state, o.offered_at, o.delivered_at, o.attempts"
        " FROM mail m JOIN mailbox b ON b.name = m.mailbox"
        " JOIN invitation i ON i.round_id = b.round_id AND i.number = b.number"
        " JOIN outbox o ON o.person_id = b.person_id AND o.number = m.entry"
        " WHERE m.round_id = :id AND o.offered_at IS NOT NULL ORDER BY m.id",
        {"id": round_id},
    )
    found = []
    for name, team, kind, entry, offered_at, delivered_at, attempts in rows:
        twice = _may_be_double(entry, offered_at, delivered_at, attempts)
        if twice or entry != "sent":
            found.append(MailInDoubt(name, team, MailKind(kind), moment(offered_at), twice))
    return found


def who_can_be_mailed(tx: Transaction, round_id: str, now: datetime) -> dict[int, str]:
    """The invitations about which a mail may be asked for, each with the address.

    Nobody has used them, they were not taken back, and whoever reads their mails has not asked for no more.
    """
    rows = tx.rows(
        "SELECT i.number, i.mail FROM invitation i JOIN round r ON r.id = i.round_id"
        " LEFT JOIN mailbox b ON b.round_id = i.round_id AND b.number = i.number"
        " WHERE i.round_id = :id AND i.number > 0 AND i.person_id IS NULL AND i.mail <> ''"
        " AND i.used_at IS NULL AND i.revoked_at IS NULL AND b.stopped_on IS NULL"
        " AND r.who_sees <> 'anonymous' AND (r.closes_at IS NULL OR r.closes_at > :now)"
        " ORDER BY i.number",
        {"id": round_id, "now": milliseconds(now)},
    )
    return dict(rows)


def gone_by_mail(tx: Transaction, round_id: str) -> frozenset[int]:
    """The invitations of which a mail has gone or may have arrived."""
    gone = (MailState.SENT, MailState.IN_DOUBT, MailState.UNDER_WAY)
    return frozenset(
        number for number, each in mailed(tx, round_id).items() if each.sent_at or each.state in gone
    )


def mails_to(tx: Transaction, participant_id: int) -> tuple[list[datetime], datetime | None]:
    """When mails were sent to somebody who takes part, and when they asked for no more, if they did."""
    rows = tx.rows(
        "SELECT o.delivered_at, b.stopped_on FROM invitation i"
        " JOIN mailbox b ON b.round_id = i.round_id AND b.number = i.number"
        " LEFT JOIN mail m ON m.mailbox = b.name"
        " LEFT JOIN outbox o ON o.person_id = b.person_id AND o.number = m.entry"
        " WHERE i.participant_id = :id ORDER BY m.id",
        {"id": participant_id},
    )
    stopped_on = next((stopped for _, stopped in rows if stopped is not None), None)
    return [moment(at) for at, _ in rows if at is not None], moment_or_none(stopped_on)
