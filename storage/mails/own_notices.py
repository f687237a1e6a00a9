"""News for people who take part, to be sent to an address of their own: asked for, and passed on once.

The news itself is in their chat. Who has been there meanwhile is sent none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, unique

from conversations.calendar.availability import Availability
from conversations.incoming import Channel
from storage.engine.database import (
    Row,
    SqlValues,
    Transaction,
    latest_plausible,
    milliseconds,
    moment,
    moment_or_none,
)
from storage.messages.outbox import EntryKind, OutboxEntry, PendingEntry, Priority
from storage.messages.outbox import add as add_entries
from storage.people.availability import COLUMNS, availability
from storage.people.own_addresses import MAY_TAKE_NOTICES

SEEN_FIRST = timedelta(minutes=15)
"""So long news waits for whoever is in the chat anyway."""


@unique
class NewsKind(StrEnum):
    """What the news is: the group's report, the end of a round, or something from a colleague."""

    RESULTS = "results"
    CLOSED = "closed"
    COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True)
class WaitingNews:
    """News whose time has come to be sent to somebody, with what decides whether it is."""

    id: int
    round_id: str
    participant_id: int
    person_id: int
    kind: NewsKind
    due_at: datetime
    round_zone: str
    name: str
    language: str
    availability: Availability


_ASK = (
    "INSERT INTO own_notice (participant_id, round_id, kind, state, asked_at, due_at)"  # noqa: S608
    " SELECT p.id, p.round_id, :kind, 'waiting', :now, :due_at FROM participant p"
    " JOIN round r ON r.id = p.round_id"
    " WHERE {which} AND p.left_at IS NULL AND r.who_sees <> 'anonymous' AND EXISTS"
    f" (SELECT 1 FROM own_address w WHERE w.participant_id = p.id AND {MAY_TAKE_NOTICES})"
    " ON CONFLICT (participant_id) WHERE state = 'waiting' DO UPDATE SET kind = excluded.kind,"
    " asked_at = excluded.asked_at, due_at = excluded.due_at"
)


def ask_for_news(tx: Transaction, participant_id: int, kind: NewsKind, now: datetime) -> None:
    """Let news wait for a participant who has an own address. It takes the place of news that waits."""
    tx.run(_ASK.format(which="p.id = :id"), _asked(kind, now) | {"id": participant_id})


def ask_for_news_of_round(tx: Transaction, round_id: str, kind: NewsKind, now: datetime) -> None:
    """The same for everybody who takes part in a round."""
    tx.run(_ASK.format(which="p.round_id = :id"), _asked(kind, now) | {"id": round_id})


def _asked(kind: NewsKind, now: datetime) -> dict[str, str | int]:
    return {"kind": kind.value, "now": milliseconds(now), "due_at": milliseconds(now + SEEN_FIRST)}


def news_due(tx: Transaction, now: datetime, most: int) -> list[WaitingNews]:
    """The news whose time has come, the oldest first."""
    return _news(tx, "n.state = 'waiting' AND n.due_at <= :now", {"now": milliseconds(now), "most": most})


def _news(tx: Transaction, which: str, values: SqlValues) -> list[WaitingNews]:
    rows = tx.rows(
        "SELECT n.id, n.round_id, n.participant_id, p.person_id, n.kind, n.due_at, r.time_zone, p.name,"  # noqa: S608
        f" pe.language, {COLUMNS} FROM own_notice n JOIN participant p ON p.id = n.participant_id"
        " JOIN person pe ON pe.id = p.person_id JOIN round r ON r.id = n.round_id"
        f" LEFT JOIN availability av ON av.person_id = p.person_id WHERE {which}"
        " ORDER BY n.due_at, n.id LIMIT :most",
        values,
    )
    return [_waiting(row) for row in rows]


def _waiting(row: Row) -> WaitingNews:
    id_, round_id, participant_id, person_id, kind, due_at, zone, name, language = row[:9]
    return WaitingNews(
        id_,
        round_id,
        participant_id,
        person_id,
        NewsKind(kind),
        moment(due_at),
        zone,
        name,
        language,
        availability(row[9:]),
    )


def next_news_due(tx: Transaction) -> datetime | None:
    """When the next news is due, None where none waits."""
    row = tx.row("SELECT min(due_at) FROM own_notice WHERE state = 'waiting'")
    return moment_or_none(row[0]) if row else None


def hold_news(tx: Transaction, id_: int, until: datetime) -> None:
    """Let news wait for a later time."""
    tx.run(
        "UPDATE own_notice SET due_at = :at WHERE id = :id AND state = 'waiting'",
        {"id": id_, "at": milliseconds(until)},
    )


def drop_news(tx: Transaction, id_: int, because: str) -> None:
    """Note that news is not sent, and why."""
    tx.run(
        "UPDATE own_notice SET state = 'dropped', because = :because WHERE id = :id AND state = 'waiting'",
        {"id": id_, "because": because},
    )


