"""strace on the running product: its n-th call of some kinds is made to kill it, or to fail."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pytest

STRACE: Final = shutil.which("strace")
_REQUIRED: Final = os.environ.get("CLOSER_LOOK_REQUIRE_STRACE") == "1"


def _why_not() -> str | None:
    """What keeps this machine from tracing, None when nothing does."""
    if STRACE is None:
        return "strace was not found (Debian's package: strace)"
    tried = subprocess.run([STRACE, "-o", os.devnull, "true"], capture_output=True, check=False)
    return "strace may not watch processes here" if tried.returncode else None


_WHY_NOT: Final = _why_not()
NEEDS_STRACE: Final = pytest.mark.skipif(
    _WHY_NOT is not None and not _REQUIRED, reason=f"{_WHY_NOT}, so some fault campaigns cannot run."
)
"""What a module of tests that trace the product sets as its ``pytestmark``."""
_ATTACHED: Final = re.compile(rb"Process \d+ attached")
_CALL: Final = re.compile(r"^(\d+) +(\w+)\(", re.MULTILINE)


class Tracing:
    """strace attached to a process and all its threads, while this lasts.

    ``harm`` is what strace does to the calls named, such as ``signal=KILL`` or ``error=EIO``, at those that
    ``when`` names, counted in each thread from the moment that it is attached. Without ``harm`` it counts.
    """

    def __init__(
        self, process: int, calls: Sequence[str], log: Path, *, harm: str = "", when: str = ""
    ) -> None:
        self._process = process
        self._calls = ",".join(calls)
        self._log = log
        self._inject = ["-e", f"inject={self._calls}:{harm}:when={when}"] if harm else []
        self._strace: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        assert STRACE is not None, _WHY_NOT
        self._strace = await asyncio.create_subprocess_exec(
            STRACE,
            *("-f", "-p", str(self._process), "-o", str(self._log), "-e", f"trace={self._calls}"),
            *("-e", "signal=none", "-s", "0", *self._inject),
            stderr=asyncio.subprocess.PIPE,
        )
        assert self._strace.stderr is not None
        told = b""
        while not _ATTACHED.search(told):
            line = await self._strace.stderr.readline()
            assert line, f"strace could not attach: {told.decode()}"
            told += line
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._strace is not None
        if self._strace.returncode is None:
            # Not terminate(): that may take away the end of a process which asyncio waits for.
            with suppress(ProcessLookupError):
                os.kill(self._strace.pid, signal.SIGTERM)
        await self._strace.communicate()

    def counted(self) -> int:
        """How many of these calls the busiest thread has made. To be read once it is over."""
        return max(Counter(thread for thread, _ in _CALL.findall(self._log.read_text())).values(), default=0)
