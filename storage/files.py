"""Finished files that were made for a person: pictures and documents of reports, their own data."""

from dataclasses import dataclass
from datetime import datetime

from storage.database import Transaction, milliseconds


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file's name, type and bytes."""

    name: str
    media_type: str
    content: bytes


def keep_file(tx: Transaction, person_id: int, file: StoredFile, now: datetime) -> int:
    """Keep a file for a person: its id."""
    return tx.add(
        "INSERT INTO kept_file (person_id, name, media_type, content, created_at)"
        " VALUES (:person_id, :name, :media_type, :content, :now)",
        {
            "person_id": person_id,
            "name": file.name,
            "media_type": file.media_type,
            "content": file.content,
            "now": milliseconds(now),
        },
    )


def file_of(tx: Transaction, person_id: int, file_id: int) -> StoredFile | None:
    """A person's own file; None for one that is not theirs as for one that does not exist."""
    row = tx.row(
        "SELECT name, media_type, content FROM kept_file WHERE id = :id AND person_id = :person_id",
        {"id": file_id, "person_id": person_id},
    )
    return StoredFile(*row) if row else None
