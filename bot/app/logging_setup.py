"""The log of the whole process: one line a record, text or JSON, on standard error.

A line never holds what staff wrote, a token, an invitation code or a cookie, whoever logs. Of a library's
records only warnings and worse are shown, whatever level is set: below that some of them log requests,
statements with their values and whole messages.
"""

import contextlib
import logging
import sys
import threading
from typing import TextIO

import structlog

from bot.app.log_format import OURS, LineFormatter, as_json, as_text, is_ours
from bot.app.redaction import Redaction
from bot.settings.settings import LogFormat, LogLevel

_log = logging.getLogger("bot")


def configure_logs(
    level: LogLevel = LogLevel.WARNING,
    form: LogFormat = LogFormat.TEXT,
    secrets: tuple[str, ...] = (),
    *,
    stream: TextIO | None = None,
) -> None:
    """Log from here on as set, to standard error unless told otherwise. May be called again."""
    handler = _Handler(stream)
    handler.setFormatter(LineFormatter(as_json if form is LogFormat.JSON else as_text, Redaction(secrets)))
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    ours = logging.getLevelNamesMapping()[level]
    root.setLevel(max(ours, logging.WARNING))
    for package in OURS:
        logging.getLogger(package).setLevel(ours)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def log_what_nobody_caught() -> None:
    """Send everything that Python itself would print to standard error through the log."""
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda _, error, __: log_crash(error)
    sys.unraisablehook = lambda unraisable: log_crash(unraisable.exc_value)
    threading.excepthook = lambda arguments: log_crash(arguments.exc_value)


def log_crash(error: BaseException | None) -> None:
    """Log a fault of ours that ended something, without its words."""
    _log.critical("something went wrong that should not", exc_info=error)


class _Handler(logging.Handler):
    """Writes lines; a library's records only from WARNING up, even where it set its own level."""

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__()
        self._stream = stream

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record may be shown at all."""
        return (record.levelno >= logging.WARNING or is_ours(record.name)) and bool(super().filter(record))

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record."""
        try:
            self._write(self.format(record))
        except Exception as error:
            # The standard library would print the record's arguments here.
            with contextlib.suppress(Exception):
                self._write(f"a log record could not be written: {type(error).__name__}")

    def _write(self, line: str) -> None:
        # Looked up each time, so that a replaced standard error is followed.
        stream = self._stream or sys.stderr
        stream.write(line + "\n")
        stream.flush()
