"""The bots that are compared: how each is started, as its users would start it."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.wire import TOKEN

ROOT = Path(__file__).parent.parent.parent
PRODUCT_PYTHON = ROOT / ".venv" / "product" / "bin" / "python"
"""The product and what it needs to run, and nothing that only tests need."""
OTHER_PYTHON = ROOT / ".venv" / "bench" / "bin" / "python"
"""Where reference C lives: what it asks for does not go with what the product is pinned to."""


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot. ``command`` takes its folder and the file with the prompts."""

    name: str
    label: str
    command: Callable[[Path, Path], list[str]]


def product_python() -> str:
    """Where the product is installed with nothing else, or else this one."""
    return str(PRODUCT_PYTHON) if PRODUCT_PYTHON.exists() else sys.executable


def _reference(module: str, python: Callable[[], str] = product_python) -> Callable[[Path, Path], list[str]]:
    return lambda folder, prompts: [
        python(),
        "-m",
        f"tests.bench.references.{module}",
        str(prompts),
        str(folder),
    ]


OURS = Bot("ours", "Closer Look", lambda *_: [product_python(), "-m", "bot", "run"])
A = Bot("A", "python-telegram-bot", _reference("framework"))
B = Bot("B", "the usual bot", _reference("usual"))
C = Bot("C", "aiogram", _reference("other_framework", lambda: str(OTHER_PYTHON)))


def bots() -> list[Bot]:
    """All of them; reference C only where it is installed."""
    return [OURS, A, B, *([C] if OTHER_PYTHON.exists() else [])]


def environment(url: str, folder: Path, **settings: str) -> dict[str, str]:
    """The environment of every bot: where the Bot API is, and the settings of the product.

    The pace is set above what the Bot API of the benchmark allows, so that it is never what is measured.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLOSER_LOOK_")}
    usual = {
        "BENCH_URL": url,
        "BENCH_TOKEN": TOKEN,
        "CLOSER_LOOK_TELEGRAM_API_URL": url,
        "CLOSER_LOOK_TELEGRAM_TOKEN": TOKEN,
        "CLOSER_LOOK_DATA_DIR": str(folder),
        "CLOSER_LOOK_WEB_PORT": "0",
        "CLOSER_LOOK_READING_SECONDS": "0",
        "CLOSER_LOOK_SENDS_PER_SECOND": "10000",
        "CLOSER_LOOK_SENDS_PER_CHAT_PER_SECOND": "1000",
        "CLOSER_LOOK_SENDS_AT_ONCE": "250",
        "CLOSER_LOOK_MESSAGES_PER_MINUTE": "1000000",
        "CLOSER_LOOK_CHARACTERS_PER_HOUR": "1000000000",
        "CLOSER_LOOK_PAGES_PER_MINUTE": "1000000",
    }
    return kept | usual | settings
