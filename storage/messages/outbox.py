"""What we say: waiting until a channel has taken it, and in the web chat the history itself."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum, unique

from conversations.incoming import Channel
from storage.engine.database import Row, Transaction, latest_plausible, milliseconds, moment
from storage.people.delegations import note_reasons
from storage.roles.organisations import ReminderPolicy, reminder_policy


@unique
class EntryKind(StrEnum):
    """What an entry is."""

    SAY = "say"
    REDRAW = "redraw"
    ATTACH = "attach"
    OWN = "own"


@unique
class Priority(IntEnum):
    """What goes first when not everything can go at once."""

    PROMPT = 0
    REPORT = 1
    BULK = 2


UNCERTAIN_FOR = timedelta(seconds=120)
"""How long one of many (``Priority.BULK``) that may have arrived waits for a sign of it."""


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """Something to say, or for the web chat's history something that was said.

    ``target`` is the number of the entry that a redraw updates. ``body`` is JSON. ``for_role``: it is said to
    somebody with a role. ``round_id`` is set for a reminder or an announcement: that round's organisation
    says whether it may come twice. ``about`` is the round with which it is erased; None for its person's
    current one. ``shows_reason``: it shows a colleague's reason.
    """

    person_id: int
    number: int
    channel: Channel
    address: str
    kind: EntryKind
    body: str
    target: int | None = None
    priority: Priority = Priority.PROMPT
    message_id: str | None = None
    theme_id: str | None = None
    prompt_id: str | None = None
    for_role: bool = False
    round_id: str | None = None
    about: str | None = None
    shows_reason: bool = False


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """An entry that waits to be delivered.

    ``goes_once`` says that its organisation wanted none twice when it was passed on. What then holds is
    looked up again before it is sent.
    """

    person_id: int
    number: int
    channel: Channel
    address: str
    kind: EntryKind
    body: str
    target: int | None
    target_message_id: str | None
    priority: Priority
    due_at: int
    attempts: int
    goes_once: bool = False

    @property
    def key(self) -> tuple[int, int]:
        """What names the entry: person and number."""
        return (self.person_id, self.number)

    @property
    def chat(self) -> tuple[Channel, str]:
        """Where it goes: the channel and the address there."""
        return (self.channel, self.address)


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry of the web chat's history as kept."""

    number: int
    change: int
    kind: EntryKind
    body: str
    created_at: int
    message_id: str | None


def add(
    tx: Transaction, entries: Sequence[OutboxEntry], now: datetime, *, shown_on: Container[Channel]
) -> list[PendingEntry]:
    """Put entries into the outbox, where they are at once if ``shown_on`` their channel; those to deliver."""
    at = milliseconds(now)
    tx.run_many(
        "INSERT INTO outbox (person_id, number, change, channel, address, kind, target, body, state,"
        " priority, created_at, due_at, attempts, offered_at, delivered_at, message_id, theme_id, prompt_id,"
        " of_office, round_id, about)"
        " VALUES (:person_id, :number, :number, :channel, :address, :kind, :target, :body, :state, :priority,"
        " :at, :at, 0, :shown, :shown, :message_id, :theme_id, :prompt_id, :of_office, :round_id,"
        " CASE WHEN CAST(:about AS text) IS NOT NULL THEN :about"
        "  WHEN :of_office = 1 THEN (SELECT round_id FROM office WHERE person_id = :person_id)"
        "  ELSE (SELECT pa.round_id FROM person p JOIN participant pa ON pa.id = p.participant_id"
        "   WHERE p.id = :person_id) END)",
        [
            {
                "person_id": entry.person_id,
                "number": entry.number,
                "channel": entry.channel,
                "address": entry.address,
                "kind": entry.kind.value,
                "target": entry.target,
                "body": entry.body,
                "state": "shown" if entry.channel in shown_on else "waiting",
                "priority": int(entry.priority),
                "at": at,
                "shown": at if entry.channel in shown_on else None,
                "message_id": entry.message_id,
                "theme_id": entry.theme_id,
                "prompt_id": entry.prompt_id,
                "of_office": int(entry.for_role),
                "round_id": entry.round_id,
                "about": entry.about or entry.round_id,
            }
            for entry in entries
        ],
    )
    if reasons := [(each.person_id, each.number) for each in entries if each.shows_reason]:
        note_reasons(tx, reasons)
    return [_pending(tx, entry, at) for entry in entries if entry.channel not in shown_on]


