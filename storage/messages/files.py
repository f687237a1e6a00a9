"""Finished files that were made for a person: pictures and documents of reports, their own data.

What several people have, such as the report of their group, is kept once and goes with the last of them.
Where the values are kept that a file was made from, its bytes are dropped after a while: it can be made
again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from storage.engine.database import Transaction, milliseconds, moment
from storage.people.unlinkable import day_of, is_unlinkable, number_at_random

FILES_AT_ONCE: Final = 20
"""So many files are dropped in one transaction, for which nobody waits longer than a moment."""

_NOTHING = b""
"""Stands with a file whose bytes are kept apart."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file's name, type and bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DroppedFile:
    """A file that is made again when somebody asks for it: its name, its type, and what it is made from.

    ``sha256`` is the hash of its ``dataset``. ``organisation_id`` is empty for what is about no round.
    """

    name: str
    media_type: str
    dataset: str
    sha256: str
    organisation_id: str


def keep_file(
    tx: Transaction,
    person_id: int,
    file: StoredFile,
    now: datetime,
    *,
    round_id: str | None = None,
    dataset: str = "",
) -> int:
    """Keep a file for a person: its id. ``round_id`` is the round that it is about, with which it goes.

    ``dataset`` are the values from which it can be made again, empty for what cannot be.
    Files of people are made as they finish: their numbers do not tell when, and nor does the time of those
    who take part in an anonymous round.
    """
    kept_at = day_of(now) if is_unlinkable(tx, person_id) else now
    return tx.add(
        "INSERT INTO kept_file"
        " (id, person_id, round_id, name, media_type, content, content_id, dataset_id, created_at)"
        " VALUES (:id, :person_id, :round_id, :name, :media_type, :nothing, :content_id, :dataset_id, :now)",
        {
            "id": number_at_random(),
            "person_id": person_id,
            "round_id": round_id,
            "name": file.name,
            "media_type": file.media_type,
            "nothing": _NOTHING,
            "content_id": _keep_content(tx, file.content),
            "dataset_id": _keep_dataset(tx, dataset) if dataset else None,
            "now": milliseconds(kept_at),
        },
    )


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as a list of them has it: its number, its name, and when it was kept."""

    id: int
    name: str
    at: datetime


def newest_files(tx: Transaction, person_id: int, round_id: str, most: int) -> list[ListedFile]:
    """The files about a round that somebody got last."""
    rows = tx.rows(
        "SELECT id, name, created_at FROM kept_file WHERE person_id = :person_id AND round_id = :round_id"
        " ORDER BY created_at DESC, name LIMIT :most",
        {"person_id": person_id, "round_id": round_id, "most": most},
    )
    return [ListedFile(id_, name, moment(at)) for id_, name, at in rows]


def _keep_content(tx: Transaction, content: bytes) -> int:
    values = {"id": number_at_random(), "sha256": sha256(content).hexdigest(), "content": content}
    known = tx.row("SELECT id FROM file_content WHERE sha256 = :sha256", values)
    if known:
        return int(known[0])
    return tx.add("INSERT INTO file_content (id, sha256, content) VALUES (:id, :sha256, :content)", values)


def _keep_dataset(tx: Transaction, dataset: str) -> int:
    values = {"id": number_at_random(), "sha256": hash_of(dataset), "content": dataset}
    known = tx.row("SELECT id FROM dataset WHERE sha256 = :sha256", values)
    if known:
        return int(known[0])
    return tx.add("INSERT INTO dataset (id, sha256, content) VALUES (:id, :sha256, :content)", values)


def hash_of(dataset: str) -> str:
    """The hash by which the values of a report are known."""
    return sha256(dataset.encode()).hexdigest()


def drop_some(tx: Transaction, before: datetime) -> bool:
    """Drop the bytes of some files from before a moment that can be made again; whether there may be more.

    What waits to be sent to somebody keeps its bytes until it has gone.
    """
    rows = tx.rows(
        "SELECT f.id, f.content_id FROM kept_file f"
        " WHERE f.content_id IS NOT NULL AND f.dataset_id IS NOT NULL AND f.created_at < :before"
        " AND NOT EXISTS (SELECT 1 FROM outbox o"
        "  WHERE o.person_id = f.person_id AND o.kind = 'attach' AND o.state = 'waiting')"
        " ORDER BY f.created_at, f.id LIMIT :most",
        {"before": milliseconds(before), "most": FILES_AT_ONCE},
    )
    tx.run("UPDATE kept_file SET content_id = NULL WHERE id IN :ids", {"ids": [row[0] for row in rows]})
    _forget_contents(tx, [row[1] for row in rows])
    return len(rows) == FILES_AT_ONCE


def forget_files(tx: Transaction, person_id: int) -> None:
    """Erase a person's files, and what was in them where nobody else has it."""
    values = {"person_id": person_id}
    rows = tx.rows("SELECT id FROM kept_file WHERE person_id = :person_id", values)
    forget_file_ids(tx, [row[0] for row in rows])


