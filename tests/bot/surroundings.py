"""A place for a test of its own: an empty folder to work in, and nothing of ours around it or left behind."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog

from bot.app import logging_setup
from bot.app.log_format import OURS

TOKEN = "700700700:CANARY-token_0123456789abcdefghijkl"


def stand_alone(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work in this folder, with no setting from the machine that runs the tests."""
    for name in list(os.environ):
        if name.upper().startswith("CLOSER_LOOK_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(folder)


@contextmanager
def logging_left_as_it_was() -> Iterator[None]:
    """Take back afterwards what setting up the log changes for the whole process."""
    root = logging.getLogger()
    level, levels = root.level, {name: logging.getLogger(name).level for name in OURS}
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
        for handler in [each for each in root.handlers if type(each).__module__ == logging_setup.__name__]:
            root.removeHandler(handler)
        root.setLevel(level)
        for name, each in levels.items():
            logging.getLogger(name).setLevel(each)
        structlog.reset_defaults()
