"""Rendering in a child process with limits, so that no report holds up a reply or takes the product down.

Nothing for pictures or documents is loaded in this process; a child is started at the first report. There
are as many as jobs are made at the same time, and no others that ``multiprocessing`` starts for us.
"""

import asyncio
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from reports.rendering import RenderedReport, Report

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
    """A child process, started with its first work; ended when something goes wrong with it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_limit)
        self._processes: set[BaseProcess] = set()

    def do(self, work: Callable[[], _Made]) -> "Future[_Made]":
        """Let the child do something."""
        before = set(multiprocessing.active_children())
        made = self._pool.submit(work)
        self._processes |= set(multiprocessing.active_children()) - before
        return made

    def end(self) -> None:
        """End the child, also in the middle of its work, for which the pool has no way."""
        for process in self._processes:
            process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)


class _Children:
    """The children: those at work, and those that wait for work. They are taken in the one loop alone."""

    def __init__(self) -> None:
        self._all: set[_Child] = set()
        self._free: list[_Child] = []
        self.most_free = 1

    def take(self) -> _Child:
        """A child that waits for work, or a new one."""
        if self._free:
            return self._free.pop()
        child = _Child()
        self._all.add(child)
        return child

    def give_back(self, child: _Child) -> bool:
        """A child has done its work; False where it is one too many, and is to be ended."""
        if child not in self._all or len(self._free) >= self.most_free:
            return False
        self._free.append(child)
        return True

    def end(self, child: _Child) -> None:
        """End one of them."""
        self._all.discard(child)
        child.end()

    def end_all(self) -> None:
        """End all of them."""
        self._free.clear()
        while self._all:
            self._all.pop().end()


_children = _Children()


def keep_waiting(most: int) -> None:
    """Let so many children wait for work; others give back their memory when they have done theirs."""
    _children.most_free = most


async def render(report: "Report", language: str, kinds: tuple[str, ...]) -> "RenderedReport":
    """Render a report as the kinds asked for. Raises ``RenderingFailed``."""
    from reports.rendering import render_report

    return await in_child(render_report, report, language, kinds)


async def in_child(make: Callable[_Values, _Made], *values: _Values.args, **named: _Values.kwargs) -> _Made:
    """What a plain function makes of plain values, in a child. Raises ``RenderingFailed``."""
    child = _children.take()
    is_well = False
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            made = await asyncio.wrap_future(child.do(partial(make, *values, **named)))
    except (TimeoutError, BrokenProcessPool, MemoryError) as error:
        raise RenderingFailed(type(error).__name__) from error
    except Exception:
        is_well = True  # the fault is the report's own
        raise
    else:
        is_well = True
        return made
    finally:
        # Whoever does not wait any longer leaves it at work: such a child is ended as well.
        if not is_well or not _children.give_back(child):
            await asyncio.to_thread(_children.end, child)


def end_rendering() -> None:
    """End the child processes, if there are any."""
    _children.end_all()


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
