"""``closer-look run``."""

import asyncio
import gc
import sys

import click

from bot.cli.store import Refused, read_settings, refusing


@click.command("run")
def start() -> None:
    """Start Closer Look and keep it running.

    Prints links into the try-out as long as nothing else is set. Stops on Ctrl-C, and goes on where it was
    when started again.
    """
    settings = read_settings(to_run=True)
    # Nothing that is made while we start goes again, so looking for it takes time and finds nothing.
    gc.disable()
    # Only here: the web server and Telegram take longer to load than the other commands take.
    import uvloop

    from bot.app.run import CannotStart, run

    with refusing(settings), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            code = runner.run(run(settings))
        except CannotStart as trouble:
            raise Refused(str(trouble)) from None
    sys.exit(code)
