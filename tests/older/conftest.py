"""What these tests share: quiet logs, as they are written in use."""

import io
from collections.abc import Iterator

import pytest

from bot.app.logging_setup import configure_logs
from tests.bot.services import logging_left_as_it_was


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    with logging_left_as_it_was():
        configure_logs(stream=stream)
        yield stream
