"""One rendering child for all houses of a process, which is not last in the queue for the processor.

Otherwise each of hundreds of restarts would load fonts and templates again, in a child that waits behind all
other tests. ``tests/bot/jobs/test_render_process.py`` shows what the child does in use, and
``tests/bot/app/test_application.py`` that it ends with the application.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from bot.jobs import render_process

_begin = render_process._limit


@contextmanager
def one_child_for_all_reports() -> Iterator[None]:
    """Let a child that has been started go on when an application ends; it ends with this process."""
    with (
        patch("bot.app.application.end_rendering", lambda: None),
        patch.object(render_process, "_limit", begin_in_turn),
    ):
        yield


def begin_in_turn() -> None:
    """What the child does first: all that it does in use, except letting others go first."""
    render_process._PATIENCE = 0
    _begin()
