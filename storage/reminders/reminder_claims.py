"""Reminders on their way: whose time has come, and taking each for one sender, once.

A row is claimed by one statement that looks again at everything that may have changed since it was decided
on: whoever has finished, left, written, or is out of reach meanwhile gets none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from conversations.calendar.availability import Availability
from conversations.groups.themes_asked import asked_of
from conversations.incoming import Channel
from conversations.state import Reminded
from storage.engine.database import Row, Transaction, latest_plausible, milliseconds, moment, moment_or_none
from storage.people.availability import COLUMNS, availability
from storage.people.own_addresses import MAY_TAKE_NOTICES
from storage.rounds.stored_place import place_from_json, place_to_json
from storage.rounds.themes_asked import themes_asked_from_json


@dataclass(frozen=True, slots=True)
class WaitingReminder:
    """A reminder that has been confirmed or is proposed, with what decides whether this is its time.

    ``themes_asked`` are asked of whoever it is for, None for all of the guide; ``finished`` are done.
    ``participant_id`` is None for who takes part in the round no more.
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
    participant_id: int | None


@dataclass(frozen=True, slots=True)
class ReminderTo:
    """Where a reminder goes: on a channel, to an address there. ``is_chat``: it is said in a chat."""

    channel: Channel
    address: str
    is_chat: bool


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
        participant_id,
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


_WAS_HERE = (
    "(EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = reminder.person_id AND o.priority = 0"
    "  AND o.created_at > reminder.decided_at AND o.created_at <= :latest_plausible)"
    " OR EXISTS (SELECT 1 FROM reply w JOIN participant pa ON pa.id = w.participant_id"
    "  WHERE pa.person_id = reminder.person_id AND w.written_at > reminder.decided_at"
    "  AND w.written_at <= :latest_plausible))"
)
"""Whether whoever a reminder is for has done something since it was decided on."""

_SINCE_CLAIMED = (
    "CASE"  # noqa: S608
    " WHEN EXISTS (SELECT 1 FROM round r WHERE r.id = reminder.round_id"
    "  AND (r.closed_at <= :now OR r.closes_at <= :now)) THEN 'closed'"
    " WHEN NOT EXISTS (SELECT 1 FROM participant pa WHERE pa.person_id = reminder.person_id"
    "  AND pa.round_id = reminder.round_id AND pa.left_at IS NULL) THEN 'left'"
    " WHEN EXISTS (SELECT 1 FROM availability v WHERE v.person_id = reminder.person_id"
    "  AND v.declined_at IS NOT NULL) THEN 'declined'"
    " WHEN reminder.sent_to IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM own_address w"
    f"  WHERE w.name = reminder.sent_to AND {MAY_TAKE_NOTICES})"
    "  OR EXISTS (SELECT 1 FROM availability v WHERE v.person_id = reminder.person_id AND v.way = 'chat'))"
    "  THEN 'unreachable'"
    f" WHEN {_WAS_HERE} THEN 'active' ELSE '' END"
)
"""Why a reminder that was claimed is not handed over after all, '' where it is."""

_OBSTACLE = (
    "CASE"  # noqa: S608
    " WHEN EXISTS (SELECT 1 FROM round r WHERE r.id = reminder.round_id"
    "  AND (r.closed_at <= :now OR r.closes_at <= :now OR r.opens_at > :now)) THEN 'closed'"
    " WHEN NOT EXISTS (SELECT 1 FROM participant pa WHERE pa.person_id = reminder.person_id"
    "  AND pa.round_id = reminder.round_id AND pa.left_at IS NULL) THEN 'left'"
    " WHEN :has_finished = 1 THEN 'finished'"
    " WHEN EXISTS (SELECT 1 FROM availability v WHERE v.person_id = reminder.person_id"
    "  AND v.declined_at IS NOT NULL) THEN 'declined'"
    " WHEN :has_way = 0 THEN 'unreachable'"
    f" WHEN {_WAS_HERE} THEN 'active'"
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
    tx: Transaction,
    waiting: WaitingReminder,
    now: datetime,
    *,
    today: date,
    has_finished: bool,
    to: ReminderTo | None,
) -> Claimed | None:
    """Take a reminder to be said, if it still is to be; else note why not. Only one sender ever gets it.

    ``waiting`` was read in this transaction, and ``has_finished`` is decided by it. ``today`` is the day that
    it is where the person is. ``to`` is where it goes, None where the person can be reached nowhere.
    """
    values = {
        "id": waiting.id,
        "now": milliseconds(now),
        "latest_plausible": latest_plausible(now),
        "has_finished": int(has_finished),
        "has_way": int(to is not None),
        "today": today.isoformat(),
        "week_before": (today - timedelta(days=7)).isoformat(),
        "week_after": (today + timedelta(days=7)).isoformat(),
    }
    taken = tx.run(
        "UPDATE reminder SET state = 'sent', goes_on = :today"  # noqa: S608
        f" WHERE id = :id AND state = 'waiting' AND due_at <= :now AND {_OBSTACLE} = ''",
        values,
    )
    if taken != 1 or to is None:
        tx.run(
            f"UPDATE reminder SET state = 'dropped', body = '', because = {_OBSTACLE}"  # noqa: S608
            f" WHERE id = :id AND state = 'waiting' AND due_at <= :now AND {_OBSTACLE} <> ''",
            values,
        )
        return None
    return _number(tx, waiting, to)


