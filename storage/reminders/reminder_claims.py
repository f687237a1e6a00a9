"""Reminders on their way: whose time has come, and taking each for one sender, once.

A row is claimed by one statement that looks again at everything that may have changed since it was decided
on: whoever has finished, left, written, or is out of reach meanwhile gets none.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from conversations.calendar.availability import Availability
from conversations.groups.themes_asked import asked_of
from conversations.incoming import Channel
from conversations.state import Reminded
from storage.engine.database import Row, Transaction, latest_plausible, milliseconds, moment, moment_or_none
from storage.people.availability import COLUMNS, availability
from storage.rounds.stored_place import place_from_json, place_to_json
from storage.rounds.themes_asked import themes_asked_from_json


@dataclass(frozen=True, slots=True)
class WaitingReminder:
    """A reminder that has been confirmed or is proposed, with what decides whether this is its time.

    ``themes_asked`` are asked of whoever it is for, None for all of the guide; ``finished`` are done.
    """

    id: int
    round_id: str
    guide_sha256: str
    person_id: int
    due_at: datetime
    availability: Availability
    round_zone: str
    themes_asked: frozenset[str] | None
    finished: frozenset[str]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A reminder taken to be said, with its new number and where it is said."""

    round_id: str
    person_id: int
    number: int
    channel: Channel
    address: str
    body: str


_WAITING = (
    "SELECT m.id, m.round_id, r.guide_sha256, m.person_id, m.due_at, r.time_zone,"  # noqa: S608
    f" {COLUMNS}, coalesce(pa.team, ''), coalesce(pa.partner, ''), pa.id,"
    " r.themes_asked FROM reminder m JOIN round r ON r.id = m.round_id"
    " LEFT JOIN participant pa ON pa.person_id = m.person_id AND pa.round_id = m.round_id"
    " LEFT JOIN availability av ON av.person_id = m.person_id"
)


def _waiting(tx: Transaction, row: Row) -> WaitingReminder:
    id_, round_id, guide_sha256, person_id, due_at, round_zone = row[:6]
    team, partner, participant_id, asked = row[-4:]
    return WaitingReminder(
        id_,
        round_id,
        guide_sha256,
        person_id,
        moment(due_at),
        availability(row[6:-4]),
        round_zone,
        asked_of(themes_asked_from_json(asked), team, partner),
        _finished(tx, participant_id),
    )


def _finished(tx: Transaction, participant_id: int | None) -> frozenset[str]:
    rows = tx.rows("SELECT DISTINCT theme_id FROM finish WHERE participant_id = :id", {"id": participant_id})
    return frozenset(row[0] for row in rows)


def proposed_now(tx: Transaction, round_id: str, batch: str) -> list[WaitingReminder]:
    """What was proposed to go at once."""
    rows = tx.rows(
        f"{_WAITING} WHERE m.round_id = :r AND m.batch = :b AND m.state = 'proposed'"
        " AND m.due_at <= m.decided_at ORDER BY m.id",
        {"r": round_id, "b": batch},
    )
    return [_waiting(tx, row) for row in rows]


def due(tx: Transaction, now: datetime, most: int) -> list[WaitingReminder]:
    """The reminders whose time has come, the oldest first."""
    rows = tx.rows(
        f"{_WAITING} WHERE m.state = 'waiting' AND m.due_at <= :now ORDER BY m.due_at, m.id LIMIT :most",
        {"now": milliseconds(now), "most": most},
    )
    return [_waiting(tx, row) for row in rows]


def next_reminder_due(tx: Transaction) -> datetime | None:
    """When the next reminder is due, None when none waits."""
    row = tx.row("SELECT min(due_at) FROM reminder WHERE state = 'waiting'")
    return moment_or_none(row[0]) if row else None


def hold(tx: Transaction, reminder_id: int, until: datetime, goes_on: date) -> None:
    """Let a reminder wait for a later time."""
    tx.run(
        "UPDATE reminder SET due_at = :at, goes_on = :goes_on WHERE id = :id AND state = 'waiting'",
        {"id": reminder_id, "at": milliseconds(until), "goes_on": goes_on.isoformat()},
    )


def miss(tx: Transaction, reminder_id: int) -> None:
    """Note that a reminder's time went by while it could not go."""
    tx.run(
        "UPDATE reminder SET state = 'missed', body = '' WHERE id = :id AND state = 'waiting'",
        {"id": reminder_id},
    )


