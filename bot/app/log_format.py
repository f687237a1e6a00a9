"""One log record as one line: what of it may be shown, and how it is written.

Only plain values are shown. Anything else, such as a reply or an exception, could hold what staff wrote and
is shown as its type. An exception is its type and the places it passed; its text is left out, unless it is
one whose text is known to be made of fixed words or of names in the code.
"""

import errno
import json
import logging
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any, Final

from bot.app.redaction import Redaction, on_one_line
from bot.messages.failures import DeliveryFailed
from storage.engine.database import StatementRefused, StorageTrouble

OURS: Final = frozenset({"bot", "content", "conversations", "reports", "storage", "web"})
"""Our packages: their records are written with care, a library's are not."""

LogLine = dict[str, Any]
WriteText = Callable[[LogLine], str]

_WARNINGS = "py.warnings"
_MOST_PLACES = 30
_MOST_CAUSES = 8
_ROOT = Path(__file__).resolve().parents[2]
_IS_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:/+-")


def is_ours(logger: str) -> bool:
    """Whether a logger belongs to one of our packages."""
    return logger.partition(".")[0] in OURS


def as_json(line: LogLine) -> str:
    """The line as one JSON object, in ASCII."""
    return json.dumps(line)


def as_text(line: LogLine) -> str:
    """The line to be read: when, how grave, who, what, then the values."""
    rest = dict(line)
    chain = [_as_words(each) for each in rest.pop("exception", ())]
    words = [f"{rest.pop('timestamp')} {rest.pop('level'):<8} {rest.pop('logger')}: {rest.pop('event')}"]
    words += [f"{name}={_quoted(value)}" for name, value in rest.items()]
    if chain:
        words.append("| " + " <- ".join(chain))
    return on_one_line(" ".join(words))


def _as_words(error: LogLine) -> str:
    said = f" ({error['said']})" if "said" in error else ""
    return f"{error['type']}{said} at {' > '.join(error['at'])}"


def _quoted(value: object) -> str:
    if isinstance(value, str) and value and _IS_BARE.issuperset(value):
        return value
    return json.dumps(value, ensure_ascii=False)


class LineFormatter(logging.Formatter):
    """Turns records of structlog and of the standard library alike into lines."""

    def __init__(self, write: WriteText, redaction: Redaction) -> None:
        super().__init__()
        self._write = write
        self._hide = redaction.hide

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        # structlog passes its values instead of a message.
        given = dict(record.msg) if isinstance(record.msg, dict) else {"event": record.msg}
        event = given.pop("event", "")
        arguments = given.pop("positional_args", record.args)
        error = _error(given.pop("exc_info", None) or record.exc_info)
        given.pop("stack_info", None)
        line: LogLine = {
            "timestamp": _time(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": self._hide(_message(record.name, event, arguments)),
        }
        if error is not None:
            line["exception"] = [self._plain(each) for each in described(error)]
        for name, value in given.items():
            line.setdefault(self._hide(str(name)), self._plain(value))
        return self._write(line)

    def _plain(self, value: object) -> object:
        match value:
            case str():
                return self._hide(str(value))
            case list() | tuple() | set() | frozenset():
                return [self._plain(each) for each in value]
            case Mapping():
                return {self._hide(str(name)): self._plain(each) for name, each in value.items()}
            case _:
                shown = shown_plainly(value)
                return self._hide(shown) if isinstance(shown, str) else shown


def shown_plainly(value: object) -> str | int | float | None:
    """A single value as a log may show it; what is not plain becomes the name of its type."""
    match value:
        case None | bool() | int() | float():
            return value
        case str() | PurePath():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return f"<{type(value).__name__}>"


def _time(created: float) -> str:
    return datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _message(logger: str, event: object, arguments: object) -> str:
    if not isinstance(event, str):
        return str(shown_plainly(event))
    if is_ours(logger):
        return _filled_in(event, arguments)
    # What a library places in its message may be a request, a task with its exception, or a person's words.
    return _filled_in(event, arguments if logger == _WARNINGS else ()).partition("\n")[0]


def _filled_in(template: str, arguments: object) -> str:
    if not arguments:
        return template
    values: object = arguments
    if isinstance(arguments, Mapping):
        values = {name: shown_plainly(value) for name, value in arguments.items()}
    elif isinstance(arguments, tuple):
        values = tuple(shown_plainly(value) for value in arguments)
    try:
        return template % values
    except (TypeError, ValueError, KeyError):
        return template


def _error(given: object) -> BaseException | None:
    match given:
        case BaseException():
            return given
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exc_info()[1]
        case _:
            return None


def described(error: BaseException) -> list[LogLine]:
    """An exception and what led to it, the last first: types, and places as ``file:line:function``."""
    chain: list[LogLine] = []
    waiting: list[BaseException] = [error]
    while waiting and len(chain) < _MOST_CAUSES:
        each = waiting.pop(0)
        chain.append({"type": _type_name(each), **_said(each), "at": _places(each.__traceback__)})
        if isinstance(each, BaseExceptionGroup):
            waiting.extend(each.exceptions)
        cause = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        if cause is not None:
            waiting.append(cause)
    return chain


def _type_name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _said(error: BaseException) -> dict[str, str]:
    match error:
        case OSError(errno=int(number)) if number in errno.errorcode:
            return {"said": errno.errorcode[number]}
        case StorageTrouble() | StatementRefused() | DeliveryFailed() | ImportError():
            return {"said": str(error)}
        case _:
            return {}


def _places(trace: TracebackType | None) -> list[str]:
    places = [
        f"{_short(frame.f_code.co_filename)}:{line}:{frame.f_code.co_qualname}"
        for frame, line in traceback.walk_tb(trace)
    ]
    return _ends_of(places)


def _ends_of(places: list[str]) -> list[str]:
    half = _MOST_PLACES // 2
    if len(places) <= _MOST_PLACES:
        return places
    return [*places[:half], f"({len(places) - 2 * half} more)", *places[-half:]]


@lru_cache(maxsize=256)
def _short(file: str) -> str:
    """A source file as its packages and name: where it is installed tells nothing."""
    path = Path(file)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    if path.is_relative_to(_ROOT):
        return str(path.relative_to(_ROOT))
    return "/".join(path.parts[-2:])
