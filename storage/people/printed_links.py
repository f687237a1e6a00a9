"""The links that a start printed. Only their fingerprints are kept: enough to end them, not to open one."""

from collections.abc import Iterable
from datetime import datetime

from storage.engine import key_values
from storage.engine.database import Transaction
from storage.people.link_codes import hashed

_TABLES = ("invitation", "role_invitation")


def note_printed(tx: Transaction, codes: Iterable[str], now: datetime) -> None:
    """Note the links of this start instead of those of the start before."""
    fingerprints = " ".join(hashed(code).hex() for code in codes)
    key_values.set_key_value(tx, key_values.START_LINKS, fingerprints, now)


def end_printed(tx: Transaction) -> None:
    """Take back the links that were printed last, except those that somebody has used."""
    printed = key_values.key_value(tx, key_values.START_LINKS)
    for fingerprint in printed[0].split() if printed else ():
        for table in _TABLES:
            tx.run(
                f"DELETE FROM {table} WHERE code_hash = :code_hash AND used_at IS NULL",  # noqa: S608
                {"code_hash": bytes.fromhex(fingerprint)},
            )
