"""What a reply does not need is loaded by another thread than the one that first asks a channel."""

import os
import subprocess
import sys
from pathlib import Path

from bot.app.run import NEEDED_LATER
from tests.program import ROOT

LATE = {
    *NEEDED_LATER,
    "bot.acts.undo",
    "bot.channels.web.backend",
    "bot.coordinator.report_data",
    "reports.group.group_report",
    "web.app",
    "web.backend",
}
START = """
import os, sys, threading

by_who_asks = set()

class Watch:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread():
            by_who_asks.add(name)

sys.meta_path.insert(0, Watch())

from bot.channels.telegram.api import BotApi

async def answer(self, method, asked, **rest):
    return {{"id": 1, "username": "closer_look_bot"}} if method == "getMe" else True

async def first_poll(self, offset, timeout):
    os.write(2, " ".join(["loaded:", *(by_who_asks & {late!r})]).encode())
    os._exit(0)

BotApi._call, BotApi.get_updates = answer, first_poll

import bot.app.run
from bot.__main__ import main

# What it would load could no longer be loaded too early.
bot.app.run._web_server = lambda *_: threading.Event().wait()
{more}

sys.argv = ["closer-look", "run"]
main()
"""


def loaded_too_early(folder: Path, more: str = "") -> set[str]:
    """What the product loads before its first poll where nothing else goes on, though it is needed later."""
    settings = {
        "CLOSER_LOOK_DATA_DIR": str(folder),
        "CLOSER_LOOK_TELEGRAM_TOKEN": "1234567890:" + "A" * 35,
        "CLOSER_LOOK_WEB_PORT": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", START.format(late=LATE, more=more)],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    _, is_there, loaded = done.stderr.rpartition("loaded:")
    assert is_there, done.stderr
    return set(loaded.split())


def test_what_is_needed_later_holds_up_no_first_poll(tmp_path: Path) -> None:
    assert loaded_too_early(tmp_path) == set()


def test_a_module_that_is_loaded_too_early_would_be_found(tmp_path: Path) -> None:
    assert "reports.rendering" in loaded_too_early(tmp_path, "import bot.jobs.files_again")
