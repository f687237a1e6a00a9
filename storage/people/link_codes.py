"""The codes in links: what is kept of one, and which invitation a further one stands for.

An invitation has the code that it was made with, and one more for each mail about it. Whichever is used first
uses the invitation, so that all others let nobody in any more.
"""

import hashlib
import secrets

from storage.engine.database import Transaction


def new_code() -> str:
    """A code that nobody can guess."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> bytes:
    """What is kept of a code or of a session's secret: enough to know it again, not enough to use it."""
    return hashlib.sha256(secret.encode()).digest()


def invitation_hash(tx: Transaction, code: str) -> bytes:
    """The hash by which the invitation of a code is kept, be it the first code or a further one."""
    row = tx.row(
        "SELECT i.code_hash FROM mail m JOIN mailbox b ON b.name = m.mailbox"
        " JOIN invitation i ON i.round_id = b.round_id AND i.number = b.number WHERE m.code_hash = :hash",
        {"hash": hashed(code)},
    )
    return row[0] if row else hashed(code)
