"""Small facts about the running product, by name: that it goes on, where its pages are."""

import secrets
from datetime import datetime

from storage.engine.database import Transaction, milliseconds

ALIVE = "alive"
WEB_URL = "web_url"
LISTENS_ON = "listens_on"
"""The address and the port of the web chat."""
ERASED = "erased"
DAMAGED = "damaged"
RETENTION_CLOCK = "retention_clock"
"""Since when the clock has gone on without a jump, and when that was last looked at."""
START_LINKS = "start_links"
"""The fingerprints of the links that the latest start printed."""


def set_key_value(tx: Transaction, name: str, value: str, now: datetime) -> None:
    """Note a fact."""
    tx.run(
        "INSERT INTO mark (name, value, at) VALUES (:name, :value, :at)"
        " ON CONFLICT (name) DO UPDATE SET value = :value, at = :at",
        {"name": name, "value": value, "at": milliseconds(now)},
    )


def note_words_erased(tx: Transaction, now: datetime) -> None:
    """Note that words of somebody's are gone, so that no file keeps a byte of them.

    The note names nobody, as the words may be a complaint out of an anonymous round.
    """
    set_key_value(tx, ERASED, f"words {secrets.token_hex(8)}", now)


def key_value(tx: Transaction, name: str) -> tuple[str, int] | None:
    """A fact and when it was noted, None when it never was."""
    row = tx.row("SELECT value, at FROM mark WHERE name = :name", {"name": name})
    return (row[0], row[1]) if row else None


def remove_key_value(tx: Transaction, name: str, value: str) -> None:
    """Take a fact back, if it still is the same."""
    tx.run("DELETE FROM mark WHERE name = :name AND value = :value", {"name": name, "value": value})


def note_damage(tx: Transaction, *, is_damaged: bool, now: datetime) -> None:
    """Note whether a check found the store damaged."""
    if is_damaged:
        set_key_value(tx, DAMAGED, "", now)
    else:
        remove_key_value(tx, DAMAGED, "")
