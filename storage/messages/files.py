"""Finished files that were made for a person: pictures and documents of reports, their own data.

What several people have, such as the report of their group, is kept once and goes with the last of them.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from storage.engine.database import Transaction, json_array, milliseconds


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file's name, type and bytes."""

    name: str
    media_type: str
    content: bytes


def keep_file(tx: Transaction, person_id: int, file: StoredFile, now: datetime) -> int:
    """Keep a file for a person: its id."""
    return tx.add(
        "INSERT INTO kept_file (person_id, name, media_type, content, content_id, created_at)"
        " VALUES (:person_id, :name, :media_type, x'', :content_id, :now)",
        {
            "person_id": person_id,
            "name": file.name,
            "media_type": file.media_type,
            "content_id": _keep_content(tx, file.content),
            "now": milliseconds(now),
        },
    )


def _keep_content(tx: Transaction, content: bytes) -> int:
    values = {"sha256": sha256(content).hexdigest(), "content": content}
    known = tx.row("SELECT id FROM file_content WHERE sha256 = :sha256", values)
    if known:
        return int(known[0])
    return tx.add("INSERT INTO file_content (sha256, content) VALUES (:sha256, :content)", values)


def forget_files(tx: Transaction, person_id: int) -> None:
    """Erase a person's files, and what was in them where nobody else has it."""
    values = {"person_id": person_id}
    rows = tx.rows("SELECT DISTINCT content_id FROM kept_file WHERE person_id = :person_id", values)
    tx.run("DELETE FROM kept_file WHERE person_id = :person_id", values)
    tx.run(
        "DELETE FROM file_content WHERE id IN (SELECT value FROM json_each(:ids))"
        " AND NOT EXISTS (SELECT 1 FROM kept_file f WHERE f.content_id = file_content.id)",
        {"ids": json_array([row[0] for row in rows])},
    )


def file_of(tx: Transaction, person_id: int, file_id: int) -> StoredFile | None:
    """A person's own file; None for one that is not theirs as for one that does not exist."""
    row = tx.row(
        "SELECT f.name, f.media_type, coalesce(c.content, f.content) FROM kept_file f"
        " LEFT JOIN file_content c ON c.id = f.content_id WHERE f.id = :id AND f.person_id = :person_id",
        {"id": file_id, "person_id": person_id},
    )
    return StoredFile(*row) if row else None
