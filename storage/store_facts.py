"""What the store tells about how the product is doing.

Only facts are in here; which of them are trouble is decided in ``bot.app.health``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conversations.incoming import Channel
from storage.engine.database import Transaction, moment, moment_or_none
from storage.engine.key_values import ALIVE, DAMAGED, key_value, set_key_value
from storage.messages.contacts import Contact, noted_contacts
from storage.messages.outbox import Priority
from storage.messages.put_aside import NOTHING_ASIDE, PutAsideCount, count_aside
from storage.roles.complaints import waiting_without_reader

_CHECKED = "checked"
_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What the store knows of the running product; None for what has never happened.

    ``alive_at`` is when a run last said that it goes on, ``started_at`` when that run started (the value
    of its mark, in milliseconds, where it has one).
    ``contacts`` says how hearing goes on each channel that reports it. ``oldest_inbox`` is since
    when the oldest message waits to be decided on, ``oldest_due`` since when the oldest thing to say has
    been due. ``oldest_put_off`` is by channel since when the oldest waits that was tried there and put off
    beyond a minute after it was said. ``put_aside`` counts what failed too
    often, listed since or not. ``is_damaged``: a check found the store damaged.
    ``unread_complaints`` counts the complaints that wait where nobody has the role to read them.
    """

    alive_at: datetime | None = None
    started_at: datetime | None = None
    contacts: tuple[Contact, ...] = ()
    oldest_inbox: datetime | None = None
    oldest_due: datetime | None = None
    oldest_put_off: Mapping[Channel, datetime] = field(default_factory=dict)
    put_aside: PutAsideCount = NOTHING_ASIDE
    is_damaged: bool = False
    unread_complaints: int = 0


def try_to_write(tx: Transaction, now: datetime) -> None:
    """Write something small, to see whether the store takes it."""
    set_key_value(tx, _CHECKED, "", now)


def store_facts(tx: Transaction, now: datetime) -> StoreFacts:
    """The facts as they are at this moment."""
    alive = key_value(tx, ALIVE)
    started = alive[0] if alive else ""
    waits = tx.row("SELECT min(received_at) FROM inbox WHERE state = 'waiting'")
    due = tx.row("SELECT min(due_at) FROM outbox WHERE state = 'waiting'")
    put_off = tx.rows(
        "SELECT channel, min(created_at) FROM outbox WHERE state = 'waiting' AND attempts > 0"
        " AND due_at > created_at + :minute AND priority < :bulk GROUP BY channel ORDER BY channel",
        {"minute": _MINUTE, "bulk": int(Priority.BULK)},
    )
    return StoreFacts(
        alive_at=moment(alive[1]) if alive else None,
        started_at=moment(int(started)) if started.isdecimal() else None,
        contacts=noted_contacts(tx),
        oldest_inbox=moment_or_none(waits[0]) if waits else None,
        oldest_due=moment_or_none(due[0]) if due else None,
        oldest_put_off={Channel(channel): moment(since) for channel, since in put_off},
        put_aside=count_aside(tx),
        is_damaged=key_value(tx, DAMAGED) is not None,
        unread_complaints=waiting_without_reader(tx, now),
    )