_OBSTACLE = (
    "CASE WHEN p.left_at IS NOT NULL THEN 'left'"  # noqa: S608
    " WHEN EXISTS (SELECT 1 FROM availability v WHERE v.person_id = p.person_id"
    "  AND (v.declined_at IS NOT NULL OR v.way = 'chat')) THEN 'declined'"
    f" WHEN NOT EXISTS (SELECT 1 FROM own_address w WHERE w.participant_id = p.id AND {MAY_TAKE_NOTICES})"
    "  THEN 'unreachable'"
    " WHEN EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.person_id AND o.priority = 0"
    "  AND o.created_at > n.asked_at AND o.created_at <= :latest) THEN 'active' ELSE '' END"
)


def news_obstacle(tx: Transaction, waiting: WaitingNews, now: datetime) -> str:
    """Why news is not to be sent after all, empty where it is."""
    row = tx.row(
        f"SELECT {_OBSTACLE} FROM own_notice n JOIN participant p ON p.id = n.participant_id"  # noqa: S608
        " WHERE n.id = :id",
        {"id": waiting.id, "latest": latest_plausible(now)},
    )
    return str(row[0]) if row else "left"


def has_had_enough(tx: Transaction, waiting: WaitingNews, today: date) -> bool:
    """Whether as many notices have gone to a person within a week as their round allows, or one today."""
    row = tx.row(
        "SELECT count(*), count(CASE WHEN goes_on = :today THEN 1 END) FROM ("
        " SELECT goes_on FROM reminder WHERE person_id = :person_id AND round_id = :round_id"
        "  AND state = 'sent' AND goes_on > :week_before"
        " UNION ALL SELECT goes_on FROM own_notice WHERE participant_id = :participant_id"
        "  AND state = 'passed_on' AND goes_on > :week_before) AS sent",
        {
            "person_id": waiting.person_id,
            "participant_id": waiting.participant_id,
            "round_id": waiting.round_id,
            "today": today.isoformat(),
            "week_before": (today - timedelta(days=7)).isoformat(),
        },
    )
    limit = tx.row("SELECT reminders_a_week FROM round WHERE id = :id", {"id": waiting.round_id})
    return bool(row and limit and (row[1] or row[0] >= limit[0]))


def pass_news_on(
    tx: Transaction,
    waiting: WaitingNews,
    channel: Channel,
    address: str,
    body: str,
    now: datetime,
    *,
    today: date,
) -> list[PendingEntry]:
    """Put news into the outbox, for the carrier of own addresses; ``body`` holds what is sent."""
    row = tx.row(
        "UPDATE person SET number = number + 1 WHERE id = :id RETURNING number", {"id": waiting.person_id}
    )
    if row is None:
        return []
    tx.run(
        "UPDATE own_notice SET state = 'passed_on', entry = :entry, goes_on = :today WHERE id = :id",
        {"id": waiting.id, "entry": row[0], "today": today.isoformat()},
    )
    entry = OutboxEntry(
        waiting.person_id,
        row[0],
        channel,
        address,
        EntryKind.SAY,
        body,
        priority=Priority.BULK,
        round_id=waiting.round_id,
    )
    return add_entries(tx, [entry], now, shown_on=())


_UNSENT = (
    "n.state = 'passed_on' AND EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.person_id"
    " AND o.number = n.entry AND o.state = 'waiting' AND o.offered_at IS NULL)"
)


def unsent_news(tx: Transaction) -> list[WaitingNews]:
    """The news that was passed on and of which the carrier has certainly had nothing."""
    return _news(tx, _UNSENT, {"most": 1000})


def take_news_back(tx: Transaction, id_: int, until: datetime) -> None:
    """Let news wait again that was passed on and not sent yet."""
    row = tx.row(
        "SELECT p.person_id, n.entry, n.participant_id FROM own_notice n"  # noqa: S608
        f" JOIN participant p ON p.id = n.participant_id WHERE n.id = :id AND {_UNSENT}",
        {"id": id_},
    )
    if row is None:
        return
    tx.run("DELETE FROM outbox WHERE person_id = :p AND number = :n", {"p": row[0], "n": row[1]})
    # Newer news may have come to wait meanwhile: one mail says it all.
    tx.run("DELETE FROM own_notice WHERE participant_id = :p AND state = 'waiting'", {"p": row[2]})
    tx.run(
        "UPDATE own_notice SET state = 'waiting', entry = NULL, goes_on = '', due_at = :at WHERE id = :id",
        {"id": id_, "at": milliseconds(until)},
    )


def drop_outdated_news(tx: Transaction, keys: Iterable[tuple[int, int]], now: datetime) -> None:
    """Give up the news among these entries whose person was in the chat, or is to get none, meanwhile."""
    tx.run_many(
        "UPDATE outbox SET state = 'given_up', body = ''"  # noqa: S608
        " WHERE person_id = :p AND number = :n AND state = 'waiting' AND offered_at IS NULL AND EXISTS"
        " (SELECT 1 FROM own_notice n JOIN participant p ON p.id = n.participant_id"
        f"  WHERE p.person_id = :p AND n.entry = :n AND {_OBSTACLE} <> '')",
        [{"p": key[0], "n": key[1], "latest": latest_plausible(now)} for key in keys],
    )
