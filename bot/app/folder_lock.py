"""Being the only one who runs on a data folder, also where files in it are removed meanwhile.

The folder itself is locked, so removing a file by its name unlocks nothing. Its name is held as well: another
folder that was put in its place is not free while whoever ran on the first still goes on. Nothing here reads
or writes what people said.
"""

import asyncio
import contextlib
import errno
import fcntl
import os
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from bot.app.data_folder import CannotOpen, prepare_folder, reason_of
from bot.settings.settings import Settings

LOOKS_EVERY_SECONDS: Final = 5.0
"""How often a running product looks whether its data is still where it was."""

_LOCK_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
_CREDENTIALS: Final = struct.Struct("3i")
"""The process, the account and the group at the other end of a socket."""
_FOLDER_FLAGS: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


class AlreadyRunning(CannotOpen):
    """Closer Look runs on this data folder already."""


class DataGone(CannotOpen):
    """The data that we run on is no longer where it was."""


@dataclass(frozen=True, slots=True)
class HeldFolder:
    """A data folder that is ours, by what the system calls it and not by its name."""

    path: Path
    descriptor: int

    def is_in_place(self) -> bool:
        """Whether the name still leads to the folder that is locked."""
        return _is_same(os.fstat(self.descriptor), self.path.parent)

    async def watch(self) -> None:
        """Raises ``DataGone`` once the folder or the file is another than now; else goes on until cancelled.

        Whatever was kept from then on would be lost with the next start.
        """
        file = self.path.stat()
        while self.is_in_place() and _is_same(file, self.path):  # noqa: ASYNC110 (no event to wait for)
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
        raise DataGone(
            f"The data in {self.path} was removed or replaced while Closer Look was running. It stops now: "
            "nothing more would be kept."
        )


@contextlib.contextmanager
def hold_lock(settings: Settings) -> Iterator[HeldFolder]:
    """Be the only one who runs on this data folder, until this ends. Raises ``CannotOpen``."""
    prepare_folder(settings)
    path = settings.database_path
    with contextlib.ExitStack() as held:
        _hold_name(held, path.parent)
        folder = _locked(held, path.parent, _FOLDER_FLAGS)
        # Versions before locked this file alone. It stays: taking it away would let two of them run.
        _locked(held, path.with_name(path.name + ".lock"), _LOCK_FLAGS)
        ours = HeldFolder(path, folder)
        if not ours.is_in_place():
            raise CannotOpen(f"The data folder {path.parent} was replaced at this moment: start again.")
        yield ours


def _locked(held: contextlib.ExitStack, path: Path, flags: int) -> int:
    try:
        descriptor = os.open(path, flags, 0o600)
    except OSError as error:
        raise CannotOpen(f"The file {path} cannot be written ({reason_of(error)}).") from error
    held.callback(os.close, descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise AlreadyRunning("Closer Look is already running on this data folder.") from error
    except OSError as error:
        raise CannotOpen(f"{path} cannot be locked ({reason_of(error)}).") from error
    return descriptor


def _hold_name(held: contextlib.ExitStack, folder: Path) -> None:
    """Hold a folder by its name, which stays ours when another folder is put in its place.

    The name is that of a socket in no file system, which the system takes away with its process. Where there
    are no such sockets it is not held, and the lock on the folder does what it can.
    """
    named = os.fsencode(folder.absolute().parent.resolve() / folder.name)
    name = b"\0closer-look " + sha256(named).hexdigest().encode()
    try:
        ours = held.enter_context(socket.socket(socket.AF_UNIX))
        ours.bind(name)
        ours.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE and _is_held_by_this_account(name):
            raise AlreadyRunning("Closer Look is already running on this data folder.") from error


def _is_held_by_this_account(name: bytes) -> bool:
    """Whether it is a process of this account that holds a name: any other could only get in our way."""
    with socket.socket(socket.AF_UNIX) as asking:
        try:
            asking.connect(name)
            found = asking.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        except OSError:
            return False
    return bool(_CREDENTIALS.unpack(found)[1] == os.geteuid())


def _is_same(ours: os.stat_result, path: Path) -> bool:
    try:
        return os.path.samestat(ours, path.stat())
    except FileNotFoundError:
        return False
    except OSError:
        return True  # a disk that does not answer is no other disk
