"""The word with which somebody comes back to their place from any browser. Only its hash is kept.

It is for everybody who takes part in the browser, and in an anonymous round it is the only way: nobody could
let them in again without making a second place. It opens nothing for somebody who has a role: a
link that works once lets them in.
"""

import re
import secrets

from storage.engine.database import Transaction
from storage.people.link_codes import hashed
from storage.people.words_to_type import LETTERS

_GROUPS, _IN_GROUP = 3, 5
_LENGTH = _GROUPS * _IN_GROUP


def new_return_word(tx: Transaction, person_id: int) -> str:
    """A new word for somebody, of 74 random bits, in groups to be noted. One that they had works no more."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(_LENGTH))
    tx.run(
        "INSERT INTO return_word (person_id, word_hash) VALUES (:person_id, :hash)"
        " ON CONFLICT (person_id) DO UPDATE SET word_hash = excluded.word_hash",
        {"person_id": person_id, "hash": hashed(letters)},
    )
    return "-".join(letters[at : at + _IN_GROUP] for at in range(0, _LENGTH, _IN_GROUP))


def person_of_word(tx: Transaction, typed: str) -> int | None:
    """Whose word was typed, with or without its dashes; None for one that is nobody's or opens nothing."""
    letters = re.sub(r"[\s\W_]", "", typed.lower())
    if len(letters) != _LENGTH:
        return None
    row = tx.row(
        "SELECT w.person_id FROM return_word w WHERE w.word_hash = :hash"
        " AND NOT EXISTS (SELECT 1 FROM role ro WHERE ro.person_id = w.person_id)",
        {"hash": hashed(letters)},
    )
    return int(row[0]) if row else None


def has_return_word(tx: Transaction, person_id: int) -> bool:
    """Whether somebody was given a word with which they come back."""
    return tx.row("SELECT 1 FROM return_word WHERE person_id = :id", {"id": person_id}) is not None
