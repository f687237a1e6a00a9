"""Where the tests keep their files: in memory, where there is room and nobody has said another place."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108
"""Where Linux keeps files that are on no disk."""

ROOM_BYTES = 4 * 1024**3
"""What all tests together leave there at most, many times over."""

SAID_BY = ("PYTEST_DEBUG_TEMPROOT", "TMPDIR", "TEMP", "TMP")
"""What people say another place by. It counts, whatever room there is."""


def in_memory(
    environment: Mapping[str, str], folder: Path = IN_MEMORY, *, room: int = ROOM_BYTES
) -> Path | None:
    """The folder in memory; None where the files go where they always do.

    Some tests start what they have written there, so a folder that lets nothing be started is none.
    """
    if any(environment.get(each) for each in SAID_BY) or not os.access(folder, os.W_OK | os.X_OK):
        return None
    starts_nothing = os.statvfs(folder).f_flag & os.ST_NOEXEC
    return None if starts_nothing or shutil.disk_usage(folder).free <= room else folder