def _number(tx: Transaction, waiting: WaitingReminder, to: ReminderTo) -> Claimed | None:
    """Give a reminder the person's next number. In a chat its buttons count next to their open card."""
    values = {"p": waiting.person_id, "id": waiting.id}
    tx.run("UPDATE person SET number = number + 1 WHERE id = :p", values)
    row = tx.row(
        "SELECT p.number, p.participant_id, pa.place, m.body,"
        " (SELECT k.id FROM participant k WHERE k.person_id = m.person_id AND k.round_id = m.round_id)"
        " FROM reminder m JOIN person p ON p.id = m.person_id"
        " LEFT JOIN participant pa ON pa.id = p.participant_id WHERE m.id = :id",
        values,
    )
    if row is None:
        return None
    number, at_hand, place, body, participant_id = row
    if place is not None and to.is_chat:
        beside = replace(place_from_json(place), reminded=Reminded(number, participant_id))
        tx.run(
            "UPDATE participant SET place = :place WHERE id = :id",
            {"id": at_hand, "place": place_to_json(beside)},
        )
    # What would be said in a chat stays until it has gone by another way: it may come to wait again.
    tx.run(
        "UPDATE reminder SET number = :number, sent_to = :sent_to,"
        " body = CASE WHEN :is_chat = 1 THEN '' ELSE body END WHERE id = :id",
        values
        | {"number": number, "sent_to": None if to.is_chat else to.address, "is_chat": int(to.is_chat)},
    )
    return Claimed(waiting.round_id, waiting.person_id, number, to.channel, to.address, body)


def last_chat(tx: Transaction, person_id: int) -> ReminderTo | None:
    """Where we last spoke with a person of the chats in which they can still be reached."""
    row = tx.row(
        "SELECT a.channel, a.address FROM address a WHERE a.person_id = :p AND a.unreachable_at IS NULL"
        " ORDER BY coalesce((SELECT max(o.number) FROM outbox o WHERE o.person_id = a.person_id"
        "  AND o.channel = a.channel AND o.address = a.address), 0) DESC, a.created_at DESC, a.sender",
        {"p": person_id},
    )
    return ReminderTo(Channel(row[0]), row[1], is_chat=True) if row else None


_UNSENT = (
    "EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = m.person_id AND o.number = m.number"
    " AND o.state = 'waiting' AND o.offered_at IS NULL)"
)


def unsent_beside_chats(tx: Transaction) -> list[WaitingReminder]:
    """The reminders that were passed on to an own address, and of which the carrier has had nothing."""
    rows = tx.rows(
        f"{_WAITING} WHERE m.state = 'sent' AND m.sent_to IS NOT NULL AND m.body <> '' AND {_UNSENT}"
        " ORDER BY m.id"
    )
    return [_waiting(tx, row) for row in rows]


def take_reminder_back(tx: Transaction, reminder_id: int, until: datetime, goes_on: date) -> None:
    """Let a reminder wait again that was passed on to an own address and was not sent yet."""
    row = tx.row(
        f"SELECT m.person_id, m.number FROM reminder m WHERE m.id = :id AND m.state = 'sent' AND {_UNSENT}",  # noqa: S608
        {"id": reminder_id},
    )
    if row is None:
        return
    tx.run("DELETE FROM outbox WHERE person_id = :p AND number = :n", {"p": row[0], "n": row[1]})
    tx.run(
        "UPDATE reminder SET state = 'waiting', number = NULL, sent_to = NULL, due_at = :at,"
        " goes_on = :goes_on WHERE id = :id",
        {"id": reminder_id, "at": milliseconds(until), "goes_on": goes_on.isoformat()},
    )


def are_under_way_beside_chats(tx: Transaction) -> bool:
    """Whether any reminder was passed on to an own address of which it is not settled how it went."""
    row = tx.row("SELECT 1 FROM reminder WHERE sent_to IS NOT NULL AND body <> '' AND state = 'sent' LIMIT 1")
    return row is not None


def forget_words_sent(tx: Transaction) -> None:
    """Erase what would have been said in a chat of the reminders that have gone by another way."""
    tx.run(
        "UPDATE reminder SET body = '' WHERE state = 'sent' AND sent_to IS NOT NULL AND body <> ''"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = reminder.person_id"
        " AND o.number = reminder.number AND o.state = 'waiting')"
    )


def drop_outdated_reminders(tx: Transaction, keys: Iterable[tuple[int, int]], now: datetime) -> None:
    """Give up the reminders among these entries whose person was here, or is to get none, meanwhile.

    By whatever way they go. What may have arrived already is not looked at here.
    """
    for person_id, number in keys:
        values = {"p": person_id, "n": number}
        values |= {"now": milliseconds(now), "latest_plausible": latest_plausible(now)}
        dropped = tx.row(
            "UPDATE reminder SET state = 'dropped', body = '', number = NULL, because ="  # noqa: S608
            f" {_SINCE_CLAIMED} WHERE person_id = :p AND number = :n AND state = 'sent'"
            f" AND {_SINCE_CLAIMED} <> '' AND EXISTS (SELECT 1 FROM outbox o"
            "  WHERE o.person_id = :p AND o.number = :n AND o.state = 'waiting' AND o.offered_at IS NULL)"
            " RETURNING id",
            values,
        )
        if dropped is not None:
            tx.run(
                "UPDATE outbox SET state = 'given_up', body = '' WHERE person_id = :p AND number = :n",
                {"p": person_id, "n": number},
            )
