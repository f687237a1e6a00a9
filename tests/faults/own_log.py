"""The log of a product that runs in the campaign's own process."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from bot.app.logging_setup import configure_logs
from bot.settings.settings import LogLevel
from tests.bot.surroundings import logging_left_as_it_was


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile, at DEBUG, and nowhere else."""
    with logging_left_as_it_was():
        stream = io.StringIO()
        configure_logs(LogLevel.DEBUG, stream=stream)
        yield stream