_OBSTACLE = (
    "CASE"
    " WHEN EXISTS (SELECT 1 FROM round r WHERE r.id = reminder.round_id"
    "  AND (r.closed_at <= :now OR r.closes_at <= :now OR r.opens_at > :now)) THEN 'closed'"
    " WHEN NOT EXISTS (SELECT 1 FROM participant pa WHERE pa.person_id = reminder.person_id"
    "  AND pa.round_id = reminder.round_id AND pa.left_at IS NULL) THEN 'left'"
    " WHEN :has_finished = 1 THEN 'finished'"
    " WHEN EXISTS (SELECT 1 FROM availability v WHERE v.person_id = reminder.person_id"
    "  AND v.declined_at IS NOT NULL) THEN 'declined'"
    " WHEN NOT EXISTS (SELECT 1 FROM address a WHERE a.person_id = reminder.person_id"
    "  AND a.unreachable_at IS NULL) THEN 'unreachable'"
    " WHEN EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = reminder.person_id AND o.priority = 0"
    "  AND o.created_at > reminder.decided_at AND o.created_at <= :latest_plausible) THEN 'active'"
    " WHEN EXISTS (SELECT 1 FROM reply w JOIN participant pa ON pa.id = w.participant_id"
    "  WHERE pa.person_id = reminder.person_id AND w.written_at > reminder.decided_at"
    "  AND w.written_at <= :latest_plausible) THEN 'active'"
    " WHEN EXISTS (SELECT 1 FROM reminder b WHERE b.round_id = reminder.round_id"
    "  AND b.person_id = reminder.person_id AND b.state = 'sent' AND b.goes_on = :today)"
    "  THEN 'limit'"
    " WHEN (SELECT count(*) FROM reminder b WHERE b.round_id = reminder.round_id"
    "  AND b.person_id = reminder.person_id AND b.state = 'sent' AND b.goes_on > :week_before"
    "  AND b.goes_on < :week_after)"
    "  >= (SELECT r.reminders_a_week FROM round r WHERE r.id = reminder.round_id) THEN 'limit'"
    " ELSE '' END"
)


def claim(
    tx: Transaction, waiting: WaitingReminder, now: datetime, *, today: date, has_finished: bool
) -> Claimed | None:
    """Take a reminder to be said, if it still is to be; else note why not. Only one sender ever gets it.

    ``waiting`` was read in this transaction, and ``has_finished`` is decided by it. ``today`` is the day that
    it is where the person is.
    """
    values = {
        "id": waiting.id,
        "now": milliseconds(now),
        "latest_plausible": latest_plausible(now),
        "has_finished": int(has_finished),
        "today": today.isoformat(),
        "week_before": (today - timedelta(days=7)).isoformat(),
        "week_after": (today + timedelta(days=7)).isoformat(),
    }
    taken = tx.run(
        "UPDATE reminder SET state = 'sent', goes_on = :today"  # noqa: S608
        f" WHERE id = :id AND state = 'waiting' AND due_at <= :now AND {_OBSTACLE} = ''",
        values,
    )
    if taken != 1:
        tx.run(
            f"UPDATE reminder SET state = 'dropped', body = '', because = {_OBSTACLE}"  # noqa: S608
            f" WHERE id = :id AND state = 'waiting' AND due_at <= :now AND {_OBSTACLE} <> ''",
            values,
        )
        return None
    return _number(tx, waiting)


def _number(tx: Transaction, waiting: WaitingReminder) -> Claimed | None:
    """Give a reminder the person's next number, and let its buttons count next to their open card."""
    values = {"p": waiting.person_id, "id": waiting.id}
    tx.run("UPDATE person SET number = number + 1 WHERE id = :p", values)
    row = tx.row(
        "SELECT p.number, p.participant_id, pa.place, m.body,"
        " (SELECT k.id FROM participant k WHERE k.person_id = m.person_id AND k.round_id = m.round_id)"
        " FROM reminder m JOIN person p ON p.id = m.person_id"
        " LEFT JOIN participant pa ON pa.id = p.participant_id WHERE m.id = :id",
        values,
    )
    address = _address(tx, waiting.person_id)
    if row is None or address is None:
        return None
    number, at_hand, place, body, participant_id = row
    if place is not None:
        beside = replace(place_from_json(place), reminded=Reminded(number, participant_id))
        tx.run(
            "UPDATE participant SET place = :place WHERE id = :id",
            {"id": at_hand, "place": place_to_json(beside)},
        )
    tx.run("UPDATE reminder SET number = :number, body = '' WHERE id = :id", values | {"number": number})
    return Claimed(waiting.round_id, waiting.person_id, number, Channel(address[0]), address[1], body)


def _address(tx: Transaction, person_id: int) -> Row | None:
    """Where to reach a person: where we last spoke with them, if they can still be reached there."""
    return tx.row(
        "SELECT a.channel, a.address FROM address a WHERE a.person_id = :p AND a.unreachable_at IS NULL"
        " ORDER BY coalesce((SELECT max(o.number) FROM outbox o WHERE o.person_id = a.person_id"
        "  AND o.channel = a.channel AND o.address = a.address), 0) DESC, a.created_at DESC, a.sender",
        {"p": person_id},
    )
