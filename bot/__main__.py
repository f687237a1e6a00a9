"""The command ``closer-look``, also ``python -m bot``."""

import os
import resource

from bot.app.logging_setup import configure_logs, log_what_nobody_caught
from bot.cli.group import closer_look


def main() -> None:
    """Do what the command line asks."""
    # What is made here holds what staff wrote: files for this account alone, and no image of the memory.
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    configure_logs()
    log_what_nobody_caught()
    closer_look(prog_name="closer-look")


if __name__ == "__main__":
    main()