def forget_file_ids(tx: Transaction, ids: Sequence[int]) -> None:
    """Erase files, and what was in them and what they were made from, where nobody else has it."""
    rows = tx.rows("SELECT DISTINCT content_id, dataset_id FROM kept_file WHERE id IN :ids", {"ids": ids})
    tx.run("DELETE FROM kept_file WHERE id IN :ids", {"ids": ids})
    _forget_contents(tx, [row[0] for row in rows if row[0] is not None])
    tx.run(
        "DELETE FROM dataset WHERE id IN :datasets"
        " AND NOT EXISTS (SELECT 1 FROM kept_file f WHERE f.dataset_id = dataset.id)",
        {"datasets": [row[1] for row in rows if row[1] is not None]},
    )


def _forget_contents(tx: Transaction, contents: Sequence[int]) -> None:
    tx.run(
        "DELETE FROM file_content WHERE id IN :contents"
        " AND NOT EXISTS (SELECT 1 FROM kept_file f WHERE f.content_id = file_content.id)",
        {"contents": contents},
    )


def rewrite_file(tx: Transaction, file_id: int, content: bytes) -> None:
    """Let a kept file say something else; what it said before goes where nobody else has it."""
    values = {"id": file_id, "content_id": _keep_content(tx, content), "nothing": _NOTHING}
    before = tx.row("SELECT content_id FROM kept_file WHERE id = :id", values)
    tx.run("UPDATE kept_file SET content = :nothing, content_id = :content_id WHERE id = :id", values)
    _forget_contents(tx, [row for row in before or () if row is not None])


def file_of(tx: Transaction, person_id: int, file_id: int) -> StoredFile | DroppedFile | None:
    """A person's own file; None for one that is not theirs as for one that does not exist."""
    values = {"id": file_id, "person_id": person_id}
    row = tx.row(
        "SELECT f.name, f.media_type, coalesce(c.content, f.content), c.id, f.dataset_id FROM kept_file f"
        " LEFT JOIN file_content c ON c.id = f.content_id WHERE f.id = :id AND f.person_id = :person_id",
        values,
    )
    if row is None:
        return None
    name, media_type, content, content_id, dataset_id = row
    if content_id is not None or dataset_id is None:
        return StoredFile(name, media_type, content)
    row = tx.row(
        "SELECT d.content, d.sha256, coalesce(r.organisation_id, '') FROM kept_file f"
        " JOIN dataset d ON d.id = f.dataset_id LEFT JOIN round r ON r.id = f.round_id WHERE f.id = :id",
        values,
    )
    return DroppedFile(name, media_type, *row) if row else None


@dataclass(frozen=True, slots=True)
class FilesHeld:
    """How many files there are with their bytes, and without; and how many bytes all that takes."""

    kept: int
    kept_bytes: int
    dropped: int
    dataset_bytes: int


def files_held(tx: Transaction) -> FilesHeld:
    """What the files of everybody take in the store."""
    row = tx.row(
        "SELECT (SELECT count(*) FROM kept_file WHERE content_id IS NOT NULL OR dataset_id IS NULL),"
        " (SELECT CAST(coalesce(sum(length(content)), 0) AS BIGINT) FROM file_content),"
        " (SELECT count(*) FROM kept_file WHERE content_id IS NULL AND dataset_id IS NOT NULL),"
        " (SELECT CAST(coalesce(sum(length(content)), 0) AS BIGINT) FROM dataset)"
    )
    return FilesHeld(*row) if row else FilesHeld(0, 0, 0, 0)
