"""The program itself, started as people and machines start it, on a folder of its own."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.patience import LONGEST_SECONDS

ROOT = Path(__file__).parents[1]


def services(**more: str) -> dict[str, str]:
    """The environment of a program: nothing set but its port, and what a test sets."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "CLOSER_LOOK_WEB_PORT": "0",
        **more,
    }


def do(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Type a command in this folder."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=services(**more),
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Program:
    """Closer Look that is running: where its port is, and what it printed when it had started."""

    process: subprocess.Popen[str]
    address: str
    greeting: str


@contextmanager
def running(folder: Path, **more: str) -> Iterator[Program]:
    """Closer Look running on this folder, ended at once afterwards."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env=services(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            greeting = ""
            while "Stop with Ctrl+C." not in greeting:
                line = process.stdout.readline()
                assert line, process.stderr and process.stderr.read()
                greeting += line
            port = more.get("CLOSER_LOOK_WEB_PORT")
            address = re.search(r"http://127\.0\.0\.1:\d+", f"http://127.0.0.1:{port}" if port else greeting)
            assert address, greeting
            wait_for(address[0])
            yield Program(process, address[0], greeting)
        finally:
            process.kill()


def wait_for(address: str) -> None:
    """Return once somebody listens there."""
    host, _, port = address.removeprefix("http://").partition(":")
    ends = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < ends:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except ConnectionRefusedError:
            continue
        return
    raise TimeoutError(address)
