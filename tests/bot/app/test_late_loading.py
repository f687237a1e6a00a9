"""What a reply does not need is not loaded before a channel is first asked, whichever module wants it."""

import subprocess
import sys

from bot.app.run import NEEDED_LATER
from tests.program import ROOT

LOADED = """
import importlib, pkgutil, sys
import bot.app.application, bot.app.run, bot.channels
for found in pkgutil.walk_packages(bot.channels.__path__, "bot.channels."):
    importlib.import_module(found.name)
{more}
print(*sorted(set(sys.modules) & set({late!r})))
"""


def loaded_too_early(more: str = "") -> list[str]:
    """What is loaded with the application and all modules of its channels, though it is needed later."""
    script = LOADED.format(late=NEEDED_LATER, more=more)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_no_channel_loads_what_is_needed_later() -> None:
    assert loaded_too_early() == []


def test_a_module_that_loads_it_would_be_found() -> None:
    assert loaded_too_early("import bot.jobs.files_again") == ["reports.rendering"]
