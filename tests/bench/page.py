"""The page of figures: what was found is placed between the marks of its part; the words around it stay."""

import os
import platform
import re
import sqlite3
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.bots import OTHER_PYTHON, ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
_LIBRARIES = ("python-telegram-bot", "httpx", "aiohttp", "uvloop", "orjson")


def place(part: str, lines: Sequence[str], command: str) -> None:
    """Put what was found into the page."""
    told = "\n".join([f"`{command}`, {_where()}", "", *lines])
    text = PAGE.read_text("utf-8")
    placed, count = re.subn(
        rf"(<!-- {part} -->\n).*?(\n<!-- end of {part} -->)",
        lambda marks: marks[1] + told + marks[2],
        text,
        flags=re.DOTALL,
    )
    assert count == 1, f"the page has no place for {part}"
    PAGE.write_text(placed, "utf-8")


def _where() -> str:
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    versions += [f"{name} {version(name)}" for name in _LIBRARIES]
    versions += [f"aiogram {found}" for found in _aiogram()]
    day = datetime.now(UTC).strftime("%-d %B %Y")
    return f"{day}. {', '.join(versions)}. {_machine()}."


def _aiogram() -> list[str]:
    """The version in the environment of reference C, which is not this one."""
    folders = (OTHER_PYTHON.parent.parent / "lib").glob("python*/site-packages/aiogram-*.dist-info")
    return [folder.name.removeprefix("aiogram-").removesuffix(".dist-info") for folder in folders]


def _machine() -> str:
    facts = Path("/proc/cpuinfo").read_text("utf-8")
    name = re.search(r"^model name\s*: (.+)$", facts, re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return f"{os.cpu_count()} cores of {name[1] if name else sys.platform}, {memory:.0f} GiB, {system}"
