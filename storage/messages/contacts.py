"""How hearing goes on each channel, as a run notes it for those who look from outside.

A channel that has nothing to report has no contact. When each was last reached is kept with it, by which
a new run knows how long we were away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import orjson

from conversations.incoming import Channel
from storage.engine.database import Transaction, moment
from storage.engine.key_values import key_value, remove_key_value, set_key_value

MOST_CLOCK_OFF: Final = timedelta(hours=24)

_REPORTED = "contact "
_REACHED = "last_reached "
_REACHED_BEFORE = "last_poll"
"""Where a store of the version before keeps it, of the only channel that reported then."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How hearing goes on a channel, which people know as ``called``.

    ``last`` is when it last went well, and ``trouble`` says in a few words what is wrong now.
    ``clock_ahead`` is how far our clock is ahead of the channel's. ``warnings`` are sentences for whoever
    runs Closer Look.
    """

    channel: Channel
    called: str
    last: datetime | None
    trouble: str | None = None
    clock_ahead: timedelta = timedelta()
    warnings: tuple[str, ...] = ()

    @property
    def is_clock_wrong(self) -> bool:
        """Whether our clock is so far off that nothing may end or be forgotten by it."""
        return abs(self.clock_ahead) > MOST_CLOCK_OFF


def note_contacts(tx: Transaction, contacts: Iterable[Contact], now: datetime) -> None:
    """Note how hearing goes on all channels that report it; what others reported before is gone."""
    named = {_REPORTED + each.channel: each for each in contacts}
    for name, value in _reported(tx):
        if name not in named:
            remove_key_value(tx, name, value)
    for name, each in named.items():
        set_key_value(tx, name, _written(each), now)
        if each.last is not None:
            note_reached(tx, each.channel, each.last)


def note_reached(tx: Transaction, channel: Channel, at: datetime) -> None:
    """Note when a channel was last reached."""
    set_key_value(tx, _REACHED + channel, "", at)


def last_reached(tx: Transaction, channel: Channel) -> datetime | None:
    """When a channel was last reached, in this run or an earlier one; None when it never was."""
    found = key_value(tx, _REACHED + channel) or key_value(tx, _REACHED_BEFORE)
    return moment(found[1]) if found else None


def noted_contacts(tx: Transaction) -> tuple[Contact, ...]:
    """How hearing goes on every channel that the latest run heard on, as it was noted last."""
    return tuple(_read(tx, Channel(name.removeprefix(_REPORTED)), value) for name, value in _reported(tx))


def _reported(tx: Transaction) -> list[tuple[str, str]]:
    rows = tx.rows(
        "SELECT name, value FROM mark WHERE name LIKE :name ORDER BY name", {"name": _REPORTED + "%"}
    )
    return [(name, value) for name, value in rows]


def _written(contact: Contact) -> str:
    ahead = round(contact.clock_ahead.total_seconds())
    value = {
        "called": contact.called,
        "trouble": contact.trouble,
        "clock_ahead": ahead,
        "warnings": contact.warnings,
    }
    return orjson.dumps(value).decode()


def _read(tx: Transaction, channel: Channel, written: str) -> Contact:
    value = orjson.loads(written)
    return Contact(
        channel,
        value["called"],
        last_reached(tx, channel),
        value["trouble"],
        timedelta(seconds=value["clock_ahead"]),
        tuple(value["warnings"]),
    )
