"""Rendering in a child process with limits, so that no report holds up a reply or takes the product down.

Nothing for pictures or documents is loaded in this process; the child is started at the first report.
It is the only child that ``multiprocessing`` starts for us, so ending all of its children ends this one.
"""

import asyncio
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import wait
from typing import ParamSpec, TypeVar

from reports.rendering import RenderedReport, Report, render_report

LONGEST_SECONDS = 60.0
MOST_MEMORY = 2 * 1024**3
"""Address space of the child in bytes; the libraries map far more than they use."""

_PATIENCE = 10
"""How much further back than this process the child is in the queue for the processor."""

_Values = ParamSpec("_Values")
_Made = TypeVar("_Made")


class RenderingFailed(Exception):
    """A report took too long or too much, or its process ended."""


class _Child:
    """The one child process; started when needed, ended when something goes wrong with it."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_limit)
        return self._pool

    def end(self) -> None:
        """End the child, also in the middle of its work."""
        if self._pool is not None:
            # The pool has no way to end a child that is at work; there are no other children.
            for process in multiprocessing.active_children():
                process.kill()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


_child = _Child()


async def render(report: Report, language: str, kinds: tuple[str, ...]) -> RenderedReport:
    """Render a report as the kinds asked for. Raises ``RenderingFailed``."""
    return await in_child(render_report, report, language, kinds)


async def in_child(make: Callable[_Values, _Made], *values: _Values.args, **named: _Values.kwargs) -> _Made:
    """What a plain function makes of plain values, in the child. Raises ``RenderingFailed``."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await loop.run_in_executor(_child.pool(), partial(make, *values, **named))
    except (TimeoutError, BrokenProcessPool, MemoryError) as error:
        await asyncio.to_thread(_child.end)
        raise RenderingFailed(type(error).__name__) from error


def end_rendering() -> None:
    """End the child process, if there is one."""
    _child.end()


def _limit() -> None:
    """In the child: let replies go first, keep to its limits, leave Ctrl-C to the parent, end with it."""
    os.nice(_PATIENCE)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
