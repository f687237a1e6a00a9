"""What the store tells about how the product is doing, and the marks that a running Closer Look leaves.

Only facts are in here; which of them are trouble is decided in ``bot.health``.
"""

from dataclasses import dataclass
from datetime import datetime

from storage.database import Transaction, milliseconds, moment, moment_or_none
from storage.marks import LAST_POLL, POLL_TROUBLE, mark, set_mark

ALIVE = "alive"
"""Refreshed by a running Closer Look; its value is when that run started."""

WEB_URL = "web_url"
"""The address under which a running Closer Look is reached in the browser."""

_CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What the store knows of the running product; None for what has never happened.

    ``alive_at`` is when a run last said that it goes on, ``started_at`` when that run started.
    ``poll_trouble`` says in a few words what keeps Telegram from being polled. ``oldest_inbox`` is since
    when the oldest message waits to be decided on, ``oldest_due`` since when the oldest thing to say has
    been due. ``put_aside`` counts what failed too often.
    """

    alive_at: datetime | None = None
    started_at: datetime | None = None
    last_poll: datetime | None = None
    poll_trouble: str | None = None
    oldest_inbox: datetime | None = None
    oldest_due: datetime | None = None
    put_aside: int = 0


def note_alive(tx: Transaction, started_at: datetime, now: datetime) -> None:
    """Note that the run which started then goes on."""
    set_mark(tx, ALIVE, str(milliseconds(started_at)), now)


def note_stopped(tx: Transaction, now: datetime) -> None:
    """Note that the run has ended in good order, so that nobody waits to find out."""
    set_mark(tx, ALIVE, "", now)


def note_web_url(tx: Transaction, url: str, now: datetime) -> None:
    """Note the address under which the browser reaches us, for the links of later invitations."""
    set_mark(tx, WEB_URL, url, now)


def web_url(tx: Transaction) -> str | None:
    """The address that the latest run noted, None when none did."""
    found = mark(tx, WEB_URL)
    return found[0] or None if found else None


def try_to_write(tx: Transaction, now: datetime) -> None:
    """Write something small, to see whether the store takes it."""
    set_mark(tx, _CHECKED, "", now)


def store_facts(tx: Transaction) -> StoreFacts:
    """The facts as they are at this moment."""
    alive, polled, trouble = mark(tx, ALIVE), mark(tx, LAST_POLL), mark(tx, POLL_TROUBLE)
    started = alive[0] if alive else ""
    waits = tx.row("SELECT min(received_at) FROM inbox WHERE state = 'waiting'")
    due = tx.row("SELECT min(due_at) FROM outbox WHERE state = 'waiting'")
    return StoreFacts(
        alive_at=moment(alive[1]) if alive and started else None,
        started_at=moment(int(started)) if started.isdecimal() else None,
        last_poll=moment(polled[1]) if polled else None,
        poll_trouble=trouble[0] or None if trouble else None,
        oldest_inbox=moment_or_none(waits[0]) if waits else None,
        oldest_due=moment_or_none(due[0]) if due else None,
        put_aside=_put_aside(tx),
    )


def _put_aside(tx: Transaction) -> int:
    row = tx.row(
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'quarantined')"
        " + (SELECT count(*) FROM work WHERE state = 'quarantined')"
    )
    return int(row[0]) if row else 0
