"""What the store tells about how the product is doing.

Only facts are in here; which of them are trouble is decided in ``bot.app.health``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.engine.database import Transaction, moment, moment_or_none
from storage.engine.key_values import (
    ALIVE,
    CLOCK_AHEAD,
    DAMAGED,
    HAS_TOPICS,
    LAST_POLL,
    POLL_TROUBLE,
    key_value,
    set_key_value,
)
from storage.messages.aside import NOTHING_ASIDE, AsideCount, count_aside
from storage.messages.outbox import Priority
from storage.roles.complaints import waiting_without_reader

_CHECKED = "checked"
_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What the store knows of the running product; None for what has never happened.

    ``alive_at`` is when a run last said that it goes on, ``started_at`` when that run started (the value
    of its mark, in milliseconds, where it has one).
    ``poll_trouble`` says in a few words what keeps Telegram from being polled. ``oldest_inbox`` is since
    when the oldest message waits to be decided on, ``oldest_due`` since when the oldest thing to say has
    been due, ``oldest_put_off`` since when the oldest waits that was tried and put off beyond a minute after
    it was said. ``put_aside`` counts what failed too
    often, listed since or not. ``is_damaged``: a check found the store damaged.
    ``clock_ahead``: how far our clock is ahead of Telegram's, where that is more than it may be.
    ``has_topics``: the bot's private chats are divided into topics, so people may not see what it says.
    ``unread_complaints`` counts the complaints that wait where nobody has the role to read them.
    """

    alive_at: datetime | None = None
    started_at: datetime | None = None
    last_poll: datetime | None = None
    poll_trouble: str | None = None
    oldest_inbox: datetime | None = None
    oldest_due: datetime | None = None
    oldest_put_off: datetime | None = None
    put_aside: AsideCount = NOTHING_ASIDE
    is_damaged: bool = False
    clock_ahead: timedelta = timedelta()
    has_topics: bool = False
    unread_complaints: int = 0


def try_to_write(tx: Transaction, now: datetime) -> None:
    """Write something small, to see whether the store takes it."""
    set_key_value(tx, _CHECKED, "", now)


def store_facts(tx: Transaction, now: datetime) -> StoreFacts:
    """The facts as they are at this moment."""
    alive, polled, trouble = key_value(tx, ALIVE), key_value(tx, LAST_POLL), key_value(tx, POLL_TROUBLE)
    topics = key_value(tx, HAS_TOPICS)
    started, ahead = alive[0] if alive else "", key_value(tx, CLOCK_AHEAD)
    waits = tx.row("SELECT min(received_at) FROM inbox WHERE state = 'waiting'")
    due = tx.row("SELECT min(due_at) FROM outbox WHERE state = 'waiting'")
    put_off = tx.row(
        "SELECT min(created_at) FROM outbox WHERE state = 'waiting' AND attempts > 0"
        " AND due_at > created_at + :minute AND priority < :bulk",
        {"minute": _MINUTE, "bulk": int(Priority.BULK)},
    )
    return StoreFacts(
        alive_at=moment(alive[1]) if alive else None,
        started_at=moment(int(started)) if started.isdecimal() else None,
        last_poll=moment(polled[1]) if polled else None,
        poll_trouble=trouble[0] or None if trouble else None,
        oldest_inbox=moment_or_none(waits[0]) if waits else None,
        oldest_due=moment_or_none(due[0]) if due else None,
        oldest_put_off=moment_or_none(put_off[0]) if put_off else None,
        put_aside=count_aside(tx),
        is_damaged=key_value(tx, DAMAGED) is not None,
        clock_ahead=timedelta(seconds=int(ahead[0])) if ahead else timedelta(),
        has_topics=bool(topics and topics[0]),
        unread_complaints=waiting_without_reader(tx, now),
    )
