"""The command ``closer-look``, also ``python -m bot``."""

import gc
import os
import resource


def main() -> None:
    """Do what the command line asks."""
    # What is made here holds what staff wrote: files for this account alone, and no image of the memory.
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Nothing that is made while modules load goes again, so looking for it takes time and finds nothing.
    gc.disable()
    from bot.app.logging_setup import configure_logs, log_what_nobody_caught
    from bot.cli.group import closer_look

    gc.enable()
    configure_logs()
    log_what_nobody_caught()
    closer_look(prog_name="closer-look")


if __name__ == "__main__":
    main()
