"""What a child process may do instead of rendering: things that go wrong. Loaded in the child by name."""

import os
import time
from collections.abc import Iterable

from reports.rendering import RenderedReport, Report


def hang(report: Report, language: str, kinds: Iterable[str]) -> RenderedReport:  # noqa: ARG001
    time.sleep(3600)
    raise AssertionError("nobody waits that long")


def devour(report: Report, language: str, kinds: Iterable[str]) -> RenderedReport:  # noqa: ARG001
    return RenderedReport("x" * (8 * 1024**3))


def die(report: Report, language: str, kinds: Iterable[str]) -> RenderedReport:  # noqa: ARG001
    os._exit(9)


def fail(report: Report, language: str, kinds: Iterable[str]) -> RenderedReport:  # noqa: ARG001
    raise ZeroDivisionError("CANARY words")


def tell(report: Report, language: str, kinds: Iterable[str]) -> RenderedReport:  # noqa: ARG001
    return RenderedReport(str(os.getpid()))
