"""Copies of the store that are consistent and verified, the way back, and the checks that a store is sound.

Uses SQLite's own backup, never a copy of the file: what lies in the write-ahead log belongs to it too.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from storage.database import StorageTrouble

_COUNTED = ("round", "person", "participant", "reply", "finish")


def back_up(source: Path, target: Path) -> dict[str, int]:
    """Make a verified copy of a store, also while it is being written to; how many rows it holds.

    The copy appears whole or not at all. Raises ``StorageTrouble`` and ``OSError``.
    """
    if not source.is_file():
        raise StorageTrouble("there is no data to back up yet")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with _opened(source) as live, _opened(part) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        counted = verify(part)
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return counted


def verify(path: Path) -> dict[str, int]:
    """Check every page of a store; how many rows its main tables hold. Raises ``StorageTrouble``."""
    if not path.is_file():
        raise StorageTrouble(f"there is no file {path.name}")
    with _opened(path) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        if found != ["ok"]:
            raise StorageTrouble(f"{path.name} is damaged")
        try:
            return {table: _count(connection, table) for table in _COUNTED}
        except sqlite3.Error as error:
            raise StorageTrouble(f"{path.name} holds no data of Closer Look") from error


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def restore(backup: Path, target: Path) -> dict[str, int]:
    """Put a verified backup in the place of the store; what was there is kept beside it.

    Nobody else may have the store open. Raises ``StorageTrouble`` and ``OSError``.
    """
    counted = verify(backup)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with _opened(backup) as source, _opened(part) as copy:
        source.backup(copy)
    _sync(part)
    if target.exists():
        # Folds the write-ahead log into the file, so that what is put aside is whole.
        with _opened(target) as old, contextlib.suppress(sqlite3.Error):
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        target.replace(target.with_name(target.name + ".before-restore"))
    for left in ("-wal", "-shm"):
        target.with_name(target.name + left).unlink(missing_ok=True)
    part.replace(target)
    _sync(target.parent)
    return counted


def quick_check(path: Path) -> None:
    """Check a store before it is used. Raises ``StorageTrouble`` when it is damaged."""
    if not path.exists():
        return
    with _opened(path) as connection:
        found = [row[0] for row in connection.execute("PRAGMA quick_check")]
    if found != ["ok"]:
        raise StorageTrouble(f"{path.name} is damaged; restore a backup with: closer-look restore FILE")


def settle(path: Path) -> None:
    """Empty the write-ahead log, so that what has been erased is in no file any more."""
    with _opened(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(path, timeout=10, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StorageTrouble(f"{path.name}: {error}") from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