def _pending(tx: Transaction, entry: OutboxEntry, at: int) -> PendingEntry:
    goes_once = (
        entry.round_id is not None and reminder_policy(tx, entry.round_id) is ReminderPolicy.AT_MOST_ONCE
    )
    return PendingEntry(
        entry.person_id,
        entry.number,
        entry.channel,
        entry.address,
        entry.kind,
        entry.body,
        entry.target,
        message_of(tx, entry.person_id, entry.target) if entry.target else None,
        entry.priority,
        at,
        0,
        goes_once,
    )


def give_up_role_entries(tx: Transaction, person_id: int) -> None:
    """Deliver nothing more of what was said to somebody as one who has a role."""
    tx.run(
        "UPDATE outbox SET state = 'given_up', body = ''"
        " WHERE person_id = :id AND state = 'waiting' AND of_office = 1",
        {"id": person_id},
    )


def newest_change(tx: Transaction, person_id: int) -> int:
    """The newest change of a person's web chat; one beyond all others when that person is gone."""
    row = tx.row(
        "SELECT (SELECT coalesce(max(change), 0) FROM outbox WHERE person_id = :id AND state = 'shown')"
        " FROM person WHERE id = :id",
        {"id": person_id},
    )
    return int(row[0]) if row else 2**62


def own_entry(tx: Transaction, person_id: int, message_id: str) -> StoredEntry | None:
    """What a person sent, as their history keeps it, by the channel's name for it."""
    row = tx.row(
        f"SELECT {STORED_COLUMNS} FROM outbox"  # noqa: S608
        " WHERE person_id = :person_id AND kind = 'own' AND message_id = :message_id ORDER BY number",
        {"person_id": person_id, "message_id": message_id},
    )
    return stored_entry(row) if row else None


STORED_COLUMNS = "number, change, kind, body, created_at, message_id"


def stored_entry(row: Row) -> StoredEntry:
    """The entry of a row of these columns."""
    number, change, kind, *rest = row
    return StoredEntry(number, change, EntryKind(kind), *rest)


def _goes_once(entry: str) -> str:
    """Whether a row of the outbox is of an organisation that wants none twice. For statements."""
    return (
        "EXISTS (SELECT 1 FROM round r JOIN organisation g ON g.id = r.organisation_id"  # noqa: S608
        f" WHERE r.id = {entry}.round_id AND g.reminder_policy = '{ReminderPolicy.AT_MOST_ONCE.value}')"
    )


_DUE = (
    "o.person_id, o.number, o.channel, o.address, o.kind, o.body, o.target,"  # noqa: S608
    " (SELECT t.message_id FROM outbox t WHERE t.person_id = o.person_id AND t.number = o.target),"
    f" o.priority, o.due_at, o.attempts, {_goes_once('o')}"
)


def _due(row: Row) -> PendingEntry:
    person_id, number, channel, address, kind, body, target, message_id, *rest = row
    priority, due_at, attempts, goes_once = rest
    return PendingEntry(
        person_id,
        number,
        Channel(channel),
        address,
        EntryKind(kind),
        body,
        target,
        message_id,
        Priority(priority),
        due_at,
        attempts,
        bool(goes_once),
    )


def waiting(tx: Transaction, channel: Channel) -> list[PendingEntry]:
    """Everything that waits on a channel: the longest wait first, each person in the order of saying.

    That order is the numbers', not the times', because a clock may have been set back in between.
    """
    rows = tx.rows(
        f"SELECT {_DUE} FROM outbox o WHERE o.state = 'waiting' AND o.channel = :channel"  # noqa: S608
        " ORDER BY min(o.created_at) OVER (PARTITION BY o.person_id), o.person_id, o.number",
        {"channel": channel},
    )
    return [_due(row) for row in rows]


@dataclass(frozen=True, slots=True)
class SendAttempt:
    """An entry that may be sent now. ``target_message_id`` is as known at this moment.

    ``before`` is when it was first offered, where that was an earlier time and it may have arrived then.
    """

    target_message_id: str | None
    before: datetime | None


