"""A process that has loaded the product once, and forks it as often as is asked: a start takes a tenth.

Reads one order a line as JSON on standard input, and answers each with one line:

- ``{"words": [...], "environment": {...}, "folder": ..., "output": ..., "errors": ..., "modules": [...],
  "is_held": ...}`` → the number of the new process. With ``is_held`` it begins only once it is continued.
  ``modules`` are loaded before the product begins: a broken twin, a channel of the tests.
- ``{"bury": number}`` → how that process, which has ended, ended: its code, or minus the signal.

It ends when its input does, and takes along what it has forked.
"""

import ctypes
import gc
import json
import os
import signal
import sys
from importlib import import_module
from typing import Any, Final

_LOADED: Final = (
    "uvloop",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
    "bot.app.run",
    "bot.app.web_server",
    "bot.__main__",
    "tests.faults.twins",
)
"""What the product loads in its first moments, not all of it by importing."""
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_PTRACER: Final = 0x59616D61
_libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    _load()
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        answer = _bury(order["bury"]) if "bury" in order else _bear(order)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _load() -> None:
    from bot.cli.group import COMMANDS

    for name in _LOADED:
        import_module(name)
    for where in COMMANDS.values():
        import_module(where.partition(":")[0])
    # What is loaded stays shared: no collection touches it in any child.
    gc.collect()
    gc.freeze()


def _bury(number: int) -> int:
    _, status = os.waitpid(number, 0)
    return os.waitstatus_to_exitcode(status)


def _bear(order: dict[str, Any]) -> int:
    number = os.fork()
    if number == 0:
        try:
            code = _live(order)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            code = 70
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    if order["is_held"]:
        # Continued any earlier, it would stop afterwards and for good.
        os.waitpid(number, os.WUNTRACED)
    return number


def _live(order: dict[str, Any]) -> int:
    """Be the product, or one of its commands; its exit code."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _libc.prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1))
    for descriptor, path in ((0, os.devnull), (1, order["output"]), (2, order["errors"])):
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    if order["is_held"]:
        os.kill(os.getpid(), signal.SIGSTOP)
    for name in order["modules"]:
        import_module(name)
    sys.argv = ["closer-look", *order["words"]]
    try:
        import_module("bot.__main__").main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    main()
