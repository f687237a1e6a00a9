"""Finished files that were made for a person: pictures and documents of reports, their own data.

What several people have, such as the report of their group, is kept once and goes with the last of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from storage.engine.database import Transaction, milliseconds
from storage.people.unlinkable import day_of, is_unlinkable, number_at_random

_NOTHING = b""
"""Stands with a file whose bytes are kept apart."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file's name, type and bytes."""

    name: str
    media_type: str
    content: bytes


def keep_file(
    tx: Transaction, person_id: int, file: StoredFile, now: datetime, *, round_id: str | None = None
) -> int:
    """Keep a file for a person: its id. ``round_id`` is the round that it is about, with which it goes.

    Files of people are made as they finish: their numbers do not tell when, and nor does the time of those
    who take part in an anonymous round.
    """
    kept_at = day_of(now) if is_unlinkable(tx, person_id) else now
    return tx.add(
        "INSERT INTO kept_file (id, person_id, round_id, name, media_type, content, content_id, created_at)"
        " VALUES (:id, :person_id, :round_id, :name, :media_type, :nothing, :content_id, :now)",
        {
            "id": number_at_random(),
            "person_id": person_id,
            "round_id": round_id,
            "name": file.name,
            "media_type": file.media_type,
            "nothing": _NOTHING,
            "content_id": _keep_content(tx, file.content),
            "now": milliseconds(kept_at),
        },
    )


def _keep_content(tx: Transaction, content: bytes) -> int:
    values = {"id": number_at_random(), "sha256": sha256(content).hexdigest(), "content": content}
    known = tx.row("SELECT id FROM file_content WHERE sha256 = :sha256", values)
    if known:
        return int(known[0])
    return tx.add("INSERT INTO file_content (id, sha256, content) VALUES (:id, :sha256, :content)", values)


def forget_files(tx: Transaction, person_id: int) -> None:
    """Erase a person's files, and what was in them where nobody else has it."""
    values = {"person_id": person_id}
    rows = tx.rows("SELECT id FROM kept_file WHERE person_id = :person_id", values)
    forget_file_ids(tx, [row[0] for row in rows])


def forget_file_ids(tx: Transaction, ids: Sequence[int]) -> None:
    """Erase files, and what was in them where nobody else has it."""
    values = {"ids": ids}
    rows = tx.rows(
        "SELECT DISTINCT content_id FROM kept_file WHERE id IN :ids AND content_id IS NOT NULL", values
    )
    tx.run("DELETE FROM kept_file WHERE id IN :ids", values)
    tx.run(
        "DELETE FROM file_content WHERE id IN :contents"
        " AND NOT EXISTS (SELECT 1 FROM kept_file f WHERE f.content_id = file_content.id)",
        {"contents": [row[0] for row in rows]},
    )


def rewrite_file(tx: Transaction, file_id: int, content: bytes) -> None:
    """Let a kept file say something else; what it said before goes where nobody else has it."""
    values = {"id": file_id, "content_id": _keep_content(tx, content), "nothing": _NOTHING}
    before = tx.row("SELECT content_id FROM kept_file WHERE id = :id", values)
    tx.run("UPDATE kept_file SET content = :nothing, content_id = :content_id WHERE id = :id", values)
    tx.run(
        "DELETE FROM file_content WHERE id = :before"
        " AND NOT EXISTS (SELECT 1 FROM kept_file f WHERE f.content_id = file_content.id)",
        {"before": before[0] if before else None},
    )


def file_of(tx: Transaction, person_id: int, file_id: int) -> StoredFile | None:
    """A person's own file; None for one that is not theirs as for one that does not exist."""
    row = tx.row(
        "SELECT f.name, f.media_type, coalesce(c.content, f.content) FROM kept_file f"
        " LEFT JOIN file_content c ON c.id = f.content_id WHERE f.id = :id AND f.person_id = :person_id",
        {"id": file_id, "person_id": person_id},
    )
    return StoredFile(*row) if row else None
