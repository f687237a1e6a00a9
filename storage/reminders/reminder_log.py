"""What happened to reminders: sent, held, failed, answered since; and which announcements are in doubt."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique

from storage.engine.database import Row, Transaction, moment, moment_or_none
from storage.reminders.reminders import Obstacle


@unique
class ReminderState(StrEnum):
    """What happened to a reminder.

    ``SHOWN`` is for the web chat, where it waits until the page is opened. ``UNCERTAIN``: the channel did
    not say whether it took it, and it was not sent again. ``FAILED``: the channel did not take it.
    """

    HELD = "held"
    UNDER_WAY = "under_way"
    SENT = "sent"
    SHOWN = "shown"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    DROPPED = "dropped"
    MISSED = "missed"
    CALLED_OFF = "called_off"


_IN_OUTBOX = {
    "waiting": ReminderState.UNDER_WAY,
    "sent": ReminderState.SENT,
    "shown": ReminderState.SHOWN,
    "given_up": ReminderState.FAILED,
}
_ELSE = {
    "waiting": ReminderState.HELD,
    "sent": ReminderState.FAILED,
    "dropped": ReminderState.DROPPED,
    "missed": ReminderState.MISSED,
    "called_off": ReminderState.CALLED_OFF,
}


@dataclass(frozen=True, slots=True)
class LoggedReminder:
    """One reminder in the log.

    ``at`` is when it was delivered, or when it is due. ``answered_at`` is the first reply after it.
    ``may_be_double``: its first sending got no answer, so that it may have come twice.
    ``asked_at`` is when a coordinator confirmed it, None for the round's plan. ``by_mail``: it went to an own
    address of theirs.
    """

    person_id: int
    name: str
    team: str
    went: ReminderState
    at: datetime
    because: Obstacle | None
    answered_at: datetime | None
    may_be_double: bool
    asked_at: datetime | None
    by_mail: bool = False

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may not have arrived, or may have come twice."""
        return self.went is ReminderState.UNCERTAIN or self.may_be_double


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement to one person that is in doubt: it may not have arrived, or may have come twice."""

    person_id: int
    name: str
    team: str
    went: ReminderState
    at: datetime
    may_be_double: bool


def logged_reminders(tx: Transaction, round_id: str) -> list[LoggedReminder]:
    """The reminders of a round, in the order in which they were decided on."""
    rows = tx.rows(
        "SELECT m.person_id, pa.name, pa.team, m.state, m.due_at, m.because, m.asked_at,"
        " o.state, o.delivered_at, o.attempts, o.offered_at,"
        " (SELECT min(w.written_at) FROM reply w WHERE w.participant_id = pa.id"
        "  AND w.written_at > o.created_at), m.sent_to IS NOT NULL"
        " FROM reminder m JOIN participant pa ON pa.person_id = m.person_id AND pa.round_id = m.round_id"
        " LEFT JOIN outbox o ON o.person_id = m.person_id AND o.number = m.number"
        " WHERE m.round_id = :r AND m.state <> 'proposed'"
        " ORDER BY m.id",
        {"r": round_id},
    )
    return [_entered(row) for row in rows]


def announcements_in_doubt(tx: Transaction, round_id: str) -> list[Announced]:
    """The announcements of a round that may not have arrived or may have come twice, as they were made."""
    rows = tx.rows(
        "SELECT o.person_id, pa.name, pa.team, o.state, o.delivered_at, o.attempts, o.offered_at"
        " FROM outbox o JOIN participant pa ON pa.person_id = o.person_id AND pa.round_id = o.round_id"
        " WHERE o.round_id = :r AND o.offered_at IS NOT NULL"
        " AND (o.state = 'given_up' OR (o.state = 'sent' AND o.attempts > 1))"
        " AND NOT EXISTS (SELECT 1 FROM reminder m WHERE m.person_id = o.person_id AND m.number = o.number)"
        " ORDER BY o.created_at, pa.id, o.number",
        {"r": round_id},
    )
    found = []
    for person_id, name, team, state, delivered_at, attempts, offered_at in rows:
        went, may_be_double = _came(state, delivered_at, attempts, offered_at)
        if went is ReminderState.UNCERTAIN or may_be_double:
            at = moment(delivered_at or offered_at)
            found.append(Announced(person_id, name, team, went, at, may_be_double))
    return found


def reminded_on(tx: Transaction, person_id: int) -> list[date]:
    """The days on which a person was reminded, in all their rounds."""
    rows = tx.rows(
        "SELECT DISTINCT goes_on FROM reminder WHERE person_id = :id AND state = 'sent' ORDER BY goes_on",
        {"id": person_id},
    )
    return [date.fromisoformat(row[0]) for row in rows]


def _entered(row: Row) -> LoggedReminder:
    person_id, name, team, state, due_at, because, asked_at = row[:7]
    outbox_state, delivered_at, attempts, offered_at, answered_at, by_mail = row[7:]
    went, may_be_double = _ELSE[state], False
    if outbox_state:
        went, may_be_double = _came(outbox_state, delivered_at, attempts, offered_at)
    return LoggedReminder(
        person_id=person_id,
        name=name,
        team=team,
        went=went,
        at=moment(delivered_at or due_at),
        because=Obstacle(because) if because else None,
        answered_at=moment_or_none(answered_at),
        may_be_double=may_be_double,
        asked_at=moment_or_none(asked_at),
        by_mail=bool(by_mail),
    )


def _came(
    state: str, delivered_at: int | None, attempts: int, offered_at: int | None
) -> tuple[ReminderState, bool]:
    """What happened to an entry of the outbox, and whether it may have come twice."""
    went = _IN_OUTBOX[state]
    if went is ReminderState.FAILED and offered_at is not None:
        went = ReminderState.UNCERTAIN
    is_in_doubt = went is ReminderState.UNCERTAIN or (
        went is ReminderState.SENT and delivered_at == offered_at
    )
    return went, is_in_doubt and attempts > 1
