"""Copies of the store that are consistent and verified, the way back, and the checks that a store is sound.

Copies are made by SQLite itself, never as a copy of the file: what lies in the write-ahead log belongs to
it too, and what lies in the file between the rows does not.
"""

import contextlib
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from storage.engine.database import StorageTrouble

_log = logging.getLogger(__name__)

_COUNTED = ("round", "person", "participant", "reply", "finish")
_NUMBERS_SKIPPED = 10_000


def back_up(source: Path, target: Path) -> dict[str, int]:
    """Make a verified copy of a store, also while it is being written to; how many rows it holds.

    The copy appears whole or not at all, and replaces an older one. Raises ``StorageTrouble`` and
    ``OSError``.
    """
    if not source.is_file():
        raise StorageTrouble("there is no data to back up yet")
    if target.exists() and not _may_be_a_copy(target):
        raise StorageTrouble(f"there is a file {target.name} already, which is no backup: name another one")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with _opened(source) as live:
            # Written row by row: nothing of what was erased comes along in the gaps of a page.
            live.execute("VACUUM INTO ?", (str(part),))
        counted = verify(part)
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return counted


def _may_be_a_copy(path: Path) -> bool:
    """Whether a file is empty or holds our tables, and nobody has it open as a store."""
    if path.stat().st_size == 0:
        return True
    if path.with_name(path.name + "-wal").exists():
        return False
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            for table in _COUNTED:
                _count(connection, table)
    except sqlite3.Error:
        return False
    return True


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
    """Replace the store with a verified backup; what was there is kept next to it.

    Nobody else may have the store open. Raises ``StorageTrouble`` and ``OSError``.
    """
    counted = verify(backup)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with _opened(backup) as source, _opened(part) as copy:
            source.backup(copy)
            _skip_numbers(copy)
            _stop_mails(copy)
        _sync(part)
        if target.exists():
            _keep_beside(target)
        part.replace(target)
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return counted


def _skip_numbers(copy: sqlite3.Connection) -> None:
    """People have seen cards that were said after the backup; no new card may get the number of one."""
    copy.execute("UPDATE person SET number = number + :skipped", {"skipped": _NUMBERS_SKIPPED})


def _stop_mails(copy: sqlite3.Connection) -> None:
    """Mails that waited in the backup may have gone since: none goes again by itself."""
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'mail'").fetchone() is None:
        return
    copy.execute("UPDATE mail SET state = 'called_off' WHERE state = 'waiting'")
    copy.execute(
        "UPDATE outbox SET state = 'given_up', body = '', offered_at = coalesce(offered_at, created_at)"
        " WHERE state = 'waiting' AND (person_id, number) IN"
        " (SELECT b.person_id, m.entry FROM mail m JOIN mailbox b ON b.name = m.mailbox)"
    )
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'own_address'").fetchone() is not None:
        copy.execute("UPDATE own_notice SET state = 'dropped', because = 'restored' WHERE state = 'waiting'")
        copy.execute(
            "UPDATE outbox SET state = 'given_up', body = '', offered_at = coalesce(offered_at, created_at)"
            " WHERE state = 'waiting' AND (person_id, address) IN (SELECT person_id, name FROM own_address)"
        )


def _keep_beside(target: Path) -> None:
    """Keep the store that is replaced, whole; at every moment there is one in its place."""
    kept = _free_name(target.with_name(target.name + ".before-restore"))
    log, kept_log = (file.with_name(file.name + "-wal") for file in (target, kept))
    kept_log.unlink(missing_ok=True)
    if log.exists():
        shutil.copyfile(log, kept_log)
    try:
        with _opened(target) as old:
            # Folds the write-ahead log into the file.
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except StorageTrouble:
        # The file is damaged: its log may be of use to whoever fixes it.
        _log.warning("the store that is replaced is damaged; it is kept with its log")
    else:
        kept_log.unlink(missing_ok=True)
    for left in ("-wal", "-shm"):
        target.with_name(target.name + left).unlink(missing_ok=True)
    kept.unlink(missing_ok=True)
    try:
        kept.hardlink_to(target)
    except OSError:
        # A disk without such links.
        shutil.copyfile(target, kept)
        _sync(kept)


def _free_name(wanted: Path) -> Path:
    """A name that nothing has: what an earlier restore kept may be the only copy of what is missed now."""
    numbered = (wanted.with_name(f"{wanted.name}-{number}") for number in count(2))
    return next(name for name in chain([wanted], numbered) if not name.exists())


def quick_check(path: Path) -> None:
    """Check a store before it is used. Raises ``StorageTrouble`` when it is damaged."""
    if not path.exists():
        return
    with _opened(path) as connection:
        found = [row[0] for row in connection.execute("PRAGMA quick_check")]
    if found != ["ok"]:
        raise StorageTrouble(f"{path.name} is damaged; restore a backup with: closer-look restore FILE")


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