def begin_attempts(
    tx: Transaction, entries: Iterable[tuple[tuple[int, int], int | None]], now: datetime
) -> dict[tuple[int, int], SendAttempt]:
    """Note that sending is being tried, before it is; ``entries`` are keys with their target.

    What no longer waits is left out of the answer and must not be sent: its person has been erased
    or has shut us out since. One of many gets its time to wait at once, in case we end before it is known.
    """
    offered = {}
    for key, target in entries:
        values = {"p": key[0], "n": key[1], "at": milliseconds(now)}
        values |= {"bulk": int(Priority.BULK), "lease": milliseconds(now + UNCERTAIN_FOR)}
        row = tx.row(
            "UPDATE outbox SET attempts = attempts + 1, offered_at = coalesce(offered_at, :at),"
            " due_at = CASE WHEN priority = :bulk THEN :lease ELSE due_at END"
            " WHERE person_id = :p AND number = :n AND state = 'waiting' RETURNING offered_at",
            values,
        )
        if row is not None:
            before = moment(row[0]) if row[0] < values["at"] else None
            offered[key] = SendAttempt(message_of(tx, key[0], target) if target else None, before)
    return offered


def drop_needless(tx: Transaction, keys: Iterable[tuple[int, int]], now: datetime) -> None:
    """Give up what may have arrived where its person has done something since: it need not come again.

    When it was offered stays, which tells it from what was refused.
    """
    tx.run_many(
        "UPDATE outbox SET state = 'given_up', body = ''"
        " WHERE person_id = :p AND number = :n AND state = 'waiting' AND offered_at IS NOT NULL"
        " AND (EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = :p AND o.priority = 0"
        "   AND o.created_at > outbox.offered_at AND o.created_at <= :latest)"
        "  OR EXISTS (SELECT 1 FROM reply w JOIN participant pa ON pa.id = w.participant_id"
        "   WHERE pa.person_id = :p AND w.written_at > outbox.offered_at AND w.written_at <= :latest))",
        [{"p": key[0], "n": key[1], "latest": latest_plausible(now)} for key in keys],
    )


def drop_in_doubt(tx: Transaction, keys: Iterable[tuple[int, int]]) -> None:
    """Give up what may have arrived where its organisation wants none twice; it counts as in doubt."""
    tx.run_many(
        "UPDATE outbox SET state = 'given_up', body = ''"  # noqa: S608
        " WHERE person_id = :p AND number = :n AND state = 'waiting' AND offered_at IS NOT NULL"
        f" AND {_goes_once('outbox')}",
        [{"p": key[0], "n": key[1]} for key in keys],
    )


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """How sending an entry went. ``retry_at`` is set where it is to be tried again.

    ``is_unsent`` says that it has certainly not arrived, now or before.
    """

    key: tuple[int, int]
    message_id: str | None = None
    delivered_at: datetime | None = None
    retry_at: datetime | None = None
    is_unsent: bool = False


def record_outcomes(tx: Transaction, outcomes: Iterable[SendOutcome]) -> None:
    """Note how sending went: delivered entries keep their number, not their words."""
    for outcome in outcomes:
        values = {
            "p": outcome.key[0],
            "n": outcome.key[1],
            "message_id": outcome.message_id,
            "state": "sent" if outcome.delivered_at else "given_up",
            "delivered_at": milliseconds(outcome.delivered_at) if outcome.delivered_at else None,
            "retry_at": milliseconds(outcome.retry_at) if outcome.retry_at else None,
            "is_unsent": int(outcome.is_unsent),
            "bulk": int(Priority.BULK),
        }
        if outcome.retry_at is not None:
            tx.run(
                "UPDATE outbox SET due_at = :retry_at,"
                " offered_at = CASE WHEN :is_unsent = 1 THEN NULL ELSE offered_at END,"
                # Of one of many only those tries count that may have arrived: with two it may be double.
                " attempts = CASE WHEN :is_unsent = 1 AND priority = :bulk THEN attempts - 1"
                "  ELSE attempts END"
                " WHERE person_id = :p AND number = :n AND state = 'waiting'",
                values,
            )
        else:
            tx.run(
                "UPDATE outbox SET state = :state, body = '', message_id = :message_id,"
                " delivered_at = :delivered_at, offered_at = CASE WHEN :state = 'sent' THEN offered_at END"
                " WHERE person_id = :p AND number = :n",
                values,
            )


def how_many_wait(tx: Transaction, channel: Channel) -> int:
    """How many entries wait on a channel."""
    row = tx.row(
        "SELECT count(*) FROM outbox WHERE state = 'waiting' AND channel = :channel", {"channel": channel}
    )
    return int(row[0]) if row else 0


def message_of(tx: Transaction, person_id: int, number: int) -> str | None:
    """The channel's name for an entry that it has taken."""
    row = tx.row(
        "SELECT message_id FROM outbox WHERE person_id = :p AND number = :n", {"p": person_id, "n": number}
    )
    return row[0] if row else None
