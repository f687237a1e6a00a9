"""Opening the store: its folder, its shape, and whether it is sound.

What prevents it is said in one sentence, before anything is written.
"""

import asyncio
import errno
import os
import re
from pathlib import Path
from typing import Final

from bot.settings.settings import Settings
from storage.engine.backup import quick_check
from storage.engine.database import Database, StorageTrouble
from storage.engine.schema_version import migrate
from storage.engine.sqlite import open_sqlite

QUICK_CHECK_BYTES: Final = 64 * 1024 * 1024
"""A store up to this size is checked each time it is opened; a larger one by the running product."""

MOUNTS: Final = Path("/proc/mounts")

_ENDING_SECONDS = 0.1
_OVER_A_NETWORK = re.compile(r"nfs\d*|cifs|smb\d*|smbfs|9p|ncpfs|afs|ceph|glusterfs|fuse\.(sshfs|glusterfs)")
_OCTAL = re.compile(r"\\([0-7]{3})")
_SAID: Final = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_BUSY": "something else has locked it for too long",
    "SQLITE_READONLY": "it cannot be written to",
    "SQLITE_CANTOPEN": "it cannot be opened",
    "SQLITE_NOTADB": "it is not a file of Closer Look",
    "SQLITE_CORRUPT": "it is damaged; restore a backup with: closer-look restore FILE",
}


class CannotOpen(Exception):
    """The store cannot be used as things stand; the text is the sentence that says why."""


async def open_store(settings: Settings) -> Database:
    """The store, made or brought to this version's shape where needed. Raises ``CannotOpen``."""
    path = settings.database_path
    prepare_folder(settings)
    try:
        if path.exists() and path.stat().st_size <= QUICK_CHECK_BYTES:
            await asyncio.to_thread(quick_check, path)
        database = await open_as_it_is(path)
        try:
            await database.write(migrate)
        except BaseException:
            await database.close()
            raise
    except StorageTrouble as trouble:
        raise CannotOpen(said(trouble, path)) from trouble
    return database


async def open_as_it_is(path: Path) -> Database:
    """The store in this file, whatever its shape. Raises ``StorageTrouble``."""
    try:
        return await open_sqlite(path)
    except StorageTrouble:
        # The connection's own thread ends by telling this loop, which must still be running then.
        await asyncio.sleep(_ENDING_SECONDS)
        raise


def prepare_folder(settings: Settings) -> None:
    """Make the data folder where there is none; see that the store can live there. Raises ``CannotOpen``."""
    path = settings.database_path
    for folder in dict.fromkeys((settings.data_dir, path.parent)):
        _make(folder)
        _must_be_ours(folder, "The data folder")
    for file in (path, path.with_name(path.name + "-wal")):
        if file.exists():
            _must_be_ours(file, "The file")
    kind = _network_file_system(path.parent)
    if kind is not None:
        raise CannotOpen(
            f"The data folder {path.parent} is on a network file system ({kind}), which can damage the data: "
            "use a disk of this computer."
        )


def said(trouble: StorageTrouble, path: Path | None = None) -> str:
    """What is wrong with the store, as a sentence; where it is only for who may know the ``path``."""
    after_commit = "SQLITE_CORRUPT" if "malformed" in str(trouble) else str(trouble)
    # A name such as SQLITE_IOERR_WRITE: the first two parts are the kind.
    reason = _SAID.get("_".join(after_commit.split("_")[:2]), after_commit)
    return f"The data{f' in {path}' if path else ''} cannot be used: {reason}."


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise CannotOpen(f"The data folder {folder} is not a folder.") from error
    except OSError as error:
        raise CannotOpen(f"The data folder {folder} cannot be made ({reason_of(error)}).") from error


def _must_be_ours(path: Path, what: str) -> None:
    if not os.access(path, os.W_OK | (os.X_OK if path.is_dir() else 0)):
        read_only = _is_read_only(path)
        why = "is on a read-only file system" if read_only else "cannot be written to by this account"
        raise CannotOpen(f"{what} {path} {why}.")
    # Root may write anywhere, and would leave files that the account which runs Closer Look cannot use.
    owner = path.stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        raise CannotOpen(
            f"{what} {path} belongs to another account (number {owner}): run this as that account."
        )


def _is_read_only(path: Path) -> bool:
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _network_file_system(folder: Path) -> str | None:
    """The kind of the network file system that a folder is on, None when it is on none."""
    try:
        mounts = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    whole = folder.resolve()
    found: tuple[int, str] = (-1, "")
    for line in mounts:
        _, point, kind, *_ = (*line.split(" "), "", "", "")
        at = Path(_OCTAL.sub(lambda octal: chr(int(octal[1], 8)), point))
        # A later mount at the same place hides the earlier one.
        if point and whole.is_relative_to(at) and len(at.parts) >= found[0]:
            found = (len(at.parts), kind)
    return found[1] if _OVER_A_NETWORK.fullmatch(found[1]) else None


def reason_of(error: OSError) -> str:
    """Why the system refused something, in a few words."""
    return {errno.EROFS: "the file system is read-only", errno.ENOSPC: "the disk is full"}.get(
        error.errno or 0, (error.strerror or type(error).__name__).lower()
    )
